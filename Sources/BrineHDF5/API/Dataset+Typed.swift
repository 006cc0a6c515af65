public import BrineCore

/// Reading elements as Swift's numbers.
extension Dataset {
  /// The elements that a selection means, in C order, converted to a Swift number.
  ///
  /// - Throws: `typeMismatch` for elements that are no numbers or don't fit, and as ``read(_:)-(Selection)``.
  public func read<Element: NDElement>(
    as type: Element.Type, _ selection: Selection = .all
  ) throws(HDF5Error) -> [Element] {
    let converter = try ElementConverter(datatype, file.storage)
    guard converter.isIdentity, converter.dtype == Element.dtype else {
      return try converted(read(selection))
    }
    let resolved = try resolved(selection)
    let count = resolved?.count ?? (dataspace.kind == .null ? 0 : self.count)
    let raw = try raw()
    try raw.checkSize(of: count)
    var failure: HDF5Error?
    let elements = [Element](unsafeUninitializedCapacity: count) { buffer, used in
      do throws(HDF5Error) {
        try raw.read(
          resolved,
          into: UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(buffer)[..<(count * MemoryLayout<Element>.stride)]))
        used = count
      } catch { failure = error }
    }
    if let failure { throw failure.at(path: path) }
    return elements
  }

  /// Writes the elements that a selection means, in C order, into memory of the caller's, converted to a
  /// Swift number.
  ///
  /// - Parameter buffer: Room for as many elements as are selected. It is left in an unknown state when this
  ///   throws.
  /// - Throws: `badSelection` when the buffer has another size, and as ``read(as:_:)``.
  public func read<Element: NDElement>(
    into buffer: UnsafeMutableBufferPointer<Element>, _ selection: Selection = .all
  ) throws(HDF5Error) {
    let resolved = try resolved(selection)
    let count = resolved?.count ?? (dataspace.kind == .null ? 0 : self.count)
    guard count == buffer.count else {
      throw HDF5Error(
        .badSelection, "\(count) elements are selected, but there is room for \(buffer.count)", path: path)
    }
    let converter = try ElementConverter(datatype, file.storage)
    guard converter.isIdentity, converter.dtype == Element.dtype else {
      let elements: [Element] = try converted(read(selection))
      guard elements.count == buffer.count else {
        throw HDF5Error(.typeMismatch, "the elements are arrays", path: path)
      }
      _ = buffer.update(fromContentsOf: elements)
      return
    }
    do throws(HDF5Error) {
      try raw().read(resolved, into: UnsafeMutableRawBufferPointer(buffer))
    } catch {
      throw error.at(path: path)
    }
  }

  /// Writes the elements that a selection means, in C order, over those of an array, converted to a Swift
  /// number.
  ///
  /// - Throws: `badSelection` when the array has another size, and as ``read(as:_:)``.
  public func read<Element: NDElement>(
    into elements: inout [Element], _ selection: Selection = .all
  ) throws(HDF5Error) {
    var failure: HDF5Error?
    elements.withUnsafeMutableBufferPointer { buffer in
      do throws(HDF5Error) {
        try read(into: buffer, selection)
      } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func converted<Element: NDElement>(_ array: NDArray) throws(HDF5Error) -> [Element] {
    do throws(ArrayError) {
      return try array.elements(as: Element.self)
    } catch {
      throw HDF5Error(error).at(path: path)
    }
  }
}
