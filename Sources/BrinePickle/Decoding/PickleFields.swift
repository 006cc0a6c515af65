import BrineCore

/// The fields of one dict or instance, by name, while a ``PickleRow`` is made of it.
public struct PickleFields: ~Copyable {
  private let graph: PickleGraph
  private var keys: UnsafePointer<Word>
  private var values: UnsafePointer<Word>
  private var stride = 1
  private var count = 0
  /// The entry that is expected next.
  private var next = 0
  private let rows: UnsafeBufferPointer<Word>
  private var row = -1
  /// For the shape of the row before: the names that its fields were asked for by, where they stand.
  private var shape: UInt32 = 0
  private var asked: [UnsafePointer<UInt8>?] = []

  /// Strings that were made lately: columns of few different values refer to the same ones again and again.
  private var strings = [(word: Word, string: String)](repeating: (.absent, ""), count: 64)

  /// The fields of the rows in a list; `moveToNext` comes first.
  @usableFromInline
  init(rowsOf list: PickleValue) {
    graph = list.graph
    rows = graph.items(list.word)
    keys = UnsafePointer(graph.pool.base)
    values = keys
  }

  /// Turns to the next dict or instance, of which there must be one.
  @usableFromInline
  mutating func moveToNext() throws(PickleError) {
    row &+= 1
    let word = rows[row]
    var dict = word
    if word.has(.object) { dict = graph.objects[word.objectIndex].state }
    guard dict.has(.dict) else { throw mismatch(word, "a dict or an instance") }
    let container = graph.containers[dict.payload]
    next = 0
    let base = UnsafePointer(graph.pool.base)
    values = base + Int(container.start)
    count = Int(container.count)
    if container.aux != 0, container.aux == shape { return }
    let entries = graph.rawEntries(dict)
    (keys, values, stride) = (entries.keys, entries.values, entries.stride)
    shape = container.aux
    asked = [UnsafePointer<UInt8>?](repeating: nil, count: shape == 0 ? 0 : count)
  }

  // MARK: Finding fields

  /// The word of a field, or `nil` when there is none.
  @inline(__always)
  private mutating func find(_ name: StaticString) -> Word? {
    if next < asked.count, asked[next] == name.utf8Start {
      let word = values[next &* stride]
      next &+= 1
      return word
    }
    return search(name)
  }

  @inline(never)
  private mutating func search(_ name: StaticString) -> Word? {
    guard name.hasPointerRepresentation else { return nil }
    var index = count
    while index > 0 {
      index &-= 1
      guard isNamed(keys[index &* stride], name) else { continue }
      // Only an entry that no later one overrides may be remembered by its place.
      if index < asked.count { asked[index] = name.utf8Start }
      next = index &+ 1
      return values[index &* stride]
    }
    return nil
  }

  private func isNamed(_ key: Word, _ name: StaticString) -> Bool {
    guard key.has(.string) else { return false }
    return graph.withText(key) { text in
      text.count == name.utf8CodeUnitCount
        && text.elementsEqual(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }
  }

  @inline(__always)
  private mutating func word(_ name: StaticString) throws(PickleError) -> Word {
    guard let word = find(name) else { throw missing(name) }
    return word
  }

  // MARK: Errors

  @inline(never)
  private func missing(_ name: StaticString) -> PickleError {
    PickleError(.notFound, "there is no field \(name)", context: ErrorContext(path: "[\(row)]"))
  }

  @inline(never)
  private func mismatch(_ word: Word, _ expected: String, _ name: StaticString = "") -> PickleError {
    let path = name.utf8CodeUnitCount == 0 ? "[\(row)]" : "[\(row)]/\(name)"
    let found = PickleValue(graph, word).typeName
    return PickleError(
      .typeMismatch, "expected \(expected), found \(found)", context: ErrorContext(path: path))
  }
}

// MARK: The values

extension PickleFields {
  /// An integer that fits 64 bits.
  public mutating func int(_ name: StaticString) throws(PickleError) -> Int {
    let word = try word(name)
    guard let value = word.inlineInt ?? graph.int(word) else { throw mismatch(word, "an integer", name) }
    return value
  }

  /// A float, or an integer as one.
  public mutating func double(_ name: StaticString) throws(PickleError) -> Double {
    let word = try word(name)
    guard let value = word.double ?? graph.double(word) ?? graph.int(word).map(Double.init) else {
      throw mismatch(word, "a float", name)
    }
    return value
  }

  /// A boolean.
  public mutating func bool(_ name: StaticString) throws(PickleError) -> Bool {
    let word = try word(name)
    guard word == .true || word == .false else { throw mismatch(word, "a bool", name) }
    return word == .true
  }

  /// A string.
  public mutating func string(_ name: StaticString) throws(PickleError) -> String {
    let word = try word(name)
    guard word.has(.string) else { throw mismatch(word, "a string", name) }
    let slot = word.leafOffset & 63
    if strings[slot].word == word { return strings[slot].string }
    guard let value = graph.string(word) else { throw mismatch(word, "a string", name) }
    strings[slot] = (word, value)
    return value
  }

  /// Whether the field is there and not `None`.
  public mutating func has(_ name: StaticString) -> Bool {
    let place = next
    defer { next = place }
    return find(name).map { $0 != .none } ?? false
  }

  /// Any value, to be read by its own accessors.
  public mutating func value(_ name: StaticString) throws(PickleError) -> PickleValue {
    PickleValue(graph, try word(name))
  }
}
