import BrineCore

/// What PUT stored, by its key.
///
/// Keys count up from 0 in every pickle that a tool wrote, so they index a buffer; a key far beyond what
/// was stored so far, which only a made-up file has, goes to a dictionary and costs no more than any other.
struct Memo: ~Copyable {
  private var dense: Vector<Word>
  private var sparse: [Int: Word] = [:]
  /// How many keys are stored: the key that MEMOIZE takes next.
  private(set) var count = 0

  init(capacity: Int) { dense = Vector(capacity: capacity) }

  /// All that is stored.
  var words: [Word] {
    mutating get { (0..<dense.count).map { dense[$0] } + sparse.values }
  }

  /// The word under `key`, or `nil`.
  @inline(__always)
  mutating func get(_ key: Int) -> Word? {
    if key >= 0 && key < dense.count {
      let word = dense[key]
      if word != .absent { return word }
    }
    return sparse.isEmpty ? nil : sparse[key]
  }

  /// Stores a word under the key that follows, as MEMOIZE does.
  @inline(__always)
  mutating func memoize(_ word: Word) {
    if count == dense.count && sparse.isEmpty {
      dense.append(word)
      count &+= 1
    } else {
      put(word, at: count)
    }
  }

  /// Stores a word under a key that is not negative.
  mutating func put(_ word: Word, at key: Int) {
    let isReplaced = get(key) != nil
    if !isReplaced { count &+= 1 }
    guard key < dense.count &+ 8 else {
      sparse[key] = word
      return
    }
    if isReplaced && !sparse.isEmpty { sparse[key] = nil }
    if key < dense.count {
      dense[key] = word
    } else {
      while dense.count < key { dense.append(.absent) }
      dense.append(word)
    }
  }
}
