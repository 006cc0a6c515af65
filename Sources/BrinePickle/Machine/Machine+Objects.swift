import BrineCore

/// Globals, calls, instances and their state: described, never done.
extension Machine {
  // MARK: Calls

  /// REDUCE.
  mutating func reduce() throws(PickleError) {
    reduceOffset = offset
    let given = try pop()
    let callable = try pop()
    guard let arguments = given.isTuple ? given : looseArguments(given) else {
      throw fail(.badArguments, "the arguments of a call are \(describe(given)), not a tuple")
    }
    try checkCallable(callable)
    if callable.has(.global), arguments.has(.tuple) {
      let known = globals[callable.payload].known
      if known == .set || known == .frozenset { try checkItems(ofArgument: arguments) }
    }
    try pushObject(.reduce, callable, arguments)
  }

  /// The items that a set is to be made of must be hashable.
  private mutating func checkItems(ofArgument arguments: Word) throws(PickleError) {
    let tuple = pool.containers[arguments.payload]
    let first = pool.words[Int(tuple.start)]
    guard tuple.count == 1 else { return }
    if first.has(.tuple), !isHashable(first) {
      throw fail(.unhashableKey, "a set is made of items that Python can't hash")
    }
    guard first.has(.list) else { return }
    // A list notes how many of its items were found hashable, since one list may be the argument of many calls.
    let (items, checked) = (pool.containers[first.payload], Int(pool.containers[first.payload].aux))
    guard Int(items.count) > checked else { return }
    let start = pool.words.base + Int(items.start) + checked
    try checkKeys(UnsafeBufferPointer(start: start, count: Int(items.count) - checked), stride: 1)
    pool.containers[first.payload].aux = items.count
  }

  /// NEWOBJ.
  @inline(__always)
  mutating func newObject() throws(PickleError) {
    let given = try pop()
    let type = try pop()
    try checkClass(type)
    guard let arguments = given.isTuple ? given : looseArguments(given) else {
      throw fail(.badArguments, "the arguments of NEWOBJ are \(describe(given)), not a tuple")
    }
    try pushObject(.newObj, type, arguments)
  }

  /// NEWOBJ_EX.
  mutating func newObjectEx() throws(PickleError) {
    let (givenKeywords, given) = (try pop(), try pop())
    let type = try pop()
    try checkClass(type)
    guard let arguments = given.isTuple ? given : looseArguments(given) else {
      throw fail(.badArguments, "the arguments of NEWOBJ_EX are \(describe(given)), not a tuple")
    }
    guard let keywords = givenKeywords.has(.dict) ? givenKeywords : try looseKeywords() else {
      throw fail(
        .badArguments, "the keyword arguments of NEWOBJ_EX are \(describe(givenKeywords)), not a dict")
    }
    try pushObject(.newObjEx, type, try parts(arguments, keywords))
  }

  /// OBJ: a class and its arguments, down to a MARK.
  mutating func obj() throws(PickleError) {
    let start = try popMark()
    guard stack.count > start else { throw underflow() }
    let callable = stack[start]
    try checkCallable(callable)
    try tuple(count: stack.count &- start &- 1)
    let arguments = stack.removeLast()
    stack.count = start
    try pushObject(.obj, callable, arguments)
  }

  /// INST: a class by name, and its arguments down to a MARK.
  mutating func inst(_ cursor: inout ByteCursor) throws(PickleError) {
    // The Python unpickler imports before it looks for the MARK.
    let early = scans ? try readGlobal(&cursor, isASCII: true) : nil
    let start = try popMark()
    let type: Word
    if let early { type = early } else { type = try readGlobal(&cursor, isASCII: true) }
    try tuple(count: stack.count &- start)
    let arguments = stack.removeLast()
    try pushObject(.inst, type, arguments)
  }

  @inline(__always)
  mutating func pushObject(
    _ construction: Construction, _ callable: Word, _ arguments: Word
  ) throws(PickleError) {
    guard pool.hasRoom(0) else { throw full() }
    objects.append(ObjectRecord(callable: callable, arguments: arguments, state: .absent, items: .absent))
    log?.calls.append(offset)
    push(.object(objects.count &- 1, construction))
  }

  @inline(__always)
  mutating func checkCallable(_ word: Word) throws(PickleError) {
    guard word.has(.global) || isCallable(word) else {
      throw fail(.notCallable, "\(describe(word)) is called, which is not a function or class")
    }
  }

  /// Whether what a call made, or the reader of the pickle supplies, may be called. Data never is.
  private mutating func isCallable(_ word: Word) -> Bool {
    guard word.has(.object) else { return word.has(.special) }
    return !known(word).makesPlainValue && inlineArrays[word.objectIndex] == nil
  }

  @inline(__always)
  mutating func checkClass(_ word: Word) throws(PickleError) {
    guard word.has(.global) || isCallable(word) else {
      throw fail(.notAClass, "an instance of \(describe(word)) is to be made, which is not a class")
    }
  }

  // MARK: State and items

  /// BUILD.
  @inline(__always)
  mutating func build() throws(PickleError) {
    guard stack.count &- 2 >= fence else { throw underflow() }
    let state = stack.removeLast()
    let target = stack[stack.count &- 1]
    if scans, !target.isPlain { noteEffect(target, state) }
    if target.has(.object) {
      try addState(state, to: target.objectIndex)
    } else if target.has(.global) {
      globals[target.payload].state = try adding(state, to: globals[target.payload].state)
    } else if !target.has(.special) {
      try checkStateless(target, state)
    }
  }

  @inline(__always)
  mutating func addState(_ state: Word, to object: Int) throws(PickleError) {
    let old = objects[object].state
    objects[object].state = old == .absent ? state : try adding(state, to: old)
  }

  /// Values of builtin types have no `__dict__`: they take only the states that ask for nothing.
  private mutating func checkStateless(_ target: Word, _ state: Word) throws(PickleError) {
    if state == .none { return }
    if state.has(.tuple), pool.containers[state.payload].count == 2 {
      let start = Int(pool.containers[state.payload].start)
      let (own, slots) = (pool.words[start], pool.words[start &+ 1])
      if own == .none, slots.has(.dict), pool.containers[slots.payload].count == 0 { return }
    }
    throw fail(.badState, "\(describe(target)) can't take a state")
  }

  @inline(never)
  private mutating func adding(_ state: Word, to old: Word) throws(PickleError) -> Word {
    guard old != .absent else { return state }
    guard old.has(.parts) else { return try parts(old, state) }
    let count = Int(pool.containers[old.payload].count)
    guard pool.hasRoom(2 &* count &+ 2) else { throw full() }
    withUnsafePointer(to: state) {
      pool.extend(old.payload, used: count, by: UnsafeBufferPointer(start: $0, count: 1))
    }
    pool.containers[old.payload].count &+= 1
    return old
  }

  private mutating func parts(_ first: Word, _ second: Word) throws(PickleError) -> Word {
    guard pool.hasRoom(2) else { throw full() }
    let start = pool.words.count
    pool.words.append(first)
    pool.words.append(second)
    let container = Container(start: UInt32(truncatingIfNeeded: start), count: 2, capacity: 2, aux: 0)
    return Word(.parts, pool.add(container))
  }

  /// APPEND or APPENDS to something that is not a list.
  mutating func appendToOther(_ target: Word, from start: Int) throws(PickleError) {
    if scans, try dropsItems(of: target, from: start) { return }
    guard target.has(.object), !known(target).hasNoAppend else {
      throw fail(.notAppendable, "items are appended to \(describe(target)), which is not a list")
    }
    try extend(itemsList(of: target.objectIndex), from: start)
  }

  /// SETITEM or SETITEMS of something that is not a dict.
  mutating func setItemsOfOther(_ target: Word, from start: Int) throws(PickleError) {
    if target.has(.list) { return try assign(target.payload, from: start) }
    if scans, try dropsItems(of: target, from: start) { return }
    guard target.has(.object) else {
      throw fail(.notAssignable, "entries are set in \(describe(target)), which is not a dict")
    }
    let pairs = slice(from: start)
    if known(target).isDict { try checkKeys(pairs, stride: 2) }
    let entries = try itemsDict(of: target.objectIndex)
    guard pool.hasRoom(4 &* (Int(pool.containers[entries].count) &+ pairs.count)) else { throw full() }
    pool.setEntries(entries, pairs)
    stack.count = start
  }

  /// `list[index] = value`, which Python allows too.
  private mutating func assign(_ list: Int, from start: Int) throws(PickleError) {
    if scans { noteDifference(.itemReplaced) }
    let container = pool.containers[list]
    var position = start
    while position < stack.count {
      guard var index = stack[position].inlineInt else {
        throw fail(.notAssignable, "\(describe(stack[position])) is used as the index of a list")
      }
      if index < 0 { index &+= Int(container.count) }
      guard index >= 0, index < Int(container.count) else {
        throw fail(.notAssignable, "list index \(index) is out of range")
      }
      pool.words[Int(container.start) &+ index] = stack[position &+ 1]
      if !isPlainKey(stack[position &+ 1]) { pool.containers[list].aux = min(container.aux, UInt32(index)) }
      position &+= 2
    }
    stack.count = start
  }

  /// The container of an object's list items, made when first needed.
  mutating func itemsList(of object: Int) throws(PickleError) -> Int {
    let items = objects[object].items
    if items.has(.list) { return items.payload }
    if items.has(.parts) { return pool.words[Int(pool.containers[items.payload].start)].payload }
    guard pool.hasRoom(2) else { throw full() }
    let list = Word(.list, pool.add(.empty))
    objects[object].items = items == .absent ? list : try parts(list, items)
    return list.payload
  }

  /// The container of an object's dict entries, made when first needed.
  private mutating func itemsDict(of object: Int) throws(PickleError) -> Int {
    let items = objects[object].items
    if items.has(.dict) { return items.payload }
    if items.has(.parts) { return pool.words[Int(pool.containers[items.payload].start) &+ 1].payload }
    guard pool.hasRoom(2) else { throw full() }
    let dict = Word(.dict, pool.add(.empty))
    objects[object].items = items == .absent ? dict : try parts(items, dict)
    return dict.payload
  }
}
