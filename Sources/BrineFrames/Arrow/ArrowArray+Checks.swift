import BrineCore

/// What must hold before elements are read without further checks.
extension ArrowArray {
  /// - Throws: `FrameError.malformed`, `lengthMismatch`.
  func check() throws(FrameError) {
    guard count >= 0, offset >= 0, let end = count.adding(offset), end < Int.max >> 8 else {
      throw FrameError(.malformed, "an Arrow array of \(count) elements from \(offset) on")
    }
    // Elements that take no bytes could be any number.
    let isEmpty =
      switch type {
      case .null, .fixedBinary(0), .fixedList(_, 0), .structure([]): true
      default: false
      }
    guard !isEmpty || count <= Int(Int32.max) else { throw tooShort }
    if type != .null, let bitmap = buffers.first ?? nil { try require(bitmap, (end + 7) / 8) }
    switch type {
    case .null: break
    case .bool: try require(buffer(1), (end + 7) / 8)
    case .string, .binary: try checkEnds(Int32.self, content: buffer(2), end)
    case .largeString, .largeBinary: try checkEnds(Int64.self, content: buffer(2), end)
    case .list: try checkEnds(Int32.self, items: child(0), end)
    case .largeList: try checkEnds(Int64.self, items: child(0), end)
    case .fixedList(_, let length):
      guard length >= 0, let size = end.multiplied(length), try child(0).count >= size else { throw tooShort }
    case .structure(let fields):
      guard children.count == fields.count, children.allSatisfy({ $0.count >= end }) else { throw tooShort }
    case .dictionary(let index, _, _):
      guard dictionary != nil, index.dtype != nil else {
        throw FrameError(.malformed, "an Arrow dictionary without its values")
      }
      try checkWidth(end)
    default: try checkWidth(end)
    }
  }

  private var tooShort: FrameError {
    FrameError(.lengthMismatch, "a part of an Arrow array of \(type) is too short for \(count) elements")
  }

  private func checkWidth(_ end: Int) throws(FrameError) {
    guard let width = type.width, width >= 0, let size = end.multiplied(width) else { throw tooShort }
    try require(buffer(1), size)
  }

  private func require(_ buffer: MemorySource?, _ size: Int) throws(FrameError) {
    guard buffer?.count ?? 0 >= size else { throw tooShort }
  }

  private func buffer(_ index: Int) -> MemorySource? { buffers.at(index) ?? nil }

  private func child(_ index: Int) throws(FrameError) -> ArrowArray {
    guard let child = children.at(index) else { throw FrameError(.malformed, "an Arrow list without items") }
    return child
  }

  private func checkEnds<End: FixedWidthInteger & BitwiseCopyable>(
    _ type: End.Type, content: MemorySource?, _ end: Int
  ) throws(FrameError) {
    try checkEnds(type, limit: content?.count ?? 0, end)
  }

  private func checkEnds<End: FixedWidthInteger & BitwiseCopyable>(
    _ type: End.Type, items: ArrowArray, _ end: Int
  ) throws(FrameError) {
    try checkEnds(type, limit: items.count, end)
  }

  /// The ends must not go back, nor lead out of what they divide.
  private func checkEnds<End: FixedWidthInteger & BitwiseCopyable>(
    _ type: End.Type, limit: Int, _ end: Int
  ) throws(FrameError) {
    // No elements need no ends.
    if count == 0 && buffer(1)?.count ?? 0 == 0 { return }
    guard let size = (end + 1).multiplied(MemoryLayout<End>.size) else { throw tooShort }
    try require(buffer(1), size)
    guard let ends = buffer(1) else { throw tooShort }
    let isGood = ends.bytes.withUnsafeBytes { bytes in
      var last: End = 0
      for index in offset...end {
        let value = bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<End>.size, as: End.self)
        guard value >= last else { return false }
        last = value
      }
      return Int(exactly: last).map { $0 <= limit } ?? false
    }
    guard isGood else {
      throw FrameError(.outOfRange, "an Arrow array of \(self.type) has ends that lead out of it")
    }
  }
}
