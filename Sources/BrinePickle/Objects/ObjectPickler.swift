#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Pickles Swift objects with their identity: see ``Picklable``.
///
/// ```swift
/// let data = try ObjectPickler(registry: registry).encode(tree)
/// ```
///
/// Several roots are written as one tuple, and share what they have in common.
public struct ObjectPickler: Sendable {
  /// The classes and functions that may be met.
  public var registry: PickleRegistry
  /// How values that are `Codable` are encoded, and in which protocol all is written: 4 by default.
  public var encoder: PickleEncoder

  /// A pickler for a protocol.
  public init(registry: PickleRegistry = .init(), protocolVersion: Int = 4) {
    self.registry = registry
    encoder = PickleEncoder(protocolVersion: protocolVersion)
  }

  /// A value, and all that hangs on it, as a pickle.
  ///
  /// - Throws: ``PicklingError``, with the path, for what can't be pickled; ``PickleError`` for what the
  ///   protocol can't have; what the objects' own methods throw.
  public func encode<each Root>(_ root: repeat each Root) throws -> Data {
    try graph(of: repeat each root).encoded(writeOptions)
  }

  /// Writes a value to a file, which takes the place of one that was there only when it is whole.
  ///
  /// - Throws: as ``encode(_:)``, and `FileWriteError` when the file can't be written.
  public func encode<each Root>(_ root: repeat each Root, to path: String) throws {
    try graph(of: repeat each root).write(to: path, writeOptions)
  }

  /// A value as a pickle's graph, as if it had been written and read again.
  ///
  /// - Throws: as ``encode(_:)``.
  public func graph<each Root>(of root: repeat each Root) throws -> PickleValue {
    var roots: [Any] = []
    for root in repeat each root { roots.append(root) }
    return try PickleStateWriter(registry, encoder).graph(of: roots)
  }

  var writeOptions: PickleWriteOptions {
    var options = encoder.options
    options.protocolVersion = options.protocolVersion ?? 4
    return options
  }
}

/// Makes Swift objects of pickles: see ``Picklable``.
///
/// ```swift
/// let tree = try ObjectUnpickler(registry: registry).decode(Tree.self, from: data)
/// ```
///
/// Only classes and functions of the registry are made and found. Nothing that a pickle names is ever run.
public struct ObjectUnpickler: Sendable {
  /// The classes and functions that may be met.
  public var registry: PickleRegistry
  /// How values that are `Codable` are decoded, and how pickles are read.
  public var decoder = PickleDecoder()

  /// An unpickler for these classes and functions.
  public init(registry: PickleRegistry = .init()) { self.registry = registry }

  /// The first pickle in `data` as a value.
  ///
  /// - Throws: as for several values.
  public func decode<Root>(_ type: Root.Type, from data: Data) throws -> Root {
    try decode(type, from: Pickle(data, options: decoder.options).root)
  }

  /// The first pickle in a file, which is mapped into memory, as a value.
  ///
  /// - Throws: as for several values, and `ByteSourceError` when the file can't be read.
  public func decode<Root>(_ type: Root.Type, contentsOf path: String) throws -> Root {
    try decode(type, from: Pickle(contentsOf: path, options: decoder.options).root)
  }

  /// A value of a pickle that was read before.
  ///
  /// - Throws: as for several values.
  public func decode<Root>(_ type: Root.Type, from value: PickleValue) throws -> Root {
    try decode(type, from: value, ObjectReader(registry, decoder, value.graph))
  }

  /// The first pickle in `data` as a value, or as a tuple of several that were pickled together.
  ///
  /// - Throws: ``PickleError`` when it is no pickle; ``PicklingError``, with the path in it, when it is not
  ///   what is asked for; what the objects' own methods throw.
  public func decode<each Root>(_ type: repeat (each Root).Type, from data: Data) throws -> (repeat each Root)
  {
    try decode(repeat each type, from: Pickle(data, options: decoder.options).root)
  }

  /// The first pickle in a file, which is mapped into memory.
  ///
  /// - Throws: as `decode(_:from:)`, and `ByteSourceError` when the file can't be read.
  public func decode<each Root>(_ type: repeat (each Root).Type, contentsOf path: String) throws -> (
    repeat each Root
  ) {
    try decode(repeat each type, from: Pickle(contentsOf: path, options: decoder.options).root)
  }

  /// A value of a pickle that was read before.
  ///
  /// - Throws: as `decode(_:from:)`.
  public func decode<each Root>(_ type: repeat (each Root).Type, from value: PickleValue) throws -> (
    repeat each Root
  ) {
    try decode(repeat each type, from: value, ObjectReader(registry, decoder, value.graph))
  }

  /// The same with a reader, which can be asked afterwards what it made.
  func decode<each Root>(_ type: repeat (each Root).Type, from value: PickleValue, _ reader: ObjectReader)
    throws -> (
      repeat each Root
    )
  {
    defer { reader.decoding.finish() }
    var count = 0
    for _ in repeat each type { count += 1 }
    do {
      var words = try words(value, count: count, reader)[...]
      func next<T>(_ type: T.Type) throws -> T {
        let index = count - words.count
        do { return try reader.root(words.removeFirst(), as: type) } catch {
          throw count == 1 ? error : PicklingError.adding(.index(index), to: error)
        }
      }
      let roots = (repeat try next(each type))
      try reader.finish()
      return roots
    } catch { throw placed(error, value) }
  }

  private func words(_ value: PickleValue, count: Int, _ reader: ObjectReader) throws -> [Word] {
    guard count != 1 else { return [value.word] }
    let items = try reader.items(value.word)
    guard items.count == count else {
      throw PicklingError(
        .typeMismatch, "expected \(count) values that were pickled together, found \(items.count)")
    }
    return items
  }

  /// An error with its path in the pickle.
  private func placed(_ error: any Error, _ root: PickleValue) -> any Error {
    if let failure = error as? ObjectFailure {
      let path = root.walk.first { $0.value.word == failure.word }?.path
      return failure.error.placed(after: path?.steps.map { ObjectStep($0) } ?? [], .pickle)
    }
    return (error as? PicklingError)?.placed(after: [], .pickle) ?? error
  }
}
