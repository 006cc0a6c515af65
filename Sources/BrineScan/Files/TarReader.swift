import BrineCore

/// Goes through the members of a tar archive: POSIX ustar and pax, GNU's and the old form.
///
/// Source: POSIX.1-2017, `pax`, "ustar Interchange Format" and "pax Header Block"; the GNU tar manual, "Basic Tar Format".
struct TarReader {
  /// One member.
  struct Member {
    let name: String
    let content: Content
  }

  enum Content {
    case file(MemorySource)
    /// A link, and what to.
    case link(String)
    case other
  }

  private let source: MemorySource
  /// Where the next header is.
  private(set) var position = 0
  /// Why there is nothing more to be read, where that is not the archive's end.
  private(set) var problem: String?

  private static let block = 512
  /// How many bytes of pax records are looked at.
  private static let mostFields = 1 << 16

  /// A reader, where the first block is a header: its checksum is right.
  init?(_ source: MemorySource) {
    self.source = source
    guard let header = header(), header.isValid, !header.isEmpty else { return nil }
  }

  /// The next member.
  mutating func next() -> Member? {
    var (longName, longSize) = (String?.none, Int?.none)
    while let header = header(), !header.isEmpty {
      guard header.isValid, let size = longSize ?? header.size, let start = position.adding(Self.block),
        let end = start.adding(size), end <= source.count, let data = try? source.slice(start..<end)
      else {
        problem = "a member of the tar archive is damaged or cut off"
        return nil
      }
      let padding = (Self.block - size % Self.block) % Self.block
      position = end.adding(padding) ?? source.count
      switch header.type {
      case UInt8(ascii: "L"): longName = Self.text(data)
      case UInt8(ascii: "x"), UInt8(ascii: "X"):
        let fields = Self.paxFields(data)
        longName = fields["path"] ?? longName
        longSize = fields["size"].flatMap { Int($0) }
        if data.count > Self.mostFields || fields.keys.contains(where: { $0.hasPrefix("GNU.sparse") }) {
          problem = "a member is described in a way that Brine does not follow"
          return nil
        }
      case UInt8(ascii: "g"):
        if data.count > Self.mostFields || Self.paxFields(data)["size"] != nil {
          problem = "all members are given a size that Brine does not follow"
          return nil
        }
      case UInt8(ascii: "K"): continue
      case UInt8(ascii: "S"):
        problem = "a file with holes, which Brine does not put together"
        return nil
      case UInt8(ascii: "3"), UInt8(ascii: "4"), UInt8(ascii: "5"), UInt8(ascii: "6"), UInt8(ascii: "D"):
        return Member(name: longName ?? header.name, content: .other)
      case UInt8(ascii: "1"), UInt8(ascii: "2"):
        return Member(name: longName ?? header.name, content: .link(header.linkName))
      // As POSIX has it and Python does it, members of unknown types are files.
      default: return Member(name: longName ?? header.name, content: .file(data))
      }
    }
    return nil
  }

  private func header() -> Header? {
    guard let end = position.adding(Self.block),
      let bytes = try? source.read(position..<min(end, source.count)),
      bytes.count == Self.block
    else { return nil }
    return Header(bytes: bytes)
  }

  private static func text(_ data: MemorySource) -> String {
    let bytes = (try? data.read(0..<min(data.count, 4096))) ?? []
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Records of pax: `LENGTH KEY=VALUE\n`, where a value may hold newlines.
  private static func paxFields(_ data: MemorySource) -> [String: String] {
    var fields: [String: String] = [:]
    var rest = ((try? data.read(0..<min(data.count, mostFields))) ?? [])[...]
    while let space = rest.firstIndex(of: 0x20),
      let length = Int(String(decoding: rest[..<space], as: UTF8.self)),
      length > space - rest.startIndex + 1, length <= rest.count
    {
      let record = rest[(space + 1)..<(rest.startIndex + length)].dropLast()
      rest = rest.dropFirst(length)
      guard let equals = record.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let key = String(decoding: record[..<equals], as: UTF8.self)
      fields[key] = String(decoding: record[(equals + 1)...], as: UTF8.self)
    }
    return fields
  }

  /// A block of 512 bytes before a member.
  private struct Header {
    let bytes: [UInt8]

    var isEmpty: Bool { bytes.allSatisfy { $0 == 0 } }
    var type: UInt8 { bytes[156] }
    var size: Int? { number(124, 12) }
    var linkName: String { text(157, 100) }

    var name: String {
      let prefix = bytes[257..<262].elementsEqual("ustar".utf8) && bytes[262] == 0 ? text(345, 155) : ""
      return prefix.isEmpty ? text(0, 100) : prefix + "/" + text(0, 100)
    }

    /// The sum of all bytes, those of the checksum as spaces. Old programs summed signed bytes.
    var isValid: Bool {
      guard let expected = number(148, 8) else { return false }
      var (unsigned, signed) = (8 * 32, 8 * 32)
      for (index, byte) in bytes.enumerated() where !(148..<156).contains(index) {
        unsigned += Int(byte)
        signed += Int(Int8(bitPattern: byte))
      }
      return expected == unsigned || expected == signed
    }

    private func text(_ start: Int, _ count: Int) -> String {
      String(decoding: bytes[start..<start + count].prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Octal digits; GNU's base 256 where the first bit is set.
    private func number(_ start: Int, _ count: Int) -> Int? {
      let field = bytes[start..<start + count]
      if field[start] & 0x80 != 0 {
        var value = Int(field[start] & 0x3F)
        for byte in field.dropFirst() {
          guard let next = value.multiplied(256)?.adding(Int(byte)) else { return nil }
          value = next
        }
        return value
      }
      let digits = String(decoding: field.filter { $0 != 0 && $0 != 0x20 }, as: UTF8.self)
      return digits.isEmpty ? 0 : Int(digits, radix: 8)
    }
  }
}
