import BrineCore
import Testing

@testable import BrineHDF5

/// Groups in groups, with names so long that whole paths would take far more room than the file.
@Suite struct NestedGroupTests {
  private static let depth = 300
  private static func name(_ level: Int) -> String { String(repeating: "n", count: 56) + "\(1000 + level)" }

  /// The path of the group at a level; the root is at 0.
  private static func path(_ level: Int) -> String {
    level == 0 ? "/" : (1...level).map { "/" + name($0) }.joined()
  }

  /// A file in which each group has the next one, `up`, which is the group before, and `self`.
  ///
  /// - Parameter extra: A name for a link of the deepest group to the root.
  private static func file(extra: String? = nil) throws -> HDF5File {
    var bytes = [UInt8](repeating: 0, count: 48)
    var addresses = [Int](repeating: 0, count: depth + 1)
    let groups = { (addresses: [Int]) in
      (0...depth).map { level -> [UInt8] in
        var links = [("self", addresses[level])]
        if level > 0 { links.append(("up", addresses[level - 1])) }
        if level < depth { links.append((name(level + 1), addresses[level + 1])) }
        if level == depth, let extra { links.append((extra, addresses[0])) }
        return group(links)
      }
    }
    var next = bytes.count
    for (level, group) in groups(addresses).enumerated() {
      addresses[level] = next
      next += group.count
    }
    for group in groups(addresses) { bytes += group }
    var superblock: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 2, 8, 8, 0]
    superblock += little(0, 8) + little(-1, 8) + little(bytes.count, 8) + little(addresses[0], 8)
    bytes.replaceSubrange(0..<48, with: summed(superblock))
    return try HDF5File(MemorySource(bytes))
  }

  /// An object header of version 2 with a link info message, and a link message for each link.
  private static func group(_ links: [(name: String, address: Int)]) -> [UInt8] {
    var messages: [UInt8] = [2] + little(18, 2) + [0, 0, 0] + little(-1, 8) + little(-1, 8)
    for link in links {
      messages += [6] + little(11 + link.name.utf8.count, 2) + [0, 1, 0, UInt8(link.name.utf8.count)]
      messages += Array(link.name.utf8) + little(link.address, 8)
    }
    return summed(Array("OHDR".utf8) + [2, 2] + little(messages.count, 4) + messages)
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func summed(_ bytes: [UInt8]) -> [UInt8] {
    bytes + little(Int(bytes.withUnsafeBytes { Lookup3.hash($0) }), 4)
  }

  @Test func areWrittenWithTheWholePathsOfReferences() throws {
    var text = ""
    try Self.file().writeTypedJSON { text += String(decoding: $0, as: UTF8.self) }
    var expected = ""
    for level in 0...Self.depth {
      expected += level == 0 ? "{\"$file\":{\"format\":\"hdf5\"," : "{\"$group\":{"
      expected += "\"attributes\":{},\"members\":{"
      if level < Self.depth { expected += "\"\(Self.name(level + 1))\":" }
    }
    for level in (0...Self.depth).reversed() {
      if level < Self.depth { expected += "," }
      expected += "\"self\":{\"$ref\":\"\(Self.path(level))\"}"
      if level > 0 { expected += ",\"up\":{\"$ref\":\"\(Self.path(level - 1))\"}" }
      expected += "}}}"
    }
    #expect(text == expected)
  }

  @Test func areWrittenFromOneOfThem() throws {
    let file = try Self.file()
    var text = ""
    try file.writeTypedJSON(file.root[Self.path(Self.depth - 1)]) {
      text += String(decoding: $0, as: UTF8.self)
    }
    let reference = "{\"$ref\":\"\(Self.path(Self.depth))\"}"
    #expect(text.contains("\"\(Self.name(Self.depth))\":{\"$group\":"))
    #expect(text.contains("\"self\":\(reference)"))
  }

  @Test func areWalkedOverByTheirPaths() throws {
    let paths = try Self.file().root.walk().map { "/" + $0.path }
    #expect(paths == (1...Self.depth).map(Self.path))
    let group = try Self.file().group(Self.path(Self.depth - 2))
    let next = group.walk().prefix(2).map(\.path)
    #expect(next == [Self.name(Self.depth - 1), Self.name(Self.depth - 1) + "/" + Self.name(Self.depth)])
  }

  @Test func areChecked() throws {
    let file = try Self.file()
    let check = HDF5Check(file)
    #expect(check.isValid)
    #expect(check.objects.readable == Self.depth + 1)
    #expect(check.coveredBytes == file.byteCount)
  }

  @Test func differWhereTheyDo() throws {
    let old = try Self.file()
    #expect(Array(HDF5Differences(from: old, to: try Self.file())).isEmpty)
    let differences = Array(HDF5Differences(from: old, to: try Self.file(extra: "more")))
    #expect(differences.map(\.path) == [Self.path(Self.depth) + "/more"])
    #expect(differences.map(\.kind) == [.added])
  }
}
