import BrineCore

/// Writes a graph as a pickle: opcode for opcode what CPython's C pickler writes for the same objects.
///
/// It has a stack of its own, so that no nesting is too deep. `save` writes a value at once where it is a plain one or
/// was written before, else it begins the value and pushes what is left to do.
/// Source: `Modules/_pickle.c` for what is written; `Documentation/architecture.md` for how.
struct GraphEncoder: ~Copyable {
  /// A value that is being written.
  struct Step: BitwiseCopyable {
    enum Kind: UInt8 {
      case list, items, set, frozenset, tuple, plainItems, dict, entries, object, state, build, special,
        inlineArray
      /// A set that an old protocol writes as a call.
      case setCall
    }
    let kind: Kind
    /// Whether the current batch holds one item only.
    var isSingle = false
    /// Where keys are one after the other in a shape: 1; where key and value take turns: 2.
    var stride: UInt8 = 0
    let word: Word
    var next = 0
    var count = 0
    /// Where the current batch ends.
    var end = 0
    var items: UnsafePointer<Word>?
    var keys: UnsafePointer<Word>?

    init(_ kind: Kind, _ word: Word) {
      self.kind = kind
      self.word = word
    }
  }

  let graph: PickleGraph
  let version: Int
  let options: PickleWriteOptions
  /// Whether the pickle is to have the protocol that it had.
  let isVerbatim: Bool
  /// Whether strings and bytes can be copied as they are stored.
  let copiesLeaves: Bool
  var output: PickleOutput
  var memo: EncodingMemo
  var steps = Vector<Step>(capacity: 64)
  /// Names that this encoder adds, by text, and globals that it adds, by name: their keys in the memo.
  var texts: [String: Int] = [:]
  var extraGlobals: [PickleName: Int] = [:]
  /// What may still be written because of values that are written several times.
  var budget: Int
  /// Persistent ids and views that were begun, and how many keys there were then.
  var openSpecials: [Int: Int] = [:]
  /// For objects of which calls were dropped: how often their writing began.
  var beginnings: [Int: Int] = [:]
  /// Arrays that were written apart.
  var writtenArrays: Set<Int> = []
  let input: UnsafeRawPointer
  let inputCount: Int

  /// How many items an APPENDS, SETITEMS or ADDITEMS takes. Source: `BATCHSIZE` in `_pickle.c`.
  static let batch = 1000

  init(_ graph: PickleGraph, _ options: PickleWriteOptions, version: Int, sink: PickleOutput.Sink?) {
    self.graph = graph
    self.options = options
    self.version = version
    isVerbatim = version == graph.writtenProtocol
    copiesLeaves = isVerbatim || (version >= 4 && graph.protocolVersion >= 4)
    let size = graph.byteRange.count
    let expected = sink == nil ? size &+ size / 64 &+ 4096 : 2 * PickleOutput.frameTarget
    output = PickleOutput(capacity: expected, sink: sink)
    memo = EncodingMemo(graph)
    budget = graph.walkBudget
    inputCount = graph.memory.count
    // An empty input has no memory; nothing is read from it then.
    input = graph.memory.baseAddress ?? UnsafeRawPointer(steps.base)
  }

  mutating func run(_ root: Word) throws {
    if version >= 2 {
      output.write(.proto)
      output.reserve(1)
      output.put(UInt8(truncatingIfNeeded: version))
    }
    if version >= 4 { output.startFraming() }
    _ = try save(root)
    while steps.count > 0 { try advance() }
    output.write(.stop)
    try output.finish()
  }

  private mutating func advance() throws {
    switch steps[steps.count &- 1].kind {
    case .list, .items, .set: try continueItems()
    case .dict, .entries: try continueEntries()
    case .tuple, .plainItems, .frozenset: try continueTuple()
    case .object: try continueObject()
    case .state: try continueState()
    case .build: finishBuild()
    case .setCall: try continueSetCall()
    case .special: try continueSpecial()
    case .inlineArray: try continueInlineArray()
    }
  }

  /// Writes a value, or begins to.
  ///
  /// - Returns: whether something was pushed that is to be finished first.
  @inline(__always)
  mutating func save(_ word: Word) throws -> Bool {
    try output.begin()
    if try writeAtom(word) { return false }
    return try start(word)
  }

  @inline(never)
  mutating func start(_ word: Word) throws -> Bool {
    switch word.tag {
    case .list, .dict, .tuple, .set, .frozenset: return try startContainer(word)
    case .object: return try startObject(word)
    case .global: return try startGlobal(word)
    case .special: return try startSpecial(word)
    case .bytes: try write(bytes: word)
    case .bytearray: try write(bytearray: word)
    case .number: try write(number: word)
    default: throw failure(word, "there is nothing to be written")
    }
    return false
  }

  mutating func push(_ step: Step) { steps.append(step) }

  /// Replaces the topmost step.
  @inline(__always)
  mutating func update(_ step: Step) { steps[steps.count &- 1] = step }

  // MARK: The memo

  /// GET of a key.
  mutating func writeGet(_ key: Int) {
    if version == 0 { return output.write("g\(key)\n") }
    output.write(key: key, short: .binGet, long: .longBinGet)
  }

  /// Stores the value on top under the key that comes next.
  @inline(__always)
  mutating func writePut(_ key: Int) {
    if version >= 4 { output.write(.memoize) } else { writeOldPut(key) }
  }

  @inline(never)
  private mutating func writeOldPut(_ key: Int) {
    if version == 0 { return output.write("p\(key)\n") }
    output.write(key: key, short: .binPut, long: .longBinPut)
  }

  // MARK: Values inside themselves

  /// Notes that a value is begun which will be stored only when its parts are written, and checks that it is not
  /// inside itself with nothing in between that could be referred to: nobody could ever write that.
  @inline(__always)
  mutating func begun(_ slot: EncodingMemo.Slot, _ word: Word) throws -> EncodingMemo.Slot {
    if slot.begun != nil { try checkAgain(slot, word) }
    return .begun(memo.count)
  }

  @inline(never)
  private mutating func checkAgain(_ slot: EncodingMemo.Slot, _ word: Word) throws {
    guard let count = slot.begun, count < memo.count else {
      throw failure(word, "it contains itself, and pickles can't have that")
    }
    try spend(word.has(.object) ? 8 : graph.items(word).count &+ 8, word)
  }

  /// Pays for writing `size` items once more.
  mutating func spend(_ size: Int, _ word: Word) throws {
    budget &-= size
    if budget < 0 { throw failure(word, "it would be written again far too often", .limitExceeded) }
  }

  func failure(_ word: Word, _ text: String, _ code: PickleError.Code = .notEncodable) -> EncodingFailure {
    EncodingFailure(word: word, code: code, detail: text)
  }
}

/// A value that can't be written; its path is looked for when it is reported.
struct EncodingFailure: Error {
  let word: Word
  let code: PickleError.Code
  let detail: String
}
