/// Reading rows.
extension Dataset {
  /// The elements that a selection means, in C order, as Swift values: members of compounds by name. See
  /// ``HDF5RowDecoder``.
  ///
  /// - Throws: As ``HDF5RowDecoder/decode(_:from:datatype:)`` and ``read(_:)-(Selection)``.
  public func read<Row: Decodable>(rows type: Row.Type = Row.self, _ selection: Selection = .all) throws
    -> [Row]
  {
    try HDF5RowDecoder().decode(type, from: read(selection), datatype: datatype)
  }
}
