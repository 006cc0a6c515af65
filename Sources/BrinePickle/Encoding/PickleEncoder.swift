import BrineCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Encodes `Encodable` types as pickles, the mirror of ``PickleDecoder``.
///
/// ```swift
/// struct Rectangle: Codable { var width: Double, height: Double }
/// let data = try PickleEncoder().encode(Rectangle(width: 2, height: 3))
/// ```
///
/// Structures become dicts, or instances of a Python class (``objectStrategy-swift.property``). `Date` becomes a
/// `datetime` in UTC, `UUID`, `Decimal` and `Data` what they are called in Python (`bytes`), `URL` a `str`, `Duration` a
/// `timedelta`, `Set` a `set`, ranges of `Int` a `range`, `BigInt` an `int`, ``PickleComplex`` a
/// `complex`, `nil` in a list `None`; members that are `nil` are left out.
/// `PickleBuffer` may be written apart from the pickle.
///
/// Arrays and dictionaries of numbers and strings do not go through `Codable` element by element, and so are many
/// times faster; for arrays of structures see ``PickleRowEncodable``.
public struct PickleEncoder: Sendable {
  /// What structures and classes become.
  public enum ObjectStrategy: Sendable {
    /// Dicts.
    case dict
    /// Instances of the Python class that the function names for a type, with the fields as attributes, made without
    /// calling `__init__`; dicts where it answers `nil`.
    case instances(@Sendable (any Any.Type) -> PickleName?)

    /// Instances of one Python class for one type.
    public static func instance<T>(_ type: T.Type, of module: String, _ name: String) -> ObjectStrategy {
      .instances { $0 == type ? PickleName(module: module, name: name) : nil }
    }
  }

  /// How coding keys become keys in the pickle.
  public enum KeyEncodingStrategy: Sendable {
    /// As they are.
    case useDefaultKeys
    /// `firstName` becomes `first_name`, as `JSONEncoder` does it.
    case convertToSnakeCase
    /// By a function of the path to the key, itself included.
    case custom(@Sendable (_ codingPath: [any CodingKey]) -> any CodingKey)
  }

  /// The protocol and what writing may use up. Protocol 4 by default.
  public var options: PickleWriteOptions
  /// What structures and classes become: dicts by default.
  public var objectStrategy = ObjectStrategy.dict
  /// How coding keys become keys in the pickle.
  public var keyEncodingStrategy = KeyEncodingStrategy.useDefaultKeys
  /// What the types that are encoded find in `Encoder.userInfo`.
  public var userInfo: [CodingUserInfoKey: any Sendable] = [:]

  /// An encoder for a protocol.
  public init(protocolVersion: Int = 4) { options = PickleWriteOptions(protocolVersion: protocolVersion) }

  /// A value as a pickle.
  ///
  /// - Throws: `EncodingError`, with the path, for a value that can't be written; `PickleError` when the nesting exceeds
  ///   `Limits.depth`, as it does where objects hold each other, or when the protocol can't have the value.
  public func encode<T: Encodable>(_ value: T) throws -> Data {
    if let writer = try FlatWriter.written(value, options, sink: nil) { return writer.takeData() }
    return try graph(of: value).encoded(writeOptions)
  }

  /// Writes a value as a pickle, in blocks, without holding the whole of it.
  ///
  /// - Throws: as ``encode(_:)``, and what `sink` throws.
  public func encode<T: Encodable>(_ value: T, to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    let isWritten = try withoutActuallyEscaping(sink) { sink in
      if try FlatWriter.written(value, options, sink: sink) != nil { return true }
      return false
    }
    if !isWritten { try graph(of: value).encode(writeOptions, to: sink) }
  }

  /// Writes a value to a file, which takes the place of one that was there only when it is whole.
  ///
  /// - Throws: as ``encode(_:)``, and `FileWriteError` when the file can't be written.
  public func encode<T: Encodable>(_ value: T, to path: String) throws {
    let file = try AtomicFile(path: path)
    try encode(value) { try file.write($0) }
    try file.commit()
  }

  /// A value as a pickle's graph, as if it had been written and read again.
  ///
  /// - Throws: as ``encode(_:)``.
  public func graph<T: Encodable>(of value: T) throws -> PickleValue {
    let state = EncodingState(self)
    try state.encode(value, at: .root)
    return try state.finish()
  }

  private var writeOptions: PickleWriteOptions {
    var options = options
    options.protocolVersion = options.protocolVersion ?? 4
    return options
  }
}

/// A complex number, for encoding and decoding: a Python `complex`.
public struct PickleComplex: Codable, Hashable, Sendable {
  /// The real part.
  public var real: Double
  /// The imaginary part.
  public var imaginary: Double

  /// A complex number of its parts.
  public init(_ real: Double, _ imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }
}
