public import BrineCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Decodes pickles into `Decodable` types, as `JSONDecoder` does for JSON.
///
/// ```swift
/// struct Rectangle: Codable { var width: Double, height: Double }
/// let rectangle = try PickleDecoder().decode(Rectangle.self, contentsOf: "rectangle.pkl")
/// ```
///
/// Dicts with string keys and instances of any Python class decode into keyed types, an instance from its state.
/// Lists, tuples, sets and the like decode into arrays; `None` into `nil`. An enumeration member, or an instance of a
/// class derived from `int` or `str`, decodes as its value. Dates, UUIDs, decimals and integers of any size decode
/// into `Date`, `UUID`, `Decimal` and `BigInt`; bytes into `Data`.
///
/// Arrays and dictionaries of numbers and strings do not go through `Codable` element by element, and so are many
/// times faster; for arrays of structures see ``PickleRow``.
public struct PickleDecoder: Sendable {
  /// How keys in the pickle become coding keys.
  public enum KeyDecodingStrategy: Sendable {
    /// As they are.
    case useDefaultKeys
    /// `first_name` becomes `firstName`, as `JSONDecoder` does it.
    case convertFromSnakeCase
    /// By a function of the path to the key, itself included.
    case custom(@Sendable (_ codingPath: [any CodingKey]) -> any CodingKey)
  }

  /// How the pickle is read, and what that may use up.
  public var options = PickleOptions()
  /// How keys in the pickle become coding keys.
  public var keyDecodingStrategy = KeyDecodingStrategy.useDefaultKeys
  /// What the types that are decoded find in `Decoder.userInfo`.
  public var userInfo: [CodingUserInfoKey: any Sendable] = [:]

  /// A decoder with the usual settings.
  public init() {}

  /// Decodes the first pickle in `data`.
  ///
  /// - Throws: `PickleError` when it is no pickle or exceeds the limits; `DecodingError`, with the path in the value,
  ///   when it does not fit the type.
  public func decode<T: Decodable>(_ type: T.Type, from data: Data) throws -> T {
    try decode(type, from: MemorySource(data))
  }

  /// Decodes the first pickle in an array of bytes.
  ///
  /// - Throws: as ``decode(_:from:)-(_,Data)``.
  public func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws -> T {
    try decode(type, from: MemorySource(bytes))
  }

  /// Decodes the first pickle in the file at `path`, which is mapped into memory.
  ///
  /// - Throws: as ``decode(_:from:)-(_,Data)``, and `ByteSourceError` when the file can't be read.
  public func decode<T: Decodable>(_ type: T.Type, contentsOf path: String) throws -> T {
    try decode(type, from: MemorySource(contentsOf: path))
  }

  /// Decodes the first pickle in a source.
  ///
  /// - Throws: as ``decode(_:from:)-(_,Data)``.
  public func decode<T: Decodable>(_ type: T.Type, from source: MemorySource) throws -> T {
    if let flat = FlatReader.read(type, source) { return flat }
    return try decode(type, from: Pickle(source, options: options).root)
  }

  /// Decodes a value of a pickle that was read before.
  ///
  /// - Throws: as ``decode(_:from:)-(_,Data)``.
  public func decode<T: Decodable>(_ type: T.Type, from value: PickleValue) throws -> T {
    let state = DecodingState(self, value.graph)
    defer { state.finish() }
    return try ValueDecoder(state, value.word).decode(type)
  }

  /// Decodes a list of dicts or instances into structures, by the fast path that ``PickleRow`` describes.
  ///
  /// - Throws: `PickleError`, with the index and the field where a row does not fit.
  @inlinable
  public func decodeRows<Row: PickleRow>(_ type: Row.Type, from source: MemorySource) throws(PickleError)
    -> [Row]
  {
    try Pickle(source, options: options).root.rows(type, limits: options.limits)
  }

  /// Decodes a list of dicts or instances into structures, by the fast path that ``PickleRow`` describes.
  ///
  /// - Throws: `PickleError`, with the index and the field where a row does not fit.
  @inlinable
  public func decodeRows<Row: PickleRow>(_ type: Row.Type, from data: Data) throws(PickleError) -> [Row] {
    try decodeRows(type, from: MemorySource(data))
  }
}
