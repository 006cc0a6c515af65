import BrineCore

/// Items in order.
struct UnkeyedContainer: UnkeyedDecodingContainer {
  private let state: DecodingState
  private let items: [Word]
  private let depth: Int
  private(set) var currentIndex = 0

  init(_ decoder: ValueDecoder, _ items: [Word]) {
    state = decoder.state
    depth = decoder.depth
    self.items = items
  }

  var codingPath: [any CodingKey] { state.codingPath(depth: depth) }
  var count: Int? { items.count }
  var isAtEnd: Bool { currentIndex >= items.count }

  @inline(__always)
  private func word(_ type: Any.Type) throws -> Word {
    guard currentIndex < items.count else { throw atEnd(type) }
    return items[currentIndex]
  }

  @inline(never)
  private func atEnd(_ type: Any.Type) -> DecodingError {
    let path = codingPath + [PickleKey(currentIndex)]
    return .valueNotFound(
      type, DecodingError.Context(codingPath: path, debugDescription: "there are only \(items.count) items"))
  }

  /// Reads the next item with a decoder one step deeper, and moves on when that succeeds.
  @inline(__always)
  private mutating func read<T>(_ type: T.Type, _ body: (ValueDecoder) throws -> T) throws -> T {
    let word = try word(type)
    try state.enter(.index(currentIndex), at: depth)
    let value = try body(ValueDecoder(state, word, depth: depth + 1))
    state.leave(to: depth)
    currentIndex += 1
    return value
  }

  mutating func decodeNil() throws -> Bool {
    guard try word(Never.self) == .none else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode(_ type: Bool.Type) throws -> Bool { try read(type) { try $0.decode(type) } }
  mutating func decode(_ type: String.Type) throws -> String { try read(type) { try $0.decode(type) } }
  mutating func decode(_ type: Double.Type) throws -> Double { try read(type) { try $0.decode(type) } }
  mutating func decode(_ type: Float.Type) throws -> Float { try read(type) { try $0.decode(type) } }
  mutating func decode(_ type: Int.Type) throws -> Int { try read(type) { try $0.decode(type) } }
  mutating func decode(_ type: Int8.Type) throws -> Int8 { try read(type) { try $0.decode(type) } }
  mutating func decode(_ type: Int16.Type) throws -> Int16 { try read(type) { try $0.decode(type) } }
  mutating func decode(_ type: Int32.Type) throws -> Int32 { try read(type) { try $0.decode(type) } }
  mutating func decode(_ type: Int64.Type) throws -> Int64 { try read(type) { try $0.decode(type) } }
  mutating func decode(_ type: UInt.Type) throws -> UInt { try read(type) { try $0.decode(type) } }
  mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try read(type) { try $0.decode(type) } }
  mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try read(type) { try $0.decode(type) } }
  mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try read(type) { try $0.decode(type) } }
  mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try read(type) { try $0.decode(type) } }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let word = try word(type)
    try state.enter(.index(currentIndex), at: depth)
    let value = try ValueDecoder(state, word, depth: depth + 1).decode(type)
    state.leave(to: depth)
    currentIndex += 1
    return value
  }

  // MARK: Nested containers

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try nested().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try nested().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { try nested() }

  private mutating func nested() throws -> ValueDecoder {
    let word = try word((any Decoder).self)
    try state.enter(.index(currentIndex), at: depth)
    currentIndex += 1
    return ValueDecoder(state, word)
  }
}
