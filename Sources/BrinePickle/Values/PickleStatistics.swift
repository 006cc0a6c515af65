import BrineCore

/// What a value is made of: values by kind, the size of each part, and what is stored more than once.
///
/// Sizes are what the parts take in a pickle of protocol 4, without framing and memo. An object counts where it is
/// met first.
public struct PickleStatistics: Sendable {
  /// How many values there are of each kind; an object met again is not counted again.
  public private(set) var counts: [PickleKind: Int] = [:]
  /// How many times a reference leads to an object that was met before.
  public private(set) var sharedReferences = 0
  /// The deepest nesting.
  public private(set) var depth = 0
  /// The size of the whole, in bytes.
  public private(set) var size = 0
  /// Whether everything was looked at; not so where the pickle refers to the same parts far too often.
  public private(set) var isComplete = true
  /// The size of each direct child.
  public private(set) var parts: [(step: PickleStep, size: Int)] = []
  /// Strings and bytes of eight bytes or more that are stored several times, those that waste most first.
  public private(set) var duplicates: [Duplicate] = []

  /// A text or bytes that is stored several times.
  public struct Duplicate: Sendable {
    /// One of the places, as a value.
    public let value: PickleValue
    /// How many times it is stored.
    public let count: Int
    /// How many bytes storing it once would save.
    public let waste: Int
  }

  private struct Entry {
    let word: Word
    let depth: Int
    /// The part that this belongs to; `nil` for the root and what holds its parts together.
    let part: Int?
  }

  /// Walks everything below `value`.
  public init(_ value: PickleValue) {
    var leaves: [[UInt8]: (word: Word, offsets: Set<Int>)] = [:]
    // Which part a value right below the root, or in the root's state, begins: equal plain values may begin several.
    var starts: [Word: [Int]] = [:]
    for child in value.children.prefix(10_000) {
      starts[child.value.word, default: []].append(parts.count)
      parts.append((child.step, 0))
    }
    add(value, &starts, &leaves)
    duplicates = Self.duplicates(leaves, value.graph)
  }

  private mutating func add(
    _ root: PickleValue, _ starts: inout [Word: [Int]],
    _ leaves: inout [[UInt8]: (word: Word, offsets: Set<Int>)]
  ) {
    let graph = root.graph
    var seen: Set<Word> = []
    var budget = graph.walkBudget
    var pending = [Entry(word: root.word, depth: 0, part: nil)]
    while isComplete, let entry = pending.popLast() {
      depth = max(depth, entry.depth)
      if entry.word.mayHaveChildren, !seen.insert(entry.word).inserted {
        sharedReferences += 1
        add(2, to: entry.part)
        continue
      }
      let value = PickleValue(graph, entry.word)
      let meaning = value.meaning
      count(meaning)
      // Strings have no identity, but a second reference to one is a GET in the file.
      let isStored = !entry.word.has(.string) && !entry.word.has(.bytes) || seen.insert(entry.word).inserted
      add(isStored ? value.graph.ownSize(value.word) : 2, to: entry.part)
      if isStored { note(entry.word, graph, &leaves) }
      let first = pending.count
      graph.forEachChild(of: meaning) { word in
        budget -= 1
        guard budget > 0 else { return }
        let part = entry.part ?? Self.take(word, &starts)
        pending.append(Entry(word: word, depth: entry.depth + 1, part: part))
      }
      pending[first...].reverse()
      if budget <= 0 { isComplete = false }
    }
  }

  private mutating func add(_ bytes: Int, to part: Int?) {
    size += bytes
    if let part { parts[part].size += bytes }
  }

  /// The next part that begins with this word.
  private static func take(_ word: Word, _ starts: inout [Word: [Int]]) -> Int? {
    guard let part = starts[word]?.first else { return nil }
    starts[word]?.removeFirst()
    return part
  }

  private mutating func count(_ meaning: Meaning) { counts[meaning.kind, default: 0] += 1 }

  // MARK: Sizes

  // MARK: Duplicates

  private func note(
    _ word: Word, _ graph: PickleGraph, _ leaves: inout [[UInt8]: (word: Word, offsets: Set<Int>)]
  ) {
    guard word.has(.string) || word.has(.bytes), let count = graph.leaf(word)?.body.byteCount, count >= 8,
      leaves.count < 1_000_000
    else { return }
    var key = word.has(.string) ? graph.text(word) : graph.withBytes(word) { [UInt8]($0) }
    key.append(word.has(.string) ? 0 : 1)
    leaves[key, default: (word, [])].offsets.insert(word.leafOffset)
  }

  private static func duplicates(
    _ leaves: [[UInt8]: (word: Word, offsets: Set<Int>)], _ graph: PickleGraph
  ) -> [Duplicate] {
    leaves.filter { $0.value.offsets.count > 1 }.map { key, leaf in
      let count = leaf.offsets.count
      return Duplicate(
        value: PickleValue(graph, leaf.word), count: count, waste: (count - 1) * (key.count - 1))
    }
    .sorted { ($0.waste, $1.value.word.leafOffset) > ($1.waste, $0.value.word.leafOffset) }
  }
}
