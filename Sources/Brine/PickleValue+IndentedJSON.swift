import BrineJSON
import BrinePickle

extension PickleValue {
  /// Writes the value as typed JSON, each part on a line of its own where `indent` says by how many spaces a level.
  ///
  /// - Throws: as `writeTypedJSON(to:)`.
  public func writeTypedJSON(indent: Int?, to sink: @escaping (UnsafeRawBufferPointer) throws -> Void) throws
  {
    guard let indent else { return try writeTypedJSON(to: sink) }
    var indenter = JSONIndenter(width: indent)
    try writeTypedJSON { block in try indenter.indented(block).withUnsafeBytes { try sink($0) } }
  }
}
