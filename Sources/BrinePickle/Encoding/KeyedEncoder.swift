import BigInt
import BrineCore

/// A dict that is being filled: the fields of a structure, or the entries of a dictionary.
struct KeyedEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
  private let now: UnsafeMutablePointer<EncodingState.Now>
  let dict: Word
  let depth: Int
  /// Whether keys are data, which are not converted.
  private let isData: Bool
  private let hasIntKeys: Bool
  /// The words of the keys, where those are a byte each.
  private let table: UnsafeMutablePointer<Word>?

  init(
    _ now: UnsafeMutablePointer<EncodingState.Now>, dict: Word, depth: Int, isData: Bool = false,
    hasIntKeys: Bool = false
  ) {
    self.now = now
    self.dict = dict
    self.depth = depth
    self.isData = isData
    self.hasIntKeys = hasIntKeys
    table = isData ? nil : now.pointee.keyTable(of: Key.self)
  }

  private var state: EncodingState { now.pointee.state.unsafelyUnwrapped }

  var codingPath: [any CodingKey] { state.codingPath(depth: depth) }

  @inline(__always)
  private func word(_ key: Key) -> Word {
    guard let table else { return isData ? dataWord(key) : state.word(key, depth: depth) }
    let place = table + withUnsafeBytes(of: key) { Int($0[0]) }
    if place.pointee == .absent { place.pointee = state.word(key, depth: depth) }
    return place.pointee
  }

  @inline(never)
  private func dataWord(_ key: Key) -> Word {
    if hasIntKeys, let number = key.intValue { return now.pointee.builder.int(number) }
    return now.pointee.builder.string(key.stringValue)
  }

  @inline(__always)
  private func set(_ key: Key, _ value: Word) {
    let key = word(key)
    now.pointee.builder.set(key, value, in: dict)
  }

  mutating func encodeNil(forKey key: Key) { set(key, .none) }
  mutating func encode(_ value: Bool, forKey key: Key) { set(key, .bool(value)) }
  mutating func encode(_ value: String, forKey key: Key) { set(key, now.pointee.builder.string(value)) }
  mutating func encode(_ value: Double, forKey key: Key) { set(key, now.pointee.builder.double(value)) }
  mutating func encode(_ value: Float, forKey key: Key) {
    set(key, now.pointee.builder.double(Double(value)))
  }
  mutating func encode(_ value: Int, forKey key: Key) { set(key, now.pointee.builder.int(value)) }
  mutating func encode(_ value: Int8, forKey key: Key) { set(key, state.integer(value)) }
  mutating func encode(_ value: Int16, forKey key: Key) { set(key, state.integer(value)) }
  mutating func encode(_ value: Int32, forKey key: Key) { set(key, state.integer(value)) }
  mutating func encode(_ value: Int64, forKey key: Key) { set(key, state.integer(value)) }
  mutating func encode(_ value: UInt, forKey key: Key) { set(key, state.integer(value)) }
  mutating func encode(_ value: UInt8, forKey key: Key) { set(key, state.integer(value)) }
  mutating func encode(_ value: UInt16, forKey key: Key) { set(key, state.integer(value)) }
  mutating func encode(_ value: UInt32, forKey key: Key) { set(key, state.integer(value)) }
  mutating func encode(_ value: UInt64, forKey key: Key) { set(key, state.integer(value)) }

  mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    try state.enter(.key(key), at: depth)
    try state.encode(value, at: place(word(key)))
    state.leave(to: depth)
  }

  private func place(_ key: Word) -> EncodingState.Place {
    EncodingState.Place(
      container: UInt32(truncatingIfNeeded: dict.payload), depth: UInt32(truncatingIfNeeded: depth + 1),
      key: key)
  }

  // MARK: Nested containers, which may be filled in any order

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy keyType: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    state.note(.key(key), at: depth)
    let nested = now.pointee.builder.container(.dict)
    set(key, nested)
    return KeyedEncodingContainer(KeyedEncoder<Nested>(now, dict: nested, depth: depth + 1))
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    state.note(.key(key), at: depth)
    let nested = now.pointee.builder.container(.list)
    set(key, nested)
    return UnkeyedEncoder(state: state, list: nested, depth: depth + 1)
  }

  mutating func superEncoder() -> any Encoder { superEncoder("super") }

  mutating func superEncoder(forKey key: Key) -> any Encoder { superEncoder(key.stringValue) }

  private func superEncoder(_ name: String) -> any Encoder {
    state.note(.key(PickleKey(name)), at: depth)
    let key = now.pointee.builder.shared(name)
    return ValueEncoder(state, place(key))
  }
}

extension EncodingState {
  /// Goes one step deeper for a container that is filled later; too deep a nesting is found when that happens.
  func note(_ entry: PathEntry, at depth: Int) {
    now.pointee.path.enter(entry, at: depth)
  }

  /// An integer of any width.
  @inline(__always)
  func integer(_ value: some BinaryInteger) -> Word {
    if let int = Int(exactly: value) { return now.pointee.builder.int(int) }
    return now.pointee.builder.integer(BigInt(value))
  }
}
