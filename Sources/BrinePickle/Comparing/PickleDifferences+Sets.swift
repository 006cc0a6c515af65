import BrineCore

/// Sets and frozensets.
extension PickleDifferences {
  /// Members without order.
  ///
  /// Those that are equal belong together. Of the others an object goes with the one that it was compared with
  /// elsewhere, or with the only one of its class that is left.
  mutating func addMembers(_ old: [Word], _ new: [Word], to parts: inout [ComparedItem]) throws(PickleError) {
    try spend(old.count + new.count)
    let oldItems = try oldHashes(of: old)
    var free = Places(try newHashes(of: new))
    var places = oldItems.map { free.take($0) }
    let oldRest = old.indices.filter { places[$0] == nil }
    var isFound = [Bool](repeating: false, count: new.count)
    for case let place? in places { isFound[place] = true }
    let newRest = new.indices.filter { !isFound[$0] }
    if !oldRest.isEmpty, !newRest.isEmpty {
      for (index, place) in matches(oldRest.map { ($0, old[$0]) }, newRest.map { ($0, new[$0]) }) {
        places[index] = place
        isFound[place] = true
      }
    }
    // Also what is equal is looked at: 1 is equal to True.
    for index in old.indices { add(item(old, new, index, places[index]), to: &parts) }
    for index in new.indices where !isFound[index] { parts.append(item(old, new, nil, index)) }
  }

  /// Members that are not equal, but the same object before and after.
  private func matches(_ old: [(Int, Word)], _ new: [(Int, Word)]) -> [(old: Int, new: Int)] {
    var matches: [(old: Int, new: Int)] = []
    var places: [Word: Int] = [:]
    for (place, word) in new where word.has(.object) { places[word] = place }
    var rest: [(Int, Word)] = []
    for (index, word) in old where word.has(.object) {
      if let partner = partner(ofOld: word), let place = places.removeValue(forKey: partner) {
        matches.append((index, place))
      } else {
        rest.append((index, word))
      }
    }
    let oldByClass = Self.onlyOfClass(rest, graphs.old)
    let newByClass = Self.onlyOfClass(new.filter { places[$0.1] != nil }, graphs.new)
    for (name, index) in oldByClass {
      if let index, let place = newByClass[name] ?? nil { matches.append((index, place)) }
    }
    return matches
  }

  /// The instances that are the only ones of their class; `nil` for classes with more.
  private static func onlyOfClass(_ members: [(Int, Word)], _ graph: PickleGraph) -> [PickleName: Int?] {
    var found: [PickleName: Int?] = [:]
    for (index, word) in members {
      guard case .instance(let instance) = graph.meaning(word), let name = instance.name else { continue }
      found[name] = .some(found[name] == nil ? index : nil)
    }
    return found
  }
}
