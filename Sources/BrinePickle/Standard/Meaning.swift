import BrineCore

/// What a word means to Python: the opcodes that made it no longer matter.
///
/// A set that an old protocol wrote as the call of `builtins.set` is a set here, an instance is an instance
/// whichever of the five ways it was made. `PickleValue`, typed JSON and the decoder all stand on this.
enum Meaning {
  case none
  case bool(Bool)
  /// An integer; the word may be wide.
  case int(Word)
  case float(Double)
  case complex(Double, Double)
  case string(Word)
  case bytes(Bytes)
  case bytearray(Bytes)
  /// List, tuple, set or frozenset, and the word that holds the items.
  case list(Word)
  case tuple(Word)
  case set(Word)
  case frozenset(Word)
  case dict(Word)
  case date(PickleDate)
  case time(PickleTime, tz: Word?)
  case datetime(PickleDate, PickleTime, tz: Word?)
  case timedelta(PickleTimeDelta)
  case decimal(String)
  case uuid(PickleUUID)
  case array(PackedArray)
  /// A NumPy array, of whatever class, that is nothing but its elements.
  case ndarray(ArrayDescription)
  /// A NumPy scalar.
  case scalar(ArrayDescription)
  case global(PickleName)
  case instance(Instance)
  case persistent(Word)
  case `extension`(Int)
  case buffer(Int)
  case readOnly(Word)

  /// Where bytes are.
  enum Bytes {
    /// A bytes or bytearray word.
    case word(Word)
    /// The Latin-1 encoding of a string word.
    case latin1(Word)
    case empty
  }

  /// An object made by a class, or the description of a call of something unknown.
  struct Instance: Sendable {
    /// Whether this is a call whose result is not known.
    var isCall: Bool
    /// Whether this is a class or function itself, whose state was set.
    var isGlobal = false
    /// The class or function; for a callable that is no global, `nil`.
    var name: PickleName?
    /// The class or function, as a word.
    var callable: Word
    /// The builtin class that an instance of one of its subclasses was made of, with the argument, before it became
    /// one: what `copyreg._reconstructor` does in protocols 0 and 1.
    var base: Word?
    var arguments: [Word] = []
    /// A dict word.
    var keywords: Word?
    /// What each BUILD gave, and what was given to state setters.
    var states: [Word] = []
    /// For each state the function that was to set it; `absent` for BUILD.
    var setters: [Word] = []
    /// Calls that were made once the object was there, and whose results were dropped.
    var effects: [Word] = []
    /// A list word: what APPENDS and ADDITEMS added.
    var items: Word?
    /// A dict word: what SETITEMS set.
    var entries: Word?
  }
}

extension PickleGraph {
  /// What a word means.
  func meaning(_ word: Word) -> Meaning {
    guard let tag = word.tag else { return .float(word.double ?? 0) }
    switch tag {
    case .int: return .int(word)
    case .number:
      // Which of the two it is, the opcode tells; reading a long integer only to learn that would be a waste.
      guard let opcode = leaf(word)?.opcode, opcode == .binFloat || opcode == .float else {
        return .int(word)
      }
      return .float(double(word) ?? .nan)
    case .constant:
      return word == .none ? .none : word == .emptyTuple ? .tuple(word) : .bool(word == .true)
    case .string: return .string(word)
    case .bytes: return .bytes(.word(word))
    case .bytearray: return .bytearray(.word(word))
    case .list, .parts: return .list(word)
    case .tuple: return .tuple(word)
    case .dict: return .dict(word)
    case .set: return .set(word)
    case .frozenset: return frozenset(word)
    case .object: return objectMeaning(word)
    case .global: return globalMeaning(word)
    case .special: return specialMeaning(word)
    }
  }

  /// A frozenset of the items of a word. All empty ones are the same, as empty tuples are.
  func frozenset(_ word: Word) -> Meaning { .frozenset(items(word).count == 0 ? .emptyTuple : word) }

  private func specialMeaning(_ word: Word) -> Meaning {
    let record = specials[word.payload]
    switch record.kind {
    case .persistent: return .persistent(record.value)
    case .extension:
      let code = record.value.inlineInt ?? 0
      return options.extensions[code].map { .global($0) } ?? .extension(code)
    case .buffer: return .buffer(record.value.inlineInt ?? 0)
    case .readOnly: return .readOnly(record.value)
    }
  }

  /// A class or function whose state was set becomes an instance of itself, so that the state can be seen.
  private func globalMeaning(_ word: Word) -> Meaning {
    let state = globals[word.payload].state
    let name = PickleGraph.shown(name(word.payload))
    guard state != .absent else { return .global(name) }
    var instance = Meaning.Instance(isCall: true, isGlobal: true, name: name, callable: word)
    add(state, to: &instance)
    return .instance(instance)
  }

  /// The class that a name of an inner module stands for.
  static func shown(_ name: PickleName) -> PickleName {
    name.module == "pathlib._local" ? PickleName(module: "pathlib", name: name.name) : name
  }

  /// The states that a state word stands for: values, and calls of state setters.
  func states(_ state: Word) -> [Word] {
    state == .absent ? [] : state.has(.parts) ? Array(items(state)) : [state]
  }

  /// The name of a callable: of a global, or of `getattr(global, name)`.
  func callableName(_ word: Word) -> PickleName? {
    switch word.tag {
    case .global: return PickleGraph.shown(name(word.payload))
    case .special:
      if case .global(let name) = specialMeaning(word) { return name }
      return nil
    case .object: return attributeName(word)
    default: return nil
    }
  }

  /// The name that `getattr(global, name)` stands for, which old protocols write for nested names.
  func attributeName(_ word: Word, depth: Int = 0) -> PickleName? {
    let record = objects[word.objectIndex]
    guard depth < 8, word.construction == .reduce, record.state == .absent, known(record.callable) == .getattr
    else { return nil }
    let arguments = items(record.arguments)
    guard arguments.count == 2, arguments[1].has(.string), leafSize(arguments[1]) <= 1024,
      let attribute = string(arguments[1])
    else {
      return nil
    }
    var owner: PickleName?
    if arguments[0].has(.global) { owner = name(arguments[0].payload) }
    if arguments[0].has(.object) { owner = attributeName(arguments[0], depth: depth + 1) }
    return owner.map { PickleName(module: $0.module, name: $0.name + "." + attribute) }
  }

  func known(_ callable: Word) -> KnownGlobal {
    callable.has(.global) ? globals[callable.payload].known : .unknown
  }
}
