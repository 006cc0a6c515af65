import BrineCore
import BrineJSON
public import BrinePickle

/// A file that was read, to be written in another format.
public struct Conversion: Sendable {
  /// What can be written.
  public enum Format: String, Sendable {
    case pickle
    case typedJSON
  }

  /// The values of the file: one a pickle of its stream.
  public let values: [PickleValue]
  /// Why what follows the last pickle is none, where bytes follow. They are left out.
  public let trailing: PickleError?

  /// Reads a file of any format that Brine knows; `-` is standard input.
  ///
  /// - Throws: `PickleError`, `JSONError`, `TypedJSONError`, `ByteSourceError` or `CodecError` for what can't be read.
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
  /// - Throws: `PickleError` for a value that can't be written, `FileWriteError`.
  ///
  /// Typed JSON is indented by `indent` spaces a level; `nil` puts all on one line.
  public func write(
    to path: String, as format: Format, options: PickleWriteOptions = .init(), indent: Int? = nil
  ) throws {
    let file = path == "-" ? AtomicFile.standardOutput() : try AtomicFile(path: path)
    for value in values {
      switch format {
      case .pickle: try value.encode(options) { try file.write($0) }
      case .typedJSON:
        try value.writeTypedJSON(indent: indent, to: { try file.write($0) })
        try Array("\n".utf8).withUnsafeBytes { try file.write($0) }
      }
    }
    try file.commit()
  }
}
