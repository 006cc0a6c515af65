/// Copies elements by lists of indexes: for each place of the outer axes, for each point, all of the inner
/// axes.
struct PointGather {
  let points: PointOffsets
  let outer: StridedRuns
  let inner: StridedRuns
  let size: Int

  func copy(from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
    // Inner axes without a gap are one larger element.
    let isDense = inner.runs == 1 && (inner.stride == size || inner.count == 1)
    guard isDense else { return pieces(source, target) }
    switch inner.count * size {
    case 1: elements(UInt8.self, source, target)
    case 2: elements(UInt16.self, source, target)
    case 4: elements(UInt32.self, source, target)
    case 8: elements(UInt64.self, source, target)
    case 16: elements(SIMD2<UInt64>.self, source, target)
    case let row: rows(row, source, target)
    }
  }

  /// Calls `body` with the offsets of each row of points, and where they are counted from.
  @inline(__always)
  private func forEachRow(
    _ source: UnsafeRawPointer, _ body: (UnsafeRawPointer, UnsafeBufferPointer<Int>, Int) -> Void
  ) {
    if points.isRow {
      points.forEachRow { base, offsets, scale in
        forEachOuter(source) { body($0 + base, offsets, scale) }
      }
    } else {
      forEachOuter(source) { start in
        points.forEachRow { base, offsets, scale in body(start + base, offsets, scale) }
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
    _ type: Element.Type, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
  ) {
    var next = target
    forEachRow(source) { start, offsets, scale in
      for offset in offsets {
        next.storeBytes(of: (start + offset &* scale).loadUnaligned(as: Element.self), as: Element.self)
        next += MemoryLayout<Element>.size
      }
    }
  }

  private func rows(_ row: Int, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer) {
    var next = target
    forEachRow(source) { start, offsets, scale in
      let target = next
      let parts = Parallel.parts(of: offsets.count, bytes: offsets.count * row)
      Parallel.forEach(parts.count) { number in
        for place in parts[number] {
          (target + place * row).copyMemory(from: start + offsets[place] * scale, byteCount: row)
        }
      }
      next += offsets.count * row
    }
  }

  private func pieces(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer) {
    var next = target
    let length = inner.count * size
    forEachRow(source) { start, offsets, scale in
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
