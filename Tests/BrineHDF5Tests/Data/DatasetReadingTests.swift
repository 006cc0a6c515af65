import TestSupport
import Testing

@testable import BrineHDF5

/// Datasets of every layout against the values that they were made of.
@Suite struct DatasetReadingTests {
  /// All, and forty selections of every kind.
  private func check(_ dataset: Dataset, _ expected: NDArray, seed: UInt64) throws {
    #expect(dataset.shape == expected.shape)
    #expect(try dataset.read(as: Int32.self) == expected.elements(as: Int32.self), "\(dataset.path)")
    var random = SplitMix64(seed: seed)
    for _ in 0..<40 {
      let selection = DataFile.selection(expected.shape, &random)
      let found = try dataset.read(selection)
      let wanted = try expected.selecting(selection.resolved(shape: expected.shape, holdsPlaces: true))
      #expect(found.shape == wanted.shape)
      #expect(
        try found.elements(as: Int32.self) == wanted.elements(as: Int32.self),
        "\(dataset.path) \(selection)")
    }
  }

  @Test(arguments: ["earliest", "latest"])
  func indexesOfChunks(_ version: String) throws {
    let file = try DataFile.open("indexes-\(version)")
    for (number, name) in try file.root.keys.enumerated() {
      let dataset = try DataFile.dataset(name, in: file)
      try check(dataset, try DataFile.values(dataset.shape), seed: UInt64(number))
    }
  }

  @Test func kindsOfIndexes() throws {
    let file = try DataFile.open("indexes-latest")
    let kinds = [
      "fixed plain": "fixed array", "unlimited deflate": "extensible array",
      "second unlimited plain": "extensible array", "both deflate": "version 2 B-tree",
      "single deflate": "single chunk", "implicit": "implicit",
    ]
    for (name, index) in kinds {
      let dataset = try DataFile.dataset(name, in: file)
      let shape = name.hasPrefix("single") ? [19, 13] : [5, 4]
      #expect(try dataset.layout == .chunked(shape: shape, index: index))
    }
    let old = try DataFile.dataset("fixed plain", in: try DataFile.open("indexes-earliest"))
    #expect(try old.layout == .chunked(shape: [5, 4], index: "version 1 B-tree"))
  }

  @Test func filters() throws {
    let file = try DataFile.open("filters")
    for (number, name) in try file.root.keys.enumerated() {
      let dataset = try DataFile.dataset(name, in: file)
      if name.hasSuffix("i4") {
        do {
          try check(dataset, try DataFile.values(), seed: UInt64(number))
        } catch let error as HDF5Error where error.code == .unavailable {
          #expect(error.detail.contains("package trait"))
        }
      } else if let found = try? dataset.read() {
        let wanted = try DataFile.values().elements(as: Int.self).map { name.hasSuffix("u1") ? $0 % 251 : $0 }
        #expect(try found.elements(as: Int.self) == wanted, "\(name)")
      }
    }
  }

  @Test func layoutsWithoutChunks() throws {
    let file = try DataFile.open("others")
    for name in ["contiguous", "compact", "big-endian"] {
      try check(try DataFile.dataset(name, in: file), try DataFile.values(), seed: 7)
    }
    let scalar = try DataFile.dataset("scalar", in: file)
    #expect(try scalar.read().shape == [])
    #expect(try scalar.read(as: Int.self) == [7])
    #expect(try DataFile.dataset("empty", in: file).read().shape == [0, 13])
  }

  @Test func whatWasNeverWritten() throws {
    let file = try DataFile.open("others")
    let fill = try NDArray([Int32](repeating: -5, count: 19 * 13), shape: [19, 13])
    for name in ["unwritten", "unwritten chunks"] {
      let dataset = try DataFile.dataset(name, in: file)
      try check(dataset, fill, seed: 3)
      #expect(try dataset.storageSize == 0)
      #expect(try dataset.fillValue.elements(as: Int.self) == [-5])
    }
    var values = [Int32](repeating: -5, count: 19 * 13)
    for row in 6..<9 { for column in 5..<7 { values[row * 13 + column] = Int32(row * 100 + column) } }
    let part = try DataFile.dataset("partly written", in: file)
    try check(part, try NDArray(values, shape: [19, 13]), seed: 4)
    #expect(try part.numberOfChunks == 1)
    #expect(try part.storageSize == 80)
  }

  @Test func virtualDatasets() throws {
    let file = try DataFile.open("others")
    var values: [Int32] = []
    for row in 0..<19 {
      for column in 0..<13 {
        values.append(row < 10 || column % 2 == 0 ? Int32(row * 100 + column) : -5)
      }
    }
    let dataset = try DataFile.dataset("virtual", in: file)
    #expect(try dataset.layout == .virtual)
    // The second half's columns stand closer together in the source.
    for row in 10..<19 {
      for column in 0..<7 { values[row * 13 + column * 2] = Int32(row * 100 + column * 2) }
    }
    try check(dataset, try NDArray(values, shape: [19, 13]), seed: 5)
    #expect(throws: HDF5Error(.cyclic, "")) { try DataFile.dataset("of itself", in: file).read() }
  }

  @Test func threadsAndCacheChangeNothing() throws {
    for (threads, cache) in [(1, 0), (4, 0), (2, 400), (8, 1 << 20)] {
      var options = HDF5File.Options()
      options.reading.threads = threads
      options.reading.chunkCacheSize = cache
      let file = try DataFile.open("indexes-latest", options)
      for name in ["fixed deflate", "growing deflate", "three axes"] {
        let dataset = try DataFile.dataset(name, in: file)
        let expected = try DataFile.values(dataset.shape)
        try check(dataset, expected, seed: 11)
        try check(dataset, expected, seed: 11)
      }
    }
  }

  @Test func memoryOfTheCaller() throws {
    let dataset = try DataFile.dataset("fixed deflate", in: try DataFile.open("indexes-earliest"))
    var numbers = [Int32](repeating: 0, count: 26)
    try dataset.read(into: &numbers, Selection(3..<5))
    #expect(numbers == (300..<313).map { $0 } + (400..<413).map { $0 })
    var floats = [Double](repeating: 0, count: 13)
    try dataset.read(into: &floats, Selection(18))
    #expect(floats == (0..<13).map { 1800 + Double($0) })
    #expect(throws: HDF5Error(.badSelection, "")) { try dataset.read(into: &floats) }
    #expect(throws: HDF5Error(.badSelection, "")) { try dataset.read(19) }
  }

  @Test func chunksOneByOne() throws {
    let dataset = try DataFile.dataset("masked i4", in: try DataFile.open("filters"))
    let expected = try DataFile.values()
    var count = 0
    for chunk in try dataset.storedChunks() {
      count += 1
      #expect(chunk.filterMask == (chunk.origin == [0, 0] ? 3 : 0))
      let wanted = try expected.selecting(chunk.selection)
      #expect(chunk.shape == wanted.shape)
      #expect(try chunk.read().elements(as: Int.self) == wanted.elements(as: Int.self))
      #expect(try chunk.storedBytes().count == chunk.storedSize)
    }
    #expect(count == 16)
    #expect(try dataset.numberOfChunks == 16)
    #expect(dataset.filters.map(\.id) == [2, 1])
    #expect(dataset.chunks == [5, 4])
  }
}
