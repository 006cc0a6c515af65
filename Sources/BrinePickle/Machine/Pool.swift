import BrineCore

/// The graph while it is being built: every container's children in one buffer of words.
struct Pool: ~Copyable {
  var words: Vector<Word>
  var containers: Vector<Container>
  var shapes = Vector<Shape>()
  /// The last shape seen for a first key and a count, by their hash; 0 is none.
  private var recentShapes = Vector<UInt32>(capacity: 256)

  /// More words than this cannot be numbered.
  static let maximum = Int(UInt32.max) - 1
  /// Dicts of more entries are not given shapes: they have their keys to themselves.
  static let largestShape = 32

  init(words: Int, containers: Int) {
    self.words = Vector(capacity: max(words, 256))
    self.containers = Vector(capacity: containers)
    for _ in 0..<256 { recentShapes.append(0) }
  }

  /// Whether there is room for `extra` more words; a move may copy a container and double it.
  @inline(__always)
  mutating func hasRoom(_ extra: Int) -> Bool {
    words.count &+ extra <= Self.maximum / 4 && containers.count < Self.maximum
  }

  /// A new container of these children.
  @inline(__always)
  mutating func add(_ children: UnsafeBufferPointer<Word>, aux: UInt32 = 0) -> Int {
    let start = words.count
    words.append(contentsOf: children)
    return add(
      Container(
        start: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: children.count),
        capacity: UInt32(truncatingIfNeeded: children.count), aux: aux))
  }

  @inline(__always)
  mutating func add(_ container: Container) -> Int {
    containers.append(container)
    return containers.count &- 1
  }

  /// Adds words at the end of a container whose children now take `used` words.
  /// In place where it is last or has room, else it moves to the end with twice the room.
  mutating func extend(_ index: Int, used: Int, by added: UnsafeBufferPointer<Word>) {
    let container = containers[index]
    let end = Int(container.start) &+ used
    if end == words.count || used == 0 {
      if used == 0 { containers[index].start = UInt32(truncatingIfNeeded: words.count) }
      words.append(contentsOf: added)
      containers[index].capacity = UInt32(truncatingIfNeeded: used &+ added.count)
      return
    }
    if Int(container.capacity) &- used >= added.count, let source = added.baseAddress {
      (words.base + end).update(from: source, count: added.count)
      return
    }
    move(index, used: used, room: max(2 &* used, used &+ added.count))
    words.append(contentsOf: added)
    while words.count < Int(containers[index].start) &+ Int(containers[index].capacity) {
      words.append(.absent)
    }
  }

  /// Adds items to a container.
  mutating func append(_ items: UnsafeBufferPointer<Word>, to index: Int) {
    extend(index, used: Int(containers[index].count), by: items)
    containers[index].count &+= UInt32(truncatingIfNeeded: items.count)
  }

  /// Adds entries, keys and values in turn, to a dict that has no shape.
  mutating func appendEntries(_ pairs: UnsafeBufferPointer<Word>, to index: Int) {
    extend(index, used: 2 &* Int(containers[index].count), by: pairs)
    containers[index].count &+= UInt32(truncatingIfNeeded: pairs.count / 2)
  }

  private mutating func move(_ index: Int, used: Int, room: Int) {
    let start = words.count
    words.appendCopy(from: Int(containers[index].start), count: used)
    containers[index].start = UInt32(truncatingIfNeeded: start)
    containers[index].capacity = UInt32(truncatingIfNeeded: room)
  }
}

// MARK: Dicts

extension Pool {
  /// Sets entries, given as keys and values in turn, in a dict.
  mutating func setEntries(_ index: Int, _ pairs: UnsafeBufferPointer<Word>) {
    let count = pairs.count / 2
    if containers[index].count == 0 && count <= Self.largestShape {
      let shape = shape(of: pairs, count: count)
      containers[index] = Container(
        start: UInt32(truncatingIfNeeded: words.count), count: UInt32(truncatingIfNeeded: count),
        capacity: UInt32(truncatingIfNeeded: count), aux: shape)
      if words.capacity &- words.count < count { words.reserve(count) }
      var position = 1
      while position < pairs.count {
        words.append(pairs[position])
        position &+= 2
      }
      return
    }
    if containers[index].aux != 0 { removeShape(index) }
    let used = Int(containers[index].count) &* 2
    extend(index, used: used, by: pairs)
    containers[index].count &+= UInt32(truncatingIfNeeded: count)
  }

  /// 1 + the index of the shape with the keys of `pairs`: a recent one where it has the same, else a new one.
  @inline(__always)
  private mutating func shape(of pairs: UnsafeBufferPointer<Word>, count: Int) -> UInt32 {
    let hash = pairs[0].bits &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(count) &* 0xC2B2_AE3D_27D4_EB4F
    let slot = Int(truncatingIfNeeded: hash &>> 56)
    let candidate = recentShapes[slot]
    if candidate != 0, has(Int(candidate) &- 1, pairs, count) { return candidate }
    return newShape(of: pairs, count: count, slot: slot)
  }

  @inline(__always)
  private mutating func has(_ index: Int, _ pairs: UnsafeBufferPointer<Word>, _ count: Int) -> Bool {
    let shape = shapes[index]
    guard Int(shape.count) == count else { return false }
    let keys = words.base + Int(shape.start)
    for position in 0..<count where keys[position] != pairs[2 &* position] { return false }
    return true
  }

  @inline(never)
  private mutating func newShape(of pairs: UnsafeBufferPointer<Word>, count: Int, slot: Int) -> UInt32 {
    shapes.append(
      Shape(start: UInt32(truncatingIfNeeded: words.count), count: UInt32(truncatingIfNeeded: count)))
    for position in 0..<count { words.append(pairs[2 &* position]) }
    let shape = UInt32(truncatingIfNeeded: shapes.count)
    recentShapes[slot] = shape
    return shape
  }

  /// Gives a dict its keys back, key and value in turn.
  private mutating func removeShape(_ index: Int) {
    let container = containers[index]
    let shape = shapes[Int(container.aux) &- 1]
    let start = words.count
    let needed = 2 &* Int(container.count)
    if words.capacity &- words.count < needed { words.reserve(needed) }
    for position in 0..<Int(container.count) {
      words.append(words[Int(shape.start) &+ position])
      words.append(words[Int(container.start) &+ position])
    }
    containers[index] = Container(
      start: UInt32(truncatingIfNeeded: start), count: container.count, capacity: 2 &* container.count, aux: 0
    )
  }
}
