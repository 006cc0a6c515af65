import BrineCore

/// A list or set that is being filled.
struct UnkeyedEncoder: UnkeyedEncodingContainer {
  let state: EncodingState
  let list: Word
  let depth: Int
  private(set) var count = 0

  init(state: EncodingState, list: Word, depth: Int) {
    self.state = state
    self.list = list
    self.depth = depth
  }

  var codingPath: [any CodingKey] { state.codingPath(depth: depth) }

  @inline(__always)
  private mutating func append(_ word: Word) {
    state.now.pointee.builder.append(word, to: list)
    count += 1
  }

  mutating func encodeNil() { append(.none) }
  mutating func encode(_ value: Bool) { append(.bool(value)) }
  mutating func encode(_ value: String) { append(state.now.pointee.builder.string(value)) }
  mutating func encode(_ value: Double) { append(state.now.pointee.builder.double(value)) }
  mutating func encode(_ value: Float) { append(state.now.pointee.builder.double(Double(value))) }
  mutating func encode(_ value: Int) { append(state.now.pointee.builder.int(value)) }
  mutating func encode(_ value: Int8) { append(state.integer(value)) }
  mutating func encode(_ value: Int16) { append(state.integer(value)) }
  mutating func encode(_ value: Int32) { append(state.integer(value)) }
  mutating func encode(_ value: Int64) { append(state.integer(value)) }
  mutating func encode(_ value: UInt) { append(state.integer(value)) }
  mutating func encode(_ value: UInt8) { append(state.integer(value)) }
  mutating func encode(_ value: UInt16) { append(state.integer(value)) }
  mutating func encode(_ value: UInt32) { append(state.integer(value)) }
  mutating func encode(_ value: UInt64) { append(state.integer(value)) }

  mutating func encode<T: Encodable>(_ value: T) throws {
    try state.enter(.index(count), at: depth)
    try state.encode(value, at: place)
    if list.has(.set) { try state.checkLastItem(of: list, depth: depth + 1) }
    state.leave(to: depth)
    count += 1
  }

  private var place: EncodingState.Place {
    EncodingState.Place(
      container: UInt32(truncatingIfNeeded: list.payload), depth: UInt32(truncatingIfNeeded: depth + 1),
      key: .absent)
  }

  // MARK: Nested containers, which may be filled in any order

  mutating func nestedContainer<Nested: CodingKey>(keyedBy keyType: Nested.Type) -> KeyedEncodingContainer<
    Nested
  > {
    state.note(.index(count), at: depth)
    let nested = state.now.pointee.builder.container(.dict)
    append(nested)
    return KeyedEncodingContainer(KeyedEncoder<Nested>(state.now, dict: nested, depth: depth + 1))
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    state.note(.index(count), at: depth)
    let nested = state.now.pointee.builder.container(.list)
    append(nested)
    return UnkeyedEncoder(state: state, list: nested, depth: depth + 1)
  }

  mutating func superEncoder() -> any Encoder {
    state.note(.index(count), at: depth)
    // It is appended when it is encoded.
    count += 1
    return ValueEncoder(state, place)
  }
}

// MARK: Single values

extension ValueEncoder: SingleValueEncodingContainer {
  mutating func encodeNil() { state.put(.none, at: place) }
  mutating func encode(_ value: Bool) { state.put(.bool(value), at: place) }
  mutating func encode(_ value: String) { state.put(state.now.pointee.builder.string(value), at: place) }
  mutating func encode(_ value: Double) { state.put(state.now.pointee.builder.double(value), at: place) }
  mutating func encode(_ value: Float) {
    state.put(state.now.pointee.builder.double(Double(value)), at: place)
  }
  mutating func encode(_ value: Int) { state.put(state.now.pointee.builder.int(value), at: place) }
  mutating func encode(_ value: Int8) { state.put(state.integer(value), at: place) }
  mutating func encode(_ value: Int16) { state.put(state.integer(value), at: place) }
  mutating func encode(_ value: Int32) { state.put(state.integer(value), at: place) }
  mutating func encode(_ value: Int64) { state.put(state.integer(value), at: place) }
  mutating func encode(_ value: UInt) { state.put(state.integer(value), at: place) }
  mutating func encode(_ value: UInt8) { state.put(state.integer(value), at: place) }
  mutating func encode(_ value: UInt16) { state.put(state.integer(value), at: place) }
  mutating func encode(_ value: UInt32) { state.put(state.integer(value), at: place) }
  mutating func encode(_ value: UInt64) { state.put(state.integer(value), at: place) }

  mutating func encode<T: Encodable>(_ value: T) throws {
    guard depth < state.settings.options.limits.depth else {
      return try state.enter(.index(0), at: depth)
    }
    var deeper = place
    deeper.depth = UInt32(truncatingIfNeeded: depth)
    try state.encode(value, at: deeper)
  }
}
