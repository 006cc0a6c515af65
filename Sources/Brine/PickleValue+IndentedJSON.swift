import BrineJSON
import BrinePickle

extension PickleValue {
  /// Writes the value as typed JSON, each part on a line of its own where `indent` says by how many spaces a level.
  ///
  /// - Throws: as `writeTypedJSON(to:)`.
  public func writeTypedJSON(
    indent: Int?, plainArrays: Bool = false, to sink: @escaping (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    guard let indent else { return try writeTypedJSON(plainArrays: plainArrays, to: sink) }
    var indenter = JSONIndenter(width: indent)
    try writeTypedJSON(plainArrays: plainArrays) { block in
      try indenter.indented(block).withUnsafeBytes { try sink($0) }
    }
  }
}
