import BrineCore

/// Lists, tuples and dicts.
extension PickleDifferences {
  // MARK: Lists and tuples

  /// Items by place, aligned so that as few as possible differ.
  mutating func addItems(_ old: [Word], _ new: [Word], to parts: inout [ComparedItem]) throws(PickleError) {
    try spend(old.count + new.count)
    var (start, oldEnd, newEnd) = (0, old.count, new.count)
    while start < oldEnd, start < newEnd, plain.areSurelyEqual(old[start], new[start]) { start += 1 }
    while start < oldEnd, start < newEnd, plain.areSurelyEqual(old[oldEnd - 1], new[newEnd - 1]) {
      (oldEnd, newEnd) = (oldEnd - 1, newEnd - 1)
    }
    var (oldIndex, newIndex) = (start, start)
    for pair in try aligned(old, new, start..<oldEnd, start..<newEnd) {
      addGap(old, new, oldIndex..<pair.old, newIndex..<pair.new, to: &parts)
      add(item(old, new, pair.old, pair.new), to: &parts)
      (oldIndex, newIndex) = (pair.old + 1, pair.new + 1)
    }
    addGap(old, new, oldIndex..<oldEnd, newIndex..<newEnd, to: &parts)
  }

  /// What stands between items that belong together: pairs as long as there are any, the rest came or went.
  private func addGap(
    _ old: [Word], _ new: [Word], _ oldRange: Range<Int>, _ newRange: Range<Int>,
    to parts: inout [ComparedItem]
  ) {
    for step in 0..<max(oldRange.count, newRange.count) {
      let (oldIndex, newIndex) = (oldRange.lowerBound + step, newRange.lowerBound + step)
      let isIn = (oldRange.contains(oldIndex), newRange.contains(newIndex))
      add(item(old, new, isIn.0 ? oldIndex : nil, isIn.1 ? newIndex : nil), to: &parts)
    }
  }

  func item(_ old: [Word], _ new: [Word], _ oldIndex: Int?, _ newIndex: Int?) -> ComparedItem {
    ComparedItem(
      role: .index, oldIndex: oldIndex ?? newIndex ?? 0, newIndex: newIndex ?? oldIndex ?? 0,
      old: oldIndex.map { old[$0] } ?? .absent, new: newIndex.map { new[$0] } ?? .absent)
  }

  /// The items that belong together where it is not simply those at the same place.
  private mutating func aligned(
    _ old: [Word], _ new: [Word], _ oldRange: Range<Int>, _ newRange: Range<Int>
  ) throws(PickleError) -> [(old: Int, new: Int)] {
    guard oldRange.count > 0, newRange.count > 0, oldRange.count > 1 || newRange.count > 1 else { return [] }
    var (oldItems, newItems) = (try oldHashes(of: old[oldRange]), try newHashes(of: new[newRange]))
    if options.relativeTolerance > 0 || options.absoluteTolerance > 0 {
      CloseFloats(graphs, options).unite(&oldItems, old[oldRange], &newItems, new[newRange])
    }
    matchPartners(&oldItems, old[oldRange], newItems, new[newRange])
    let pairs = ListAlignment.pairs(oldItems, newItems)
    // Items at the same place are what people expect, unless moving them makes for fewer differences.
    let byPlace = zip(oldItems, newItems).count { $0 != $1 } + abs(oldItems.count - newItems.count)
    guard Self.differences(pairs, oldItems.count, newItems.count) < byPlace else { return [] }
    return pairs.map { ($0.old + oldRange.lowerBound, $0.new + newRange.lowerBound) }
  }

  /// An object belongs with the one that it was compared with elsewhere, even if it changed: takes that one's hash.
  private func matchPartners(
    _ oldItems: inout [UInt64], _ old: ArraySlice<Word>, _ newItems: [UInt64], _ new: ArraySlice<Word>
  ) {
    var hashes: [Word: UInt64] = [:]
    for (index, word) in new.enumerated() where word.mayHaveChildren { hashes[word] = newItems[index] }
    guard !hashes.isEmpty else { return }
    for (index, word) in old.enumerated() where word.mayHaveChildren {
      if let partner = partner(ofOld: word), let hash = hashes[partner] { oldItems[index] = hash }
    }
  }

  /// How many differences an alignment leaves.
  private static func differences(_ pairs: [(old: Int, new: Int)], _ oldCount: Int, _ newCount: Int) -> Int {
    var (count, last) = (0, (old: -1, new: -1))
    for pair in pairs + [(old: oldCount, new: newCount)] {
      count += max(pair.old - last.old, pair.new - last.new) - 1
      last = pair
    }
    return count
  }

  // MARK: Dicts

  /// Entries by key.
  mutating func addEntries(
    _ old: EntryList, _ new: EntryList, as role: ComparedItem.Role, at item: ComparedItem,
    to parts: inout [ComparedItem]
  ) throws(PickleError) {
    try spend(old.count + new.count)
    // Nearly always the keys are the same, in the same order.
    var start = 0
    while start < old.count, start < new.count, try isSameKey(old.key(start), new.key(start)) {
      addEntry(old, new, start, start, role, to: &parts)
      start += 1
    }
    guard start < old.count || start < new.count else { return }
    var places = Places(try newHashes(of: (start..<new.count).map { new.key($0) }), from: start)
    var isFound = [Bool](repeating: false, count: new.count - start)
    var (last, isInOrder) = (start - 1, true)
    for index in start..<old.count {
      let key = old.key(index)
      let place = places.take(try oldHash(key)) { place in
        let other = new.key(place)
        return !key.has(.string) || !other.has(.string) || plain.areEqualTexts(key, other)
      }
      guard let place else {
        parts.append(self.item(old, new, index, nil, role))
        continue
      }
      isFound[place - start] = true
      if place < last { isInOrder = false }
      last = place
      addEntry(old, new, index, place, role, to: &parts)
    }
    for index in start..<new.count where !isFound[index - start] {
      parts.append(self.item(old, new, nil, index, role))
    }
    if options.order, !isInOrder, role == .key { report(.order, item) }
  }

  private mutating func isSameKey(_ old: Word, _ new: Word) throws(PickleError) -> Bool {
    if plain.areSameKey(old, new) { return true }
    if old.has(.string), new.has(.string), graphs.old.leafSize(old) != graphs.new.leafSize(new) {
      return false
    }
    return try oldHash(old) == newHash(new)
  }

  /// The values of a key that both have, and the key itself where it may be another.
  private mutating func addEntry(
    _ old: EntryList, _ new: EntryList, _ oldIndex: Int, _ newIndex: Int, _ role: ComparedItem.Role,
    to parts: inout [ComparedItem]
  ) {
    let (oldKey, newKey) = (old.key(oldIndex), new.key(newIndex))
    if role == .key, !oldKey.has(.string) {
      add(
        ComparedItem(role: .keyItself, oldIndex: oldIndex, newIndex: newIndex, old: oldKey, new: newKey),
        to: &parts)
    }
    add(item(old, new, oldIndex, newIndex, role), to: &parts)
  }

  private func item(
    _ old: EntryList, _ new: EntryList, _ oldIndex: Int?, _ newIndex: Int?, _ role: ComparedItem.Role
  ) -> ComparedItem {
    // The place among the entries is no part of the step: the key is.
    let key = oldIndex.map { old.key($0) } ?? newIndex.map { new.key($0) } ?? .absent
    return ComparedItem(
      role: role, key: key, isNewKey: oldIndex == nil,
      old: oldIndex.map { old.value($0) } ?? .absent, new: newIndex.map { new.value($0) } ?? .absent)
  }

  // MARK: Hashes

  mutating func oldHash(_ word: Word) throws(PickleError) -> UInt64 {
    try oldHashes(of: CollectionOfOne(word))[0]
  }

  mutating func newHash(_ word: Word) throws(PickleError) -> UInt64 {
    try newHashes(of: CollectionOfOne(word))[0]
  }

  mutating func oldHashes(of words: some Collection<Word>) throws(PickleError) -> [UInt64] {
    var hashes = oldHashes.take() ?? StructuralHash(graphs.old)
    defer { oldHashes = hashes }
    return try hashes.hashes(words)
  }

  mutating func newHashes(of words: some Collection<Word>) throws(PickleError) -> [UInt64] {
    var hashes = newHashes.take() ?? StructuralHash(graphs.new)
    defer { newHashes = hashes }
    return try hashes.hashes(words)
  }
}
