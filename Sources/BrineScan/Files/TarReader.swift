import BrineCore

/// Goes through the members of a tar archive as Python's `tarfile` does: POSIX ustar and pax, GNU's and the old form.
///
/// Where other programs, or other versions of Python, may read an archive differently, there is a `problem` or the member
/// `differs`. Source: POSIX.1-2017, `pax`, "ustar Interchange Format" and "pax Header Block"; the GNU tar manual, "Basic
/// Tar Format"; CPython's `Lib/tarfile.py`.
struct TarReader {
  /// One member.
  struct Member {
    let name: String
    let content: Content
    /// Where its data begins.
    let offset: Int
    /// Why some programs take something else for its data.
    var difference: String?
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

  static let block = 512
  /// How many bytes of pax records are looked at.
  private static let mostFields = 1 << 16

  /// A reader, where the first block is a header: its checksum is right.
  init?(_ source: MemorySource) {
    self.source = source
    guard let header = header(), header.isValid, !header.isEmpty else { return nil }
  }

  /// What is said of a member by those before it.
  private struct Extension {
    var name: String?
    var size: Int?
    var types: Set<UInt8> = []
  }

  /// The next member.
  mutating func next() -> Member? {
    var known = Extension()
    while problem == nil, let header = header(), !header.isEmpty {
      guard header.isValid, let start = position.adding(Self.block) else {
        return fail("a member of the tar archive is damaged or cut off")
      }
      guard let size = header.size, header.isPlain else {
        return fail("the size of a member is not plainly written, so that programs differ about it")
      }
      guard header.isExtension else { return member(header, from: start, size, known) }
      let end = start.adding(size)?.roundedUp(to: Self.block) ?? .max
      guard end <= source.count, let data = try? source.read(start..<min(end, start + Self.mostFields)) else {
        return fail("a member of the tar archive is damaged or cut off")
      }
      guard size <= Self.mostFields, known.types.insert(header.type).inserted else {
        return fail("a member is described at too great a length")
      }
      position = end
      if let text = add(data, size, of: header.type, to: &known) { return fail(text) }
    }
    return nil
  }

  /// Goes over the end of an archive to another one behind it, which Python reads where it is told to ignore zeros.
  mutating func skipEnd() -> Bool {
    guard problem == nil else { return false }
    let start = position
    while let header = header(), header.isEmpty { position += Self.block }
    if position > start, let header = header(), header.isValid { return true }
    position = start
    return false
  }

  private mutating func fail(_ text: String) -> Member? {
    problem = text
    return nil
  }

  /// Takes in what an extended header says; a sentence where Brine doesn't follow it.
  private func add(_ data: [UInt8], _ size: Int, of type: UInt8, to known: inout Extension) -> String? {
    switch type {
    case UInt8(ascii: "L"): known.name = String(decoding: data.prefix { $0 != 0 }, as: UTF8.self)
    case UInt8(ascii: "K"): return nil
    default:
      // Python looks for records in all of the blocks.
      guard data[size...].allSatisfy({ $0 == 0 }), let fields = Self.paxFields(data[..<size]) else {
        return "a pax header is not plainly written, so that programs differ about it"
      }
      let isSparse = fields.keys.contains { $0.hasPrefix("GNU.sparse") }
      if isSparse {
        return "a member is described in a way that Brine does not follow"
      }
      if type == UInt8(ascii: "g") {
        return fields["size"] == nil ? nil : "all members are given a size that Brine does not follow"
      }
      known.name = fields["path"] ?? known.name
      guard let text = fields["size"] else { return nil }
      guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let size = Int(text) else {
        return "the size of a member is not plainly written, so that programs differ about it"
      }
      known.size = size
    }
    return nil
  }

  private mutating func member(
    _ header: Header, from start: Int, _ headerSize: Int, _ known: Extension
  ) -> Member? {
    let (name, size) = (known.name ?? header.name, known.size ?? headerSize)
    guard header.hasData else {
      // Whatever size they say to have: what follows is the next header.
      position = start
      let content: Content = header.isLink ? .link(header.linkName) : .other
      return Member(
        name: name, content: content, offset: start,
        difference: size > 0 ? "a member that is no file says to have data, which some programs skip" : nil)
    }
    if header.type == UInt8(ascii: "S") {
      return fail("a file with holes, which Brine does not put together")
    }
    let end = start.adding(size) ?? .max
    guard start <= source.count, let data = try? source.slice(start..<min(end, source.count)) else {
      return fail("a member of the tar archive is damaged or cut off")
    }
    // What is there of it can be loaded all the same.
    if end > source.count { problem = "a member of the tar archive is damaged or cut off" }
    position = min(end.roundedUp(to: Self.block) ?? .max, source.count)
    return Member(name: name, content: .file(data), offset: start)
  }

  private func header() -> TarHeader? {
    guard let end = position.adding(Self.block), end <= source.count,
      let bytes = try? source.read(position..<end)
    else { return nil }
    return TarHeader(bytes: bytes)
  }

  private typealias Header = TarHeader

  /// Records of pax: `LENGTH KEY=VALUE\n`, where a value may hold newlines; `nil` where they are not as they must be.
  private static func paxFields(_ data: ArraySlice<UInt8>) -> [String: String]? {
    var (fields, rest) = ([String: String](), data)
    while !rest.isEmpty {
      guard let space = rest.firstIndex(of: 0x20), rest[..<space].allSatisfy({ (0x30...0x39).contains($0) }),
        let length = Int(String(decoding: rest[..<space], as: UTF8.self)),
        length > space - rest.startIndex + 2, length <= rest.count
      else { return nil }
      let end = rest.startIndex + length
      guard rest[end - 1] == UInt8(ascii: "\n"),
        let equals = rest[(space + 1)..<(end - 1)].firstIndex(of: UInt8(ascii: "=")), equals > space + 1
      else { return nil }
      let key = String(decoding: rest[(space + 1)..<equals], as: UTF8.self)
      fields[key] = String(decoding: rest[(equals + 1)..<(end - 1)], as: UTF8.self)
      rest = rest[end...]
    }
    return fields
  }
}

extension Int {
  /// The next multiple of a number that is not below this one; `nil` for what is too large.
  fileprivate func roundedUp(to multiple: Int) -> Int? {
    adding(multiple - 1).map { $0 / multiple * multiple }
  }
}
