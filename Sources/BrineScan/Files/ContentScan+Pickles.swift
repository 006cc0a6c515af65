import BrineCore
import BrinePickle

/// Pickles: one after the other, with arrays between their opcodes, inside of bytes.
extension ContentScan {
  /// Looks at the pickles that content begins with.
  ///
  /// - Returns: whether there are any.
  mutating func scanPickles(_ source: MemorySource, _ place: Place) -> Bool {
    var offset = 0
    while offset < source.count {
      let run = PickleRun(source, at: offset, hasInlineArrays: true, limits: limits)
      guard isPickle(run, source, at: offset, place) else {
        if offset > 0 { scanRest(source, from: offset, place) }
        return offset > 0
      }
      note(format: run.hasInlineArrays ? "joblib" : "pickle", place)
      let scan = PickleScan(run, policy)
      report(scan.findings, place)
      if run.hasInlineArrays { scanWithoutArrays(source, at: offset, scan.findings, place) }
      scanOtherReading(run, source, place)
      scanBytes(run, scan.nested, place)
      if let error = run.error {
        unreadable(place, offset: run.end, "the pickle is damaged: \(error)")
        return true
      }
      offset = source.afterZeros(from: run.end)
    }
    return true
  }

  /// What a pickle with frames that lie is to the C unpickler where it reads from a file object that can't be peeked into.
  private mutating func scanOtherReading(_ run: PickleRun, _ source: MemorySource, _ place: Place) {
    let other = place.inside("as read in frames")
    guard place.depth < Self.deepest else {
      if run.cut != nil || run.frameEnd != nil { unreadable(place, "frames within frames") }
      return
    }
    if let end = run.frameEnd, end < source.count, let rest = try? source.slice(end..<source.count) {
      _ = scanPickles(rest, other)
    }
    guard let cut = run.cut, !cut.isEmpty, let start = try? source.read(0..<cut.lowerBound),
      let rest = try? source.read(cut.upperBound..<source.count)
    else { return }
    budget -= source.count
    guard budget > 0 else { return report(.limit, .unreadable, place, "there are too many frames that lie") }
    _ = scanPickles(MemorySource(start + rest), other)
  }

  /// What follows the last pickle: an array, or bytes that no loader takes for a pickle.
  private mutating func scanRest(_ source: MemorySource, from offset: Int, _ place: Place) {
    guard source.begins(with: [0x93] + Array("NUMPY".utf8), at: offset),
      let rest = try? source.slice(offset..<source.count)
    else { return }
    scan(rest, place.inside("after byte \(offset)"))
  }

  /// Whether a run is that of a pickle, maybe a damaged one, rather than of other bytes.
  private func isPickle(_ run: PickleRun, _ source: MemorySource, at offset: Int, _ place: Place) -> Bool {
    guard run.error != nil else { return true }
    let start = (try? source.read(0..<min(source.count, 2))) ?? []
    if offset == 0, !place.isOptional, start.count == 2, start[0] == 0x80, start[1] <= 5 { return true }
    // Text may begin with the opcodes of imports; no module is called like that.
    return (0..<run.globalCount).contains { run.name(ofGlobal: $0).written.isPlausible }
  }

  /// `pickle.load` reads joblib's files too, and takes the bytes of arrays for opcodes.
  private mutating func scanWithoutArrays(
    _ source: MemorySource, at offset: Int, _ known: [ScanFinding], _ place: Place
  ) {
    let scan = PickleScan(PickleRun(source, at: offset, limits: limits), policy)
    report(scan.findings.filter { $0.verdict == .unsafe && !known.contains($0) }, place)
  }

  /// Pickles inside of bytes, which who loads the pickle may load in turn; `loads` are those that the pickle itself loads.
  private mutating func scanBytes(_ run: PickleRun, _ loads: [(offset: Int, bytes: [UInt8])], _ place: Place)
  {
    guard place.depth < Self.deepest else {
      if !loads.isEmpty { report(.limit, .unreadable, place, "pickles are nested too deep") }
      return
    }
    var seen: Set<Int> = []
    var nested: [(offset: Int, bytes: [UInt8])] = []
    try? run.forEachBytes { offset, bytes in
      guard NestedPickle.maybe(bytes), seen.insert(offset).inserted else { return }
      nested.append((offset, Array(bytes)))
    }
    for (offset, bytes) in nested + loads {
      budget -= bytes.count
      guard budget > 0 else {
        return report(.limit, .unreadable, place, "there are too many pickles inside of pickles")
      }
      scanNested(bytes, place.inside("bytes at \(offset)"))
    }
    for (offset, bytes) in loads where !NestedPickle.isReadable(bytes) {
      unreadable(place, offset: offset, "the bytes that are loaded in turn are no pickle")
    }
  }

  /// Bytes that look like a pickle: they are taken for one when they can be read to the end, or do harm before.
  private mutating func scanNested(_ bytes: [UInt8], _ place: Place) {
    var inner = self
    (inner.findings, inner.formats) = ([], ["pickle"])
    inner.scan(MemorySource(bytes), place)
    let isPickle = PickleRun(MemorySource(bytes), hasInlineArrays: true, limits: limits).error == nil
    report(inner.findings.filter { isPickle || $0.verdict == .unsafe })
    budget = inner.budget
  }
}

extension MemorySource {
  /// The offset of the first byte from `offset` on that is not zero: `dbm.dumb` fills its blocks with zeros.
  fileprivate func afterZeros(from offset: Int) -> Int {
    bytes.withUnsafeBytes { bytes in
      var position = offset
      while position < bytes.count, bytes[position] == 0 { position += 1 }
      return position
    }
  }
}

/// Bytes that may be a pickle.
enum NestedPickle {
  /// Whether bytes are something that torch loads: an archive, or a pickle.
  static func isReadable(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { maybe($0) } }

  /// Whether bytes begin and end as a pickle does. That costs nothing, so it may be asked of millions.
  static func maybe(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count >= 4, let last = bytes.last else { return false }
    if bytes[0] == 0x80, bytes[1] <= 5 { return true }
    // A zip archive, as torch has it.
    if bytes[0] == 0x50, bytes[1] == 0x4B, bytes[2] == 3, bytes[3] == 4 { return true }
    // Protocols 0 and 1: what dicts, lists, instances, names and tuples begin with.
    return last == UInt8(ascii: ".") && "(c]}I".utf8.contains(bytes[0]) && bytes.count < 1 << 24
  }
}

extension PickleName {
  /// Whether a module may have this name.
  var isPlausible: Bool {
    !module.isEmpty && !name.isEmpty
      && (module + name).unicodeScalars.allSatisfy {
        $0.value >= 0x80 || $0 == "." || $0 == "_" || $0 == "<" || $0 == ">" || $0 == "-"
          || $0.properties.isAlphabetic
          || ("0"..."9").contains($0)
      }
  }
}
