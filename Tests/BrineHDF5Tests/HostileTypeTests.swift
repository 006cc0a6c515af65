import TestSupport
import Testing

@testable import BrineHDF5

/// Types and heap references that nobody vouches for.
@Suite struct HostileTypeTests {
  private func decode(_ bytes: [UInt8]) throws -> Datatype {
    let source = MemorySource(bytes)
    var reader = MetadataReader(
      source: source, range: 0..<bytes.count, offsetSize: 8, lengthSize: 8, structure: "test")
    return try Datatype(reader: &reader)
  }

  @Test func deepNestingIsAnError() throws {
    // Sequences of sequences: eight bytes for each level.
    let level: [UInt8] = [0x19, 0, 0, 0, 16, 0, 0, 0]
    let bytes = [[UInt8]](repeating: level, count: 100_000).flatMap { $0 }
    #expect(throws: HDF5Error(.badDatatype, "")) { try decode(bytes) }
  }

  @Test(arguments: [
    ("10080000000000000000200000", HDF5Error.Code.badDatatype), ("1c00000004000000", .badDatatype),
    ("7008000004000000", .unsupportedVersion), ("1008000004000000", .truncated),
    ("1008000004000000000040000", .badDatatype),
    ("1600000004000000", .badDatatype), ("3a0000000c0000000102000000100800000400000000002000", .badDatatype),
    ("1902000010000000100800000400000000002000", .badDatatype),
    ("1900000008000000100800000400000000002000", .badDatatype),
    ("1705000008000000", .badDatatype), ("4722000012000000", .unsupportedVersion),
  ])
  func badTypesAreErrors(_ digits: String, _ code: HDF5Error.Code) throws {
    #expect(throws: HDF5Error(code, "")) { try decode(Hex.bytes(digits)) }
  }

  /// Each type with bytes changed: it may be another type or an error.
  @Test func changedTypesAreTypesOrErrors() throws {
    var random = SplitMix64(seed: 11)
    var decoded = 0
    for type in TypeCase.all {
      let bytes = Hex.bytes(type.type)
      for _ in 0..<60 {
        var changed = bytes
        for _ in 0...Int.random(in: 0..<3, using: &random) {
          changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(
            in: 0...255, using: &random)
        }
        guard let datatype = try? decode(changed) else { continue }
        decoded += 1
        _ = datatype.ddl.count + datatype.description.count
        guard datatype.size <= 4096, let converter = try? ElementConverter(datatype, .test()) else {
          continue
        }
        let raw = (0..<datatype.size * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
        let array = try converter.array(MemorySource(raw), shape: [3])
        #expect(array.shape.first == 3)
        _ = try? array.hdf5Values()
      }
    }
    #expect(decoded > 100)
  }

  /// A collection with one object of `size` bytes at address 64.
  private func heap(size: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 64)
    let padded = (size + 7) / 8 * 8
    bytes += Array("GCOL".utf8) + [1, 0, 0, 0] + number(16 + 16 + padded)
    bytes += [1, 0, 1, 0, 0, 0, 0, 0] + number(size)
    return bytes + [UInt8](repeating: 0x61, count: padded)
  }

  private func number(_ value: Int) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  private func element(count: Int, address: Int, index: Int) -> [UInt8] {
    Array(number(count)[..<4]) + number(address) + Array(number(index)[..<4])
  }

  private func text() throws -> Datatype {
    try #require(TypeCase.all.first { $0.name == "vstr" }).datatype()
  }

  private func strings(_ elements: [[UInt8]], in heap: [UInt8]) throws -> [String] {
    let converter = try ElementConverter(text(), .test(heap))
    return try converter.array(MemorySource(elements.flatMap { $0 }), shape: [elements.count]).asStrings()
  }

  @Test func referencesIntoHeapsAreChecked() throws {
    let heap = heap(size: 10)
    #expect(try strings([element(count: 3, address: 64, index: 1)], in: heap) == ["aaa"])
    #expect(try strings([element(count: 3, address: 0, index: 1)], in: heap) == [""])
    #expect(try strings([element(count: 0, address: 999, index: 1)], in: heap) == [""])
    for bad in [
      element(count: 11, address: 64, index: 1), element(count: 3, address: 64, index: 2),
      element(count: 3, address: 63, index: 1), element(count: 3, address: 1 << 40, index: 1),
      element(count: 3, address: .max, index: 1), element(count: 3, address: 64, index: 70000),
    ] {
      #expect(throws: HDF5Error.self) { try strings([bad], in: heap) }
    }
  }

  /// A million references to one megabyte: the array keeps only the references.
  @Test func manyReferencesToOneObjectCostNothing() throws {
    let heap = heap(size: 1 << 20)
    let one = element(count: 1 << 20, address: 64, index: 1)
    let raw = [[UInt8]](repeating: one, count: 1_000_000).flatMap { $0 }
    let array = try ElementConverter(text(), .test(heap)).array(MemorySource(raw), shape: [1_000_000])
    #expect(array.storage.count == 8_000_000)
    guard case .text(let last) = try array.hdf5Value(array.objectNumbers()[999_999]) else {
      Issue.record("no text")
      return
    }
    #expect(last.utf8.count == 1 << 20)
  }

  @Test func numbersOfNoObjectAreErrors() throws {
    let array = try ElementConverter(text(), .test(heap(size: 4))).array(
      MemorySource(element(count: 3, address: 64, index: 1)), shape: [1])
    #expect(throws: HDF5Error(.typeMismatch, "")) { try value(array, 1) }
    #expect(throws: HDF5Error(.typeMismatch, "")) { try value(array, -1) }
    #expect(throws: HDF5Error(.typeMismatch, "")) { try value(array, .max) }
  }

  private func value(_ array: NDArray, _ number: Int) throws { _ = try array.hdf5Value(number) }

  @Test(arguments: [
    ("05000000010000000000000000000000", HDF5Error.Code.badSelection),
    ("0200000009000000", .unsupportedVersion),
    ("0200000001000000000000000000000002000000ffffff7f", .truncated),
    ("020000000300000001030200000000000000", .badSelection),
    ("0100000001000000000000000000000021000000", .badSelection),
    ("02000000030000000002010000000100050003", .truncated),
    ("0200000003000000000201000000010005000300", .badSelection),
  ])
  func badSelectionsAreErrors(_ digits: String, _ code: HDF5Error.Code) throws {
    let bytes = Hex.bytes(digits)
    #expect(throws: HDF5Error(code, "")) { try select(bytes) }
  }

  private func select(_ bytes: [UInt8]) throws {
    var reader = MetadataReader(
      source: MemorySource(bytes), range: 0..<bytes.count, offsetSize: 8, lengthSize: 8, structure: "test")
    _ = try DataspaceSelection(&reader)
  }
}
