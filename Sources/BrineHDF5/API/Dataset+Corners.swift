public import BrineCore

/// What is shown of a large dataset.
extension Dataset {
  /// The elements at the corners, for ``NDArray/text(asCornersOf:options:)``: of each axis that is longer than twice `edge`
  /// so many elements at its start and at its end, of other axes all. Nothing else is read.
  ///
  /// - Throws: `tooLarge`, with `corners` for the structure, for more than 131,072 elements, and as ``read(_:)-(Selection)``.
  public func corners(edge: Int = 3) throws(HDF5Error) -> NDArray {
    let edge = max(edge, 1)
    let parts = shape.map { $0 / 2 >= edge && $0 > 2 * edge ? [0..<edge, $0 - edge..<$0] : [0..<$0] }
    let lengths = parts.map { $0.reduce(0) { $0 + $1.count } }
    guard let count = NDArray.count(lengths), count <= 1 << 17, dataspace.kind != .null else {
      throw HDF5Error(
        .tooLarge, "those of a dataset of shape \(shape) are too many", structure: "corners", path: path)
    }
    do throws(HDF5Error) {
      let size = try file.storage.checkSize(of: count, datatype.size)
      var bytes = [UInt8](repeating: 0, count: size)
      for box in Self.boxes(parts) where count > 0 {
        let items = box.map { Selection.Item.slice(.init($0.source.lowerBound, $0.source.upperBound)) }
        let part = try readRaw(Selection(items))
        copy(part, box.map { ($0.target, $0.source.count) }, of: lengths, to: &bytes)
      }
      return try ElementConverter(datatype, file.storage).array(MemorySource(bytes), shape: lengths)
    } catch {
      throw error.at(path: path)
    }
  }

  /// One part of an axis, and where it begins among the corners.
  private typealias Part = (source: Range<Int>, target: Int)

  /// All boxes that one part of each axis makes.
  private static func boxes(_ parts: [[Range<Int>]]) -> [[Part]] {
    var boxes: [[Part]] = [[]]
    for axis in parts {
      boxes = boxes.flatMap { box in
        var target = 0
        return axis.map { part in
          defer { target += part.count }
          return box + [(part, target)]
        }
      }
    }
    return boxes
  }

  /// Copies the elements of a box, row by row.
  private func copy(
    _ part: MemorySource, _ box: [(start: Int, count: Int)], of shape: [Int], to bytes: inout [UInt8]
  ) {
    let row = (box.last?.count ?? 1) * datatype.size
    guard row > 0 else { return }
    var place = [Int](repeating: 0, count: max(box.count - 1, 0))
    for start in stride(from: 0, to: part.count - row + 1, by: row) {
      var target = 0
      for axis in box.indices {
        target = target * shape[axis] + box[axis].start + (axis < place.count ? place[axis] : 0)
      }
      target *= datatype.size
      bytes.replaceSubrange(target..<target + row, with: part.memory[start..<start + row])
      for axis in place.indices.reversed() {
        place[axis] += 1
        if place[axis] < box[axis].count { break }
        place[axis] = 0
      }
    }
  }
}
