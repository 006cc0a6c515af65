import BrineCore
import BrineNumPy
import BrinePickle

/// Pickles and arrays one after the other, as repeated `pickle.dump` and `numpy.save` to one file leave them.
extension ContentScan {
  /// A place in the bytes from which on things stand in a row.
  private struct Row {
    var offset: Int
    var place: Place
    /// How many there were.
    var count = 0
    var isTorch = false
    /// Whether what comes next are the objects of an array.
    var hasObjects = false
    var hadArray = false
  }

  /// Looks at the pickles and arrays that content begins with.
  ///
  /// Readers may part about where the next one begins: then every such row is followed, but each place only once.
  /// - Returns: whether there are any.
  mutating func scanRow(_ source: MemorySource, _ place: Place) -> Bool {
    var (rows, visited, number, found) = ([Row(offset: 0, place: place)], Set<Int>(), 0, false)
    while number < rows.count {
      var row = rows[number]
      while row.offset < source.count, visited.insert(row.offset).inserted {
        // The first row is the content, which was counted.
        if number > 0, !uses(64, place) { return found }
        let before = row.offset
        if let end = scanNext(source, &row), end < source.count, rows.count < 1 << 20 {
          rows.append(Row(offset: end, place: place.inside("as read in frames")))
        }
        if number > 0, !uses(row.offset - before, place) { return found }
        if row.offset <= before { break }
      }
      if number == 0 { found = row.count > 0 || row.hadArray }
      number += 1
    }
    return found
  }

  /// Looks at one pickle or array, and goes to what follows it; nothing where there is none.
  ///
  /// - Returns: where some readers go on instead.
  private mutating func scanNext(_ source: MemorySource, _ row: inout Row) -> Int? {
    if !row.hasObjects, source.begins(with: Self.npyMagic, at: row.offset) {
      scanArray(source, &row)
      return nil
    }
    // PyTorch's old files have five pickles, and then the bare elements of tensors.
    if row.isTorch, row.count == 5 { row.place.isOptional = true }
    let place = row.hasObjects ? row.place.inside("objects") : row.place
    let run = PickleRun(source, at: row.offset, hasInlineArrays: true, limits: limits)
    guard isPickle(run, source, at: row.offset, isFirst: row.count == 0, place) else {
      if row.hasObjects {
        unreadable(place, offset: row.offset, "the objects of the array are no pickle")
      } else if row.hadArray, let rest = try? source.slice(row.offset..<source.count) {
        scan(rest, Place(member: place.member, depth: place.depth + 1, isOptional: true))
      }
      return nil
    }
    scan(run, source, at: row.offset, place)
    if row.count == 0 { row.isTorch = run.isTorchMagic }
    row.count += 1
    row.hasObjects = false
    if run.error == nil { row.offset = source.afterZeros(from: run.end) }
    return run.frameEnd
  }

  /// One array; those of objects are a header and a pickle.
  private mutating func scanArray(_ source: MemorySource, _ row: inout Row) {
    // What follows a pickle is named by where it is.
    let isBehind = row.count > 0 && !row.hadArray
    if isBehind { row.place = row.place.inside("after byte \(row.offset)") }
    let place = row.place
    row.hadArray = true
    guard let rest = try? source.slice(row.offset..<source.count) else { return }
    let header: NPYHeader
    do { header = try NPYHeader(rest.bytes) } catch {
      return unreadable(place, "the header of the array: \(error)")
    }
    let start = min(header.dataOffset, rest.count)
    if header.dtype.hasObjects {
      row.hasObjects = true
      row.offset += start
      if start == rest.count {
        unreadable(place, offset: row.offset, "the objects of the array are no pickle")
      }
      return
    }
    guard let count = NDArray.count(header.shape), let size = count.multiplied(header.dtype.itemSize) else {
      return report(.shapeBomb, .unknown, place, "the array says to be larger than memory can be")
    }
    if size > rest.count - start {
      return report(
        .shapeBomb, size > rest.count.adding(1 << 30) ?? .max ? .unknown : .unreadable, place,
        "the array says to have \(size) bytes, \(rest.count - start) are there")
    }
    row.offset += start + size
    row.place.isOptional = true
  }
}
