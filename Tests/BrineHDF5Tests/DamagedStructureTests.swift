import BrineCore
import Testing

@testable import BrineHDF5

/// What `HDF5Check` says of structures that can't be, or that would be looked at for ever.
@Suite struct DamagedStructureTests {
  /// Bytes of a fixture that can be changed.
  private struct Patch {
    var bytes: [UInt8]

    init(_ name: String) throws { bytes = try FixtureFiles.array("valid/\(name)") }

    func places(of signature: String) -> [Int] {
      let wanted = Array(signature.utf8)
      return bytes.indices.dropLast(3).filter { Array(bytes[$0..<$0 + 4]) == wanted }
    }

    func number(at place: Int, size: Int) -> Int {
      (0..<size).reduce(0) { $0 | Int(bytes[place + $1]) << ($1 * 8) }
    }

    mutating func put(_ number: Int, at place: Int, size: Int) {
      for index in 0..<size { bytes[place + index] = UInt8(truncatingIfNeeded: number >> (index * 8)) }
    }

    mutating func swap(_ first: Int, _ second: Int, count: Int) {
      for index in 0..<count { bytes.swapAt(first + index, second + index) }
    }

    var file: HDF5File { get throws { try HDF5File(MemorySource(bytes)) } }
  }

  @Test(arguments: [42, 63, 64, 100, 2000]) func heapsHaveNoMoreRowsThanOffsetsReach(_ rows: Int) throws {
    var patch = try Patch("native/heaps.h5")
    // The table is behind identifiers, flags, addresses and statistics, the rows at its end.
    let header = try #require(patch.places(of: "FRHP").first { patch.number(at: $0 + 140, size: 2) > 0 })
    patch.put(rows, at: header + 140, size: 2)
    let hash = patch.bytes.withUnsafeBytes {
      Lookup3.hash(UnsafeRawBufferPointer(rebasing: $0[header..<header + 142]))
    }
    patch.put(Int(hash), at: header + 142, size: 4)
    let problem = try #require(HDF5Check(patch.file).problems.first)
    #expect(problem.error.code == .badStructure)
    #expect(problem.error.structure == "fractal heap header")
    #expect(problem.error.detail.hasPrefix("\(rows) rows of blocks"))
  }

  // MARK: Chunks

  /// The first leaf of chunks that is a tree of its own: its keys, their size with their children, their count.
  private func leaf(_ patch: Patch) throws -> (keys: Int, stride: Int, count: Int) {
    let start = try #require(
      patch.places(of: "TREE").first {
        patch.bytes[$0 + 4] == 1 && patch.bytes[$0 + 5] == 0 && patch.number(at: $0 + 6, size: 2) > 2
          && patch.number(at: $0 + 8, size: 8) == -1 && patch.number(at: $0 + 16, size: 8) == -1
      })
    // The last part of the first key is zero, and the address of the first child behind it is not.
    let axes = try #require((1..<8).first { patch.number(at: start + 24 + 8 + 8 * $0, size: 8) > 512 })
    return (start + 24, 16 + 8 * axes, patch.number(at: start + 6, size: 2))
  }

  @Test func oneChunkUnderManyKeysIsDecodedOnce() throws {
    var patch = try Patch("native/indexes-earliest.h5")
    let (keys, stride, count) = try leaf(patch)
    let before = HDF5Check(try patch.file)
    for number in 1..<count {
      patch.put(patch.number(at: keys, size: 4), at: keys + number * stride, size: 4)
      let address = patch.number(at: keys + stride - 8, size: 8)
      patch.put(address, at: keys + (number + 1) * stride - 8, size: 8)
    }
    let check = HDF5Check(try patch.file)
    #expect(check.problems.first?.error.structure == "overlap")
    #expect(check.chunks == before.chunks)
  }

  @Test func chunksBeyondTheBudgetAreAWarning() throws {
    var check = FileCheck(try FixtureFiles.open("native/indexes-earliest.h5"))
    check.decodeBudget = 0
    check.run()
    #expect(check.result.isValid)
    #expect(Set(check.result.problems.map(\.error.code)) == [.tooLarge])
    #expect(check.result.chunks.readable == 0)
    #expect(check.result.chunks.total > 0)
  }

  @Test func keysGoUp() throws {
    var patch = try Patch("native/indexes-earliest.h5")
    let (keys, stride, _) = try leaf(patch)
    patch.swap(keys, keys + stride, count: stride)
    let problem = try #require(HDF5Check(patch.file).problems.first)
    #expect(problem.severity == .error)
    #expect(problem.error.code == .badStructure)
    #expect(problem.error.context.offset == keys - 24)
    #expect(problem.error.detail == "the keys of a node are not in ascending order")
  }

  @Test func chunksOutsideAreAWarning() throws {
    var patch = try Patch("native/indexes-earliest.h5")
    let (keys, stride, count) = try leaf(patch)
    let place = keys + (count - 1) * stride + 8
    // A multiple of whatever the chunks have.
    patch.put(patch.number(at: place, size: 8) + 720_720_000, at: place, size: 8)
    let check = HDF5Check(try patch.file)
    #expect(check.isValid)
    #expect(
      check.problems.map(\.error.detail) == ["1 of its chunks are outside the dataset, and are not read"])
  }

  // MARK: Global heaps

  @Test func freeSpaceIsInTheCollection() throws {
    var patch = try Patch("native/regions-latest.h5")
    let start = try #require(patch.places(of: "GCOL").first)
    var place = start + 16
    while patch.number(at: place, size: 2) != 0 {
      place += 16 + (patch.number(at: place + 8, size: 8) + 7) / 8 * 8
    }
    patch.put(patch.number(at: place + 8, size: 8) + 1, at: place + 8, size: 8)
    let check = HDF5Check(try patch.file)
    #expect(check.problems.map(\.error.structure) == ["global heap collection"])
    #expect(check.problems.map(\.error.context.offset) == [start])
    #expect(check.problems.map(\.severity) == [.error])
  }

  @Test func textsAreInTheirObjects() throws {
    var patch = try Patch("h5py-3.16/texts-earliest.h5")
    let heap = try #require(patch.places(of: "GCOL").first)
    // An element: how many bytes it has, and the address and index of its object.
    let place = try #require(
      stride(from: 100, to: patch.bytes.count - 16, by: 4).first {
        patch.number(at: $0 + 4, size: 8) == heap && patch.number(at: $0 + 12, size: 4) == 1
      })
    patch.put(1 << 30, at: place, size: 4)
    let problem = try #require(HDF5Check(patch.file).problems.first)
    #expect(problem.error.structure == "global heap")
    #expect(problem.error.code == .badStructure)
    #expect(problem.error.detail.hasPrefix("\(1 << 30) elements"))
  }

  @Test func longTextsAreNotComparedForEver() throws {
    let file = try FixtureFiles.open("h5py-3.16/texts-latest.h5")
    let other = try FixtureFiles.open("h5py-3.16/texts-latest.h5")
    var differences = HDF5Differences(from: file, to: other)
    differences.elements.textBudget = 0
    let kinds = Set(differences.map(\.kind))
    #expect(kinds == [.unreadable])
  }
}
