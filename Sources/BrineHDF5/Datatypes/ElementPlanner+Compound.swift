import BrineCore

/// How far members of a compound move in memory.
struct MemberMoves {
  /// Offsets in the file in ascending order, and by how much what is behind each has moved.
  private var steps: [(offset: Int, total: Int)] = []

  /// How much larger the whole is.
  var total: Int { steps.last?.total ?? 0 }

  /// Adds a member; they come in the order of their offsets.
  mutating func add(offset: Int, change: Int) {
    if change != 0 { steps.append((offset, total + change)) }
  }

  /// By how much a member at this offset moves.
  func before(_ offset: Int) -> Int {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].offset < offset { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? 0 : steps[low - 1].total
  }
}

extension ElementPlanner {
  /// The members' moves.
  func moves(_ parts: [(offset: Int, plan: ElementPlan)]) -> MemberMoves {
    var moves = MemberMoves()
    for part in parts.sorted(by: { $0.offset < $1.offset }) {
      moves.add(offset: part.offset, change: part.plan.span - part.plan.fileSize)
    }
    return moves
  }

  /// A complex number, which h5py writes as a compound of `r` and `i`; `nil` for other members.
  static func pair(_ fields: [Record.Field], _ parts: [ElementPlan.Part], _ type: Datatype, span: Int)
    -> ElementPlan?
  {
    guard fields.count == 2, fields[0].name == "r", fields[1].name == "i", fields[0].dtype == fields[1].dtype,
      [4, 8, 16].contains(fields[0].dtype.itemSize), let dtype = fields[0].dtype.complex
    else { return nil }
    let half = fields[0].dtype.itemSize
    let placed = zip(parts, [0, half]).map { part, offset in
      ElementPlan.Part(fileOffset: part.fileOffset, memoryOffset: offset, plan: part.plan, copied: 0)
    }
    let merged = merged(placed)
    let isWhole = merged.count == 1 && merged[0].copied == type.size && merged[0].fileOffset == 0
    return ElementPlan(
      dtype: dtype, fileSize: type.size, span: max(span, dtype.itemSize),
      step: isWhole ? .copy : .members(merged),
      isInNumPy: parts.allSatisfy(\.plan.isInNumPy))
  }

  /// Makes one copy of neighbours that are copied and move by the same distance; the padding between them comes along.
  static func merged(_ parts: [ElementPlan.Part]) -> [ElementPlan.Part] {
    var merged: [ElementPlan.Part] = []
    for var part in parts {
      if part.plan.isIdentity { part.copied = part.plan.fileSize }
      if part.copied > 0, let last = merged.last, last.copied > 0,
        last.memoryOffset - last.fileOffset == part.memoryOffset - part.fileOffset,
        last.fileOffset + last.copied <= part.fileOffset
      {
        merged[merged.count - 1].copied = part.fileOffset - last.fileOffset + part.copied
      } else {
        merged.append(part)
      }
    }
    return merged
  }
}

extension DType {
  /// The complex type of two of these floats.
  var complex: DType? {
    switch kind {
    case .float32: DType(.complex64, byteOrder: byteOrder)
    case .float64: DType(.complex128, byteOrder: byteOrder)
    case .longdouble(let size, let isQuad):
      DType(.clongdouble(size: size, isQuad: isQuad), byteOrder: byteOrder)
    default: nil
    }
  }
}

extension Datatype.Float {
  /// Whether this is IEEE 754 binary128.
  var isQuad: Bool {
    order != .vax && bitOffset == 0 && precision == 128 && signPosition == 127 && exponentPosition == 112
      && exponentSize == 15 && exponentBias == 16383 && mantissaPosition == 0 && mantissaSize == 112
      && normalization == .implied
  }

  /// Whether this is the target's layout in either byte order.
  func isPlain(_ target: FloatConversion.Target) -> Bool {
    let isExtended = target == .extended
    return order != .vax && bitOffset == 0 && signPosition == (isExtended ? 79 : target.size * 8 - 1)
      && exponentPosition == target.mantissaSize && exponentSize == target.exponentSize
      && exponentBias == target.bias && mantissaPosition == 0 && mantissaSize == target.mantissaSize
      && (normalization == .implied) != isExtended
  }

  /// The smallest of NumPy's floats that has as many bytes and holds each value; `nil` when none does.
  func target(size: Int) -> FloatConversion.Target? {
    guard exponentSize < 32 else { return nil }
    let highest = 1 << exponentSize - exponentBias - 1
    var target = FloatConversion.Target.float16
    while true {
      if target.size >= size, mantissaSize <= target.mantissaSize, highest <= target.bias + 1,
        exponentBias <= target.bias
      {
        return target
      }
      guard let next = target.next else { return nil }
      target = next
    }
  }
}
