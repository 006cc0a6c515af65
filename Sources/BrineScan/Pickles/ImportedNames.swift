import BrinePickle

/// What is said of the names that a pickle imports: each name is decided once, however often it is imported.
struct ImportedNames {
  private(set) var decisions: [GlobalDecision] = []
  /// By number of a global, the number of its decision.
  private var places: [Int32] = []
  /// The first of the names that are one too many.
  private(set) var firstLeftOut: Int?
  private var known: [PickleName: Int32] = [:]

  /// How many names are decided one by one. Honest pickles have a few hundred; of a million that nobody knows one need
  /// not hear more than that.
  private static let most = 1 << 16

  init(_ run: PickleRun, _ policy: PicklePolicy) {
    places.reserveCapacity(run.globalCount)
    for index in 0..<run.globalCount {
      // Old protocols name the same class over and over, by the same strings.
      if index > 0, run.isSameName(index, index - 1), let last = places.last {
        places.append(last)
      } else {
        places.append(place(of: index, run, policy))
      }
    }
    known = [:]
  }

  /// What is said of a global, by its number.
  subscript(index: Int) -> GlobalDecision { decisions[Int(places[index])] }

  private mutating func place(of index: Int, _ run: PickleRun, _ policy: PicklePolicy) -> Int32 {
    let (name, written) = run.name(ofGlobal: index)
    // What is written otherwise may be another name to Python 2.
    let key = name == written ? name : PickleName(module: written.module + "\0", name: written.name)
    if let place = known[key] { return place }
    if let first = firstLeftOut, !isDangerous(name, policy) { return places[first] }
    if decisions.count > Self.most, firstLeftOut == nil { firstLeftOut = index }
    decisions.append(GlobalDecision(name, written, policy))
    known[key] = Int32(truncatingIfNeeded: decisions.count - 1)
    return Int32(truncatingIfNeeded: decisions.count - 1)
  }

  /// Whether a name that comes late is in the list of what is dangerous, and worth a decision of its own.
  private func isDangerous(_ name: PickleName, _ policy: PicklePolicy) -> Bool {
    decisions.count < 2 * Self.most && policy.table.rule(for: name) != nil
  }
}
