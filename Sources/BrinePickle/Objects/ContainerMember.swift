/// Optionals, arrays, dictionaries and sets, of whatever elements: which ones those may be, only shows when
/// they are met.
protocol ContainerMember {
  /// Whether there can be no objects in it, so that it is a `Codable` value altogether.
  static var isPlain: Bool { get }
  func word(in state: PickleStateWriter) throws -> Word
  static func read(_ word: Word, _ reader: ObjectReader) throws -> Self
  /// The types that its items are declared as.
  static var itemTypes: [any Any.Type] { get }
  /// What is in it, with the way there.
  var parts: [(step: ObjectStep, value: Any)] { get }
}

/// An `Optional`.
protocol OptionalMember: ContainerMember {
  static var none: Self { get }
}

extension Optional: OptionalMember {
  static var isPlain: Bool { MemberKind(Wrapped.self).isPlain }

  func word(in state: PickleStateWriter) throws -> Word {
    guard let value = self else { return .none }
    return try state.word(of: value, at: .inside)
  }

  static func read(_ word: Word, _ reader: ObjectReader) throws -> Self {
    word == .none ? nil : .some(try reader.read(word, as: Wrapped.self))
  }

  static var itemTypes: [any Any.Type] { [Wrapped.self] }

  var parts: [(step: ObjectStep, value: Any)] {
    map { [(.inside, $0)] } ?? []
  }
}

extension Array: ContainerMember {
  static var isPlain: Bool { MemberKind(Element.self).isPlain }

  func word(in state: PickleStateWriter) throws -> Word {
    if Self.isPlain, let value = self as? any Encodable { return try state.codable(value) }
    var words: [Word] = []
    words.reserveCapacity(count)
    for index in indices { words.append(try state.word(of: self[index], at: .index(index))) }
    return state.encoding.now.pointee.builder.list(words)
  }

  static func read(_ word: Word, _ reader: ObjectReader) throws -> Self {
    if isPlain, let type = Self.self as? any Decodable.Type {
      return try reader.result(reader.decodable(word, type), Self.self)
    }
    let items = try reader.items(word)
    var array: Self = []
    array.reserveCapacity(items.count)
    for (index, item) in items.enumerated() {
      do { array.append(try reader.read(item, as: Element.self)) } catch {
        throw PicklingError.adding(.index(index), to: error)
      }
    }
    return array
  }

  static var itemTypes: [any Any.Type] { [Element.self] }

  var parts: [(step: ObjectStep, value: Any)] { enumerated().map { (.index($0), $1) } }
}

extension Set: ContainerMember {
  static var isPlain: Bool { false }

  func word(in state: PickleStateWriter) throws -> Word {
    var words: [Word] = []
    words.reserveCapacity(count)
    for (index, item) in InOrder.sorted(self).enumerated() {
      words.append(try state.key(of: item, at: .keyItself(index)))
    }
    return state.encoding.now.pointee.builder.set(.set, words)
  }

  static func read(_ word: Word, _ reader: ObjectReader) throws -> Self {
    let items = try reader.items(word)
    var set = Self(minimumCapacity: items.count)
    for (index, item) in items.enumerated() {
      do { set.insert(try reader.readHashed(item, as: Element.self)) } catch {
        throw PicklingError.adding(.index(index), to: error)
      }
    }
    return set
  }

  static var itemTypes: [any Any.Type] { [Element.self] }

  var parts: [(step: ObjectStep, value: Any)] { enumerated().map { (.keyItself($0), $1) } }
}

extension Dictionary: ContainerMember {
  static var isPlain: Bool { false }

  func word(in state: PickleStateWriter) throws -> Word {
    let dict = state.encoding.now.pointee.builder.container(.dict)
    for (index, key) in InOrder.sorted(keys).enumerated() {
      guard let value = self[key] else { continue }
      let keyWord = try state.key(of: key, at: .keyItself(index))
      let word = try state.word(of: value, at: .key(key))
      state.encoding.now.pointee.builder.set(keyWord, word, in: dict)
    }
    return dict
  }

  static func read(_ word: Word, _ reader: ObjectReader) throws -> Self {
    if Key.self == String.self, reader.kinds.of(Value.self).isPlain,
      let type = Self.self as? any Decodable.Type
    {
      return try reader.result(reader.decodable(word, type), Self.self)
    }
    let entries = try reader.entries(word)
    var dictionary = Self(minimumCapacity: entries.count)
    for index in 0..<entries.count {
      let key: Key
      do { key = try reader.readHashed(entries.key(index), as: Key.self) } catch {
        throw PicklingError.adding(.keyItself(index), to: error)
      }
      do { dictionary[key] = try reader.read(entries.value(index), as: Value.self) } catch {
        throw PicklingError.adding(.key(key), to: error)
      }
    }
    return dictionary
  }

  static var itemTypes: [any Any.Type] { [Key.self, Value.self] }

  var parts: [(step: ObjectStep, value: Any)] {
    var parts: [(step: ObjectStep, value: Any)] = []
    for (index, (key, value)) in enumerated() {
      parts.append((.keyItself(index), key))
      parts.append((.key(key), value))
    }
    return parts
  }
}

/// Swift's sets and dictionaries have another order in each run; pickles should not.
enum InOrder {
  /// The keys in their own order, where they have one; enumeration members in that of their raw values.
  static func sorted<C: Collection>(_ keys: C) -> [C.Element] {
    let keys = Array(keys)
    guard keys.count > 1 else { return keys }
    if let keys = keys as? [String] { return keys.sorted() as? [C.Element] ?? [] }
    if C.Element.self is any Comparable.Type, let sorted = sorted(keys, by: { $0 }) { return sorted }
    if C.Element.self is any RawRepresentable.Type,
      let sorted = sorted(keys, by: { ($0 as? any RawRepresentable)?.rawValue })
    {
      return sorted
    }
    return keys
  }

  private static func sorted<K>(_ keys: [K], by value: (K) -> Any?) -> [K]? {
    guard let first = keys.first, let example = value(first) as? any Comparable else { return nil }
    return sorted(keys, by: value, as: example)
  }

  private static func sorted<K, V: Comparable>(_ keys: [K], by value: (K) -> Any?, as example: V) -> [K]? {
    var pairs: [(key: K, value: V)] = []
    for key in keys {
      guard let value = value(key) as? V else { return nil }
      pairs.append((key, value))
    }
    return pairs.sorted { $0.value < $1.value }.map(\.key)
  }
}
