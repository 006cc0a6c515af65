/// Which pairs of objects were compared, so that none is compared twice and cycles end.
///
/// As long as there are few, every pair counts for itself. Two graphs of n and m objects have up to n × m pairs,
/// though. When there are too many, ``unite()`` makes equality transitive, as in Hopcroft and Karp, "A Linear
/// Algorithm for Testing Equivalence of Finite Automata" (1971): objects that were compared with the same ones are
/// not compared with each other. At most n + m pairs are left then, and whether there is any difference is found
/// all the same.
struct PairTable {
  /// The first partner of each object; nearly all have only one.
  private var newOfOld: WordTable<Word>
  private var oldOfNew: WordTable<Word>
  private var others: Set<Pair> = []
  private let capacity: Int
  /// Sets of objects as trees of parents, once pairs are united.
  private var parents: [Object: Object]?

  private struct Pair: Hashable {
    let old: Word
    let new: Word
  }

  private struct Object: Hashable {
    let word: Word
    let isOld: Bool
  }

  init(_ old: PickleGraph, _ new: PickleGraph) {
    newOfOld = WordTable(old, none: .absent)
    oldOfNew = WordTable(new, none: .absent)
    let objects = old.containers.count + old.objects.count + new.containers.count + new.objects.count
    capacity = objects + 1 << 16
  }

  /// The object that an old one was first compared with.
  func partner(ofOld word: Word) -> Word? { Self.known(newOfOld[word]) }

  /// The object that a new one was first compared with.
  func partner(ofNew word: Word) -> Word? { Self.known(oldOfNew[word]) }

  private static func known(_ word: Word) -> Word? { word == .absent ? nil : word }

  /// Notes a pair.
  ///
  /// - Returns: whether it still has to be compared.
  mutating func insert(_ old: Word, _ new: Word) -> Bool {
    guard parents == nil else { return join(old, new) }
    let (newPartner, oldPartner) = (newOfOld[old], oldOfNew[new])
    if newPartner == new { return false }
    if oldPartner == .absent { oldOfNew[new] = old }
    if newPartner == .absent {
      newOfOld[old] = new
      return true
    }
    return others.insert(Pair(old: old, new: new)).inserted
  }

  // MARK: Too many pairs

  /// Whether there are several times as many pairs as objects.
  var isCrowded: Bool { others.count > capacity }

  /// Whether pairs are united.
  var isUnited: Bool { parents != nil }

  /// From now on objects that were compared with the same ones count as compared.
  mutating func unite() {
    parents = [:]
    let pairs = others
    others = []
    for pair in pairs { _ = join(pair.old, pair.new) }
  }

  /// Puts the sets of two objects together.
  ///
  /// - Returns: whether they were two.
  private mutating func join(_ old: Word, _ new: Word) -> Bool {
    // The pair of an object and its first partner gets into the trees along with the object's second pair.
    let first = newOfOld[old]
    if first == new { return false }
    if first == .absent { newOfOld[old] = new }
    let left = root(Object(word: old, isOld: true))
    if first != .absent { link(root(Object(word: first, isOld: false)), left) }
    let right = root(Object(word: new, isOld: false))
    guard left != right else { return false }
    link(right, left)
    return true
  }

  private mutating func link(_ root: Object, _ parent: Object) {
    if root != parent { parents?[root] = parent }
  }

  private mutating func root(_ object: Object) -> Object {
    var root = object
    while let parent = parents?[root] { root = parent }
    var next = object
    while let parent = parents?[next], parent != root {
      parents?[next] = root
      next = parent
    }
    return root
  }
}
