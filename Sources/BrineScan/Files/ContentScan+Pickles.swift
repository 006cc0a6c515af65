import BrineCore
import BrinePickle

/// Pickles: what they do, with arrays between their opcodes, and inside of bytes.
extension ContentScan {
  /// Looks at the pickles that content begins with.
  ///
  /// - Returns: whether there are any.
  mutating func scanPickles(_ source: MemorySource, _ place: Place) -> Bool {
    !source.begins(with: Self.npyMagic) && scanRow(source, place)
  }

  /// Looks at one pickle that was run.
  mutating func scan(_ run: PickleRun, _ source: MemorySource, at offset: Int, _ place: Place) {
    note(format: run.hasInlineArrays ? "joblib" : "pickle", place)
    let scan = PickleScan(run, policy)
    report(scan.findings, place)
    if run.hasInlineArrays { scanWithoutArrays(source, at: offset, scan.findings, place) }
    scanOtherReading(run, source, place)
    scanBytes(run, scan.nested, place)
    if let error = run.error { unreadable(place, offset: run.end, "the pickle is damaged: \(error)") }
  }

  /// What a pickle with frames that lie is to the C unpickler where it reads from a file object that can't be peeked into.
  private mutating func scanOtherReading(_ run: PickleRun, _ source: MemorySource, _ place: Place) {
    guard let cut = run.cut, !cut.isEmpty else { return }
    guard place.depth < Self.deepest else { return unreadable(place, "frames within frames") }
    guard uses(max(source.count, 4096), place),
      let start = try? source.read(0..<min(cut.lowerBound, source.count)),
      let rest = try? source.read(min(cut.upperBound, source.count)..<source.count)
    else { return }
    _ = scanPickles(MemorySource(start + rest), place.inside("as read in frames"))
  }

  /// A file of another form that `pickle.load` takes for a pickle all the same.
  ///
  /// - Parameter mayHold: Whether the pickle may hold the other form as a value.
  mutating func scanPolyglot(_ source: MemorySource, _ place: Place, mayHold: Bool = false) {
    let run = PickleRun(source, hasInlineArrays: true, limits: limits)
    let isWhole = run.error.map { mayGoOn(behind: $0.code, source) } ?? true
    guard isWhole || run.doesSomething || run.importsPlausibly else { return }
    let findings = PickleScan(run, policy).findings.filter { $0.verdict != .safe }
    guard isWhole || !findings.isEmpty else { return }
    // What spans all of the file has the other one inside.
    if mayHold, run.error == nil, source.afterZeros(from: run.end) == source.count {
      _ = scanPickles(source, place)
      return
    }
    report(.polyglot, .unknown, place, offset: 0, "the file is a pickle too")
    let inside = place.inside("as a pickle")
    if isWhole { _ = scanPickles(source, inside) } else { report(findings, inside) }
  }

  /// Whether a reader of Python's may go on where Brine stopped. Text may begin with opcodes of numbers.
  private func mayGoOn(behind code: PickleError.Code, _ source: MemorySource) -> Bool {
    if code == .badInteger || code == .badFloat { return source.begins(with: [0x80]) }
    return !code.isOfEveryReader
  }

  /// Whether a run is that of a pickle, maybe a damaged one, rather than of other bytes.
  func isPickle(
    _ run: PickleRun, _ source: MemorySource, at offset: Int, isFirst: Bool, _ place: Place
  ) -> Bool {
    guard let error = run.error else { return true }
    // What only Brine refuses Python may go on with.
    if !error.code.isOfEveryReader { return true }
    // One unpickler that reads several pickles keeps its memo.
    if !isFirst, error.code == .memoKeyMissing { return true }
    let start = (try? source.read(offset..<min(source.count, offset + 2))) ?? []
    if isFirst, !place.isOptional, start.count == 2, start[0] == 0x80, start[1] <= 5 { return true }
    if !place.isOptional, run.doesSomething { return true }
    // Text may begin with the opcodes of imports; no module is called like that.
    return run.importsPlausibly && !isText(run, source)
  }

  /// Whether what reads like imports is a list of words: text all through, of which no name is one that is known.
  private func isText(_ run: PickleRun, _ source: MemorySource) -> Bool {
    let start = (try? source.read(0..<min(source.count, 1 << 12))) ?? []
    return start.allSatisfy { (0x20...0x7E).contains($0) || (0x09...0x0D).contains($0) || $0 >= 0x80 }
      && (0..<run.globalCount).allSatisfy {
        policy.decision(run.name(ofGlobal: $0).mapped, .import) == .unknown
      }
  }

  /// `pickle.load` reads joblib's files too, and takes the bytes of arrays for opcodes.
  private mutating func scanWithoutArrays(
    _ source: MemorySource, at offset: Int, _ known: [ScanFinding], _ place: Place
  ) {
    let run = PickleRun(source, at: offset, limits: limits)
    guard uses(run.end - offset, place) else { return }
    let scan = PickleScan(run, policy)
    report(scan.findings.filter { $0.verdict == .unsafe && !known.contains($0) }, place)
  }

  /// Pickles inside of bytes, which who loads the pickle may load in turn; `loads` are those that the pickle itself loads.
  private mutating func scanBytes(_ run: PickleRun, _ loads: [(offset: Int, bytes: [UInt8])], _ place: Place)
  {
    guard place.depth < Self.deepest else {
      if !loads.isEmpty { report(.limit, .unreadable, place, "pickles are nested too deep") }
      return
    }
    var (loaded, seen) = (Set<[UInt8]>(), Set<Int>())
    for (offset, bytes) in loads where loaded.insert(bytes).inserted {
      scanNested(bytes, place.inside("bytes at \(offset)"), isLoaded: true)
      if !NestedPickle.isReadable(bytes) {
        unreadable(place, offset: offset, "the bytes that are loaded in turn are no pickle")
      }
    }
    var nested: [(offset: Int, bytes: [UInt8])] = []
    try? run.forEachBytes { offset, bytes in
      guard NestedPickle.maybe(bytes), seen.insert(offset).inserted else { return }
      let bytes = Array(bytes)
      if !loaded.contains(bytes) { nested.append((offset, bytes)) }
    }
    for (offset, bytes) in nested {
      scanNested(bytes, place.inside("bytes at \(offset)"), isLoaded: false)
    }
  }

  /// Bytes that look like a pickle: they are taken for one when they can be read to the end, or do harm before.
  mutating func scanNested(_ bytes: [UInt8], _ place: Place, isLoaded: Bool) {
    let found = apart { $0.scan(MemorySource(bytes), place) }
    guard !found.findings.isEmpty else { return }
    let error = PickleRun(MemorySource(bytes), hasInlineArrays: true, limits: limits).error
    let isPickle = error.map { !$0.code.isOfEveryReader } ?? true
    report(
      found.findings.filter {
        isPickle || isLoaded || $0.verdict == .unsafe || $0.rule.id == OwnRule.limit.rawValue
      })
  }
}

extension PickleRun {
  /// Whether the pickle is the number that PyTorch's old files begin with: `MAGIC_NUMBER` of `torch/serialization.py`.
  var isTorchMagic: Bool { root.bigInt?.description == "119547037146038801333356" }

  /// Whether anything is called or changed.
  var doesSomething: Bool { callCount > 0 || effectCount > 0 || !extensionCodes.isEmpty }

  /// Whether a name is imported that a module may have.
  var importsPlausibly: Bool {
    (0..<globalCount).contains { name(ofGlobal: $0).written.isPlausible }
  }
}

extension MemorySource {
  /// The offset of the first byte from `offset` on that is not zero: `dbm.dumb` fills its blocks with zeros.
  func afterZeros(from offset: Int) -> Int {
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

  /// Whether bytes end as a pickle does, but for zeros that fill them up: to PyTables all such bytes are one.
  static func endsAsOne(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 2, let first = bytes.first else { return false }
    // Opcodes that need nothing on the stack: marks, values, names.
    let begins = first >= 0x80 || "(FGIJKLMNPSTUVXBCc]})".utf8.contains(first)
    return begins && bytes.last { $0 != 0 } == UInt8(ascii: ".")
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
