import BrineCore

/// Which bytes of compound elements belong to a member. What is between members is what happened to be in the memory of
/// the program that wrote the file.
struct PaddingMask {
  private let isMember: [Bool]

  /// `nil` for a type without padding.
  init?(_ dtype: DType) {
    guard case .structured = dtype.kind else { return nil }
    var isMember = [Bool](repeating: false, count: dtype.itemSize)
    Self.mark(dtype, at: 0, &isMember)
    guard isMember.contains(false) else { return nil }
    self.isMember = isMember
  }

  private static func mark(_ dtype: DType, at offset: Int, _ isMember: inout [Bool]) {
    switch dtype.kind {
    case .structured(let record):
      for field in record.fields { mark(field.dtype, at: offset + field.offset, &isMember) }
    case .subarray(let base, let shape):
      guard base.itemSize > 0 else { return }
      guard case .structured = base.kind else { break }
      for number in 0..<shape.reduce(1, *) { mark(base, at: offset + number * base.itemSize, &isMember) }
      return
    default: break
    }
    if case .structured = dtype.kind { return }
    for index in offset..<offset + dtype.itemSize { isMember[index] = true }
  }

  /// A copy of elements whose padding is zero.
  func zeroed(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var copy = [UInt8](bytes)
    let padding = isMember.indices.filter { !isMember[$0] }
    for first in stride(from: 0, to: copy.count - isMember.count + 1, by: max(isMember.count, 1)) {
      for index in padding { copy[first + index] = 0 }
    }
    return copy
  }
}
