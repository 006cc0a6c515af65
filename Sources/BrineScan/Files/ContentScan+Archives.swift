import BrineCodecs
import BrineCore

/// Archives: zip, tar, and those that can't be looked into.
extension ContentScan {
  mutating func scanArchive(_ source: MemorySource, _ place: Place) -> Bool {
    if let name = Self.closedFormats.first(where: { source.begins(with: $0.bytes) })?.name {
      note(format: name, place)
      unreadable(place, "Brine can't look into \(name) files")
      return true
    }
    if let tar = TarReader(source) {
      note(format: "tar", place)
      scanPolyglot(source, place)
      scanTar(tar, place)
      return true
    }
    return scanZip(source, place)
  }

  /// What some loaders open, and Brine does not.
  private static let closedFormats: [(bytes: [UInt8], name: String)] = [
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "7z"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
    (Array("Rar!".utf8) + [0x1A, 0x07], "rar"), ([0x1F, 0x9D], "compress"), (Array("LZIP".utf8), "lzip"),
  ]

  // MARK: Zip

  /// A zip archive, which may stand behind other bytes: the end of the file tells.
  private mutating func scanZip(_ source: MemorySource, _ place: Place) -> Bool {
    let isZip = ZipArchive.recognises(source.bytes)
    guard isZip || source.endsAsZip else { return false }
    let archive: ZipArchive
    do { archive = try ZipArchive(source, limits: limits, mayOverlap: true) } catch {
      guard isZip else { return false }
      note(format: "zip", place)
      unreadable(place, "the zip archive is damaged: \(error)")
      return true
    }
    let names = Set(archive.entries.map(\.name))
    let kind = ArchiveKind(names)
    note(format: kind.rawValue, place)
    if !isZip { _ = scanPickles(source, place) }
    if archive.hasLaterEnd {
      report(
        .archiveDiffers, .unknown, place, "the archive has two ends: programs differ about which one counts")
    }
    for name in archive.duplicateNames {
      report(
        .archiveDiffers, .unknown, place, "\(name) is in the archive more than once: loaders may take either")
    }
    if kind == .torchScript {
      report(.torchScript, .containsCode, place, "the archive holds TorchScript code, which torch.load runs")
    }
    for entry in archive.entries where !entry.isFolder { scan(entry, of: archive, kind, place) }
    return true
  }

  private mutating func scan(_ entry: ZipEntry, of archive: ZipArchive, _ kind: ArchiveKind, _ place: Place) {
    let isTensor = kind.isTensor(entry.name)
    let inside = place.inside(entry.name, isOptional: isTensor)
    do {
      if entry.method != .stored {
        guard entry.size <= budget else {
          return report(
            .limit, .unreadable, inside, "the member unpacks to \(entry.size) bytes, more than may be")
        }
        budget -= entry.size
      }
      // The checksum of a tensor of gigabytes would take longer than all else, and keeps nobody from loading it.
      let (data, problems) = try archive.readLeniently(entry) { !isTensor || $0.count < 1 << 16 }
      for problem in problems { report(problem, inside) }
      if kind == .keras, entry.name == "config.json" { return scanConfiguration(data, inside) }
      scan(data, inside)
    } catch {
      unreadable(inside, "the member can't be unpacked: \(error)")
    }
  }

  /// The configuration of a Keras model, which Keras reads by Python's `json`: that takes more than JSON allows.
  private mutating func scanConfiguration(_ data: MemorySource, _ place: Place) {
    if !scanJSON(data, place) { unreadable(place, "the configuration of the model is no JSON") }
  }

  private mutating func report(_ problem: ZipError, _ place: Place) {
    switch problem.code {
    case .wrongChecksum: report(.checksum, .unknown, place, "\(problem)")
    default: report(.archiveDiffers, .unknown, place, "\(problem)")
    }
  }

  // MARK: Tar

  private mutating func scanTar(_ tar: TarReader, _ place: Place) {
    var tar = tar
    while let member = tar.next() {
      let inside = place.inside(member.name)
      switch member.content {
      case .file(let data): scan(data, inside)
      case .link(let target) where target.hasPrefix("/") || target.split(separator: "/").contains(".."):
        report(.outsideFile, .unknown, inside, "a link to \(target), outside of the archive")
      case .link, .other: continue
      }
    }
    if let problem = tar.problem { unreadable(place, offset: tar.position, problem) }
  }
}

/// What a zip archive is, by the names in it.
enum ArchiveKind: String {
  case zip, npz
  case torch = "torch zip"
  case torchScript = "TorchScript"
  case keras = "Keras zip"

  init(_ names: Set<String>) {
    if names.contains(where: { $0.hasSuffix("/constants.pkl") || $0.contains("/code/") }) {
      self = .torchScript
    } else if names.contains(where: { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }) {
      self = .torch
    } else if names.contains("config.json"), names.contains(where: { $0.hasSuffix(".weights.h5") }) {
      self = .keras
    } else {
      self = !names.isEmpty && names.allSatisfy { $0.hasSuffix(".npy") } ? .npz : .zip
    }
  }

  /// Whether a member is what torch takes for the bare elements of a tensor.
  func isTensor(_ name: String) -> Bool {
    (self == .torch || self == .torchScript) && !name.hasSuffix(".pkl")
  }
}

extension ZipArchive {
  /// Whether the comment has the signature of an archive's end.
  fileprivate var hasLaterEnd: Bool {
    (0..<max(comment.count - 3, 0)).contains { comment[$0...].starts(with: [0x50, 0x4B, 5, 6]) }
  }
}

extension MemorySource {
  /// Whether there is the end of a zip archive's directory where it may be: APPNOTE.TXT, section 4.3.16.
  fileprivate var endsAsZip: Bool {
    let start = max(0, count - (22 + 65_535))
    return bytes.withUnsafeBytes { bytes in
      var position = bytes.count - 22
      while position >= start {
        if bytes[position] == 0x50, bytes[position + 1] == 0x4B, bytes[position + 2] == 5,
          bytes[position + 3] == 6
        {
          return true
        }
        position -= 1
      }
      return false
    }
  }
}
