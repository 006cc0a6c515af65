import BigInt
import BrineCore

/// Makes a graph out of values, rather than out of a pickle.
///
/// Strings, bytes and wide numbers are written into a buffer of leaves, in the form that protocol 4 has for them, and
/// everything else is what the machine would have left behind. Containers may be filled in any order and may hold
/// themselves. Nothing here comes from a file unchecked: it is for the encoder, typed JSON and Swift objects.
struct GraphBuilder: ~Copyable {
  private(set) var pool: Pool
  private(set) var objects = Vector<ObjectRecord>()
  private(set) var globals = Vector<GlobalRecord>()
  private(set) var specials = Vector<SpecialRecord>()
  private var leaves = Vector<UInt8>(capacity: 1024)
  /// By object, calls that are to be written outside of it: see `Machine.noteDiscarded`.
  var discarded: [Int: [Word]] = [:]
  private var buffers: [PickleBuffer] = []
  private var names: [PickleName: Word] = [:]
  private var texts: [String: Word] = [:]

  init(words: Int = 1024) { pool = Pool(words: words, containers: words / 8) }

  /// The graph below `root`.
  ///
  /// - Throws: `PickleError.Code.limitExceeded` for more values than can be numbered.
  consuming func finish(_ root: Word, options: PickleOptions = .init()) throws(PickleError) -> PickleGraph {
    guard pool.words.count < Pool.maximum / 4, pool.containers.count < Pool.maximum else {
      throw PickleError(.limitExceeded, "there are more values than can be numbered")
    }
    var options = options
    options.buffers = buffers
    // A pickle ends with STOP, so that no leaf is the very last.
    leaves.append(PickleOpcode.stop.rawValue)
    let source = MemorySource(leaves.takeData())
    let parts = GraphParts(
      pool: pool, objects: objects, globals: globals, specials: specials, discarded: discarded,
      options: options, protocolVersion: 4)
    return PickleGraph(parts, source: source, root: root, byteRange: 0..<source.count)
  }

  // MARK: Numbers

  /// An integer.
  mutating func int(_ value: Int) -> Word { Word.int(value) ?? integer(BigInt(value)) }

  /// An integer of any size.
  mutating func integer(_ value: BigInt) -> Word {
    if let small = Int(exactly: value).flatMap(Word.int) { return small }
    let start = leaves.count
    let bytes = PythonInteger.littleEndian(value)
    if bytes.count < 256 {
      leaves.append(PickleOpcode.long1.rawValue)
      leaves.append(UInt8(truncatingIfNeeded: bytes.count))
    } else {
      leaves.append(PickleOpcode.long4.rawValue)
      append(UInt32(truncatingIfNeeded: bytes.count))
    }
    bytes.withUnsafeBufferPointer { leaves.append(contentsOf: $0) }
    return Word(.number, start)
  }

  /// A float.
  mutating func double(_ value: Double) -> Word {
    if value.bitPattern < Word.firstTagged { return Word(bits: value.bitPattern) }
    let start = leaves.count
    leaves.append(PickleOpcode.binFloat.rawValue)
    append(value.bitPattern.byteSwapped)
    return Word(.number, start)
  }

  private mutating func append<T: FixedWidthInteger & BitwiseCopyable>(_ value: T) {
    withUnsafeBytes(of: value.littleEndian) {
      leaves.append(contentsOf: $0.assumingMemoryBound(to: UInt8.self))
    }
  }

  // MARK: Strings and bytes

  /// A string, a new one each time: see `shared(_:)`.
  mutating func string(_ text: String) -> Word {
    var text = text
    return text.withUTF8 { string(utf8: UnsafeRawBufferPointer($0)) }
  }

  /// The same string object each time, for names that come again and again.
  mutating func shared(_ text: String) -> Word {
    if let word = texts[text] { return word }
    let word = string(text)
    texts[text] = word
    return word
  }

  /// A string of generalized UTF-8, which must be valid.
  mutating func string(utf8 text: UnsafeRawBufferPointer) -> Word {
    let start = leaf(text, .shortBinUnicode, .binUnicode, .binUnicode8)
    return .string(at: start, isASCII: isASCII(RawSpan(_unsafeBytes: text)))
  }

  /// Bytes.
  mutating func bytes(_ content: UnsafeRawBufferPointer) -> Word {
    let start = leaf(content, .shortBinBytes, .binBytes, .binBytes8)
    return Word(.bytes, start)
  }

  /// Text or bytes with a length of one, four or eight bytes before them: where their opcode is.
  private mutating func leaf(
    _ content: UnsafeRawBufferPointer, _ short: PickleOpcode, _ long: PickleOpcode, _ huge: PickleOpcode
  ) -> Int {
    let start = leaves.count
    if content.count < 256 {
      leaves.append(short.rawValue)
      leaves.append(UInt8(truncatingIfNeeded: content.count))
    } else if let count = UInt32(exactly: content.count) {
      leaves.append(long.rawValue)
      append(count)
    } else {
      leaves.append(huge.rawValue)
      append(UInt64(content.count))
    }
    leaves.append(contentsOf: content.assumingMemoryBound(to: UInt8.self))
    return start
  }

  /// A bytearray.
  mutating func bytearray(_ content: UnsafeRawBufferPointer) -> Word {
    let start = leaves.count
    leaves.append(PickleOpcode.byteArray8.rawValue)
    append(UInt64(content.count))
    leaves.append(contentsOf: content.assumingMemoryBound(to: UInt8.self))
    return Word(.bytearray, start)
  }

  /// A buffer, which may be written apart from the pickle.
  mutating func buffer(_ buffer: PickleBuffer) -> Word {
    buffers.append(buffer)
    return special(.buffer, Word(.int, buffers.count - 1))
  }

  // MARK: Containers

  /// An empty list, dict or set, to be filled. A tuple or frozenset that is not yet filled may be referred to already.
  mutating func container(_ tag: Word.Tag) -> Word { Word(tag, pool.add(.empty)) }

  /// Adds an item to a list, set, tuple or frozenset.
  mutating func append(_ item: Word, to container: Word) {
    withUnsafePointer(to: item) {
      pool.append(UnsafeBufferPointer(start: $0, count: 1), to: container.payload)
    }
  }

  /// Adds items to a list, set, tuple or frozenset.
  mutating func replaceLast(of container: Word, with item: Word) {
    let record = pool.containers[container.payload]
    guard record.count > 0 else { return }
    pool.words.base[Int(record.start) + Int(record.count) - 1] = item
  }

  mutating func append(_ items: [Word], to container: Word) {
    items.withUnsafeBufferPointer { pool.append($0, to: container.payload) }
  }

  /// Adds an entry to a dict.
  mutating func set(_ key: Word, _ value: Word, in dict: Word) {
    withUnsafePointer(to: (key, value)) { pair in
      pair.withMemoryRebound(to: Word.self, capacity: 2) {
        pool.appendEntries(UnsafeBufferPointer(start: $0, count: 2), to: dict.payload)
      }
    }
  }

  /// A list of these items.
  mutating func list(_ items: [Word]) -> Word { Word(.list, add(items)) }

  /// A tuple of these items.
  mutating func tuple(_ items: [Word]) -> Word { items.isEmpty ? .emptyTuple : Word(.tuple, add(items)) }

  /// A set or frozenset of these items.
  mutating func set(_ tag: Word.Tag, _ items: [Word]) -> Word { Word(tag, add(items)) }

  private mutating func add(_ items: [Word]) -> Int { items.withUnsafeBufferPointer { pool.add($0) } }

  // MARK: Classes, objects and what the reader must supply

  /// A class or function, the same object for the same name.
  mutating func global(_ name: PickleName) -> Word {
    if let word = names[name] { return word }
    let word = ownGlobal(name)
    names[name] = word
    return word
  }

  /// A class or function that is no other one's, so that it can have a state.
  mutating func ownGlobal(_ name: PickleName) -> Word {
    globals.append(
      GlobalRecord(
        module: shared(name.module), name: shared(name.name), state: .absent, isMapped: false,
        known: .of(name)))
    return Word(.global, globals.count - 1)
  }

  /// A class or function of a known place.
  mutating func global(_ module: String, _ name: String) -> Word {
    global(PickleName(module: module, name: name))
  }

  /// An object. The arguments are a tuple word; for `newObjEx` the keyword arguments are a dict word.
  mutating func object(
    _ construction: Construction, _ callable: Word, _ arguments: Word = .emptyTuple, keywords: Word? = nil
  ) -> Word {
    let arguments = keywords.map { parts([arguments, $0]) } ?? arguments
    objects.append(ObjectRecord(callable: callable, arguments: arguments, state: .absent, items: .absent))
    return .object(objects.count - 1, construction)
  }

  /// Gives a made object its arguments later, so that they can refer to it.
  mutating func setArguments(_ arguments: Word, keywords: Word? = nil, of object: Word) {
    objects[object.objectIndex].arguments = keywords.map { parts([arguments, $0]) } ?? arguments
  }

  /// A call of a function or class.
  mutating func call(_ module: String, _ name: String, _ arguments: [Word]) -> Word {
    object(.reduce, global(module, name), tuple(arguments))
  }

  /// What BUILD gives an object: more than once where it is set again.
  mutating func addState(_ state: Word, to object: Word) {
    if object.has(.global) {
      globals[object.payload].state = adding(state, to: globals[object.payload].state)
    } else {
      objects[object.objectIndex].state = adding(state, to: objects[object.objectIndex].state)
    }
  }

  private mutating func adding(_ state: Word, to old: Word) -> Word {
    guard old != .absent else { return state }
    guard old.has(.parts) else { return parts([old, state]) }
    append(state, to: old)
    return old
  }

  /// A state that a function sets: `setter(object, state)`.
  mutating func addState(_ state: Word, setter: Word, to object: Word) {
    let call = self.object(.reduce, setter, tuple([object, state]))
    addState(.object(call.objectIndex, .setter), to: object)
  }

  /// What is appended to an object and what entries are set in it: a list and a dict word.
  mutating func setItems(_ items: Word?, entries: Word?, of object: Word) {
    objects[object.objectIndex].items =
      if let items, let entries { parts([items, entries]) } else { items ?? entries ?? .absent }
  }

  /// Replaces all that is known of an object.
  mutating func setRecord(_ record: ObjectRecord, of object: Word) { objects[object.objectIndex] = record }

  private mutating func parts(_ words: [Word]) -> Word { Word(.parts, add(words)) }

  /// A persistent id, extension code, buffer or read-only view.
  mutating func special(_ kind: SpecialRecord.Kind, _ value: Word, isShared: Bool = false) -> Word {
    specials.append(SpecialRecord(kind: kind, value: value, isMemoized: isShared))
    return Word(.special, specials.count - 1)
  }
}
