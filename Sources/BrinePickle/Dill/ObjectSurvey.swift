/// What a pickler found that it can't pickle, when it is to go on all the same.
struct ObjectSurvey {
  /// How much to find.
  let limit: Int
  private(set) var items: [Dill.BadItem] = []
  private var paths = PathTree()
  /// The way to the value that is being looked at.
  private var place = PathTree.root
  /// For each object that was met the way to it.
  private var places: [Int] = []
  /// Ways up to this one are still needed.
  private var lastNeeded = PathTree.root
  /// Objects of other classes that were looked into. They are kept, so that no other one can take their
  /// addresses.
  private var visited: [ObjectIdentifier: AnyObject] = [:]

  init(limit: Int) { self.limit = limit }

  var isFull: Bool { items.count >= limit }

  /// Notes that the value being looked at is bad, or a part of it that the error knows.
  mutating func note(_ error: PicklingError, _ type: (any Any.Type)?) {
    let path = paths.path(place, then: error.steps.reversed()).text(.swift)
    items.append(Dill.BadItem(path: path, type: error.steps.isEmpty ? type : nil, error))
  }

  // MARK: Places

  /// Goes a step further.
  ///
  /// - Returns: where it was before.
  mutating func enter(_ step: ObjectStep) -> Int {
    defer { place = paths.add(step, to: place) }
    return place
  }

  /// Goes back to where it was.
  mutating func leave(to place: Int) {
    if self.place > max(place, lastNeeded) { paths.removeLast(self.place) }
    self.place = place
  }

  /// Notes that there is a new object here. The way to it may be asked for later.
  mutating func noteObject() {
    places.append(place)
    lastNeeded = max(lastNeeded, place)
  }

  /// Goes to an object, by the number that it has.
  mutating func enterObject(_ number: Int) { place = places[number] }

  /// Whether an object is met for the first time.
  mutating func insert(_ object: AnyObject) -> Bool {
    visited.updateValue(object, forKey: ObjectIdentifier(object)) == nil
  }
}
