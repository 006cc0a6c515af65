public import BrineCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// How a pickle is to be read: what `pickle.load` takes as arguments.
public struct PickleOptions: Sendable {
  /// How the 8-bit strings that Python 2 wrote become text. They are ASCII by default.
  public var encoding: PickleEncoding = .ascii
  /// What to do with 8-bit strings that are not in their encoding.
  public var errors: PickleEncodingErrors = .strict
  /// Whether names of Python 2 modules are mapped to those of Python 3, in protocols 0 to 2.
  public var fixImports = true
  /// The contents of out-of-band buffers, in order (protocol 5).
  public var buffers: [PickleBuffer] = []
  /// The names behind extension codes, as in Python's `copyreg.add_extension`.
  /// A code that is not here is shown as itself.
  public var extensions: [Int: PickleName] = [:]
  /// Whether arrays stand between the opcodes, after objects of joblib's `NumpyArrayWrapper`.
  package var hasInlineArrays = false
  /// What reading may use up.
  public var limits: Limits = .default
  /// Looks at each pickle before it is read, and refuses it by throwing. Of `BrineScan`.
  package var gate: (@Sendable (MemorySource, Int, _ hasInlineArrays: Bool) throws(PickleError) -> Void)?

  /// What `pickle.load` does without arguments.
  public init() {}
}

/// The encoding of Python 2 strings.
public enum PickleEncoding: String, Sendable, CaseIterable {
  case ascii, latin1, utf8
  /// Not text at all: the values are bytes.
  case bytes
  case koi8R = "koi8-r"
  case koi8U = "koi8-u"
  case cp1250
  case cp1251
  case cp1252
  case cp1253
  case cp1254
  case cp1257
  case cp437
  case cp850
  case cp852
  case cp866
  case iso8859_2 = "iso8859-2"
  case iso8859_5 = "iso8859-5"
  case iso8859_7 = "iso8859-7"
  case iso8859_9 = "iso8859-9"
  case iso8859_15 = "iso8859-15"
  case macRoman = "mac-roman"
}

/// What to do with bytes that are not in their encoding, by Python's names.
public enum PickleEncodingErrors: String, Sendable, CaseIterable {
  /// Refuse the pickle.
  case strict
  /// Leave them out.
  case ignore
  /// Put U+FFFD in their place.
  case replace
  /// Put the lone surrogates U+DC80 to U+DCFF in their place.
  case surrogateescape
  /// Put `\xNN` in their place.
  case backslashreplace
}

/// A buffer that was written apart from its pickle, or may be: Python's `pickle.PickleBuffer`.
///
/// As a member of what ``PickleEncoder`` encodes it goes to `PickleWriteOptions.bufferCallback`, where there is one.
public struct PickleBuffer: Codable, Hashable, Sendable {
  /// Its contents.
  public var data: Data
  /// Whether Python may not write to it: bytes rather than bytearray.
  public var isReadOnly: Bool

  /// A buffer for `PickleOptions.buffers`.
  public init(_ data: Data, isReadOnly: Bool = true) {
    self.data = data
    self.isReadOnly = isReadOnly
  }
}

/// The name of a class or function: its module and its qualified name in there.
public struct PickleName: Sendable, Hashable, CustomStringConvertible {
  /// Such as `collections`.
  public var module: String
  /// Such as `OrderedDict`, or `Outer.Inner`.
  public var name: String

  /// A name in a module.
  public init(module: String, name: String) {
    self.module = module
    self.name = name
  }

  /// `module.name`; `module:Outer.Inner` when the name has dots of its own.
  public var description: String { module + (name.utf8.contains(UInt8(ascii: ".")) ? ":" : ".") + name }
}
