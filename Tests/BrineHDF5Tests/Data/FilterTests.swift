import TestSupport
import Testing

@testable import BrineHDF5

/// Filters on bytes that are made here.
@Suite struct FilterTests {
  private func bytes(_ count: Int) -> [UInt8] {
    var random = SplitMix64(seed: UInt64(count))
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  @Test(arguments: [2, 3, 4, 7, 8, 11, 12, 16, 24])
  func shuffledBytes(size: Int) {
    for count in [0, 1, 5, 16, 33, 100] {
      let plain = bytes(count * size + size - 1)
      var shuffled = plain
      for index in 0..<(count > 1 ? count * size : 0) {
        shuffled[index % size * count + index / size] = plain[index]
      }
      var result = [UInt8](repeating: 0, count: plain.count)
      shuffled.withUnsafeBytes { input in
        result.withUnsafeMutableBytes { Shuffle.decode(input, into: $0, elementSize: size) }
      }
      #expect(result == plain)
    }
  }

  @Test(arguments: [1, 2, 3, 4, 8, 12])
  func shuffledBits(size: Int) {
    for count in [8, 40, 256] {
      let plain = bytes(count * size)
      var shuffled = [UInt8](repeating: 0, count: plain.count)
      for element in 0..<count {
        for bit in 0..<size * 8 where plain[element * size + bit / 8] >> UInt8(bit % 8) & 1 == 1 {
          shuffled[bit * count / 8 + element / 8] |= 1 << UInt8(element % 8)
        }
      }
      var result = [UInt8](repeating: 0, count: plain.count)
      var scratch = [UInt8](repeating: 0, count: plain.count * 2)
      shuffled.withUnsafeBytes { input in
        result.withUnsafeMutableBytes { output in
          scratch.withUnsafeMutableBytes { scratch in
            guard let from = input.baseAddress, let to = output.baseAddress, let extra = scratch.baseAddress
            else { return }
            Bitshuffle.decode(from, into: to, count: count, elementSize: size, scratch: extra)
          }
        }
      }
      #expect(result == plain)
    }
  }

  private func lzf(_ input: [UInt8], room: Int) -> [UInt8]? {
    var output = [UInt8](repeating: 0xEE, count: room)
    let outcome = input.withUnsafeBytes { source in
      output.withUnsafeMutableBytes { LZF.decode(source, into: $0) }
    }
    guard case .done(let count) = outcome else { return nil }
    return Array(output[..<count])
  }

  @Test func lzf() {
    // Three literals, then as many bytes again from three before, then a long run of the last one.
    let data: [UInt8] = [2, 1, 2, 3, 0x20, 2, 0xE0, 20, 0]
    let wanted: [UInt8] = [1, 2, 3, 1, 2, 3] + [UInt8](repeating: 3, count: 29)
    for room in [35, 36, 60, 200] { #expect(lzf(data, room: room) == wanted) }
    #expect(lzf(data, room: 34) == nil)
    for cut in [1, 3, 5, 7, 8] { #expect(lzf(Array(data[..<cut]), room: 100) == nil) }
    #expect(lzf([0x20, 0], room: 100) == nil)
    #expect(lzf([], room: 0) == [])
  }

  @Test func bits() {
    let input: [UInt8] = [0b1010_1100, 0xFF, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09]
    input.withUnsafeBytes { bytes in
      var reader = BitReader(bytes)
      #expect(reader.read(3) == 0b101)
      #expect(reader.read(5) == 0b01100)
      #expect(reader.read(16) == 0xFF01)
      #expect(reader.read(60) == 0x020304050607080)
      #expect(!reader.isBeyond)
      #expect(reader.read(8) == 0x90)
      #expect(reader.read(8) == 0)
    }
  }

  private func decode(_ filter: Filter, _ bytes: [UInt8], mask: UInt32 = 0, size: Int) throws -> [UInt8] {
    try bytes.withUnsafeBytes {
      try FilterPipeline([filter]).decode($0, mask: mask, size: size, limits: .default).data
    }
  }

  @Test func checksums() throws {
    let data: [UInt8] = Array("abcde".utf8)
    // Sums of big-endian words, modulo 65535.
    let checksum = data.withUnsafeBytes(Fletcher32.checksum)
    #expect(checksum & 0xFFFF == (0x6162 + 0x6364 + 0x6500) % 65535)
    #expect(checksum >> 16 == (0x6162 * 3 + 0x6364 * 2 + 0x6500) % 65535)
    let stored = data + [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: checksum >> $0) }
    #expect(try decode(Filter(id: FilterID.fletcher32), stored, size: 5) == data)
    #expect(throws: HDF5Error(.badChecksum, "")) {
      try decode(Filter(id: FilterID.fletcher32), data + [0, 0, 0, 1], size: 5)
    }
  }

  @Test func filtersThatLie() throws {
    let filters = [
      Filter(id: 9999, name: "mine"), Filter(id: FilterID.deflate), Filter(id: FilterID.lzf),
      Filter(id: FilterID.scaleOffset, values: [2, 0, 1 << 30, 0, 4, 1, 0, 0]),
      Filter(id: FilterID.nbit, values: [8, 0, 1 << 31, 1, 4, 0, 33, 0]),
      Filter(id: FilterID.lz4), Filter(id: FilterID.bitshuffle, values: [0, 2, 4, 0, 2]),
      Filter(id: FilterID.szip, values: [141, 32, 32, 256]), Filter(id: FilterID.zstd),
      Filter(id: FilterID.blosc), Filter(id: FilterID.bzip2),
    ]
    for filter in filters {
      #expect(throws: HDF5Error.self, "\(filter)") { try decode(filter, bytes(50), size: 100) }
      #expect(try decode(filter, bytes(50), mask: 1, size: 50) == bytes(50))
      #expect(throws: HDF5Error(.badChunk, "")) { try decode(filter, bytes(50), mask: 1, size: 51) }
    }
    #expect(throws: HDF5Error(.unavailable, "")) { try decode(filters[0], bytes(50), size: 50) }
  }

  @Test func halvesOfProgressions() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<2000 {
      let pair = SelectedAxis.Pair(
        virtual: random.below(20), source: random.below(9), virtualStep: 1 + random.below(6),
        sourceStep: 1 + random.below(3), count: 1 + random.below(12))
      let (start, step, count) = (random.below(30), 1 + random.below(6), 1 + random.below(12))
      var wanted: [Int: Int] = [:]
      for index in 0..<pair.count {
        let place = pair.virtual + index * pair.virtualStep - start
        if place >= 0, place % step == 0, place / step < count {
          wanted[place / step] = pair.source + index * pair.sourceStep
        }
      }
      var found: [Int: Int] = [:]
      if let part = pair.part(start: start, step: step, count: count) {
        for index in 0..<part.count {
          found[part.number + index * part.numberStep] = part.source + index * part.sourceStep
        }
      }
      #expect(found == wanted)
    }
  }
}
