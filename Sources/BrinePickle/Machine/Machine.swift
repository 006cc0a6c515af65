import BrineCore

/// The pickle virtual machine: runs opcodes and leaves a graph behind.
///
/// It follows CPython's C unpickler (`Modules/_pickle.c`), refusals included, except that it never looks a name up
/// or calls anything: REDUCE and its like leave a description. As there, the stack and the marks are apart, and
/// `fence` is the height below which nothing may be popped.
struct Machine: ~Copyable {
  var stack = Vector<Word>(capacity: 1024)
  var marks = Vector<Int>()
  var fence = 0
  var memo: Memo
  var pool: Pool
  var objects: Vector<ObjectRecord>
  var globals = Vector<GlobalRecord>()
  var specials = Vector<SpecialRecord>()
  /// By object, the calls that were dropped for its sake, in the order in which they ended.
  var discarded: [Int: [Word]] = [:]
  /// By dict, how many entries it had when more were set where CPython would not part them: see `noteStep`.
  var firstEntries: [Int: Int] = [:]
  var protocolVersion = 0
  var highestProtocol = 0
  var nextBuffer = 0
  /// The offset of the opcode being run.
  var offset = 0
  /// The offset from which on it is time to look at how much memory there is in use: see `Limits.valueSize`.
  var checkpoint: Int
  /// The offset of the last REDUCE.
  var reduceOffset = -1
  let options: PickleOptions
  /// What a machine that scans keeps: see `UseLog`.
  let log: UseLog?
  /// Whether arrays may follow BUILD.
  var hasInlineArrays: Bool
  /// By object, where the elements of an array are that stands between the opcodes.
  var inlineArrays: [Int: InlineArray] = [:]

  /// A machine for an input of `byteCount` bytes.
  ///
  /// Room is made for what such an input usually needs. Memory that is not touched costs nothing,
  /// while growing costs a copy and fresh pages.
  init(options: PickleOptions, byteCount: Int, log: UseLog? = nil) {
    self.options = options
    self.log = log
    hasInlineArrays = options.hasInlineArrays
    checkpoint = options.limits.valueSize == .max ? .max : 0
    let byteCount = min(byteCount, 16 << 20)
    memo = Memo(capacity: byteCount / 8)
    pool = Pool(words: byteCount / 4, containers: byteCount / 24)
    objects = Vector(capacity: byteCount / 32)
  }

  /// Runs up to and including STOP, whose place `offset` is then.
  ///
  /// - Returns: the word that STOP found on top.
  mutating func run(_ input: ByteCursor) throws(PickleError) -> Word {
    // Nothing that is not inlined gets at this variable, so that it stays in registers.
    var cursor = input
    while true {
      offset = cursor.position
      if offset >= checkpoint { try checkSize() }
      guard let byte = cursor.read(UInt8.self) else { throw ranOut() }
      // Comparing bytes compiles to one jump table; making a `PickleOpcode` first would cost a second one.
      switch byte {
      case PickleOpcode.binInt1.rawValue: push(Word(.int, Int(try read(UInt8.self, &cursor))))
      case PickleOpcode.binInt2.rawValue: push(Word(.int, Int(try read(UInt16.self, &cursor))))
      case PickleOpcode.binInt.rawValue: push(Word(.int, Int(try read(Int32.self, &cursor))))
      case PickleOpcode.binFloat.rawValue: try binFloat(&cursor)
      case PickleOpcode.none.rawValue: push(.none)
      case PickleOpcode.newTrue.rawValue: push(.true)
      case PickleOpcode.newFalse.rawValue: push(.false)
      case PickleOpcode.shortBinUnicode.rawValue:
        try unicode(&cursor, count: Int(try read(UInt8.self, &cursor)))
        memoizeNext(&cursor)
      case PickleOpcode.binUnicode.rawValue:
        try unicode(&cursor, count: Int(try read(UInt32.self, &cursor)))
        memoizeNext(&cursor)
      case PickleOpcode.memoize.rawValue: memo.memoize(try top())
      case PickleOpcode.binPut.rawValue: memo.put(try top(), at: Int(try read(UInt8.self, &cursor)))
      case PickleOpcode.binGet.rawValue: try get(Int(try read(UInt8.self, &cursor)))
      case PickleOpcode.longBinGet.rawValue: try get(Int(try read(UInt32.self, &cursor)))
      case PickleOpcode.mark.rawValue: mark()
      case PickleOpcode.emptyList.rawValue: try open(.list, &cursor)
      case PickleOpcode.emptyDict.rawValue: try open(.dict, &cursor)
      case PickleOpcode.emptyTuple.rawValue:
        push(.emptyTuple)
        if skipNext(.newObj, &cursor) { try newObject(&cursor) }
      case PickleOpcode.tuple1.rawValue: try tuple(count: 1)
      case PickleOpcode.tuple2.rawValue: try tuple(count: 2)
      case PickleOpcode.tuple3.rawValue: try tuple(count: 3)
      case PickleOpcode.tuple.rawValue: try tuple(count: stack.count &- (try popMark()))
      case PickleOpcode.append.rawValue: try append(from: stack.count &- 1, isChecked: false)
      case PickleOpcode.appends.rawValue: try append(from: try popMark(), isChecked: true)
      case PickleOpcode.setItem.rawValue: try setItems(from: stack.count &- 2)
      case PickleOpcode.setItems.rawValue:
        try setItems(from: try popMark())
        if skipNext(.build, &cursor) {
          try build()
          if hasInlineArrays { _ = cursor.seek(to: try readInlineArray(cursor)) }
        }
      case PickleOpcode.newObj.rawValue: try newObject(&cursor)
      case PickleOpcode.reduce.rawValue: try reduce()
      case PickleOpcode.build.rawValue:
        try build()
        if hasInlineArrays { _ = cursor.seek(to: try readInlineArray(cursor)) }
      case PickleOpcode.stop.rawValue: return try pop()
      default: _ = cursor.seek(to: try runRare(byte, cursor))
      }
    }
  }

  /// What the machine leaves behind.
  consuming func finish() -> GraphParts {
    markMemoizedSpecials()
    trim()
    return GraphParts(
      pool: pool, objects: objects, globals: globals, specials: specials, discarded: discarded,
      firstEntries: firstEntries, inlineArrays: inlineArrays,
      options: options, protocolVersion: highestProtocol)
  }

  /// Marks the persistent ids and the like that the memo holds, of which most pickles have none.
  private mutating func markMemoizedSpecials() {
    guard specials.count > 0 else { return }
    for word in memo.words where word.has(.special) { specials[word.payload].isMemoized = true }
  }

  /// Gives back the room that was made for more than came.
  private mutating func trim() {
    pool.words.trim()
    pool.containers.trim()
    pool.shapes.trim()
    objects.trim()
    globals.trim()
    specials.trim()
  }

  // MARK: What nearly always follows
  //
  // The jump to an opcode's code is hard for a processor to foresee, a comparison that nearly always has the same
  // outcome is not. So opcodes that come in company are done together.

  /// Moves over the next opcode if it is this one.
  @inline(__always)
  private mutating func skipNext(_ opcode: PickleOpcode, _ cursor: inout ByteCursor) -> Bool {
    let next = cursor.position
    guard cursor.skip(over: opcode.rawValue) else { return false }
    offset = next
    return true
  }

  /// MEMOIZE of the value on top, which was just pushed.
  @inline(__always)
  mutating func memoizeNext(_ cursor: inout ByteCursor) {
    if skipNext(.memoize, &cursor) { memo.memoize(stack[stack.count &- 1]) }
  }

  /// An empty container, to be stored and then filled.
  @inline(__always)
  private mutating func open(_ tag: Word.Tag, _ cursor: inout ByteCursor) throws(PickleError) {
    try pushEmpty(tag)
    memoizeNext(&cursor)
    if skipNext(.mark, &cursor) { mark() }
  }

  @inline(__always)
  private mutating func newObject(_ cursor: inout ByteCursor) throws(PickleError) {
    try newObject()
    memoizeNext(&cursor)
  }

  // MARK: The stack

  @inline(__always)
  mutating func push(_ word: Word) { stack.append(word) }

  @inline(__always)
  mutating func pop() throws(PickleError) -> Word {
    guard stack.count > fence else { throw underflow() }
    return stack.removeLast()
  }

  @inline(__always)
  mutating func top() throws(PickleError) -> Word {
    guard stack.count > fence else { throw underflow() }
    return stack[stack.count &- 1]
  }

  @inline(__always)
  mutating func mark() {
    fence = stack.count
    marks.append(fence)
  }

  /// Takes the topmost MARK away: the height of the stack at it.
  @inline(__always)
  mutating func popMark() throws(PickleError) -> Int {
    guard marks.count > 0 else { throw fail(.markNotFound, "there is no MARK on the stack") }
    let height = marks.removeLast()
    fence = marks.count > 0 ? marks[marks.count &- 1] : 0
    return height
  }

  /// The stack from `start` up.
  @inline(__always)
  mutating func slice(from start: Int) -> UnsafeBufferPointer<Word> {
    UnsafeBufferPointer(start: stack.base + start, count: stack.count &- start)
  }

  @inline(__always)
  mutating func read<T: FixedWidthInteger & BitwiseCopyable>(
    _ type: T.Type, _ cursor: inout ByteCursor
  ) throws(PickleError) -> T {
    guard let value = cursor.read(type) else { throw truncated() }
    return value
  }

  // MARK: The memo

  @inline(__always)
  mutating func get(_ key: Int) throws(PickleError) {
    guard let word = memo.get(key) else {
      throw fail(.memoKeyMissing, "memo key \(key) was never stored")
    }
    push(word)
  }
}

// MARK: Errors

extension Machine {
  @inline(never)
  mutating func fail(_ code: PickleError.Code, _ detail: String) -> PickleError {
    PickleError(code, detail, context: ErrorContext(offset: offset))
  }

  @inline(never)
  mutating func ranOut() -> PickleError { fail(.ranOutOfInput, "the input ends without a STOP opcode") }

  @inline(never)
  mutating func truncated() -> PickleError { fail(.truncated, "the input ends inside an opcode's argument") }

  @inline(never)
  mutating func underflow() -> PickleError {
    marks.count > 0
      ? fail(.unexpectedMark, "a value is needed, but a MARK is on top of the stack")
      : fail(.stackUnderflow, "a value is needed, but the stack is empty")
  }

  @inline(never)
  mutating func unknown(_ byte: UInt8) -> PickleError {
    fail(.unknownOpcode, "byte 0x\(String(byte, radix: 16)) is not an opcode")
  }

  @inline(never)
  mutating func full() -> PickleError {
    fail(.limitExceeded, "the pickle holds more values than can be numbered")
  }
}
