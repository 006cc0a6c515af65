import BrineCore

/// Makes objects of a graph.
///
/// An object is made blank when something first asks for it, and its state is restored from a list of what is
/// to be done: neither depth nor cycles matter. What is to be an item of a set or the key of a dictionary is
/// restored before the object that has it, so that its hash is right: see `Hashed`.
final class ObjectReader {
  let registry: PickleRegistry
  let graph: PickleGraph
  let decoding: DecodingState
  /// Whether keys of values that are `Codable` become other ones; the names of members never do.
  let keepsKeys: Bool
  var kinds = MemberKinds()
  /// For each object of the graph 0, or 1 + the number of the instance that was made of it.
  private var numbers: Vector<UInt32>
  private var made: [Made] = []
  private var pending: [Int] = []
  private var classes: [Word: PickleRegistry.ClassEntry] = [:]
  private var hashed: HashedObjects
  private var depth = 0
  /// The object whose state is being restored.
  private var current: Int?
  /// Whether what is read is an item of a set or a key, as many times as such are within each other.
  private var hashing = 0
  /// Objects that hashed others without a state, in the order in which they were restored.
  private var again: [Int] = []
  /// The table of names that the version was last looked for in, and what was found.
  private var versionPlace: (table: KeyTable, index: Int?)?

  private struct Made {
    let object: any Picklable
    let word: Word
    /// Whether its state was taken in hand, and whether it is there.
    var isRestored = false
    var isComplete = false
  }

  init(_ registry: PickleRegistry, _ decoder: PickleDecoder, _ graph: PickleGraph) {
    self.registry = registry
    self.graph = graph
    decoding = DecodingState(decoder, graph)
    // A graph that was made of values has next to no bytes.
    decoding.now.pointee.budget += min(graph.pool.count, .max / 16) * 4
    keepsKeys = !decoding.usesDefaultKeys
    numbers = Vector(zeroed: graph.objects.count)
    hashed = HashedObjects(graph)
  }

  /// Makes a value of a word, and restores all objects that this leads to.
  func root<T>(_ word: Word, as type: T.Type) throws -> T {
    if !word.has(.object) {
      // What is hashed here.
      try scan(word)
      try restoreAll()
    }
    let root = try read(word, as: type)
    try restoreAll()
    return root
  }

  /// Tells all objects that they are complete, those last that were met first.
  func finish() throws {
    decoding.finish()
    versionPlace = nil
    for made in made.reversed() {
      do { try made.object.didUnpickle() } catch { throw placed(error, made.word) }
    }
  }

  /// Hands each object that was made to `body`, with its word.
  func forEachObject(_ body: (any Picklable, Word) -> Void) {
    for made in made { body(made.object, made.word) }
  }

  // MARK: Instances

  /// The object of a word: a blank one when it is new.
  func instance(_ word: Word) throws -> any Picklable {
    guard word.has(.object) else { throw mismatch("an instance", word) }
    let number = numbers[word.objectIndex]
    let object = try number > 0 ? made[Int(number) - 1].object : make(word)
    if hashing > 0 { noteHashed(word) }
    return object
  }

  /// The item of a set, or a key: what it hashes to depends on what is in it.
  func readHashed<T>(_ word: Word, as type: T.Type) throws -> T {
    hashing += 1
    defer { hashing -= 1 }
    return try read(word, as: type)
  }

  /// Where objects have each other in sets, some are hashed before their state is there. The sets are made
  /// again later.
  private func noteHashed(_ word: Word) {
    guard let current, !made[Int(numbers[word.objectIndex]) - 1].isComplete, again.last != current else {
      return
    }
    again.append(current)
  }

  private func make(_ word: Word) throws -> any Picklable {
    let entry = try classEntry(word)
    let object = entry.type.init(blank: PickleBlank())
    made.append(Made(object: object, word: word))
    numbers[word.objectIndex] = UInt32(truncatingIfNeeded: made.count)
    pending.append(made.count - 1)
    return object
  }

  /// The registered class of an object.
  func classEntry(_ word: Word) throws -> PickleRegistry.ClassEntry {
    let callable = graph.objects[word.objectIndex].callable
    if word.construction == .newObj, let known = classes[callable] { return known }
    guard case .instance(let instance) = graph.meaning(word) else { throw mismatch("an instance", word) }
    guard let name = instance.name else {
      throw PicklingError(.unregisteredName, "the class of this object is made by a call, and has no name")
    }
    switch registry.targets[name] {
    case .type(let entry):
      if word.construction == .newObj { classes[callable] = entry }
      return entry
    case .function:
      throw PicklingError(
        .typeMismatch, "this is an instance of \(name), which is a function in the registry")
    case nil:
      throw PicklingError(
        .unregisteredName,
        "this is an instance of \(name), which is not in the registry. Add its class: "
          + "`try registry.register(…, as: \"\(name)\")`")
    }
  }

  // MARK: States

  /// Restores objects until none is blank.
  private func restoreAll() throws {
    while let number = pending.popLast() {
      guard !made[number].isRestored else { continue }
      let word = made[number].word
      do {
        let first = pending.count + 1
        pending.append(number)
        try scan(word)
        // Nothing that has to be there before.
        guard pending.count == first else { continue }
        pending.removeLast()
        made[number].isRestored = true
        try restore(number)
        made[number].isComplete = true
      } catch { throw placed(error, word) }
    }
    // Now all objects have what they hash by, but for sets in them.
    let again = again
    self.again = []
    for number in again {
      do { try restore(number) } catch { throw placed(error, made[number].word) }
    }
  }

  /// Makes the objects that are items of sets or keys of dictionaries in a value or an object's state, to be
  /// restored next.
  private func scan(_ word: Word) throws {
    for item in hashed.found(in: word) where numbers[item.objectIndex] == 0 || !isRestored(item) {
      guard numbers[item.objectIndex] == 0 else {
        pending.append(Int(numbers[item.objectIndex]) - 1)
        continue
      }
      // Nobody may ever ask for it, so that it need not be an object that can be made.
      if (try? classEntry(item)) != nil { _ = try make(item) }
    }
  }

  private func isRestored(_ word: Word) -> Bool { made[Int(numbers[word.objectIndex]) - 1].isRestored }

  private func restore(_ number: Int) throws {
    let object = made[number].object
    current = number
    defer { current = nil }
    var state = try PickleStateReader(self, made[number].word)
    let type = type(of: object)
    let version = try version(state, type)
    if version < type.stateVersion {
      state.version = version
      try type.migrate(&state, from: version)
    }
    try object.restoreState(from: state)
  }

  private func version(_ state: PickleStateReader, _ type: any Picklable.Type) throws -> Int {
    let place: Int?
    if let known = versionPlace, known.table === state.table {
      place = known.index
    } else {
      place = state.table.find(PickleStateWriter.versionKey)
      versionPlace = (state.table, place)
    }
    guard let place else { return 1 }
    guard let version = graph.int(state.value(at: place)) else {
      throw PicklingError(
        .badState,
        "the version of the state should be an integer, found "
          + PickleValue(graph, state.value(at: place)).description, at: .member(PickleStateWriter.versionKey))
    }
    guard version <= type.stateVersion else {
      throw PicklingError(
        .newerState,
        "the state has version \(version), but this program's \(type) only knows versions up to "
          + "\(type.stateVersion): it was written by a later program")
    }
    return version
  }

  // MARK: Errors

  func mismatch(_ expected: String, _ word: Word) -> PicklingError {
    PicklingError(.typeMismatch, "expected \(expected), found \(PickleValue(graph, word))")
  }

  /// An error with the path of the object that it is about.
  private func placed(_ error: any Error, _ word: Word) -> any Error {
    guard let error = PicklingError(of: error) else { return error }
    return ObjectFailure(error: error, word: word)
  }

  /// Runs `body` a level deeper: types can nest without end, and so can pickles.
  func deeper<R>(_ body: () throws -> R) throws -> R {
    let limit = decoding.settings.options.limits.depth
    guard depth < limit else {
      throw PicklingError(.limitExceeded, "the value nests deeper than \(limit) levels; see Limits.depth")
    }
    depth += 1
    defer { depth -= 1 }
    return try body()
  }
}

/// An error that is about an object; its path is looked for when it is reported.
struct ObjectFailure: Error {
  let error: PicklingError
  let word: Word
}
