import BrineCore

/// Which objects hold names that something else may call.
///
/// Methods of harmless classes call what they find in attributes of what they are given. So an object with a function in an
/// attribute is harmless by itself, and not as an argument of a call that runs while the pickle is loaded.
package struct Holding: Sendable {
  /// What a value leads to, over any number of values in between.
  package struct Reach: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// One of the names.
    package static let name = Reach(rawValue: 1)
    /// An object that holds one of the names.
    package static let holder = Reach(rawValue: 2)
    static let all: Reach = [.name, .holder]
  }

  fileprivate var containers: [Reach]
  fileprivate var objects: [Reach]
  /// What the keys lead to that many dicts have in common.
  fileprivate var shapes: [Reach] = []
  /// What the arguments of a call lead to, and the items of what it made.
  fileprivate var arguments: [Reach]
  fileprivate let isSought: [Bool]
  /// By number of a persistent id, the class that it stands for.
  fileprivate let specials: [Word]
  fileprivate var states: [Reach]

  fileprivate func reach(_ word: Word) -> Reach {
    if word.has(.global) { return isSought[word.payload] ? .name : [] }
    if word.has(.object) { return objects[word.objectIndex] }
    if word.has(.special) { return reach(specials[word.payload]) }
    guard word != .emptyTuple, word.isContainer else { return [] }
    return containers[word.payload]
  }
}

extension PickleRun {
  /// Looks through all values.
  ///
  /// - Parameters:
  ///   - isSought: By number of a global, whether it is one of the names.
  ///   - isHolder: Whether what a call makes holds something that is as good as one of the names.
  ///   - takesNames: Whether a call keeps names that are its direct arguments; the others make instances of them.
  package func holding(
    isSought: [Bool], isHolder: (Int) -> Bool, takesNames: (Int) -> Bool
  ) -> Holding {
    let empty = [Holding.Reach](repeating: [], count: graph.objects.count)
    var holding = Holding(
      containers: Array(repeating: [], count: graph.containers.count), objects: empty, arguments: empty,
      isSought: isSought, specials: moduleClasses, states: empty)
    let takes = (0..<graph.objects.count).map(takesNames)
    holding.shapes = (0..<graph.shapes.count).map { index in
      let shape = graph.shapes[index]
      return (0..<Int(shape.count)).reduce(into: Holding.Reach()) {
        $0.formUnion(holding.reach(graph.pool[Int(shape.start) + $1]))
      }
    }
    for call in 0..<graph.objects.count where isHolder(call) { holding.objects[call] = Holding.Reach.all }
    // Values lead to others that come before or behind them, so passes go both ways. Honest values are done after a few.
    for pass in 0..<Self.mostPasses {
      var hasChanged = false
      for index in order(graph.containers.count, pass) {
        hasChanged = update(container: index, &holding) || hasChanged
      }
      for index in order(graph.objects.count, pass) {
        hasChanged = update(object: index, takes[index], &holding) || hasChanged
      }
      if !hasChanged { return holding }
    }
    // Nobody nests like that: anything may lead to anything.
    holding.containers = holding.containers.map { _ in Holding.Reach.all }
    holding.objects = holding.objects.map { _ in Holding.Reach.all }
    return holding
  }

  /// By persistent id, the class that it stands for in PyTorch's files of old: `('module', cls, source_file, source)`.
  private var moduleClasses: [Word] {
    (0..<graph.specials.count).map { index in
      let special = graph.specials[index]
      if special.kind == .persistent, special.value.has(.tuple), graph.items(special.value).count > 1,
        case .global(let number) = reference(Word(.special, index))
      {
        return Word(.global, number)
      }
      return .none
    }
  }

  private static var mostPasses: Int { 12 }

  private func order(_ count: Int, _ pass: Int) -> StrideTo<Int> {
    pass % 2 == 0 ? stride(from: 0, to: count, by: 1) : stride(from: count - 1, to: -1, by: -1)
  }

  /// The children of a container are as many words as it has room for; those that are not used hold nothing.
  private func update(container index: Int, _ holding: inout Holding) -> Bool {
    let old = holding.containers[index]
    guard old != .all else { return false }
    let container = graph.containers[index]
    var reach = old
    if container.aux != 0, Int(container.aux) <= holding.shapes.count {
      reach.formUnion(holding.shapes[Int(container.aux) - 1])
    }
    let start = Int(container.start)
    for place in start..<max(start, min(start + Int(container.capacity), graph.pool.count)) {
      reach.formUnion(holding.reach(graph.pool[place]))
    }
    holding.containers[index] = reach
    return reach != old
  }

  private func update(object index: Int, _ takesNames: Bool, _ holding: inout Holding) -> Bool {
    let record = graph.objects[index]
    let arguments = reach(ofArguments: record.arguments, takesNames, holding).union(
      holding.reach(record.items))
    let inner = arguments.union(holding.reach(record.state))
    let reach = inner.isEmpty ? holding.objects[index] : .all
    defer {
      (holding.arguments[index], holding.objects[index]) = (arguments, reach)
      holding.states[index] = holding.reach(record.state)
    }
    return holding.arguments[index] != arguments || holding.objects[index] != reach
  }

  private func reach(ofArguments word: Word, _ takesNames: Bool, _ holding: Holding) -> Holding.Reach {
    let all = holding.reach(word)
    guard word.has(.tuple), !takesNames, !all.isEmpty else { return all }
    let items = graph.items(word)
    guard items.count <= Self.mostArguments else { return all }
    return items.reduce(into: []) { reach, item in
      if !item.has(.global) { reach.formUnion(holding.reach(item)) }
    }
  }

  /// What the arguments of a call lead to, names that are arguments themselves left out.
  package func reach(ofArguments call: Int, _ holding: Holding) -> Holding.Reach {
    reach(ofArguments: graph.objects[call].arguments, false, holding)
  }

  /// What was handed to the call that made an object, or set in it, leads to.
  package func reach(ofContents call: Int, _ holding: Holding) -> Holding.Reach { holding.arguments[call] }

  /// What the state of an object leads to.
  package func reach(ofState call: Int, _ holding: Holding) -> Holding.Reach { holding.states[call] }

  /// Whether an object that holds a name is a key of a dict or in a set.
  package func hashesHolders(_ holding: Holding) -> Bool {
    func isHashed(_ word: Word) -> Bool { holding.reach(word).contains(.holder) }
    func hashes(_ word: Word) -> Bool {
      if word.has(.set) || word.has(.frozenset) { return graph.items(word).contains(where: isHashed) }
      guard word.has(.dict) else { return false }
      let entries = graph.rawEntries(word)
      return (0..<entries.count).contains { isHashed(entries.key($0)) }
    }
    var seen = Set<Int>()
    func isNew(_ word: Word) -> Bool {
      (word.has(.set) || word.has(.frozenset) || word.has(.dict)) && seen.insert(word.payload).inserted
    }
    for index in 0..<graph.pool.count where isNew(graph.pool[index]) && hashes(graph.pool[index]) {
      return true
    }
    for index in 0..<graph.objects.count {
      let record = graph.objects[index]
      for word in [record.state, record.items, record.arguments] where isNew(word) && hashes(word) {
        return true
      }
    }
    return isNew(graph.root) && hashes(graph.root)
  }
}

extension Word {
  /// Whether this is a container, or the parts of an object.
  fileprivate var isContainer: Bool {
    has(.list) || has(.tuple) || has(.dict) || has(.set) || has(.frozenset) || has(.parts)
  }
}
