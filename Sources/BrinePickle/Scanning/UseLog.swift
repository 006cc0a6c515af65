import BrineCore

/// Where a machine that scans used what: kept beside the graph, since reading has no need of it.
///
/// A machine with a log follows CPython's C unpickler and its Python one at once: what either of them would do it does,
/// and where they part it notes that.
final class UseLog: @unchecked Sendable {
  // Sendable: nothing is written to it once the machine is done.
  /// By object, the offset of the opcode that called or instantiated.
  var calls = Vector<Int>()
  /// By global, the offset of the opcode that imported it.
  var globals = Vector<Int>()
  /// What was done to objects that already were there.
  var effects = Vector<EffectRecord>()
  /// The calls whose arguments are no tuple, or the result of another call: what they are is known in part at most.
  var looseCalls: Set<Int> = []
  /// Where the two unpicklers part: the offset, and what about.
  var differences: [(offset: Int, difference: PickleRun.Difference)] = []
  /// The frames, as their opcodes announce them.
  var hasFrames = false

  /// Attributes that unpicklers, NumPy and PyTorch look for in instances, not in their classes alone.
  static let soughtAttributes: Set<String> = [
    "__setstate__", "__class__", "__array_interface__", "__array_struct__", "__array__", "__array_wrap__",
    "__array_finalize__", "__array_prepare__", "__cuda_array_interface__", "__dlpack__", "__torch_function__",
    "__reduce_ex__", "__reduce__", "__new__", "__getattr__", "__getattribute__", "__getstate__", "__copy__",
    "__deepcopy__", "__getnewargs__", "__getnewargs_ex__",
  ]

  /// The bytes of the longest text that may be a name, in whatever way it is written.
  static let longestText = 512

  /// A pickle may part them everywhere, which need not be told a million times.
  private static let mostDifferences = 16

  func note(_ difference: PickleRun.Difference, at offset: Int) {
    let isWorst = difference == .computedName && !differences.contains { $0.difference == .computedName }
    guard isWorst || differences.count < Self.mostDifferences else { return }
    differences.append((offset, difference))
  }
}

/// One BUILD, APPEND(S), ADDITEMS or SETITEM(S) of something that is not a plain container.
struct EffectRecord: BitwiseCopyable {
  let offset: Int
  let target: Word
  /// The state of BUILD; nothing for items.
  let value: Word
}

/// What only a machine with a log does.
extension Machine {
  /// Whether the machine scans.
  var scans: Bool { log != nil }

  @inline(never)
  mutating func noteEffect(_ target: Word, _ value: Word) {
    log?.effects.append(EffectRecord(offset: offset, target: target, value: value))
  }

  @inline(never)
  mutating func noteDifference(_ difference: PickleRun.Difference) { log?.note(difference, at: offset) }

  /// Notes the names of attributes that libraries look for in objects, by which they hand out more than data.
  @inline(__always)
  mutating func noteText(_ text: RawSpan) {
    guard text.byteCount > 6, text.byteCount <= UseLog.longestText else { return }
    let first = unsafe text.unsafeLoad(fromByteOffset: 0, as: UInt8.self)
    if first == UInt8(ascii: "_") || first == UInt8(ascii: "\\") || first == 0 { noteAttribute(text) }
  }

  /// UNICODE has escapes, and texts may be handed to codecs: a name that is written with either is no honest one.
  @inline(never)
  private mutating func noteAttribute(_ text: RawSpan) {
    let bytes = text.withUnsafeBytes { Array($0) }
    note(bytes.contains(UInt8(ascii: "\\")) ? RawUnicodeEscape.decoded(text) ?? bytes : bytes) { $0 == $1 }
  }

  /// The same for bytes, of which codecs and NumPy make texts: what is no letter may be dropped by them.
  @inline(never)
  mutating func noteBytes(_ bytes: RawSpan) {
    guard bytes.byteCount > 6, bytes.byteCount <= UseLog.longestText else { return }
    note(bytes.withUnsafeBytes { Array($0) }) { $0.contains($1) }
  }

  private mutating func note(_ bytes: [UInt8], _ isFound: (String, String) -> Bool) {
    let letters = bytes.filter { (0x21...0x7E).contains($0) }
    guard letters.count > 6, letters.contains(UInt8(ascii: "_")) else { return }
    let text = String(decoding: letters, as: UTF8.self)
    if UseLog.soughtAttributes.contains(where: { isFound(text, $0) }) { noteDifference(.attributeName) }
  }

  /// Arguments that are no tuple, as a tuple of what is known of them: the Python unpickler takes anything that can be
  /// iterated, and an object may be an instance of a subclass of tuple. `nil` for a machine that does not scan.
  @inline(never)
  mutating func looseArguments(_ word: Word) -> Word? {
    guard let log else { return nil }
    if !word.has(.object), !word.has(.special) { noteDifference(.argumentsAreNoTuple) }
    log.looseCalls.insert(objects.count)
    guard word.has(.list) else { return .emptyTuple }
    let list = pool.containers[word.payload]
    // One list may be the arguments of a million calls.
    let items = (0..<min(Int(list.count), PickleRun.mostArguments + 1)).map {
      pool.words[Int(list.start) + $0]
    }
    guard !items.isEmpty, pool.hasRoom(items.count) else { return .emptyTuple }
    return Word(.tuple, items.withUnsafeBufferPointer { pool.add($0) })
  }

  /// Keyword arguments that are no dict: an empty one in their place. `nil` for a machine that does not scan.
  @inline(never)
  mutating func looseKeywords() throws(PickleError) -> Word? {
    guard let log else { return nil }
    noteDifference(.argumentsAreNoTuple)
    log.looseCalls.insert(objects.count)
    guard pool.hasRoom(0) else { throw full() }
    return Word(.dict, pool.add(.empty))
  }

  /// A number whose text only Python can make sense of, if that.
  mutating func skipsNumber() -> Bool {
    guard scans else { return false }
    noteDifference(.numberText)
    push(Word(.int, 0))
    return true
  }

  /// A PUT under a key that only Python's own integers can hold.
  mutating func skipsPut() -> Bool {
    if scans { noteDifference(.numberText) }
    return scans
  }

  /// A GET of such a key: what comes of it is anybody's guess.
  mutating func skipsGet() -> Bool {
    guard scans else { return false }
    noteDifference(.computedName)
    specials.append(SpecialRecord(kind: .persistent, value: .none))
    push(Word(.special, specials.count &- 1))
    return true
  }

  /// STACK_GLOBAL whose module or name is the result of a call: known to nobody but Python.
  mutating func pushComputedGlobal(_ module: Word, _ name: Word) throws(PickleError) {
    try tuplePair(module, name)
    let pair = stack.removeLast()
    specials.append(SpecialRecord(kind: .persistent, value: pair))
    push(Word(.special, specials.count &- 1))
    noteDifference(.computedName)
  }

  private mutating func tuplePair(_ first: Word, _ second: Word) throws(PickleError) {
    push(first)
    push(second)
    try tuple(count: 2)
  }
}

extension Machine {
  /// Items that are appended to or set in what a name or an id stands for, or an object, are noted; those of the first two
  /// are nowhere to be kept.
  mutating func dropsItems(of target: Word, from start: Int) throws(PickleError) -> Bool {
    guard !target.isPlain else { return false }
    noteEffect(target, .absent)
    guard !target.has(.object) else { return false }
    stack.count = start
    return true
  }
}

extension Word {
  /// Whether this is neither an object nor something from outside.
  var isPlain: Bool { !has(.object) && !has(.global) && !has(.special) }

  /// Whether this may be a text to Python.
  var mayBeText: Bool { has(.string) || has(.object) || has(.special) }
}
