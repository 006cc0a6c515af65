import BrineCore
public import BrineJSON

/// Files as typed JSON: see `Documentation/hdf5-json.md`.
extension HDF5File {
  /// Writes everything that is in the file. What can't be read is `{"$error":"why"}` in its place.
  ///
  /// - Returns: How many parts can't be read.
  /// - Throws: `HDF5Error.Code.tooLarge` when the text gets longer than two gigabytes and than a hundred times the
  ///   file, as it may where many references lead to one large value, or into groups that nest deep; what `sink`
  ///   throws.
  @discardableResult
  public func writeTypedJSON(to sink: @escaping JSONTextWriter.Sink) throws -> Int {
    var encoder = HDF5JSONEncoder(self, to: bounded(sink))
    try encoder.encodeFile()
    return encoder.unreadable
  }

  /// Writes one object of the file, and what is in it.
  ///
  /// - Returns: How many parts can't be read.
  /// - Throws: As ``writeTypedJSON(to:)``.
  @discardableResult
  public func writeTypedJSON(_ object: HDF5Object, to sink: @escaping JSONTextWriter.Sink) throws -> Int {
    var encoder = HDF5JSONEncoder(self, to: bounded(sink))
    try encoder.encode(object)
    return encoder.unreadable
  }

  /// Writes elements of one of the file's datasets or attributes.
  ///
  /// - Returns: How many of them can't be read.
  /// - Throws: As ``writeTypedJSON(to:)``.
  @discardableResult
  public func writeTypedJSON(
    _ array: NDArray, of type: Datatype, to sink: @escaping JSONTextWriter.Sink
  ) throws -> Int {
    var encoder = HDF5JSONEncoder(self, to: bounded(sink))
    try encoder.write(array, type)
    try encoder.writer.flush()
    return encoder.unreadable
  }

  /// Writes how the file holds what it holds: types bit for bit, layouts, chunks, filters, links.
  ///
  /// - Throws: As ``writeTypedJSON(to:)``.
  public func writeFacts(to sink: @escaping JSONTextWriter.Sink) throws {
    var encoder = FactsEncoder(self, to: bounded(sink))
    try encoder.encode()
  }

  private func bounded(_ sink: @escaping JSONTextWriter.Sink) -> JSONTextWriter.Sink {
    // Chunks that are packed well, fill values, and paths of nested groups take far less room in the file than
    // as text.
    let most = max(2 << 30, byteCount.multiplied(100) ?? .max)
    var written = 0
    return { block in
      written += block.count
      guard written <= most else {
        throw HDF5Error(.tooLarge, "as typed JSON the file is longer than \(most) bytes")
      }
      try sink(block)
    }
  }
}
