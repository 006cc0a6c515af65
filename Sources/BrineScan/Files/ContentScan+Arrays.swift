import BrineCore
import BrineNumPy

/// Files of NumPy's arrays.
extension ContentScan {
  /// Arrays one after the other, as repeated `numpy.save` to one file leaves them; those of objects are pickles.
  mutating func scanNPY(_ source: MemorySource, _ place: Place) {
    let header: NPYHeader
    do { header = try NPYHeader(source.bytes) } catch {
      return unreadable(place, "the header of the array: \(error)")
    }
    guard let rest = try? source.slice(min(header.dataOffset, source.count)..<source.count) else { return }
    if header.dtype.hasObjects {
      if !scanPickles(rest, place.inside("objects", isOptional: false)) {
        unreadable(place, offset: header.dataOffset, "the objects of the array are no pickle")
      }
      return
    }
    guard let count = NDArray.count(header.shape), let size = count.multiplied(header.dtype.itemSize) else {
      return report(.shapeBomb, .unknown, place, "the array says to be larger than memory can be")
    }
    if size > rest.count {
      return report(
        .shapeBomb, size > rest.count.adding(1 << 30) ?? .max ? .unknown : .unreadable, place,
        "the array says to have \(size) bytes, \(rest.count) are there")
    }
    // One header is at least 16 bytes long, so this ends soon.
    if rest.count - size > 10, let next = try? rest.slice(size..<rest.count) {
      scan(next, Place(member: place.member, depth: place.depth + 1, isOptional: true))
    }
  }
}
