import BrineCore
import Testing

@testable import BrineHDF5

/// What the fuzz target found, and what reads parts of elements.
@Suite struct ReadingLimitTests {
  private func datasets(_ name: String, _ options: HDF5File.Options = .init()) throws -> [Dataset] {
    let file = try HDF5File(FixtureFiles.bytes("valid/\(name)"), options: options)
    return file.root.walk().compactMap { try? $0.object.get().dataset }
  }

  @Test func aFillValueThatIsTooLargeIsNotMade() throws {
    var options = HDF5File.Options()
    options.limits.decompressedSize = 0
    let large = try #require(try datasets("h5py-3.16/numbers-latest.h5", options).first)
    #expect(throws: HDF5Error(.tooLarge, "")) { _ = try large.fillValue }
    #expect(throws: HDF5Error(.tooLarge, "")) { _ = try large.read() }
  }

  @Test func aChunkBeyondAllAddressesIsNotThere() throws {
    let dataset = try #require(
      try datasets("h5py-3.16/filters-latest.h5.gz").first { $0.chunks != nil && $0.shape.count == 1 }
        ?? datasets("h5py-3.16/filters-latest.h5.gz").first)
    for (offset, size) in [(Int.max, 1), (Int.max - 8, 16), (Int.max, Int.max)] {
      let chunk = DatasetChunk(
        origin: [0], shape: [1], byteOffset: offset, storedSize: size, filterMask: 0, dataset: dataset)
      #expect(throws: HDF5Error(.truncated, "")) { _ = try chunk.storedBytes() }
    }
  }

  static let files = [
    "h5py-3.16/composed-latest.h5", "h5py-3.16/composed-earliest.h5", "libraries/pandas-table.h5.gz",
  ]

  @Test(arguments: files) func oneFieldIsThatOfTheWhole(_ name: String) throws {
    for dataset in try datasets(name) {
      guard case .compound(let members) = dataset.datatype.kind, !dataset.shape.isEmpty else { continue }
      for selection in [Selection.all, Selection([.slice(nil, nil, step: 2)]), Selection([.list([0, 0])])] {
        guard let whole = try? dataset.read(selection) else { continue }
        for member in members {
          let wanted = try whole.field(member.name)
          let read = try dataset.read(field: member.name, selection)
          #expect(read.shape == wanted.shape)
          if !read.dtype.hasObjects { #expect(try read.elementBytes() == wanted.elementBytes()) }
        }
      }
    }
  }
}
