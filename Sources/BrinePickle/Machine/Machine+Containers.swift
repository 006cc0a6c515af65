import BrineCore

/// Lists, tuples, dicts and sets.
extension Machine {
  @inline(__always)
  mutating func pushEmpty(_ tag: Word.Tag) throws(PickleError) {
    guard pool.hasRoom(0) else { throw full() }
    push(Word(tag, pool.add(.empty)))
  }

  /// Makes a tuple of the topmost `count` values.
  @inline(__always)
  mutating func tuple(count: Int) throws(PickleError) {
    let start = stack.count &- count
    guard start >= fence else { throw underflow() }
    guard count > 0 else { return push(.emptyTuple) }
    guard pool.hasRoom(count) else { throw full() }
    let items = slice(from: start)
    var isUnhashable = false
    for word in items where !isPlainKey(word) { isUnhashable = isUnhashable || !isHashable(word) }
    let index = pool.add(items, aux: isUnhashable ? 1 : 0)
    stack.count = start
    push(Word(.tuple, index))
  }

  /// Makes a list of the values down to a MARK.
  mutating func list() throws(PickleError) {
    let start = try popMark()
    guard pool.hasRoom(stack.count &- start) else { throw full() }
    let index = pool.add(slice(from: start))
    stack.count = start
    push(Word(.list, index))
  }

  /// Makes a dict of the keys and values down to a MARK.
  mutating func dict() throws(PickleError) {
    let start = try popMark()
    let items = slice(from: start)
    guard items.count % 2 == 0 else { throw oddItems() }
    try checkKeys(items, stride: 2)
    guard pool.hasRoom(2 &* items.count) else { throw full() }
    let index = pool.add(Container.empty)
    if items.count > 0 { pool.setEntries(index, items) }
    stack.count = start
    push(Word(.dict, index))
  }

  /// Makes a frozenset of the values down to a MARK.
  mutating func frozenSet() throws(PickleError) {
    let start = try popMark()
    let items = slice(from: start)
    try checkKeys(items, stride: 1)
    guard pool.hasRoom(items.count) else { throw full() }
    let index = pool.add(items)
    stack.count = start
    push(Word(.frozenset, index))
  }

  /// APPEND and APPENDS: adds the values from `start` on to what lies below them.
  @inline(__always)
  mutating func append(from start: Int, isChecked: Bool) throws(PickleError) {
    guard start > fence else { throw underflow() }
    guard stack.count > start else { return }
    let target = stack[start &- 1]
    guard target.has(.list) else { return try appendToOther(target, from: start) }
    try extend(target.payload, from: start)
  }

  /// Adds the values from `start` on to a list or set, and drops them from the stack.
  @inline(__always)
  mutating func extend(_ container: Int, from start: Int) throws(PickleError) {
    let items = slice(from: start)
    let used = Int(pool.containers[container].count)
    guard pool.hasRoom(2 &* (used &+ items.count)) else { throw full() }
    pool.extend(container, used: used, by: items)
    pool.containers[container].count &+= UInt32(truncatingIfNeeded: items.count)
    stack.count = start
  }

  /// ADDITEMS.
  mutating func addItems() throws(PickleError) {
    let start = try popMark()
    guard start > fence else { throw underflow() }
    guard stack.count > start else { return }
    let target = stack[start &- 1]
    try checkKeys(slice(from: start), stride: 1)
    if target.has(.set) { return try extend(target.payload, from: start) }
    if scans, try dropsItems(of: target, from: start) { return }
    guard target.has(.object) else {
      throw fail(.notAddable, "items are added to \(describe(target)), which is not a set")
    }
    try extend(itemsList(of: target.objectIndex), from: start)
  }

  /// SETITEM and SETITEMS: sets the keys and values from `start` on in what lies below them.
  @inline(__always)
  mutating func setItems(from start: Int) throws(PickleError) {
    guard start > fence else { throw underflow() }
    let pairs = slice(from: start)
    guard pairs.count > 0 else { return }
    guard pairs.count % 2 == 0 else { throw oddItems() }
    let target = stack[start &- 1]
    guard target.has(.dict) else { return try setItemsOfOther(target, from: start) }
    try checkKeys(pairs, stride: 2)
    guard pool.hasRoom(4 &* (Int(pool.containers[target.payload].count) &+ pairs.count)) else { throw full() }
    if pool.containers[target.payload].count > 0 { noteStep(target.payload) }
    pool.setEntries(target.payload, pairs)
    stack.count = start
  }

  /// Notes that a dict is filled in steps, as dill fills the globals of a function that are to hold the function: it must
  /// not be empty when the function is made. CPython parts entries after a thousand only, and one by one in protocol 0.
  @inline(never)
  private mutating func noteStep(_ dict: Int) {
    let count = Int(pool.containers[dict].count)
    guard protocolVersion >= 2, count % GraphEncoder.batch != 0, firstEntries[dict] == nil else { return }
    firstEntries[dict] = count
  }

  @inline(never)
  mutating func oddItems() -> PickleError { fail(.oddItemCount, "a key has no value") }

  // MARK: Hashing

  /// Whether a key is a string, a number or a constant, as nearly all are.
  @inline(__always)
  mutating func isPlainKey(_ word: Word) -> Bool { word.bits < UInt64(Word.Tag.bytearray.rawValue) &<< 48 }

  /// Python refuses keys that it can't hash.
  @inline(__always)
  mutating func checkKeys(_ words: UnsafeBufferPointer<Word>, stride step: Int) throws(PickleError) {
    var position = 0
    while position < words.count {
      if !isPlainKey(words[position]) && !isHashable(words[position]) {
        throw fail(.unhashableKey, "\(describe(words[position])) is used as a key, which Python can't hash")
      }
      position &+= step
    }
  }

  /// Tuples know from when they were made whether they hold something that can't be hashed.
  mutating func isHashable(_ word: Word) -> Bool {
    switch word.tag {
    case .list, .dict, .set, .bytearray: return false
    case .tuple: return pool.containers[word.payload].aux == 0
    case .object:
      let callable = objects[word.objectIndex].callable
      guard inlineArrays.isEmpty || inlineArrays[word.objectIndex] == nil else { return false }
      guard callable.has(.global) else { return true }
      return !globals[callable.payload].known.makesUnhashable
    default: return true
    }
  }
}

extension Machine {
  /// What Brine knows of the callable that made an object.
  mutating func known(_ object: Word) -> KnownGlobal {
    let callable = objects[object.objectIndex].callable
    return callable.has(.global) ? globals[callable.payload].known : .unknown
  }
}

extension KnownGlobal {
  /// Whether what it builds is a dict, whose keys must be hashable.
  var isDict: Bool { self == .orderedDict || self == .defaultDict || self == .counter }

  /// Whether what it builds has neither `append` nor `extend`.
  var hasNoAppend: Bool { isDict || self == .set || self == .frozenset }

  /// Whether what it builds is a plain value, which can't be called.
  var makesPlainValue: Bool {
    switch self {
    case .set, .frozenset, .bytearray, .bytes, .complex, .encode, .date, .datetime, .time, .timedelta,
      .decimal, .uuid,
      .array, .arrayReconstructor, .reconstructArray, .arrayFromBuffer, .maskedArray:
      true
    default: false
    }
  }

  /// Whether what it builds can't be a dict's key.
  var makesUnhashable: Bool {
    switch self {
    case .set, .bytearray, .array, .arrayReconstructor, .reconstructArray, .arrayFromBuffer, .maskedArray,
      .deque, .orderedDict, .defaultDict, .counter,
      .unhashableData:
      true
    default: false
    }
  }
}
