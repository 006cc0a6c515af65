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
  private var containers: Slots
  private var objects: Slots
  private var globals: Slots
  private var specials: [Int: Int] = [:]
  private let start: Int
  private let leafCells: Int

  /// Keys above this can't be told from values that are being written.
  static let mostKeys = 1 << 30

  init(_ graph: PickleGraph) {
    start = graph.byteRange.lowerBound
    leafCells = graph.byteRange.count / 4 + 1
    containers = Slots(size: graph.containers.count)
    objects = Slots(size: graph.objects.count)
    globals = Slots(size: graph.globals.count)
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
    if leaves.count == 0 { leaves = Vector(zeroed: leafCells) }
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

  /// The slots of all records of a kind. They take memory only when one is asked for.
  struct Slots: ~Copyable {
    private var bits = Vector<UInt32>(capacity: 1)
    private let size: Int

    init(size: Int) { self.size = size }

    @inline(__always)
    subscript(index: Int) -> Slot {
      mutating get {
        if bits.count == 0 { bits = Vector(zeroed: size) }
        return Slot(bits: bits[index])
      }
      set { bits[index] = newValue.bits }
    }
  }

  @inline(__always)
  subscript(container index: Int) -> Slot {
    mutating get { containers[index] }
    set { containers[index] = newValue }
  }

  @inline(__always)
  subscript(object index: Int) -> Slot {
    mutating get { objects[index] }
    set { objects[index] = newValue }
  }

  @inline(__always)
  subscript(global index: Int) -> Slot {
    mutating get { globals[index] }
    set { globals[index] = newValue }
  }

  /// Persistent ids and the like, which are few.
  subscript(special index: Int) -> Int? {
    get { specials[index] }
    set { specials[index] = newValue }
  }
}
