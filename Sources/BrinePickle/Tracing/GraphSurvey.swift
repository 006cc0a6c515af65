import BrineCore

/// One pass over everything below the root of a graph.
struct GraphSurvey {
  /// How many values there are; an object that is met again is not counted again.
  private(set) var count = 0
  /// How many entries of dicts have a key that came before in the same dict.
  private(set) var duplicateKeys = 0
  /// Whether everything was looked at.
  private(set) var isComplete = true

  init(_ graph: PickleGraph) {
    var budget = graph.referenceBudget
    var seen = WordTable(graph, none: false)
    var pending = [graph.root]
    while let word = pending.popLast() {
      guard word.mayHaveChildren else {
        count += 1
        continue
      }
      guard seen.insert(word) else { continue }
      count += 1
      let meaning = graph.meaning(word)
      if case .dict(let dict) = meaning { duplicateKeys += graph.duplicateKeys(dict) }
      graph.forEachChild(of: meaning) {
        budget -= 1
        if budget > 0 { pending.append($0) }
      }
      guard budget > 0 else {
        isComplete = false
        return
      }
    }
  }
}

extension PickleGraph {
  /// How many entries of a dict have a key that came before.
  fileprivate func duplicateKeys(_ dict: Word) -> Int { rawEntries(dict).count - entries(dict).count }
}

extension PickleCheck {
  /// Dicts, and instances that have entries or attributes, in which a key comes more than once.
  @Sendable static func duplicateKeys(_ pickle: Pickle) -> [Finding] {
    // Nearly always there are none, and no need for paths.
    guard GraphSurvey(pickle.graph).duplicateKeys > 0 else { return [] }
    var findings: [Finding] = []
    for visit in pickle.root.walk where !visit.isRepeated {
      let dicts: [Word] =
        switch visit.value.meaning {
        case .dict(let dict): [dict]
        case .instance(let instance): pickle.graph.attributeDicts(instance)
        default: []
        }
      let count = dicts.reduce(0) { $0 + pickle.graph.duplicateKeys($1) }
      guard count > 0 else { continue }
      let message =
        count == 1
        ? "a key comes twice; the last value counts" : "\(count) keys come again; the last values count"
      findings.append(Finding(.warning, .duplicateKeys, message, path: visit.path))
      if findings.count == 100 { break }
    }
    return findings
  }

  /// What a reader of the pickle must have besides it.
  @Sendable static func outsideData(_ pickle: Pickle) -> [Finding] {
    var counts: [SpecialRecord.Kind: Int] = [:]
    for index in 0..<pickle.graph.specials.count {
      counts[pickle.graph.specials[index].kind, default: 0] += 1
    }
    let kinds: [(SpecialRecord.Kind, String)] = [
      (.persistent, "persistent id"), (.extension, "extension code"), (.buffer, "out-of-band buffer"),
    ]
    return kinds.compactMap { kind, name in
      guard let count = counts[kind] else { return nil }
      return Finding(.note, .outsideData, "needs \(count) \(name)\(count == 1 ? "" : "s") from its reader")
    }
  }
}
