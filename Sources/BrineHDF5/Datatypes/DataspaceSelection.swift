/// Which elements of a dataset are meant, as region references and virtual datasets have it.
///
/// Source: HDF5 File Format Specification 3.0, section VIII.A, "Dataspace Selection".
public struct DataspaceSelection: Sendable, Hashable {
  /// A kind of selection. Numbers of all axes stand one after the other.
  public enum Kind: Sendable, Hashable {
    /// No element.
    case none
    /// All elements.
    case all
    /// Single elements in this order: for each its indexes.
    case points([Int])
    /// Boxes: for each the first indexes, then the last ones, which belong to it.
    case blocks([Int])
    /// Boxes at equal distances: for each axis where they begin, how far apart they are, how many there are, and how
    /// long each is.
    case regular([Axis])
  }

  /// Boxes at equal distances along one axis.
  public struct Axis: Sendable, Hashable {
    /// The first index, and the distance from one box to the next.
    public var start: Int, stride: Int
    /// How many boxes there are, and how long each is; `nil` for as many, or as long, as there may ever be.
    public var count: Int?, block: Int?
  }

  /// How many axes there are; `nil` where the selection does not say.
  public let rank: Int?
  /// What is selected.
  public let kind: Kind

  /// More axes than any dataspace has are an error.
  private static let mostAxes = 32

  /// Reads a selection and moves the reader behind it.
  ///
  /// - Throws: `HDF5Error`: `badSelection`, `unsupportedVersion`, `truncated`.
  init(_ reader: inout MetadataReader) throws(HDF5Error) {
    let type = try reader.uint32()
    let version = try reader.uint32()
    switch (type, version) {
    case (0, 1), (3, 1):
      try reader.skip(8)
      (rank, kind) = (nil, type == 0 ? .none : .all)
    case (1, 1):
      try reader.skip(8)
      let rank = try DataspaceSelection.rank(&reader)
      kind = .points(try DataspaceSelection.numbers(&reader, rank, size: 4))
      self.rank = rank
    case (1, 2):
      let size = try DataspaceSelection.encodedSize(&reader)
      let rank = try DataspaceSelection.rank(&reader)
      kind = .points(try DataspaceSelection.numbers(&reader, rank, size: size))
      self.rank = rank
    case (2, 1):
      try reader.skip(8)
      let rank = try DataspaceSelection.rank(&reader)
      kind = .blocks(try DataspaceSelection.numbers(&reader, 2 * rank, size: 4))
      self.rank = rank
      try check(reader)
    case (2, 2), (2, 3):
      let isRegular = try reader.uint8() & 1 != 0
      let size = version == 2 ? 8 : try DataspaceSelection.encodedSize(&reader)
      if version == 2 { try reader.skip(4) }
      let rank = try DataspaceSelection.rank(&reader)
      guard isRegular || version == 3 else {
        throw reader.error(.badSelection, "a selection of version 2 is not regular")
      }
      kind =
        isRegular
        ? .regular(try DataspaceSelection.axes(&reader, rank, size: size))
        : .blocks(try DataspaceSelection.numbers(&reader, 2 * rank, size: size))
      self.rank = rank
      try check(reader)
    case (0...3, _):
      throw reader.error(.unsupportedVersion, "version \(version) of a selection of type \(type) is unknown")
    default: throw reader.error(.badSelection, "there is no type \(type) of selections")
    }
  }

  private static func rank(_ reader: inout MetadataReader) throws(HDF5Error) -> Int {
    let rank = Int(try reader.uint32())
    guard 1...mostAxes ~= rank else { throw reader.error(.badSelection, "a selection has \(rank) axes") }
    return rank
  }

  private static func encodedSize(_ reader: inout MetadataReader) throws(HDF5Error) -> Int {
    let size = Int(try reader.uint8())
    guard [2, 4, 8].contains(size) else {
      throw reader.error(.badSelection, "numbers of a selection have \(size) bytes")
    }
    return size
  }

  /// How many points or boxes there are, and the `width` numbers of each.
  private static func numbers(
    _ reader: inout MetadataReader, _ width: Int, size: Int
  ) throws(HDF5Error) -> [Int] {
    let count = try reader.int(size: size)
    guard let total = count.multiplied(width), let bytes = total.multiplied(size), bytes <= reader.remaining
    else {
      throw reader.error(.truncated, "\(count) points or boxes are more than the bytes that are left")
    }
    var numbers: [Int] = []
    numbers.reserveCapacity(total)
    for _ in 0..<total { numbers.append(try reader.int(size: size)) }
    return numbers
  }

  private static func axes(
    _ reader: inout MetadataReader, _ rank: Int, size: Int
  ) throws(HDF5Error) -> [Axis] {
    let unlimited = UInt64.max >> UInt64(64 - size * 8)
    var axes: [Axis] = []
    for _ in 0..<rank {
      let start = try reader.int(size: size)
      let stride = try reader.int(size: size)
      var lengths: [Int?] = []
      for _ in 0..<2 {
        let value = try reader.uint(size: size)
        guard value == unlimited || value <= UInt64(Int.max) else {
          throw reader.error(.badSelection, "a length of \(value) is too large")
        }
        lengths.append(value == unlimited ? nil : Int(value))
      }
      axes.append(Axis(start: start, stride: stride, count: lengths[0], block: lengths[1]))
    }
    return axes
  }

  /// Boxes that end before they begin, or overlap, can't be.
  private func check(_ reader: MetadataReader) throws(HDF5Error) {
    switch kind {
    case .blocks(let numbers):
      guard let rank else { return }
      for first in stride(from: 0, to: numbers.count, by: 2 * rank) {
        for axis in first..<first + rank where numbers[axis] > numbers[axis + rank] {
          throw reader.error(.badSelection, "a box of a selection ends before it begins")
        }
      }
    case .regular(let axes):
      for axis in axes where axis.stride < 1 || (axis.count ?? 1) > 1 && axis.stride < (axis.block ?? 0) {
        throw reader.error(.badSelection, "boxes of a selection overlap")
      }
    default: break
    }
  }
}

extension DataspaceSelection {
  /// How many elements are selected; `nil` when that depends on the dataset, or is more than there can be.
  public var elementCount: Int? {
    switch kind {
    case .none: return 0
    case .all: return nil
    case .points(let numbers): return rank.map { numbers.count / $0 }
    case .regular(let axes):
      var count = 1
      for axis in axes {
        guard let boxes = axis.count, let block = axis.block,
          let next = count.multiplied(boxes)?.multiplied(block)
        else { return nil }
        count = next
      }
      return count
    case .blocks(let numbers):
      guard let rank else { return nil }
      var total = 0
      for first in stride(from: 0, to: numbers.count, by: 2 * rank) {
        let lengths = (first..<first + rank).map { (numbers[$0 + rank] - numbers[$0]).adding(1) ?? .max }
        guard let sum = lengths.checkedProduct.flatMap({ total.adding($0) }) else { return nil }
        total = sum
      }
      return total
    }
  }
}

extension DataspaceSelection {
  /// How many boxes ``boxes()`` gives at most.
  private static let mostBoxes = 1 << 20

  /// The boxes of a selection: for each the first indexes, then the last ones. Boxes at equal distances come in C order;
  /// of points, none and all there are none.
  ///
  /// - Throws: `HDF5Error.Code.tooLarge` when there are too many, or no end to them.
  public func boxes() throws(HDF5Error) -> [[Int]] {
    switch kind {
    case .blocks(let numbers):
      guard let rank else { return [] }
      return stride(from: 0, to: numbers.count, by: 2 * rank).map { Array(numbers[$0..<$0 + 2 * rank]) }
    case .regular(let axes): return try DataspaceSelection.boxes(axes)
    default: return []
    }
  }

  private static func boxes(_ axes: [Axis]) throws(HDF5Error) -> [[Int]] {
    var boxes: [[Int]] = [[]]
    for axis in axes.reversed() {
      guard let count = axis.count, let block = axis.block, let total = boxes.count.multiplied(count),
        total <= mostBoxes,
        let reach = max(count - 1, 0).multiplied(axis.stride)?.adding(axis.start)?.adding(block),
        reach >= 0
      else { throw HDF5Error(.tooLarge, "a selection of too many boxes, or without an end") }
      guard count > 0, block > 0 else { return [] }
      var next: [[Int]] = []
      next.reserveCapacity(total)
      for index in 0..<count {
        let first = axis.start + index * axis.stride
        for box in boxes {
          let middle = box.count / 2
          next.append([first] + box[..<middle] + [first + block - 1] + box[middle...])
        }
      }
      boxes = next
    }
    return boxes
  }
}
