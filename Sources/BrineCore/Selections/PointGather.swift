/// Where the points of a selection are, in bytes from where all its index lists are at zero.
enum PointOffsets {
  /// One list: each index times a stride.
  case list([Int], stride: Int)
  /// Several lists added up.
  case sums([Int])

  init(_ points: ResolvedSelection.Points, _ axes: [ResolvedSelection.Axis], _ strides: [Int]) {
    var lists: [(list: [Int], stride: Int)] = []
    for (axis, part) in axes.enumerated() {
      if case .points(let number) = part { lists.append((points.lists[number], strides[axis])) }
    }
    if lists.count == 1 {
      self = .list(lists[0].list, stride: lists[0].stride)
      return
    }
    var sums = [Int](repeating: 0, count: points.count)
    for (list, stride) in lists {
      for index in sums.indices { sums[index] += list[index] * stride }
    }
    self = .sums(sums)
  }

  func withOffsets(_ body: (UnsafeBufferPointer<Int>, Int) -> Void) {
    switch self {
    case .list(let list, let stride): list.withUnsafeBufferPointer { body($0, stride) }
    case .sums(let sums): sums.withUnsafeBufferPointer { body($0, 1) }
    }
  }
}

/// Copies elements by lists of indexes: for each place of the outer axes, for each point, all of the inner axes.
struct PointGather {
  let points: PointOffsets
  let outer: StridedRuns
  let inner: StridedRuns
  let size: Int

  func copy(from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
    points.withOffsets { offsets, scale in
      // Inner axes without a gap are one larger element.
      let isDense = inner.runs == 1 && (inner.stride == size || inner.count == 1)
      guard isDense else { return pieces(offsets, scale, source, target) }
      switch inner.count * size {
      case 1: elements(UInt8.self, offsets, scale, source, target)
      case 2: elements(UInt16.self, offsets, scale, source, target)
      case 4: elements(UInt32.self, offsets, scale, source, target)
      case 8: elements(UInt64.self, offsets, scale, source, target)
      case 16: elements(SIMD2<UInt64>.self, offsets, scale, source, target)
      case let row: rows(row, offsets, scale, source, target)
      }
    }
  }

  @inline(__always)
  private func forEachOuter(_ source: UnsafeRawPointer, _ body: (UnsafeRawPointer) -> Void) {
    outer.forEach { offset in
      for index in 0..<outer.count { body(source + offset + index * outer.stride) }
    }
  }

  private func elements<Element: BitwiseCopyable>(
    _ type: Element.Type, _ offsets: UnsafeBufferPointer<Int>, _ scale: Int, _ source: UnsafeRawPointer,
    _ target: UnsafeMutableRawPointer
  ) {
    var next = target
    forEachOuter(source) { start in
      for offset in offsets {
        next.storeBytes(of: (start + offset &* scale).loadUnaligned(as: Element.self), as: Element.self)
        next += MemoryLayout<Element>.size
      }
    }
  }

  private func rows(
    _ row: Int, _ offsets: UnsafeBufferPointer<Int>, _ scale: Int, _ source: UnsafeRawPointer,
    _ target: UnsafeMutableRawPointer
  ) {
    var next = target
    forEachOuter(source) { start in
      for offset in offsets {
        next.copyMemory(from: start + offset * scale, byteCount: row)
        next += row
      }
    }
  }

  private func pieces(
    _ offsets: UnsafeBufferPointer<Int>, _ scale: Int, _ source: UnsafeRawPointer,
    _ target: UnsafeMutableRawPointer
  ) {
    var next = target
    let length = inner.count * size
    forEachOuter(source) { start in
      for offset in offsets {
        inner.forEach { place in
          StridedCopy.gather(
            from: start + offset * scale + place, stride: inner.stride, to: next, count: inner.count,
            size: size)
          next += length
        }
      }
    }
  }
}
