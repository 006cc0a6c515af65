/// The walk that finds all references between objects: breadth first, so that the first way is the shortest.
struct ObjectWalk {
  /// An object that was met.
  struct Found {
    let object: AnyObject
    /// The way to it; `nil` while only weak references lead to it.
    var place: Int?
    /// The references that it has.
    var edges = 0..<0
    /// 1 + the index of the last reference to it; 0 for none.
    var last = 0
  }

  /// One reference.
  struct Edge {
    /// The number of the object that has it; `nil` for a root that is no object.
    let holder: Int?
    let target: Int
    let place: Int
    let isWeak: Bool
    /// 1 + the index of the one before that leads to the same object; 0 for none.
    let previous: Int
  }

  private struct Part {
    let value: Any
    let place: Int
    let isWeak: Bool
  }

  private(set) var objects: [Found] = []
  private(set) var edges: [Edge] = []
  private(set) var paths = PathTree()
  private(set) var rootEdges = 0..<0
  private var numbers: [ObjectIdentifier: Int] = [:]
  /// The objects to be looked into, in order.
  private var queue: [Int] = []
  /// For each type the members that it saves as weak references.
  private var weakNames: [ObjectIdentifier: Set<String>] = [:]

  func number(of object: AnyObject) -> Int? { numbers[ObjectIdentifier(object)] }

  /// The indexes of the references to an object, in the order in which they were met.
  func edges(to number: Int) -> [Int] {
    var (indexes, next) = ([Int](), objects[number].last)
    while next > 0 {
      indexes.append(next - 1)
      next = edges[next - 1].previous
    }
    return indexes.reversed()
  }

  mutating func run(from root: Any) {
    if let object = ObjectParts.object(root) {
      let number = note(object)
      reach(number, PathTree.root)
    } else {
      addEdges(of: [Part(value: root, place: PathTree.root, isWeak: false)], by: nil)
      rootEdges = edges.indices
    }
    var next = 0
    while next < queue.count {
      let number = queue[next]
      next += 1
      let start = edges.count
      addEdges(of: parts(of: number), by: number)
      objects[number].edges = start..<edges.count
    }
  }

  private mutating func note(_ object: AnyObject) -> Int {
    if let number = numbers[ObjectIdentifier(object)] { return number }
    numbers[ObjectIdentifier(object)] = objects.count
    objects.append(Found(object: object))
    return objects.count - 1
  }

  /// Notes that an object is kept, and is to be looked into.
  private mutating func reach(_ number: Int, _ place: Int) {
    guard objects[number].place == nil else { return }
    objects[number].place = place
    queue.append(number)
  }

  // MARK: Members

  private mutating func parts(of number: Int) -> [Part] {
    let found = objects[number]
    let weakNames = weakNames(of: found.object)
    let place = found.place ?? PathTree.root
    return ObjectParts.members(of: found.object).map { member in
      Part(
        value: member.value, place: paths.add(.member(member.name), to: place),
        isWeak: member.isWeak || weakNames.contains(member.name))
    }
  }

  private mutating func weakNames(of object: AnyObject) -> Set<String> {
    guard let picklable = object as? any Picklable else { return [] }
    let type = ObjectIdentifier(type(of: object))
    if let known = weakNames[type] { return known }
    let state = PickleStateWriter(PickleRegistry(), PickleEncoder())
    state.now.pointee.weakNames = []
    // What can't be pickled doesn't matter here.
    try? picklable.saveState(to: state)
    let names = Set(state.now.pointee.weakNames ?? [])
    weakNames[type] = names
    return names
  }

  // MARK: References

  /// Finds the objects in values, and goes on through values of every other kind.
  private mutating func addEdges(of parts: [Part], by holder: Int?) {
    var pending = Array(parts.reversed())
    while let part = pending.popLast() {
      guard !ObjectParts.isLeaf(type(of: part.value)) else { continue }
      if let object = ObjectParts.object(part.value) {
        addEdge(to: object, part, by: holder)
      } else if let container = part.value as? any ContainerMember {
        for inner in container.parts.reversed() {
          pending.append(self.part(inner.step, inner.value, of: part))
        }
      } else {
        let members = ObjectParts.members(of: part.value)
        for inner in members.reversed() {
          pending.append(self.part(.member(inner.name), inner.value, of: part))
        }
      }
    }
  }

  private mutating func part(_ step: ObjectStep, _ value: Any, of part: Part) -> Part {
    Part(value: value, place: paths.add(step, to: part.place), isWeak: part.isWeak)
  }

  private mutating func addEdge(to object: AnyObject, _ part: Part, by holder: Int?) {
    let number = note(object)
    edges.append(
      Edge(
        holder: holder, target: number, place: part.place, isWeak: part.isWeak,
        previous: objects[number].last))
    objects[number].last = edges.count
    if !part.isWeak { reach(number, part.place) }
  }
}
