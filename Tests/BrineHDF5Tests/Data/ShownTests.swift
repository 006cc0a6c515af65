import BrineCore
import Testing

@testable import BrineHDF5

/// What is shown of datasets, and of files that are none.
@Suite struct ShownTests {
  @Test func cornersAreThoseOfAllElements() throws {
    let file = try DataFile.open("shown")
    let values = try file.dataset("data/values")
    #expect(try values.corners().text(asCornersOf: values.shape) == values.read().text())
    let corners = try values.corners(edge: 2)
    #expect(corners.shape == [4, 4])
    #expect(try corners.elements(as: Int.self)[..<8] == [0, 1, 38, 39, 40, 41, 78, 79])
    #expect(try values.corners(edge: 30).values == values.read().values)
    #expect(try file.dataset("comp").corners().text() == file.dataset("comp").read().text())
  }

  @Test(arguments: ["three axes", "growing plain", "tree deflate", "implicit", "paged deflate"])
  func cornersOfChunks(_ name: String) throws {
    let dataset = try DataFile.open("indexes-latest").dataset(name)
    var options = ArrayTextOptions()
    options.threshold = 1
    #expect(
      try dataset.corners().text(asCornersOf: dataset.shape, options: options)
        == dataset.read().text(options: options))
  }

  @Test func cornersOfWhatWasNeverWritten() throws {
    let huge = try DataFile.open("shown").dataset("huge")
    #expect(try huge.corners().elements(as: Float.self) == [Float](repeating: 1.5, count: 36))
    #expect(throws: HDF5Error(.tooLarge, "")) { try huge.read() }
    let axes = try DataFile.open("shown").dataset("axes")
    #expect(throws: HDF5Error(.tooLarge, "")) { try axes.corners() }
  }

  @Test func numbersAndReferencesHaveNames() throws {
    let file = try DataFile.open("shown")
    func text(_ name: String) throws -> String {
      let dataset = try file.dataset(name)
      return try dataset.read().named(as: dataset.datatype, in: file).description
    }
    #expect(try text("colours") == "[RED GREEN BLUE GREEN 7]")
    #expect(try text("references").hasPrefix("[→ /data/third → /data"))
    #expect(try text("comp") == file.dataset("comp").read().description)
  }

  /// The budget is spent on the groups around a dataset and on the links in them.
  @Test func scalesAreSearchedWithinABudget() throws {
    let data = try DimensionTests.open("scales.h5").dataset("data")
    let links = try data.file.root.count
    #expect(try data.dimensions(searching: 1 + links)[0].scales.map(\.path) == ["/x"])
    let late = try data.dimensions(searching: links)
    #expect(late[0].scales.map(\.path) == [""])
    #expect(late[0].scales.map(\.scaleName) == ["the x"])
    #expect(try data.dimensions(searching: 0).flatMap(\.scales).allSatisfy { $0.path.isEmpty })
    #expect(try late[0].scales[0].read(as: Int.self) == [0, 1])
  }

  @Test(
    arguments: [
      ([], "it is empty"), (Array("CDF\u{1}abc".utf8), "netCDF-3 (classic) file"),
      (Array("CDF\u{2}abc".utf8), "64-bit offset"), (Array("CDF\u{5}abc".utf8), "64-bit data"),
      ([0x89, 0x48, 0x44, 0x46], "ends after 4 bytes"),
      ([0x89, 0x48, 0x44, 0x46, 0x0A, 0x1A, 0x0A, 0, 0], "damaged signature"),
      ([0, 0, 0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 0], "signature is at byte 2"),
      ([1, 2, 3], "there is no superblock"),
    ] as [([UInt8], String)])
  func whatIsNoFileIsNamed(_ bytes: [UInt8], _ text: String) {
    do {
      _ = try HDF5File(MemorySource(bytes))
      Issue.record("it was opened")
    } catch {
      #expect(error.code == .notHDF5)
      #expect(error.detail.contains(text))
    }
  }

  /// Records of a version 2 B-tree are in the order of their chunks: a search would not find others.
  @Test func recordsOfChunksGoUp() throws {
    var bytes = try DataFile.bytes("indexes-latest")
    let (records, size) = (16, 24)
    func sum(_ start: Int) -> UInt32 {
      bytes.withUnsafeBytes {
        Lookup3.hash(UnsafeRawBufferPointer(rebasing: $0[start..<start + 6 + records * size]))
      }
    }
    // The leaf of a dataset of sixteen chunks that has no other node.
    let leaf = try #require(
      bytes.indices.dropLast(6 + records * size + 4).first { start in
        guard bytes[start...].starts(with: "BTLF".utf8), bytes[start + 5] == 10 else { return false }
        let stored = bytes[(start + 6 + records * size)...].prefix(4).reversed()
        return stored.reduce(0) { $0 << 8 | UInt32($1) } == sum(start)
      })
    for index in 0..<size { bytes.swapAt(leaf + 6 + index, leaf + 6 + size + index) }
    let new = sum(leaf)
    for index in 0..<4 {
      bytes[leaf + 6 + records * size + index] = UInt8(truncatingIfNeeded: new >> (8 * UInt32(index)))
    }
    let check = HDF5Check(try HDF5File(MemorySource(bytes)))
    let details = check.problems.filter { $0.severity == .error }.map(\.error.detail)
    #expect(details == ["a chunk's record is not in the order of the chunks"])
  }
}
