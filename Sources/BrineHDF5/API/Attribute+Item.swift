public import BrineCore

/// The values of attributes as Swift's.
extension Attribute {
  /// The elements in C order, converted to a Swift number; none for a null dataspace.
  ///
  /// - Throws: `HDF5Error.Code.typeMismatch` for elements that are no numbers or don't fit; as ``read()``.
  public func read<Element: NDElement>(as type: Element.Type) throws(HDF5Error) -> [Element] {
    guard let array = try read() else { return [] }
    do throws(ArrayError) {
      return try array.elements(as: type)
    } catch {
      throw HDF5Error(error).at(path: objectPath)
    }
  }

  /// The number, if there is exactly one: `file.attrs["temperature"]?.double`.
  public var double: Double? { single(Double.self) }

  /// The integer, if there is exactly one.
  public var int: Int? { single(Int.self) }

  /// The text, if there is exactly one.
  public var string: String? {
    switch datatype.kind {
    case .string, .variableString: break
    default: return nil
    }
    guard dataspace.count == 1 else { return nil }
    return try? asStrings().first
  }

  private func single<Element: NDElement>(_ type: Element.Type) -> Element? {
    guard dataspace.count == 1 else { return nil }
    return try? read(as: type).first
  }
}
