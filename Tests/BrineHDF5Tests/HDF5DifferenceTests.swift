import BrineCore
import Testing

@testable import BrineHDF5

/// What differs between files, and what does not.
@Suite struct HDF5DifferenceTests {
  /// The bytes of a file of `valid/`, to be changed.
  private func bytes(_ name: String) throws -> [UInt8] {
    let source = try FixtureFiles.bytes("valid/\(name)")
    return try source.read(0..<source.count)
  }

  private func differences(
    _ old: HDF5File, _ new: HDF5File, _ change: (inout HDF5DifferenceOptions) -> Void = { _ in }
  ) -> [HDF5Difference] {
    var options = HDF5DifferenceOptions()
    change(&options)
    return Array(HDF5Differences(from: old, to: new, options: options))
  }

  /// A file, and the same one with these bytes put over an element.
  private func changed(
    _ name: String, _ path: String, at offset: Int, _ new: [UInt8]
  ) throws -> (old: HDF5File, new: HDF5File) {
    var bytes = try bytes(name)
    let old = try HDF5File(MemorySource(bytes))
    let place = try #require(try old[path].dataset?.byteOffset) + offset
    bytes.replaceSubrange(place..<place + new.count, with: new)
    return (old, try HDF5File(MemorySource(bytes)))
  }

  /// One content in the oldest and in the newest form of the format.
  @Test(arguments: [
    "native/links", "h5py-3.16/attributes", "h5py-3.16/groups", "h5py-3.16/numbers",
    "h5py-3.16/odd_numbers", "h5py-3.16/references", "h5py-3.16/sequences", "h5py-3.16/texts",
  ])
  func storageIsNoDifference(_ name: String) throws {
    let old = try FixtureFiles.open("\(name)-earliest.h5")
    let new = try FixtureFiles.open("\(name)-latest.h5")
    #expect(differences(old, new).map(\.path) == [])
    let stored = differences(old, new) { $0.storage = true }
    #expect(Set(stored.map(\.kind)) == [.storage])
    #expect(stored.first?.path == "/")
    #expect(stored.first?.old?.type == "superblock version")
  }

  @Test func namesTheElementsThatDiffer() throws {
    let name = "native/times-earliest.h5"
    let (old, new) = try changed(name, "/tracked", at: 1, [0x55])
    let values = try #require(try old["/tracked"].dataset).read().values
    let found = differences(old, new)
    #expect(found.count == 1)
    let difference = try #require(found.first)
    #expect(difference.kind == .value)
    #expect(difference.path == "/tracked")
    #expect(difference.newPath == nil)
    #expect(difference.old?.type == "int8")
    #expect(difference.old?.shape == [3])
    let before = values[1].text(.int8)
    #expect(difference.detail == "1 of 3 elements differs, [1]: \(before) → 85")
    #expect(differences(old, new) { $0.excluded = ["/tracked"] }.isEmpty)
  }

  @Test func floatsMayBeClose() throws {
    let file = try FixtureFiles.open("h5py-3.16/numbers-earliest.h5")
    let path = try #require(
      file.root.walk().first { element in
        guard let dataset = try? element.object.get().dataset else { return false }
        return dataset.datatype.description == "float64" && dataset.byteOffset != nil && dataset.count > 1
      }?.path)
    let values = try #require(try file[path].dataset).read().elements(as: Double.self)
    let number = try #require(values.firstIndex { $0.isFinite && $0 != 0 })
    let near = withUnsafeBytes(of: (values[number] * (1 + 1e-9)).bitPattern.littleEndian) { Array($0) }
    let (old, new) = try changed("h5py-3.16/numbers-earliest.h5", path, at: 8 * number, near)
    #expect(differences(old, new).map(\.path) == ["/" + path])
    #expect(differences(old, new) { $0.tolerance.relative = 1e-6 }.isEmpty)
    let nan = withUnsafeBytes(of: Double.nan.bitPattern.littleEndian) { Array($0) }
    let (_, undefined) = try changed("h5py-3.16/numbers-earliest.h5", path, at: 8 * number, nan)
    #expect(!differences(old, undefined) { $0.tolerance.relative = 1e6 }.isEmpty)
    #expect(differences(undefined, undefined).isEmpty)
    #expect(
      differences(undefined, undefined) { $0.tolerance.equalNaN = false }.contains { $0.path == "/" + path })
  }

  @Test func linksAreComparedByWhereTheyLead() throws {
    let groups = try FixtureFiles.open("h5py-3.16/groups-latest.h5")
    let links = try FixtureFiles.open("native/links-latest.h5")
    let found = differences(links, groups)
    let (before, after) = (Set(try links.root.keys), Set(try groups.root.keys))
    let removed = found.filter { $0.kind == .removed && !$0.path.contains("@") }.map(\.path)
    #expect(Set(removed) == Set(before.subtracting(after).map { "/\($0)" }))
    let added = found.filter { $0.kind == .added && !$0.path.contains("@") }.map(\.path)
    #expect(Set(added) == Set(after.subtracting(before).map { "/\($0)" }))
    let types = Set(found.compactMap(\.old?.type))
    #expect(types.contains("user-defined link"))
  }

  /// What can't be read is said of its side, and does not hide the rest.
  @Test func damagedObjectsAreReported() throws {
    let whole = try FixtureFiles.open("native/indexes-latest.h5")
    let damaged = try HDF5File(FixtureFiles.bytes("invalid/indexes-EAIB-checksum.h5"))
    let found = differences(whole, damaged)
    #expect(found.map(\.path) == ["/extensible"])
    #expect(found.first?.kind == .unreadable)
    #expect(found.first?.old == nil)
    #expect(found.first?.new?.type == "badChecksum")
    #expect(differences(damaged, whole).first?.new == nil)
  }

  @Test func objectsOfOneFileAreCompared() throws {
    let file = try FixtureFiles.open("native/indexes-latest.h5")
    let (fixed, tree) = (try file["/fixed"], try file["/tree"])
    #expect(Array(HDF5Differences(from: fixed, to: fixed)).isEmpty)
    let found = Array(HDF5Differences(from: fixed, to: tree))
    #expect(found.allSatisfy { $0.path == "/fixed" && $0.newPath == "/tree" })
    let kinds = Array(HDF5Differences(from: fixed, to: .group(file.root)))
    #expect(kinds.map(\.kind) == [.type])
    #expect(kinds.first?.new?.type == "group")
  }

  /// A block is never larger than asked for, and all blocks together are the whole.
  @Test(
    arguments: [
      ([1000, 3000], [10, 7], 8), ([5], nil, 1 << 24), ([7, 0, 3], nil, 4), ([], nil, 8),
      ([40, 50, 60], [40, 50, 1], 512),
    ] as [([Int], [Int]?, Int)])
  func blocksCoverEverythingOnce(_ shape: [Int], _ chunk: [Int]?, _ size: Int) throws {
    var count = 0
    for (origin, selection) in DatasetBlocks(shape: shape, chunk: chunk, elementSize: size) {
      let resolved = try selection.resolved(shape: shape)
      #expect(origin.count == shape.count)
      #expect(resolved.count == 1 || resolved.count * size <= DatasetBlocks.mostBytes)
      count += resolved.count
    }
    #expect(count == shape.reduce(1, *))
  }
}
