import BrineCore
import BrineFrames
import BrineJSON
import BrineJoblib
import BrineNumPy
public import BrinePickle

/// A file that was read, to be written in another format.
public struct Conversion: Sendable {
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

  typealias Sink = (UnsafeRawBufferPointer) throws -> Void

  /// Writes whatever `write` does to a file that takes the place of one that was there only when it is whole.
  static func write(to path: String, _ options: Options, _ write: (@escaping Sink) throws -> Void) throws {
    let file = path == "-" ? AtomicFile.standardOutput() : try AtomicFile(path: path)
    try Conversion([]).compressing(options, { try file.write($0) }, write)
    try file.commit()
  }

  private func write(as format: Format, _ options: Options, to sink: @escaping Sink) throws {
    switch format {
    case .joblib: return try writeJoblib(options, sink)
    case .npz: return try writeArchive(options, sink)
    default: break
    }
    try compressing(options, sink) { sink in
      switch format {
      case .typedJSON:
        for value in try values(options) {
          try value.writeTypedJSON(indent: options.indent, to: sink)
          try Array("\n".utf8).withUnsafeBytes(sink)
        }
      case .npy: try NPYWriter().write(try single(format).asArray(), to: sink)
      case .csv: try single(format).writeCSV(separator: options.separator, to: sink)
      default: try values(options).forEach { try $0.encode(options.pickle, to: sink) }
      }
    }
  }

  /// The values, frames among them as the pandas that was asked for has them.
  private func values(_ options: Options) throws -> [PickleValue] {
    guard let pandas = options.pandas else { return values }
    return try values.map { value in
      let options = FramePickleOptions(pandas: pandas)
      switch try PandasObject(value) {
      case .dataFrame(let frame): return try frame.pickle(options).root
      case .series(let series): return try series.pickle(options).root
      case .index(let index): return try index.pickle(options).root
      case nil: throw ConversionError("\(value) is no frame, Series or Index, which pandas has")
      }
    }
  }

  /// The one value that a format has room for.
  private func single(_ format: Format) throws -> PickleValue {
    guard values.count == 1 else {
      throw ConversionError(
        "a \(format.rawValue) file holds one value, and this one has \(values.count)")
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
    _ = try single(.joblib)
    for value in try values(options) { try writer.write(value, to: sink) }
  }

  /// A dict of arrays under its keys, the columns of a frame under their labels, or one array under the name that NumPy gives it.
  private func writeArchive(_ options: Options, _ sink: @escaping Sink) throws {
    let value = try single(.npz)
    if let name = options.compressor, name != "zlib", name != "deflate" {
      throw ConversionError(
        "a npz file is compressed by zlib, which is deflate, and not by \(name)")
    }
    let writer = NPZWriter(level: options.compressor == nil ? nil : options.level ?? 6, sink: sink)
    if case .dataFrame(let frame) = try PandasObject(value) {
      for (name, array) in try frame.arrays() { try writer.add(name, array) }
    } else if let arrays = value.dictEntries {
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
