import BrineCore
import BrineJSON

/// What Python could not make: keys that have no hash, and values that need themselves to be made.
extension TypedJSONDecoder {
  // MARK: Keys

  /// Checks the items of a set.
  mutating func checkItems(of frame: Frame) throws(TypedJSONError) {
    guard (frame.base..<values.count).contains(where: { !values[$0].isPlainKey }) else { return }
    for (index, node) in document.elements(of: frame.node).enumerated() {
      try checkKey(values[frame.base + index], node)
    }
  }

  /// Checks the keys of pairs.
  mutating func checkKeys(of frame: Frame) throws(TypedJSONError) {
    let keys = stride(from: frame.base, to: values.count, by: 2)
    guard keys.contains(where: { !values[$0].isPlainKey }) else { return }
    // The key is the first node in its pair.
    for (index, pair) in document.elements(of: frame.node).enumerated() {
      try checkKey(values[frame.base + 2 * index], pair + 1)
    }
  }

  private mutating func checkKey(_ word: Word, _ node: Int) throws(TypedJSONError) {
    switch word.tag {
    case .list, .dict, .set, .bytearray: throw unhashable(node)
    case .object where builder.known(of: word).makesUnhashable: throw unhashable(node)
    case .tuple: laterKeys.append((word, node))
    default: break
    }
  }

  /// The items that a known call makes a set of.
  mutating func checkSet(_ object: Word, _ arguments: Word, _ node: Int) {
    let known = builder.known(of: object)
    guard object.construction == .reduce, known == .set || known == .frozenset, arguments.has(.tuple) else {
      return
    }
    let words = builder.words(of: arguments)
    guard words.count == 1, words[0].has(.list) || words[0].has(.tuple) else { return }
    laterKeys.append((words[0], node))
  }

  private func unhashable(_ node: Int) -> TypedJSONError {
    fail(.unhashableKey, "Python can't hash this: it can't be a key, nor in a set", node)
  }

  // MARK: When all is there

  /// Checks what could not be judged before.
  mutating func checkWhole() throws(TypedJSONError) {
    if !openReferences.isEmpty { try checkReferences() }
    var marks: [Word: Bool] = [:]
    for (word, node) in laterKeys where !isHashable(word, &marks) { throw unhashable(node) }
  }

  /// Whether all items of a tuple, or of the list that is made a set, can be hashed. Each tuple is looked at once.
  private func isHashable(_ word: Word, _ marks: inout [Word: Bool]) -> Bool {
    var pending = [word]
    while let next = pending.last {
      if marks[next] != nil {
        _ = pending.removeLast()
        continue
      }
      let items = builder.words(of: next)
      let tuples = items.filter { $0.has(.tuple) && marks[$0] == nil }
      if tuples.isEmpty {
        marks[next] = items.allSatisfy { isHashable(item: $0, marks) }
        _ = pending.removeLast()
      } else {
        pending.append(contentsOf: tuples)
      }
    }
    return marks[word] ?? true
  }

  private func isHashable(item: Word, _ marks: [Word: Bool]) -> Bool {
    switch item.tag {
    case .list, .dict, .set, .bytearray: false
    case .tuple: marks[item] ?? true
    case .object: !builder.known(of: item).makesUnhashable
    default: true
    }
  }

  /// What is needed to make a value: the items of a tuple or frozenset, callable and arguments of an object.
  ///
  /// Lists, dicts and sets can be made empty, and an object's state, items and entries come when it is there.
  private func needs(_ word: Word) -> [Word] {
    switch word.tag {
    case .tuple, .frozenset: return Array(builder.words(of: word))
    case .parts: return builder.words(of: word).filter { $0.has(.tuple) }
    case .object:
      let record = builder.objects[word.objectIndex]
      return [record.callable, record.arguments]
    case .special: return [builder.specials[word.payload].value]
    default: return []
    }
  }

  /// Checks that nothing is needed to make itself. Only what was referred to while it was open can be.
  private func checkReferences() throws(TypedJSONError) {
    var marks: [Word: Mark] = [:]
    for (target, _) in openReferences.sorted(by: { $0.value < $1.value }) where marks[target] == nil {
      var pending = [target]
      while let next = pending.last {
        if marks[next] != nil {
          marks[next] = .done
          _ = pending.removeLast()
          continue
        }
        marks[next] = .entered
        for part in needs(next) where part.mayHaveChildren {
          if marks[part] == .entered { throw containsItself(pending.filter { marks[$0] == .entered }, part) }
          if marks[part] == nil { pending.append(part) }
        }
      }
    }
  }

  private enum Mark { case entered, done }

  /// The error for a way that leads back to `start`; it is placed at a reference that closes the circle.
  private func containsItself(_ way: [Word], _ start: Word) -> TypedJSONError {
    let circle = way[(way.firstIndex(of: start) ?? 0)...]
    return fail(
      .containsItself, "a value that is needed to make itself",
      circle.compactMap { openReferences[$0] }.min() ?? 0)
  }
}

extension Word {
  /// Whether the word is a string, bytes, a number or a constant, as nearly all keys are.
  var isPlainKey: Bool { bits < UInt64(Tag.bytearray.rawValue) &<< 48 }
}
