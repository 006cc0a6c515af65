import BrineCodecs
import BrineCore
import BrineHDF5
import BrineJoblib
import BrinePickle

/// Looks at the bytes of one file, and at everything in them that a loader would open: by content, never by name.
struct ContentScan {
  let policy: PicklePolicy
  var limits: Limits
  private(set) var findings: [ScanFinding] = []
  /// What was found to be what, outermost first.
  private(set) var formats: [String] = []
  /// Whether there is more than compressions around something that nobody knows.
  private(set) var isKnown = false
  /// How many bytes may still come out of compressions and archives: one budget for all layers.
  var budget: Int
  /// How many bytes may still be looked at: a file can make a scanner look at the same bytes many times.
  private var work: Int
  private var isWorkTold = false
  /// How many archives and compressions may be in each other.
  static let deepest = 8
  /// How many findings are kept. There is no need to tell more; the verdict is known by then.
  static let mostFindings = 5000

  init(_ source: MemorySource, policy: PicklePolicy, limits: Limits) {
    (self.policy, self.limits) = (policy, limits)
    // Enough for honest data of any codec; what unpacks to more is a bomb, or mostly zeros.
    let most = max(64 << 20, source.count.multiplied(limits.decompressionRatio) ?? .max)
    budget = min(limits.decompressedSize, most)
    work = source.count.multiplied(8)?.adding(128 << 20) ?? .max
    scan(source, Place())
  }

  /// Where content is.
  struct Place {
    var member: String?
    var depth = 0
    /// Whether content in no known format is worth a word: only the file itself is.
    var isOptional = false

    func inside(_ name: String, isOptional: Bool = false) -> Place {
      Place(member: member.map { $0 + "/" + name } ?? name, depth: depth + 1, isOptional: isOptional)
    }
  }

  var verdict: ScanVerdict {
    ScanVerdict.worst(findings.map(\.verdict) + [isKnown ? .safe : .other])
  }

  // MARK: Findings

  mutating func report(_ findings: [ScanFinding]) {
    for finding in findings {
      if self.findings.count < Self.mostFindings {
        self.findings.append(finding)
      } else if self.findings.count < 2 * Self.mostFindings,
        !self.findings.contains(where: { $0.verdict == finding.verdict })
      {
        self.findings.append(finding)
      }
    }
  }

  mutating func report(_ findings: [ScanFinding], _ place: Place) {
    report(
      findings.map { finding in
        var finding = finding
        finding.member = place.member
        return finding
      })
  }

  mutating func report(
    _ rule: OwnRule, _ verdict: ScanVerdict, _ place: Place, offset: Int? = nil, _ message: String
  ) {
    report([ScanFinding(rule.rule, verdict, message, offset: offset)], place)
  }

  mutating func unreadable(_ place: Place, offset: Int? = nil, _ message: String) {
    report(.unreadable, .unreadable, place, offset: offset, message)
  }

  mutating func note(format: String, _ place: Place, isLayer: Bool = false) {
    if !isLayer { isKnown = true }
    if place.depth == 0 || formats.isEmpty, !formats.contains(format) { formats.append(format) }
  }

  /// What a part of the scan finds, kept apart: whoever asks decides what to make of it.
  mutating func apart(_ body: (inout ContentScan) -> Void) -> (findings: [ScanFinding], isKnown: Bool) {
    let before = (findings, formats, isKnown)
    (findings, formats, isKnown) = ([], ["part"], false)
    body(&self)
    let found = (findings, isKnown)
    (findings, formats, isKnown) = before
    return found
  }

  /// Takes from what may be looked at; `false`, and a finding, when that is used up.
  mutating func uses(_ count: Int, _ place: Place) -> Bool {
    guard !isWorkTold else { return false }
    work -= count
    if work >= 0 { return true }
    isWorkTold = true
    report(.limit, .unreadable, place, "the same bytes would have to be looked at too often")
    return false
  }

  /// Lets what came out of a compression be looked at too.
  mutating func allow(_ count: Int) { work = work.adding(count.multiplied(4) ?? .max) ?? .max }

  // MARK: Formats

  mutating func scan(_ source: MemorySource, _ place: Place) {
    guard place.depth <= Self.deepest else {
      return report(
        .limit, .unreadable, place, "more than \(Self.deepest) archives and compressions in each other")
    }
    guard source.count > 0, uses(source.count + 64, place) else { return }
    // Frames that zstd and lz4 leave out are 0x184D2A50 to 5F.
    let isSkippable =
      source.begins(with: [0x2A, 0x4D, 0x18], at: 1)
      && (0x50...0x5F).contains(where: { source.begins(with: [$0]) })
    let closed = Self.closedFormats.first { source.begins(with: $0.bytes) }?.name
    if let name = isSkippable ? "lz4 or zstd" : closed {
      note(format: name, place)
      return unreadable(place, "Brine can't look into \(name) files")
    }
    var found = OuterFormats()
    scanStart(source, place, &found)
    scanLater(source, place, &found)
    guard found.names.count > 1 else { return }
    report(
      .polyglot, .unknown, place, offset: 0,
      "the file is \(found.names.joined(separator: " and ")) at once: programs differ about what it holds")
  }

  /// What the bytes of one file can be taken for, each by the programs that look for it.
  struct OuterFormats {
    /// Those that an honest file has one of.
    var names: [String] = []
    /// Where the members of an archive are, which may be files of their own.
    var members: [Range<Int>] = []
  }

  /// Every format that is told by the first bytes.
  private mutating func scanStart(_ source: MemorySource, _ place: Place, _ found: inout OuterFormats) {
    if scanCompressed(source, place) || scanLooseLZMA(source, place) {
      found.names.append("compressed data")
    }
    if let tar = TarReader(source) {
      note(format: "tar", place)
      found.members = scanTar(tar, place)
      found.names.append("a tar archive")
    }
    if source.begins(with: Self.npyMagic) {
      note(format: "npy", place)
      _ = scanRow(source, place)
      found.names.append("an array")
    }
    if source.beginsAsJSON, scanJSON(source, place) { found.names.append("JSON") }
    if HDF5File.start(in: source) == 0 {
      scanHDF5(source, place)
      found.names.append("an HDF5 file")
    }
    if ZipArchive.recognises(source.bytes) {
      scanZip(source, place)
      found.names.append("a zip archive")
    }
    if !found.names.isEmpty { scanPolyglot(source, place) }
  }

  /// What stands behind other bytes, and pickles.
  private mutating func scanLater(_ source: MemorySource, _ place: Place, _ found: inout OuterFormats) {
    let isBare = found.names.isEmpty
    let (start, zip) = (
      HDF5File.start(in: source) ?? 0, ZipArchive.recognises(source.bytes) ? nil : laterZip(source)
    )
    if isBare, start > 0 || zip == .atEnd {
      // A user block, or a program that unpacks what follows it.
      scanPolyglot(source, place, mayHold: true)
    } else if isBare {
      _ = scanPickles(source, place)
    }
    if start > 0 {
      scanHDF5(source, place)
      if !found.members.contains(where: { $0.contains(start) }) { found.names.append("an HDF5 file") }
    }
    if let zip {
      scanZip(source, place)
      if zip == .atEnd { found.names.append("a zip archive") }
    }
  }

  static let npyMagic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// What some loaders open, and Brine does not.
  private static let closedFormats: [(bytes: [UInt8], name: String)] = [
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "7z"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
    (Array("Rar!".utf8) + [0x1A, 0x07], "rar"), ([0x1F, 0x9D], "compress"), (Array("LZIP".utf8), "lzip"),
  ]
}

extension MemorySource {
  func begins(with prefix: [UInt8], at offset: Int = 0) -> Bool {
    guard offset <= count, count - offset >= prefix.count else { return false }
    return (try? read(offset..<offset + prefix.count)) == prefix
  }

  /// Whether the first byte that is no space, mark or zero begins a JSON object or array, with which no pickle begins.
  var beginsAsJSON: Bool {
    bytes.withUnsafeBytes { bytes in
      // The mark of UTF-8, UTF-16 and UTF-32, and the zeros of the latter two.
      let skipped: [UInt8] = [0x20, 0x09, 0x0D, 0x0A, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0]
      return bytes.first { !skipped.contains($0) }.map { "{[".utf8.contains($0) } ?? false
    }
  }
}

extension HDF5File {
  /// Where the signature of an HDF5 file is: at the start, or behind a user block of 512, 1024, … bytes.
  fileprivate static func start(in source: MemorySource) -> Int? {
    let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
    var offset = 0
    while offset < source.count {
      if source.begins(with: signature, at: offset) { return offset }
      offset = offset == 0 ? 512 : offset * 2
    }
    return nil
  }
}
