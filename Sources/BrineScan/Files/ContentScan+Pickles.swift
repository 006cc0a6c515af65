import BrineCore
import BrinePickle

/// Pickles: one after the other, with arrays between their opcodes, inside of bytes.
extension ContentScan {
  /// Looks at the pickles that content begins with.
  ///
  /// - Returns: whether there are any.
  mutating func scanPickles(_ source: MemorySource, _ place: Place) -> Bool {
    var (offset, place, number, isTorch) = (0, place, 0, false)
    while offset < source.count {
      // PyTorch's old files have five pickles, and then the bare elements of tensors.
      if isTorch, number == 5 { place.isOptional = true }
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
      if number == 0 { isTorch = run.isTorchMagic }
      number += 1
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
    guard let cut = run.cut, !cut.isEmpty,
      let start = try? source.read(0..<min(cut.lowerBound, source.count)),
      let rest = try? source.read(min(cut.upperBound, source.count)..<source.count)
    else { return }
    budget -= source.count
    guard budget > 0 else { return report(.limit, .unreadable, place, "there are too many frames that lie") }
    _ = scanPickles(MemorySource(start + rest), other)
  }

  /// A file of another form that `pickle.load` takes for a pickle all the same.
  mutating func scanPolyglot(_ source: MemorySource, _ place: Place) {
    let run = PickleRun(source, hasInlineArrays: true, limits: limits)
    guard run.callCount > 0 || run.error == nil || run.error?.code == .limitExceeded else { return }
    let findings = PickleScan(run, policy).findings.filter { $0.verdict != .safe }
    guard run.error == nil || !findings.isEmpty else { return }
    report(.polyglot, .unknown, place, offset: 0, "the file is a pickle too")
    report(findings, place.inside("as a pickle"))
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
    guard let error = run.error else { return true }
    // What only Brine refuses Python may go on with.
    if !error.code.isOfEveryReader { return true }
    // One unpickler that reads several pickles keeps its memo.
    if offset > 0, error.code == .memoKeyMissing { return true }
    let start = (try? source.read(0..<min(source.count, 2))) ?? []
    if offset == 0, !place.isOptional, start.count == 2, start[0] == 0x80, start[1] <= 5 { return true }
    if !place.isOptional, run.callCount > 0 || run.effectCount > 0 || !run.extensionCodes.isEmpty {
      return true
    }
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
      let isLoaded = loads.contains { $0.offset == offset }
      scanNested(bytes, place.inside("bytes at \(offset)"), isLoaded: isLoaded)
    }
    for (offset, bytes) in loads where !NestedPickle.isReadable(bytes) {
      unreadable(place, offset: offset, "the bytes that are loaded in turn are no pickle")
    }
  }

  /// Bytes that look like a pickle: they are taken for one when they can be read to the end, or do harm before.
  private mutating func scanNested(_ bytes: [UInt8], _ place: Place, isLoaded: Bool) {
    var inner = self
    (inner.findings, inner.formats) = ([], ["pickle"])
    inner.scan(MemorySource(bytes), place)
    let error = PickleRun(MemorySource(bytes), hasInlineArrays: true, limits: limits).error
    let isPickle = error.map { !$0.code.isOfEveryReader } ?? true
    report(inner.findings.filter { isPickle || isLoaded || $0.verdict == .unsafe })
    budget = inner.budget
  }
}

extension PickleRun {
  /// Whether the pickle is the number that PyTorch's old files begin with: `MAGIC_NUMBER` of `torch/serialization.py`.
  fileprivate var isTorchMagic: Bool { root.bigInt?.description == "119547037146038801333356" }
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

extension PickleError.Code {
  /// Whether all unpicklers stop where the machine does: then nothing comes after it that any of them would do.
  fileprivate var isOfEveryReader: Bool {
    switch self {
    case .ranOutOfInput, .truncated, .stackUnderflow, .unexpectedMark, .markNotFound, .memoKeyMissing,
      .unknownOpcode,
      .unsupportedProtocol, .badString, .badUnicode, .negativeSize, .negativeMemoIndex, .badExtensionCode,
      .unhashableKey, .oddItemCount, .notCallable, .notAClass:
      true
    default: false
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
