import BrineCodecs
import BrineCore
import BrineHDF5
import BrineJoblib
import BrinePickle

/// Looks at the bytes of one file, and at everything in them that a loader would open: by content, never by name.
struct ContentScan {
  let policy: PicklePolicy
  var limits: Limits
  var findings: [ScanFinding] = []
  /// What was found to be what, outermost first.
  var formats: [String] = []
  /// Whether there is more than compressions around something that nobody knows.
  private(set) var isKnown = false
  /// How many bytes may still come out of compressions and archives: one budget for all layers.
  var budget: Int
  /// How many archives and compressions may be in each other.
  static let deepest = 8

  init(_ source: MemorySource, policy: PicklePolicy, limits: Limits) {
    (self.policy, self.limits) = (policy, limits)
    // Enough for honest data of any codec; what unpacks to more is a bomb, or mostly zeros.
    let most = max(64 << 20, source.count.multiplied(limits.decompressionRatio) ?? .max)
    budget = min(limits.decompressedSize, most)
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

  mutating func report(_ findings: [ScanFinding]) { self.findings += findings }

  mutating func report(_ findings: [ScanFinding], _ place: Place) {
    self.findings += findings.map { finding in
      var finding = finding
      finding.member = place.member
      return finding
    }
  }

  mutating func report(
    _ rule: PolicyRule, _ verdict: ScanVerdict, _ place: Place, offset: Int? = nil, _ message: String
  ) {
    report([ScanFinding(rule, verdict, message, offset: offset)], place)
  }

  mutating func unreadable(_ place: Place, offset: Int? = nil, _ message: String) {
    report(.unreadable, .unreadable, place, offset: offset, message)
  }

  mutating func note(format: String, _ place: Place, isLayer: Bool = false) {
    if !isLayer { isKnown = true }
    if place.depth == 0 || formats.isEmpty { formats.append(format) }
  }

  // MARK: Formats

  mutating func scan(_ source: MemorySource, _ place: Place) {
    guard place.depth <= Self.deepest else {
      return report(
        .limit, .unreadable, place, "more than \(Self.deepest) archives and compressions in each other")
    }
    guard source.count > 0 else { return }
    if scanCompressed(source, place) || scanArchive(source, place) || scanArrays(source, place) { return }
    if source.beginsAsJSON, scanJSON(source, place) { return }
    if scanHDF5(source, place) { return }
    _ = scanPickles(source, place)
  }

  /// Content that is compressed.
  private mutating func scanCompressed(_ source: MemorySource, _ place: Place) -> Bool {
    limits.decompressedSize = max(budget, 0)
    var inner = place
    inner.depth += 1
    let codec = Codecs.detect(source)
    guard codec != nil || ZFile.recognises(source.bytes) else { return false }
    do {
      let content = try codec?.decompress(source, limits: limits) ?? ZFile.decompressed(source, limits)
      budget -= content.count
      note(format: codec?.name ?? "ZF", place, isLayer: true)
      scan(content, inner)
    } catch {
      // What only begins like compressed data may be a pickle all the same.
      if scanPickles(source, place) { return true }
      note(format: codec?.name ?? "ZF", place, isLayer: true)
      unreadable(place, "\(error)")
      // Loaders read piece by piece, and may be done before they come to the damage.
      guard let content = codec?.decompressPartially(source, limits: limits) else { return true }
      budget -= content.count
      scan(content, inner)
    }
    return true
  }

  private mutating func scanArrays(_ source: MemorySource, _ place: Place) -> Bool {
    guard source.begins(with: [0x93] + Array("NUMPY".utf8)) else { return false }
    note(format: "npy", place)
    scanNPY(source, place)
    return true
  }
}

extension MemorySource {
  func begins(with prefix: [UInt8], at offset: Int = 0) -> Bool {
    guard offset <= count, count - offset >= prefix.count else { return false }
    return (try? read(offset..<offset + prefix.count)) == prefix
  }

  /// Whether the first byte that is no space begins a JSON object or array, with which no pickle begins.
  var beginsAsJSON: Bool {
    let start = (try? read(0..<min(count, 64))) ?? []
    let text = start.drop { " \t\r\n\u{FEFF}".utf8.contains($0) }
    return text.first.map { "{[".utf8.contains($0) } ?? false
  }
}
