/// Compares what was pickled with what comes back when it is read and pickled again.
///
/// Which object became which is known, so that sets of objects that all look alike can be compared too, and
/// an object that was shared and no longer is, is found.
struct RoundTripComparison {
  private let graphs: ComparedGraphs
  private let plain: PlainComparison
  /// For each object the one that came of it.
  private var partners: WordTable<Word>
  private var isPartner: WordTable<Bool>
  private var seen: WordTable<Bool>
  private var paths = PathTree()
  private var pending: [Pair] = []

  private struct Pair {
    let old: Word
    let new: Word
    let place: Int
  }

  init(_ old: PickleGraph, _ new: PickleGraph) {
    graphs = ComparedGraphs(old: old, new: new)
    plain = PlainComparison(graphs: graphs, options: .init())
    partners = WordTable(old, none: .absent)
    isPartner = WordTable(new, none: false)
    seen = WordTable(old, none: false)
  }

  /// Notes that one object was read and became the other one.
  mutating func pair(_ old: Word, _ new: Word) {
    partners[old] = new
    isPartner[new] = true
  }

  /// The first difference.
  mutating func difference(_ old: Word, _ new: Word) -> PicklingError? {
    pending = [Pair(old: old, new: new, place: PathTree.root)]
    while let pair = pending.popLast() {
      let count = pending.count
      if let error = compare(pair) { return error }
      // In document order.
      pending[count...].reverse()
    }
    return nil
  }

  private mutating func compare(_ pair: Pair) -> PicklingError? {
    let (old, new) = (pair.old, pair.new)
    guard !plain.areSurelyEqual(old, new) else { return nil }
    if old.has(.object), new.has(.object), partners[old] != .absent || isPartner[new], partners[old] != new {
      return error(pair.place, "refers to another object when it is read back")
    }
    if old.mayHaveChildren, !seen.insert(old) { return nil }
    let (oldMeaning, newMeaning) = (graphs.old.meaning(old), graphs.new.meaning(new))
    guard oldMeaning.comparedKind(graphs.old) == newMeaning.comparedKind(graphs.new),
      plain.outcome(oldMeaning, newMeaning) == nil
    else { return changed(pair) }
    switch (oldMeaning, newMeaning) {
    case (.list(let old), .list(let new)), (.tuple(let old), .tuple(let new)):
      return addItems(graphs.old.items(old), graphs.new.items(new), pair)
    case (.set(let old), .set(let new)), (.frozenset(let old), .frozenset(let new)):
      return addMembers(graphs.old.uniqueItems(old), graphs.new.uniqueItems(new), pair)
    case (.dict(let old), .dict(let new)): return addEntries([old], [new], pair, isAttributes: false)
    case (.instance(let old), .instance(let new)): return addParts(old, new, pair)
    default: return nil
    }
  }

  // MARK: Errors

  private func error(_ place: Int, _ text: String) -> PicklingError {
    var error = PicklingError(.changed, text)
    let path = paths.path(place).text(.pickle)
    error.context.path = path.isEmpty ? nil : path
    return error
  }

  private func changed(_ pair: Pair) -> PicklingError {
    let (old, new) = (PickleValue(graphs.old, pair.old), PickleValue(graphs.new, pair.new))
    return error(pair.place, "is written as \(old), but as \(new) after it was read back")
  }

  private func changed(_ pair: Pair, _ oldCount: Int, _ newCount: Int) -> PicklingError {
    error(pair.place, "is written with \(oldCount) items, but with \(newCount) after it was read back")
  }

  // MARK: Parts

  private mutating func add(_ old: Word, _ new: Word, _ step: @autoclosure () -> ObjectStep, _ pair: Pair) {
    guard !plain.areSurelyEqual(old, new) else { return }
    pending.append(Pair(old: old, new: new, place: paths.add(step(), to: pair.place)))
  }

  private mutating func addItems(
    _ old: some RandomAccessCollection<Word>, _ new: some RandomAccessCollection<Word>, _ pair: Pair,
    as step: (Int) -> ObjectStep = { .index($0) }
  ) -> PicklingError? {
    guard old.count == new.count else { return changed(pair, old.count, new.count) }
    for (index, words) in zip(old, new).enumerated() { add(words.0, words.1, step(index), pair) }
    return nil
  }

  private mutating func addMembers(_ old: [Word], _ new: [Word], _ pair: Pair) -> PicklingError? {
    guard old.count == new.count else { return changed(pair, old.count, new.count) }
    var places = places(new.indices.lazy.map { new[$0] })
    for (index, word) in old.enumerated() {
      guard let place = places[hash(ofOld: word)]?.popLast() else {
        let place = paths.add(.index(index), to: pair.place)
        return error(place, "\(PickleValue(graphs.old, word)) is no longer in the set after it was read back")
      }
      if word.mayHaveChildren { add(word, new[place], .index(index), pair) }
    }
    return nil
  }

  private mutating func addEntries(_ old: [Word], _ new: [Word], _ pair: Pair, isAttributes: Bool)
    -> PicklingError?
  {
    let (old, new) = (EntryList(graphs.old, old), EntryList(graphs.new, new))
    // Nearly always the keys are in the same order.
    var places: [UInt64: [Int]]?
    for index in 0..<old.count {
      let key = old.key(index)
      var place = index < new.count && plain.areSameKey(key, new.key(index)) ? index : nil
      if place == nil {
        let known = places ?? self.places((0..<new.count).lazy.map { new.key($0) })
        place = known[hash(ofOld: key)]?.last
        places = known
      }
      let step = step(key, isAttributes)
      guard let place else {
        let place = paths.add(step, to: pair.place)
        return error(place, "is no longer there after it was read back")
      }
      if key.mayHaveChildren { add(key, new.key(place), .keyItself(index), pair) }
      add(old.value(index), new.value(place), step, pair)
    }
    return old.count == new.count ? nil : changed(pair, old.count, new.count)
  }

  private func step(_ key: Word, _ isAttribute: Bool) -> ObjectStep {
    let key = PickleValue(graphs.old, key)
    return ObjectStep(isAttribute ? .attribute(key) : .key(key))
  }

  private mutating func addParts(_ old: Meaning.Instance, _ new: Meaning.Instance, _ pair: Pair)
    -> PicklingError?
  {
    guard old.name == new.name else { return changed(pair) }
    let (oldStates, newStates) = (graphs.old.plainStates(old), graphs.new.plainStates(new))
    return addItems(old.arguments, new.arguments, pair) { .argument($0) }
      ?? addEntries(
        graphs.old.attributeDicts(old), graphs.new.attributeDicts(new), pair, isAttributes: true)
      ?? addItems(oldStates.map(\.state), newStates.map(\.state), pair) { _ in .part("state") }
  }

  // MARK: Keys

  /// Where each key is, the first place last.
  private func places(_ words: some BidirectionalCollection<Word>) -> [UInt64: [Int]] {
    var places: [UInt64: [Int]] = [:]
    var place = words.count
    for word in words.reversed() {
      place -= 1
      places[hash(ofNew: word), default: []].append(place)
    }
    return places
  }

  /// What is the same number for an old key and the new one that came of it. Tuples nest no deeper than the
  /// pickler let them.
  private func hash(ofOld word: Word) -> UInt64 {
    if word.has(.object), partners[word] != .absent { return hash(ofNew: partners[word]) }
    return hash(graphs.old, word) { hash(ofOld: $0) }
  }

  private func hash(ofNew word: Word) -> UInt64 {
    if word.has(.object), isPartner[word] { return UInt64(word.objectIndex) << 1 }
    return hash(graphs.new, word) { hash(ofNew: $0) }
  }

  private func hash(_ graph: PickleGraph, _ word: Word, _ child: (Word) -> UInt64) -> UInt64 {
    // Objects of the file that no object was made of.
    if case .instance = graph.meaning(word) { return graph.label(word) }
    return graph.hash(word, child)
  }
}
