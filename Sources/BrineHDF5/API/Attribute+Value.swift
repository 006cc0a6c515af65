public import BrineCore

/// The values of attributes.
extension Attribute {
  /// The elements; `nil` where the dataspace is null, so that there are none.
  ///
  /// - Throws: `HDF5Error` when they are of a type that can't be, or too large.
  public func read() throws(HDF5Error) -> NDArray? {
    guard dataspace.kind != .null else { return nil }
    let converter = try ElementConverter(datatype, file.storage)
    return try converter.array(source, offset: range.lowerBound, shape: shape)
  }

  /// The elements as strings, in C order; none for a null dataspace.
  ///
  /// - Throws: `HDF5Error.Code.typeMismatch` when they are no text; as ``read()``.
  public func asStrings() throws(HDF5Error) -> [String] { try read()?.asStrings() ?? [] }
}

extension Attribute {
  /// The elements as Swift values: members of compounds by name. See ``HDF5RowDecoder``.
  ///
  /// - Throws: As ``HDF5RowDecoder/decode(_:from:datatype:)``.
  public func read<Row: Decodable>(rows type: Row.Type) throws -> [Row] {
    guard let array = try read() else { return [] }
    return try HDF5RowDecoder().decode(type, from: array, datatype: datatype)
  }
}
