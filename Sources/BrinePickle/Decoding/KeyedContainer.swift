import BrineCore

/// A dict, or the attributes of an instance, by name.
struct KeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  private let table: KeyTable
  private let values: UnsafePointer<Word>
  private let depth: Int

  init(_ decoder: ValueDecoder) throws {
    depth = decoder.depth
    if let dict = KeyedValues.onlyDict(decoder) {
      let graph = decoder.graph
      table = try decoder.state.table(
        graph.containers[dict.payload], dict, depth: depth, keepsKeys: decoder.keepsKeys)
      values = graph.rawEntries(dict).values
    } else {
      table = try KeyedValues.collect(decoder)
      values = UnsafePointer(decoder.graph.pool.base)
    }
  }

  private var state: DecodingState { table.state }

  var codingPath: [any CodingKey] { state.codingPath(depth: depth) }

  var allKeys: [Key] {
    var seen: Set<String> = []
    return table.names.compactMap { name in
      guard let name, seen.insert(name).inserted else { return nil }
      return Key(stringValue: name)
    }
  }

  func contains(_ key: Key) -> Bool { find(key.stringValue) != nil }

  @inline(__always)
  private func find(_ name: String) -> Word? {
    guard let index = table.find(name) else { return nil }
    return table.collected.isEmpty ? values[index &* table.stride] : table.collected[index]
  }

  @inline(__always)
  private func word(_ key: Key) throws -> Word {
    guard let word = find(key.stringValue) else { throw missing(key) }
    return word
  }

  @inline(never)
  private func missing(_ key: Key) -> DecodingError {
    .keyNotFound(
      key,
      DecodingError.Context(codingPath: codingPath, debugDescription: "there is no key \(key.stringValue)"))
  }

  /// Reads the value of a key with a decoder one step deeper.
  @inline(__always)
  private func read<T>(_ key: Key, _ body: (ValueDecoder) throws -> T) throws -> T {
    let word = try word(key)
    return try state.descend(.key(key), to: depth) { try body(ValueDecoder(state, word)) }
  }

  func decodeNil(forKey key: Key) throws -> Bool { try word(key) == .none }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
    let word = try word(key)
    return word == .true ? true : word == .false ? false : try read(key) { try $0.decode(type) }
  }

  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    let word = try word(key)
    if word.has(.string), let text = state.string(word) { return text }
    return try read(key) { try $0.decode(type) }
  }

  func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
    try word(key).double ?? read(key) { try $0.decode(type) }
  }

  func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
    try word(key).inlineInt ?? read(key) { try $0.decode(type) }
  }

  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try read(key) { try $0.decode(type) } }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try read(key) { try $0.decode(type) } }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try read(key) { try $0.decode(type) } }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try read(key) { try $0.decode(type) } }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try read(key) { try $0.decode(type) } }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try read(key) { try $0.decode(type) } }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try read(key) { try $0.decode(type) } }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try read(key) { try $0.decode(type) } }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try read(key) { try $0.decode(type) } }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try read(key) { try $0.decode(type) } }
  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try read(key) { try $0.decode(type) }
  }

  // MARK: Nested containers

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try nested(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try nested(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    guard let word = find("super") else { return ValueDecoder(state, .none) }
    return try decoder(word, .key(PickleKey("super")))
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try nested(key) }

  private func nested(_ key: Key) throws -> ValueDecoder { try decoder(word(key), .key(key)) }

  /// A decoder that outlives this call: its step stays on the path until the next one takes its place.
  private func decoder(_ word: Word, _ entry: DecodingState.PathEntry) throws -> ValueDecoder {
    try state.enter(entry, at: depth)
    return ValueDecoder(state, word)
  }
}

/// Where the values of a keyed container are.
enum KeyedValues {
  /// The dict that holds all there is, as in nearly every case.
  @inline(__always)
  static func onlyDict(_ decoder: ValueDecoder) -> Word? {
    let word = decoder.word
    if word.has(.dict) { return word }
    guard word.has(.object) else { return nil }
    let record = decoder.graph.objects[word.objectIndex]
    return record.state.has(.dict) && record.items == .absent ? record.state : nil
  }

  /// Attributes of classes with `__slots__`, entries of dict subclasses, keyword arguments: all together.
  static func collect(_ decoder: ValueDecoder) throws -> KeyTable {
    let (graph, state) = (decoder.graph, decoder.state)
    guard case .instance(let instance) = graph.meaning(decoder.word) else {
      throw decoder.mismatch([String: Any].self, "a dict or an instance")
    }
    var dicts = graph.attributeDicts(instance)
    if let dict = PickleValue(graph, decoder.word).dictWord { dicts.append(dict) }
    if let keywords = instance.keywords { dicts.append(keywords) }
    guard !dicts.isEmpty || instance.arguments.isEmpty else {
      throw decoder.mismatch([String: Any].self, "a dict or an instance with attributes")
    }
    var (names, words): ([String?], [Word]) = ([], [])
    for dict in dicts {
      let entries = graph.rawEntries(dict)
      try state.spend(entries.count)
      for index in 0..<entries.count {
        names.append(state.codingName(entries.key(index), depth: decoder.depth, keepsKeys: decoder.keepsKeys))
        words.append(entries.value(index))
      }
    }
    return KeyTable(state, names, stride: 1, collected: words)
  }
}
