public import BrineCore

/// An element that NumPy has no numbers for: text or elements of any length, or a reference.
public enum HDF5Value: Sendable {
  /// Text.
  case text(String)
  /// Text that is no UTF-8.
  case bytes([UInt8])
  /// Elements of one axis. They may be objects, records and sub-arrays again.
  case sequence(NDArray)
  /// A reference.
  case reference(HDF5Reference)

  /// Text, of bytes that may be none.
  init(text bytes: UnsafeRawBufferPointer) {
    if let text = String(validating: bytes, as: UTF8.self) {
      self = .text(text)
    } else {
      self = .bytes([UInt8](bytes))
    }
  }
}

/// Arrays whose elements are objects of HDF5: text of any length, sequences, references.
extension NDArray {
  /// The object with this number, which is what an element, or a field, of the type `object` is.
  ///
  /// - Throws: `HDF5Error` when the heap that holds it is damaged; `typeMismatch` for an array that is not of HDF5, or
  ///   a number of another array.
  public func hdf5Value(_ number: Int) throws(HDF5Error) -> HDF5Value {
    guard let objects = objects as? HDF5Objects else {
      throw HDF5Error(.typeMismatch, "elements of \(dtype) are no objects of HDF5")
    }
    return try objects.value(number)
  }

  /// The objects of an array of objects, in C order.
  ///
  /// - Throws: As ``hdf5Value(_:)``.
  public func hdf5Values() throws(HDF5Error) -> [HDF5Value] {
    let objects = try hdf5Objects()
    var values: [HDF5Value] = []
    var heap = objects.cursor
    for number in try objectNumbers() { values.append(try objects.value(number, &heap)) }
    return values
  }

  /// The references of an array of references, in C order.
  ///
  /// - Throws: As ``hdf5Value(_:)``; `typeMismatch` when an element is no reference.
  public func hdf5References() throws(HDF5Error) -> [HDF5Reference] {
    var references: [HDF5Reference] = []
    for value in try hdf5Values() {
      guard case .reference(let reference) = value else {
        throw HDF5Error(.typeMismatch, "an element is no reference")
      }
      references.append(reference)
    }
    return references
  }

  /// The elements as strings, in C order: of text of fixed length, and of any length. What is no UTF-8 becomes U+FFFD.
  ///
  /// - Throws: As ``hdf5Value(_:)``; `typeMismatch` when elements are no text.
  public func asStrings() throws(HDF5Error) -> [String] {
    if case .object = dtype.kind { return try hdf5Objects().strings(of: self) }
    do { return try strings() } catch { throw HDF5Error(.typeMismatch, error.detail) }
  }

  private func hdf5Objects() throws(HDF5Error) -> HDF5Objects {
    guard case .object = dtype.kind, let objects = objects as? HDF5Objects else {
      throw HDF5Error(.typeMismatch, "elements of \(dtype) are no objects of HDF5")
    }
    return objects
  }

  /// The numbers of the objects in C order.
  func objectNumbers() throws(HDF5Error) -> [Int] {
    do {
      let bytes = try elementBytes()
      return bytes.withUnsafeBytes { bytes in
        (0..<count).map {
          Int(truncatingIfNeeded: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self))
        }
      }
    } catch { throw HDF5Error(.tooLarge, "\(error)") }
  }
}
