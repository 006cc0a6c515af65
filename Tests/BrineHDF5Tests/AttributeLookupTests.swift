import Testing

@testable import BrineHDF5

@Suite struct AttributeLookupTests {
  /// `a<n>` has n + 1 numbers, or many more where it is to be too large for a block of the heap.
  @Test(arguments: ["heaps", "heaps-filtered"])
  func findsAttributesInHeaps(_ name: String) throws {
    let attrs = try FixtureFiles.open("native/\(name).h5")["attributes"].attrs
    #expect(attrs.problems.isEmpty)
    let keys = attrs.keys
    #expect(keys == keys.sorted())
    #expect(keys.count == attrs.count)
    for key in keys {
      let number = try #require(Int(key.dropFirst()))
      let count = [7, 30].contains(number) ? 20_000 : number % 5 == 4 ? 1200 : number + 1
      let attribute = try attrs.attribute(key)
      #expect(attribute.shape == [count])
      let last = try #require(attribute.rawBytes.suffix(4).first)
      #expect(last == UInt8(truncatingIfNeeded: (count - 1) / 50 + number))
    }
    #expect(try attrs["a"] == nil)
    #expect(throws: HDF5Error(.notFound, "")) { _ = try attrs.attribute("b") }
  }

  @Test(arguments: ["shared-list", "shared-tree"]) func readsSharedAttributes(_ name: String) throws {
    let file = try FixtureFiles.open("native/\(name).h5")
    let all = try file["d0"].attrs.all()
    #expect(all.map(\.name) == (0..<12).map { "attribute \($0)" }.sorted())
    for (name, attribute) in all {
      let attribute = try attribute.get()
      #expect(
        attribute.shape == (name.hasSuffix("0") || name.hasSuffix("5") ? [12] : [30])
          || name == "attribute 11")
      #expect(attribute.rawBytes.count == attribute.shape[0] * attribute.datatype.size)
    }
  }

  @Test(arguments: ["earliest", "latest"]) func keepsTheOrderOfCreation(_ edition: String) throws {
    let file = try FixtureFiles.open("h5py-3.16/attributes-\(edition).h5")
    let numbers = [4, 2, 8, 1, 9, 0, 3, 5, 7, 6, 11, 10]
    let attrs = try file["ordered"].attrs
    #expect(attrs.keys(in: .creation) == numbers.map { "a\($0)" })
    for number in numbers {
      #expect(try attrs.attribute("a\(number)").asStrings() == ["number \(number)"])
    }
    let removed = try file["some removed"].attrs
    #expect(Set(removed.keys) == Set((0..<20).filter { $0 % 3 != 0 }.map { "attribute \($0)" }))
    #expect(try removed["attribute 7"]?.shape == [7])
    #expect(try file["long"].attrs["32 KB"]?.rawBytes.count == 32768)
  }

  @Test func tellsTheFileAsAWhole() throws {
    let file = try FixtureFiles.open("h5py-3.16/user-block.h5")
    #expect(file.superblock.offset > 0)
    #expect(file.superblock.endOfFile == file.byteCount)
    #expect(try file["a"].dataset?.shape == [5])
    let pages = try FixtureFiles.open("native/space-page.h5")
    #expect(pages.fileSpace?.strategy == .pages)
    #expect(try FixtureFiles.open("native/space-none.h5").fileSpace?.strategy == FileSpaceInfo.Strategy.none)
    #expect(try FixtureFiles.open("h5py-3.16/writing.h5").superblock.isOpenForSWMR)
  }

  @Test(arguments: [(2, 2), (4, 4), (4, 8), (8, 4)]) func readsAddressesOfEachSize(_ sizes: (Int, Int)) throws
  {
    let file = try FixtureFiles.open("native/sizes-\(sizes.0)-\(sizes.1).h5")
    #expect(file.superblock.offsetSize == sizes.0)
    #expect(file.superblock.lengthSize == sizes.1)
    #expect(try file.root.keys == ["chunked", "contiguous", "deflated", "group", "reference", "words"])
    #expect(try file.root.attrs["words"]?.shape == [4])
    #expect(try file["chunked"].dataset?.shape == [40])
  }
}
