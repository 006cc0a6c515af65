import Testing

@testable import BrineHDF5

/// Every file that the manifest says is damaged: the error it must give, in which object, and what can be read.
@Suite struct ManifestTests {
  @Test func thereAreManyFiles() { #expect(FixtureFiles.invalid.count > 100) }

  /// The check, reading and `HDF5File`'s opening agree on what is wrong, and where.
  @Test(arguments: FixtureFiles.invalid)
  func namesWhatIsDamaged(_ invalid: FixtureFiles.Invalid) throws {
    let bytes = try FixtureFiles.bytes(invalid.name)
    let code = try #require(invalid.error)
    guard let path = invalid.path else {
      #expect(throws: HDF5Error(code, "")) { _ = try HDF5File(bytes) }
      return
    }
    let check = HDF5Check(try HDF5File(bytes))
    let first = try #require(check.problems.first)
    #expect(first.error.code == code)
    #expect(first.severity == (code == .unavailable ? .warning : .error))
    if code != .tooLarge {
      #expect(first.error.context.offset != nil)
      #expect(first.error.structure != nil)
    }
    let damaged = Set(check.problems.compactMap { $0.error.context.path?.split(separator: "@").first })
    if path != "*" { #expect(damaged.map { String($0) } == [path]) }
    #expect(check.isValid == (code == .unavailable))
  }

  /// All objects but the damaged ones are read as those of the file that was damaged.
  @Test(arguments: FixtureFiles.invalid.filter { $0.path != nil && $0.path != "/" })
  func siblingsAreRead(_ invalid: FixtureFiles.Invalid) throws {
    let file = try HDF5File(FixtureFiles.bytes(invalid.name))
    let original = try FixtureFiles.open(Self.original(of: invalid.name))
    let problems = Set(HDF5Check(file).problems.compactMap { $0.error.context.path })
    var count = 0
    for element in original.root.walk() {
      let path = "/" + element.path
      guard !problems.contains(where: { $0 == path || $0.hasPrefix("\(path)@") || path.hasPrefix("\($0)/") })
      else { continue }
      let differences = HDF5Differences(from: try element.object.get(), to: try file[path])
      #expect(differences.map(\.path) == [])
      count += 1
    }
    #expect(count > 0)
  }

  /// What a file was made of: see `hostile.py`.
  private static func original(of name: String) -> String {
    let part = name.split(separator: "/").last ?? ""
    if part.hasPrefix("messages-continuation") { return "native/headers-earliest.h5" }
    if part.hasPrefix("messages-collection") { return "h5py-3.16/sequences-earliest.h5" }
    if part.hasPrefix("indexes") { return "native/indexes-latest.h5" }
    if part.hasPrefix("chunks") { return "native/indexes-earliest.h5" }
    return part.hasPrefix("superblocks") ? "native/links-earliest.h5" : "native/times-earliest.h5"
  }

  /// Files that are as they should be have no errors, and no two structures in one place.
  @Test(arguments: [
    "native/times-earliest.h5", "native/times-latest.h5", "native/headers-latest.h5",
    "native/indexes-earliest.h5", "native/indexes-latest.h5", "h5py-3.16/sequences-earliest.h5",
  ])
  func findsNothingInSoundFiles(_ name: String) throws {
    let check = HDF5Check(try FixtureFiles.open(name))
    #expect(check.problems.map(\.error.description) == [])
    #expect(check.objects.readable == check.objects.total)
    #expect(check.objects.total > 3)
    #expect(check.coveredBytes > 1000)
  }

  /// Two datasets that have the same bytes are found, though each can be read.
  @Test func findsOverlaps() throws {
    let name = "native/indexes-earliest.h5"
    let source = try FixtureFiles.bytes("valid/\(name)")
    var bytes = try source.read(0..<source.count)
    let file = try FixtureFiles.open(name)
    let chunks = try #require(try file["/fixed"].dataset).storedChunks()
    let (first, second) = (try #require(chunks.first { _ in true }), Array(chunks)[1])
    // The second chunk's address in the tree becomes that of the first.
    let old = withUnsafeBytes(of: UInt64(second.byteOffset).littleEndian) { Array($0) }
    let new = withUnsafeBytes(of: UInt64(first.byteOffset).littleEndian) { Array($0) }
    let place = try #require(
      (0..<bytes.count - 8).first { Array(bytes[$0..<$0 + 8]) == old })
    bytes.replaceSubrange(place..<place + 8, with: new)
    let check = HDF5Check(try HDF5File(MemorySource(bytes)))
    let problem = try #require(check.problems.first)
    #expect(problem.error.structure == "overlap")
    #expect(problem.error.context.offset == first.byteOffset)
    #expect(check.chunks.readable == check.chunks.total)
  }
}
