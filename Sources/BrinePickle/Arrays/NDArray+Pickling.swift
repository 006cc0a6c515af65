public import BrineCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Arrays as pickles, as NumPy makes them.
extension NDArray {
  /// The pickle of this array, which every version of NumPy loads.
  ///
  /// - Throws: `PickleError.Code.notEncodable` for an array of objects that are in no pickle.
  public func pickled(_ options: PickleWriteOptions = .init(protocolVersion: 4)) throws -> Data {
    try PickleValue(self).encoded(options)
  }

  /// Writes the pickle of this array, in blocks, without holding the whole of it.
  ///
  /// - Throws: As ``pickled(_:)`` does, and what `sink` throws.
  public func pickle(
    _ options: PickleWriteOptions = .init(protocolVersion: 4), to sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    try PickleValue(self).encode(options, to: sink)
  }

}

extension PickleValue {
  /// An array as a pickle has it, which shares the array's memory.
  ///
  /// - Throws: `PickleError.Code.notEncodable` for an array of objects that are in no pickle.
  public init(_ array: NDArray) throws {
    var builder = GraphBuilder()
    var importers = ArrayImporters()
    let root = try builder.array(array, &importers)
    self.init(try builder.finish(root), root)
  }
}
