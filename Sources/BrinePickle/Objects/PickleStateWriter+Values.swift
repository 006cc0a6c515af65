import BrineCore

/// Values of any type.
extension PickleStateWriter {
  /// The word of a value: new containers for new values, and for an object the same one each time.
  func word<T>(of value: T) throws -> Word {
    if T.self == Int.self, let value = value as? Int { return encoding.now.pointee.builder.int(value) }
    if T.self == String.self, let value = value as? String {
      return encoding.now.pointee.builder.string(value)
    }
    return try word(of: value, as: T.self)
  }

  /// The word of a part of a value. An error gets the step to it.
  func word<T>(of value: T, at step: @autoclosure () -> ObjectStep) throws -> Word {
    if now.pointee.survey != nil { return try surveyed(value, at: step()) { try word(of: value) } }
    do { return try word(of: value) } catch { throw PicklingError.adding(step(), to: error) }
  }

  /// The same for the key of a dict or the item of a set.
  func key<T>(of value: T, at step: @autoclosure () -> ObjectStep) throws -> Word {
    if now.pointee.survey != nil {
      return try surveyed(value, at: step()) { try hashable(word(of: value)) }
    }
    do { return try hashable(word(of: value)) } catch { throw PicklingError.adding(step(), to: error) }
  }

  /// The word of a value by its type, which may say more than `T` does.
  private func word<T>(of value: T, as type: any Any.Type) throws -> Word {
    switch now.pointee.kinds.of(type) {
    case .object:
      guard let object = value as? any Picklable else { throw Refusal.of(type).error() }
      return try word(object: object)
    case .container(_, let isPlain):
      if isPlain, let value = value as? any Encodable { return try codable(value) }
      guard let container = value as? any ContainerMember else { throw Refusal.of(type).error() }
      return try deeper { try container.word(in: self) }
    case .structure:
      guard let structure = value as? any PickleRepresentable else { throw Refusal.of(type).error() }
      return try deeper { try dict(of: structure) }
    case .function:
      guard let function = value as? any AnyPickleFunction else { throw Refusal.of(type).error() }
      return try word(function: function)
    case .codable:
      guard let value = value as? any Encodable else {
        throw PicklingError(.notPicklable, "\(type) can't be pickled: it is Decodable, but not Encodable")
      }
      return try codable(value)
    case .other:
      // A value of a protocol's type is written as what it is.
      let actual = Swift.type(of: value as Any)
      guard actual != type else { throw Refusal.of(type).error() }
      return try word(of: value, as: actual)
    }
  }

  /// The word of a value that is encoded by its type.
  func codable(_ value: some Encodable) throws -> Word {
    do {
      encoding.leave(to: 0)
      try encoding.encode(value, at: .root)
      return encoding.now.pointee.root
    } catch { throw PicklingError(of: error) ?? error }
  }

  /// A value that can be a key of a dict or an item of a set: a list becomes a tuple, and a set a frozenset.
  func hashable(_ word: Word) throws -> Word {
    switch word.tag {
    case .list:
      let items = try items(word).map { try hashable($0) }
      return encoding.now.pointee.builder.tuple(items)
    case .set:
      let items = items(word)
      return encoding.now.pointee.builder.set(.frozenset, items)
    case .dict, .bytearray:
      throw PicklingError(
        .notPicklable, "it would be a dict in Python, which can't be a key or the item of a set")
    default: return word
    }
  }

  private func items(_ word: Word) -> [Word] {
    let container = encoding.now.pointee.builder.pool.containers[word.payload]
    let start = Int(container.start)
    return (start..<start + Int(container.count)).map { encoding.now.pointee.builder.pool.words[$0] }
  }

  // MARK: Structures

  private func dict(of structure: some PickleRepresentable) throws -> Word {
    let start = begin()
    do { try structure.saveState(to: self) } catch {
      cancel(start)
      throw error
    }
    return end(start)
  }

  /// Runs `body` a level deeper.
  func deeper<R>(_ body: () throws -> R) throws -> R {
    let limit = encoding.settings.options.limits.depth
    guard now.pointee.depth < limit else {
      throw PicklingError(.limitExceeded, "the value nests deeper than \(limit) levels; see Limits.depth")
    }
    now.pointee.depth += 1
    defer { now.pointee.depth -= 1 }
    return try body()
  }

  // MARK: States

  /// Begins a dict of members.
  func begin() -> (entry: Int, weak: Int) { (now.pointee.entries.count, now.pointee.weak.count) }

  /// Makes the dict of the members since `start`.
  func end(_ start: (entry: Int, weak: Int)) -> Word {
    let dict = encoding.now.pointee.builder.container(.dict)
    if now.pointee.weak.count > start.weak {
      close(dict, start)
    } else {
      var place = start.entry
      while place < now.pointee.entries.count {
        encoding.now.pointee.builder.set(now.pointee.entries[place], now.pointee.entries[place + 1], in: dict)
        place += 2
      }
    }
    now.pointee.entries.count = start.entry
    return dict
  }

  /// Forgets the members since `start`.
  func cancel(_ start: (entry: Int, weak: Int)) {
    now.pointee.entries.count = start.entry
    now.pointee.weak.removeSubrange(start.weak...)
  }

  /// Leaves a dict to be filled when all objects are known.
  private func close(_ dict: Word, _ start: (entry: Int, weak: Int)) {
    let entries = (start.entry..<now.pointee.entries.count).map { now.pointee.entries[$0] }
    let weak = now.pointee.weak[start.weak...].map {
      WeakEntry(place: $0.place - start.entry, target: $0.target)
    }
    now.pointee.weak.removeSubrange(start.weak...)
    now.pointee.open.append(OpenState(dict: dict, entries: entries, weak: weak))
  }

  /// Fills the dicts that were left open. An object that nothing else led to by now is none.
  func fillOpenStates() {
    for state in now.pointee.open {
      var entries = state.entries
      for entry in state.weak {
        entries[entry.place] = now.pointee.words[ObjectIdentifier(entry.target)] ?? .none
      }
      for place in stride(from: 0, to: entries.count, by: 2) {
        encoding.now.pointee.builder.set(entries[place], entries[place + 1], in: state.dict)
      }
    }
    now.pointee.open = []
  }
}
