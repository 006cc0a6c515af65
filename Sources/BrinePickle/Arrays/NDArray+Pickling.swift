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
    _ options: PickleWriteOptions = .init(protocolVersion: 4),
    to sink: (UnsafeRawBufferPointer) throws -> Void
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

extension Pickle {
  /// A pickle that holds an array.
  ///
  /// - Throws: As ``PickleValue/init(_:)``.
  public init(_ array: NDArray) throws { self.init(graph: try PickleValue(array).graph) }

  /// A pickle that holds a dict of arrays.
  ///
  /// - Throws: As ``PickleValue/init(_:)``.
  public init(_ arrays: [(name: String, array: NDArray)]) throws {
    var builder = GraphBuilder()
    var importers = ArrayImporters()
    let dict = builder.container(.dict)
    for (name, array) in arrays {
      let key = builder.string(name)
      builder.set(key, try builder.array(array, &importers), in: dict)
    }
    self.init(graph: try builder.finish(dict))
  }
}

extension PickleValue {
  /// A NumPy scalar: the one element of an array, which is no object.
  ///
  /// - Throws: `PickleError.Code.notEncodable` for an array of objects, or of another number of elements than one.
  public init(scalar array: NDArray) throws {
    guard array.count == 1, !array.dtype.hasObjects else {
      throw PickleError(.notEncodable, "a scalar is one element that is no object")
    }
    var builder = GraphBuilder()
    let dtype = builder.dtype(array.dtype)
    let content = try array.withElementBytes { builder.bytes($0) }
    let root = builder.call("numpy.core.multiarray", "scalar", [dtype, content])
    self.init(try builder.finish(root), root)
  }

  /// A list or tuple of values, which may come from several pickles.
  ///
  /// - Throws: `PickleError` for values that can't be put together.
  public init(collecting values: [PickleValue], isTuple: Bool = false) throws {
    var builder = GraphBuilder()
    var importers = ArrayImporters()
    var words: [Word] = []
    for value in values { words.append(try importers.word(value, &builder)) }
    let root = isTuple ? builder.tuple(words) : builder.list(words)
    self.init(try builder.finish(root), root)
  }
}
