import BrineCodecs
import BrineCore

/// Archives: zip and tar.
extension ContentScan {
  // MARK: Zip

  /// Where a zip archive is that stands behind other bytes.
  enum LaterZip { case atEnd, inside }

  /// A zip archive behind other bytes: its end tells, which may be anywhere in the last 64 KiB.
  func laterZip(_ source: MemorySource) -> LaterZip? {
    guard source.endsAsZip,
      ZipArchive.hasDirectory(source) || (try? ZipArchive(source, limits: limits, isLenient: true)) != nil
    else {
      return nil
    }
    return ZipArchive.endsData(source) ? .atEnd : .inside
  }

  mutating func scanZip(_ source: MemorySource, _ place: Place) {
    let archive: ZipArchive
    do { archive = try ZipArchive(source, limits: limits, isLenient: true) } catch {
      note(format: "zip", place)
      return unreadable(place, "the zip archive is damaged: \(error)")
    }
    let kind = ArchiveKind(archive.entries.lazy.map(\.name))
    note(format: kind.rawValue, place)
    for difference in archive.differences {
      report(.archiveDiffers, .unknown, place, "\(difference): programs differ about what is in it")
    }
    for name in archive.duplicateNames {
      report(
        .archiveDiffers, .unknown, place, "\(name) is in the archive more than once: loaders may take either")
    }
    if kind == .torchScript {
      report(.torchScript, .containsCode, place, "the archive holds TorchScript code, which torch.load runs")
    }
    var seen: Set<Part> = []
    for entry in archive.entries {
      let part = Part(
        offset: archive.dataOffset(of: entry), size: entry.compressedSize, method: entry.method,
        isTensor: kind.isTensor(entry.name), isConfiguration: entry.name == "config.json")
      if seen.insert(part).inserted { scan(entry, of: archive, isTensor: part.isTensor, place) }
    }
  }

  /// What entries share that are the same bytes taken for the same: those are looked at once.
  private struct Part: Hashable {
    let offset: Int?
    let size: Int
    let method: ZipMethod
    let isTensor: Bool
    let isConfiguration: Bool
  }

  /// Whether a link in a tar archive leads out of the folder that the archive is unpacked in.
  private static func leadsOut(_ target: String, from name: String) -> Bool {
    if target.hasPrefix("/") { return true }
    var depth = max(name.split(separator: "/").count(where: { $0 != "." }) - 1, 0)
    for part in target.split(separator: "/") where part != "." {
      depth += part == ".." ? -1 : 1
      if depth < 0 { return true }
    }
    return name.split(separator: "/").contains("..")
  }

  private mutating func scan(
    _ entry: ZipEntry, of archive: ZipArchive, isTensor: Bool, _ place: Place
  ) {
    let inside = place.inside(entry.name, isOptional: isTensor)
    // A member of which nothing comes costs time all the same.
    guard entry.method == .stored || uses(entry.compressedSize, inside) else { return }
    do {
      if entry.method != .stored {
        guard entry.size <= budget else {
          return report(
            .limit, .unreadable, inside, "the member unpacks to \(entry.size) bytes, more than may be")
        }
        budget -= entry.size
        allow(entry.size)
      }
      // The checksum of a tensor of gigabytes would take longer than all else, and keeps nobody from loading it.
      let (data, problems) = try archive.readLeniently(entry) { !isTensor || $0.count < 1 << 16 }
      for problem in problems { report(problem, inside) }
      if entry.name == "config.json" { return scanConfiguration(data, inside) }
      scan(data, inside)
    } catch {
      unreadable(inside, "the member can't be unpacked: \(error)")
    }
  }

  /// The configuration of a Keras model, which any archive with a member of this name may be.
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

  /// Looks at the members, and says where their data is.
  mutating func scanTar(_ tar: TarReader, _ place: Place) -> [Range<Int>] {
    var (tar, ranges, isBehind) = (tar, [Range<Int>](), false)
    repeat {
      while let member = tar.next() {
        let inside = place.inside(member.name)
        if let difference = member.difference { report(.archiveDiffers, .unknown, inside, difference) }
        switch member.content {
        case .file(let data):
          ranges.append(member.offset..<member.offset + data.count)
          scan(data, inside)
        case .link(let target) where Self.leadsOut(target, from: member.name):
          report(.outsideFile, .unknown, inside, "a link to \(target), outside of the archive")
        case .link, .other: continue
        }
      }
      if tar.skipEnd() {
        if !isBehind {
          report(
            .archiveDiffers, .unknown, place,
            "a second archive follows the end, which some programs read on to")
        }
        isBehind = true
      } else {
        break
      }
    } while true
    if let problem = tar.problem { unreadable(place, offset: tar.position, problem) }
    return ranges
  }
}

/// What a zip archive is, by the names in it.
enum ArchiveKind: String {
  case zip, npz
  case torch = "torch zip"
  case torchScript = "TorchScript"
  case keras = "Keras zip"

  init(_ names: some Sequence<String>) {
    // torch's reader takes no notice of case.
    let names = Set(names.map { $0.lowercased() })
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
    (self == .torch || self == .torchScript) && !name.lowercased().hasSuffix(".pkl")
  }
}

extension MemorySource {
  /// Whether there is the end of a zip archive's directory where it may be: APPNOTE.TXT, section 4.3.16.
  fileprivate var endsAsZip: Bool {
    bytes.withUnsafeBytes { bytes in
      let end = UnsafeRawBufferPointer(rebasing: bytes[max(0, bytes.count - (22 + 65_535))...])
      var position = end.count - 22
      while position >= 0 {
        if end[position] == 0x50, end[position + 1] == 0x4B, end[position + 2] == 5, end[position + 3] == 6 {
          return true
        }
        position -= 1
      }
      return false
    }
  }
}
