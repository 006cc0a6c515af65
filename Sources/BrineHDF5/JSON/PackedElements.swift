import BrineCore

/// Elements of a type that typed JSON can't describe as it is. Where members overlap or are not in the order of their
/// offsets, they are put one after the other, without padding; numbers of quadruple precision are bytes, since NumPy's
/// type of that name is another one on most machines.
struct PackedElements {
  /// The type of the packed elements.
  let dtype: DType
  /// Which bytes of an element come after one another.
  private let runs: [Range<Int>]
  private let itemSize: Int

  /// `nil` for a type that is described as it is, and for one that can't be.
  init?(_ dtype: DType) {
    guard !dtype.isDescribed else { return nil }
    var runs: [Range<Int>] = []
    guard let packed = Self.pack(dtype, at: 0, &runs) else { return nil }
    (self.dtype, self.runs, itemSize) = (packed, runs, dtype.itemSize)
  }

  private static func pack(_ dtype: DType, at offset: Int, _ runs: inout [Range<Int>]) -> DType? {
    if dtype.isDescribed {
      runs.append(offset..<offset + dtype.itemSize)
      return dtype
    }
    switch dtype.kind {
    case .longdouble, .clongdouble:
      runs.append(offset..<offset + dtype.itemSize)
      return DType(.void(dtype.itemSize))
    case .structured(let record):
      var members: [(name: String, dtype: DType)] = []
      for field in record.fields {
        guard let packed = pack(field.dtype, at: offset + field.offset, &runs) else { return nil }
        members.append((field.name, packed))
      }
      return Record(members).map { DType(.structured($0)) }
    case .subarray(let base, let shape):
      var packed: DType?
      for number in 0..<shape.reduce(1, *) {
        packed = pack(base, at: offset + number * base.itemSize, &runs)
      }
      return packed.map { DType(.subarray($0, shape: shape)) }
    default: return nil
    }
  }

  /// The packed elements.
  func packed(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count / max(itemSize, 1) * dtype.itemSize)
    for first in stride(from: 0, to: bytes.count - itemSize + 1, by: max(itemSize, 1)) {
      for run in runs {
        result += UnsafeRawBufferPointer(rebasing: bytes[first + run.lowerBound..<first + run.upperBound])
      }
    }
    return result
  }
}

extension DType {
  /// The type as typed JSON describes it.
  var packed: DType { PackedElements(self)?.dtype ?? self }

  fileprivate var isDescribed: Bool { descr != nil && !hasQuads }

  private var hasQuads: Bool {
    switch kind {
    case .longdouble(_, let isQuad), .clongdouble(_, let isQuad): isQuad
    case .structured(let record): record.fields.contains { $0.dtype.hasQuads }
    case .subarray(let base, _): base.hasQuads
    default: false
    }
  }
}
