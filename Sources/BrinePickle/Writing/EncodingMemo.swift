import BrineCore

/// Which values of a graph were written, and under which key of the memo.
///
/// Records are found by their index. Strings and bytes are found by their offset in the input, four bytes a cell,
/// with the offset's last two bits beside the key; where two of them begin in one cell, the second goes to a dictionary.
/// A cell is four bytes, so this takes as much memory as the input, and is read in the order of the input.
struct EncodingMemo: ~Copyable {
  /// How many keys were given: the key that comes next.
  private(set) var count = 0
  private var leaves = Vector<UInt32>(capacity: 1)
  private var crowded: [Int: Int] = [:]
  private var containers = Vector<UInt32>(capacity: 1)
  private var objects = Vector<UInt32>(capacity: 1)
  private var globals = Vector<UInt32>(capacity: 1)
  private var specials: [Int: Int] = [:]
  private let start: Int
  private let sizes: (leaves: Int, containers: Int, objects: Int, globals: Int)

  /// Keys above this can't be told from values that are being written.
  static let mostKeys = 1 << 30

  init(_ graph: PickleGraph) {
    start = graph.byteRange.lowerBound
    sizes = (
      graph.byteRange.count / 4 + 1, graph.containers.count, graph.objects.count, graph.globals.count
    )
  }

  /// A key for a value that nothing in the graph stands for.
  mutating func next() -> Int {
    count &+= 1
    return count &- 1
  }

  // MARK: Strings and bytes

  /// What `find(leaf:)` answers.
  enum Leaf {
    case known(Int)
    /// Not written yet; the cell is free.
    case new(cell: Int)
    /// Not written yet; the cell is another's.
    case newInCrowd
  }

  @inline(__always)
  mutating func find(leaf offset: Int) -> Leaf {
    if leaves.count == 0 { leaves = Vector(zeroed: sizes.leaves) }
    let cell = (offset &- start) &>> 2
    let content = Int(leaves[cell])
    if content == 0 { return .new(cell: cell) }
    if content & 3 == offset & 3 { return .known(content &>> 2 &- 1) }
    return findInCrowd(offset)
  }

  @inline(never)
  private mutating func findInCrowd(_ offset: Int) -> Leaf {
    crowded[offset].map { .known($0) } ?? .newInCrowd
  }

  @inline(__always)
  mutating func add(leaf offset: Int, cell: Int) -> Int {
    leaves[cell] = UInt32(truncatingIfNeeded: (count &+ 1) &<< 2 | offset & 3)
    return next()
  }

  mutating func addToCrowd(leaf offset: Int) -> Int {
    crowded[offset] = count
    return next()
  }

  // MARK: Records

  /// What is known of a container, object or global: a word of 32 bits.
  struct Slot: BitwiseCopyable {
    var bits: UInt32
    static let none = Slot(bits: 0)

    /// The key, when it was written.
    @inline(__always) var key: Int? { bits > 0 && bits < 1 &<< 31 ? Int(bits) &- 1 : nil }

    /// How many keys there were when its writing began, when it is not finished.
    @inline(__always) var begun: Int? { bits >= 1 &<< 31 ? Int(bits & ~(1 &<< 31)) : nil }

    @inline(__always) static func key(_ key: Int) -> Slot { Slot(bits: UInt32(truncatingIfNeeded: key &+ 1)) }
    @inline(__always) static func begun(_ count: Int) -> Slot {
      Slot(bits: UInt32(truncatingIfNeeded: count) | 1 &<< 31)
    }
  }

  @inline(__always)
  subscript(container index: Int) -> Slot {
    mutating get {
      if containers.count == 0 { containers = Vector(zeroed: sizes.containers) }
      return Slot(bits: containers[index])
    }
    set { containers[index] = newValue.bits }
  }

  @inline(__always)
  subscript(object index: Int) -> Slot {
    mutating get {
      if objects.count == 0 { objects = Vector(zeroed: sizes.objects) }
      return Slot(bits: objects[index])
    }
    set { objects[index] = newValue.bits }
  }

  @inline(__always)
  subscript(global index: Int) -> Slot {
    mutating get {
      if globals.count == 0 { globals = Vector(zeroed: sizes.globals) }
      return Slot(bits: globals[index])
    }
    set { globals[index] = newValue.bits }
  }

  /// Persistent ids and the like, which are few.
  subscript(special index: Int) -> Int? {
    get { specials[index] }
    set { specials[index] = newValue }
  }
}
