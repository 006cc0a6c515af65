import BrineCore
import BrineJoblib
import BrineJSON
import BrineNumPy
public import BrinePickle

/// A file that was read, to be written in another format.
public struct Conversion: Sendable {
  /// What can be written.
  public enum Format: String, Sendable, CaseIterable {
    case pickle
    case typedJSON = "json"
    case npy
    case npz
    case joblib
    case csv

    /// The format that a file's name says: `.json`, `.npy`, `.npz`, `.csv`, `.joblib` and `.z`; else pickle. The ending of a
    /// compressor may follow.
    public init(path: String) {
      let name = Self.compressor(path).map { name in
        String(
          path.dropLast(
            Self.endings.first { $0.compressor == name && path.hasSuffix($0.ending) }?.ending.count ?? 0))
      }
      let endings: [(String, Conversion.Format)] = [
        (".json", .typedJSON), (".npy", .npy), (".npz", .npz), (".csv", .csv), (".joblib", .joblib),
      ]
      self = endings.first { (name ?? path).hasSuffix($0.0) }?.1 ?? (path.hasSuffix(".z") ? .joblib : .pickle)
    }

    /// The compressor that a file's name says: `gzip` for `.gz`.
    public static func compressor(_ path: String) -> String? {
      endings.first { path.hasSuffix($0.ending) }?.compressor
    }

    private static let endings: [(ending: String, compressor: String)] = [
      (".gz", "gzip"), (".bz2", "bz2"), (".xz", "xz"), (".lzma", "lzma"), (".lz4", "lz4"), (".z", "zlib"),
    ]
  }

  /// How it is to be written.
  public struct Options: Sendable {
    /// How pickles are written, those of joblib too.
    public var pickle = PickleWriteOptions()
    /// By how many spaces a level typed JSON is indented; `nil` puts all on one line.
    public var indent: Int?
    /// The compressor of a joblib file or pickle, by joblib's names; for a `.npz` any name means deflate. `nil` is none.
    public var compressor: String?
    /// The level of the compressor; its own default when `nil`.
    public var level: Int?

    /// What is written without further words.
    public init() {}
  }

  /// The values of the file: one a pickle of its stream.
  public let values: [PickleValue]
  /// Why what follows the last pickle is none, where bytes follow. They are left out.
  public let trailing: PickleError?

  /// Reads a file of any format that Brine knows; `-` is standard input.
  ///
  /// - Throws: `PickleError`, `JSONError`, `TypedJSONError`, `NumPyError`, `ByteSourceError` or `CodecError` for what can't be
  ///   read.
  public init(input: String, options: PickleOptions = .init()) throws {
    let file = try InputFile(path: input, limits: options.limits)
    let (pickles, trailing) = try file.pickles(options: options)
    self.trailing = trailing
    values = pickles.map(\.root)
  }

  /// What is to be written.
  public init(_ values: [PickleValue]) {
    self.values = values
    trailing = nil
  }

  /// Writes the values to a file, which takes the place of one that was there only when it is whole;
  /// `-` is standard output.
  ///
  /// - Throws: `PickleError`, `NumPyError`, `ConversionError` for a value that can't be written so, `FileWriteError`.
  public func write(to path: String, as format: Format, options: Options = .init()) throws {
    let file = path == "-" ? AtomicFile.standardOutput() : try AtomicFile(path: path)
    try write(as: format, options) { try file.write($0) }
    try file.commit()
  }

  private typealias Sink = (UnsafeRawBufferPointer) throws -> Void

  private func write(as format: Format, _ options: Options, to sink: @escaping Sink) throws {
    switch format {
    case .pickle:
      try compressing(options, sink) { sink in try values.forEach { try $0.encode(options.pickle, to: sink) }
      }
    case .typedJSON:
      for value in values {
        try value.writeTypedJSON(indent: options.indent, to: sink)
        try Array("\n".utf8).withUnsafeBytes(sink)
      }
    case .npy: try NPYWriter().write(try single(format).asArray(), to: sink)
    case .npz: try writeArchive(options, sink)
    case .joblib: try writeJoblib(options, sink)
    case .csv: try single(format).writeCSV(to: sink)
    }
  }

  /// The one value that a format has room for.
  private func single(_ format: Format) throws -> PickleValue {
    guard values.count == 1 else {
      throw ConversionError("a \(format.rawValue) file holds one value, and this one has \(values.count)")
    }
    return values[0]
  }

  private func compressing(
    _ options: Options, _ sink: @escaping Sink, _ write: (@escaping Sink) throws -> Void
  ) throws {
    guard let name = options.compressor else { return try write(sink) }
    let stream = try compressor(name).codec.compressor(level: options.level, sink: sink)
    try write { try stream.write($0) }
    try stream.finish()
  }

  private func compressor(_ name: String) throws -> JoblibCompressor {
    guard let compressor = JoblibCompressor(rawValue: name) else {
      let names = JoblibCompressor.allCases.map(\.rawValue).joined(separator: ", ")
      throw ConversionError("there is no compressor \(name), only \(names)")
    }
    return compressor
  }

  private func writeJoblib(_ options: Options, _ sink: @escaping Sink) throws {
    var writer = JoblibWriter(compressor: try options.compressor.map { try compressor($0) })
    if let level = options.level { writer.level = level }
    writer.protocolVersion = options.pickle.protocolVersion ?? 4
    try writer.write(try single(.joblib), to: sink)
  }

  /// A dict of arrays under its keys, or one array under the name that NumPy gives it.
  private func writeArchive(_ options: Options, _ sink: @escaping Sink) throws {
    let value = try single(.npz)
    let writer = NPZWriter(level: options.compressor == nil ? nil : options.level ?? 6, sink: sink)
    if let arrays = value.dictEntries {
      for (name, array) in arrays { try writer.add(name, try array.asArray()) }
    } else {
      try writer.add("arr_0", try value.asArray())
    }
    try writer.finish()
  }
}

/// A value that the format asked for has no room for.
public struct ConversionError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What can't be written, and why.
  public let description: String

  init(_ description: String) { self.description = description }
}

extension PickleValue {
  /// The entries of a dict whose keys are strings, in order.
  fileprivate var dictEntries: [(String, PickleValue)]? {
    guard let entries else { return nil }
    let named = entries.compactMap { entry in entry.key.string.map { ($0, entry.value) } }
    return named.count == entries.count ? named : nil
  }
}
