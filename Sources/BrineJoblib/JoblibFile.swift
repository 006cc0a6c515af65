import BrineCodecs
public import BrineCore
import BrineNumPy
public import BrinePickle

/// What `joblib.dump` wrote: a pickle whose arrays stand between the opcodes, or in files of their own, maybe compressed.
///
/// Files of joblib 0.8 and later are read, and plain pickles too, as `joblib.load` does. Arrays of an uncompressed file
/// share its memory: nothing of them is read until they are looked at.
///
/// ```swift
/// let file = try JoblibFile(contentsOf: "model.joblib")
/// let weights = try file.root["weights"]?.ndarray?.elements(as: Double.self)
/// ```
public struct JoblibFile: Sendable {
  /// The pickle. Its arrays are those of ``BrinePickle/PickleValue/ndarray``.
  public let pickle: Pickle
  /// How the file is compressed; `nil` for a plain one, and for `ZF` files of joblib 0.9.
  public let compressor: JoblibCompressor?

  /// Where the pickle is in the uncompressed file.
  public let byteRange: Range<Int>

  /// The value that the file holds.
  public var root: PickleValue { pickle.root }

  /// Reads a file, and for one of joblib 0.8 or 0.9 the files beside it that it needs: those alone whose name begins with
  /// its own.
  ///
  /// - Throws: `ByteSourceError`, `CodecError`, `PickleError`, `NumPyError`, `JoblibError`.
  public init(contentsOf path: String, options: PickleOptions = .init()) throws {
    try self.init(try MemorySource(contentsOf: path), path: path, options: options)
  }

  /// Reads a file from memory.
  ///
  /// - Parameters:
  ///   - offset: Where the pickle begins, in a file that is not compressed.
  ///   - path: Where the file came from, to find those beside it; without it such files are refused.
  /// - Throws: `CodecError`, `PickleError`, `NumPyError`, `JoblibError`.
  public init(
    _ source: MemorySource, at offset: Int = 0, path: String? = nil, options: PickleOptions = .init()
  ) throws {
    let (plain, compressor) = try JoblibFile.uncompressed(source, options.limits)
    try self.init(plain: plain, compressor, at: offset, path: path, options: options)
  }

  /// Reads a file whose compression was taken off.
  package init(
    plain source: MemorySource, _ compressor: JoblibCompressor? = nil, at offset: Int = 0, path: String?,
    options: PickleOptions
  ) throws {
    var options = options
    options.hasInlineArrays = true
    self.compressor = compressor
    let pickle = try Pickle(source, at: offset, options: options)
    try pickle.checkInlineArrays()
    byteRange = pickle.byteRange
    let files = pickle.joblibSideFiles
    var sideFiles = SideFiles(path: path, options: options)
    self.pickle = files.isEmpty ? pickle : try sideFiles.joined(pickle, files)
  }

  private static func uncompressed(
    _ source: MemorySource, _ limits: Limits
  ) throws -> (MemorySource, JoblibCompressor?) {
    if ZFile.recognises(source.bytes) { return (try ZFile.decompressed(source, limits), nil) }
    guard let codec = Codecs.detect(source) else { return (source, nil) }
    return (
      try codec.decompress(source, limits: limits),
      JoblibCompressor.allCases.first { $0.codec.name == codec.name }
    )
  }
}
