import TestSupport
import Testing

@testable import BrineHDF5

@Suite struct LZFTests {
  /// Pieces of packed data, and what they stand for.
  private struct Packed {
    var bytes: [UInt8] = []
    var plain: [UInt8] = []

    mutating func add(literal: [UInt8]) {
      bytes.append(UInt8(literal.count - 1))
      bytes += literal
      plain += literal
    }

    mutating func add(count: Int, distance: Int) {
      let high = UInt8((distance - 1) >> 8), low = UInt8((distance - 1) & 0xFF)
      if count < 9 {
        bytes += [UInt8(count - 2) << 5 | high, low]
      } else {
        bytes += [7 << 5 | high, UInt8(count - 9), low]
      }
      for _ in 0..<count { plain.append(plain[plain.count - distance]) }
    }

    /// Pieces of random kinds: near and far, short and long.
    init(random: inout SplitMix64, pieces: Int) {
      add(literal: [1, 2, 3])
      for _ in 0..<pieces {
        if random.below(3) == 0 {
          let count = random.below(2) == 0 ? 1 + random.below(4) : 1 + random.below(32)
          add(literal: (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) })
        } else {
          let reach = random.below(2) == 0 ? 20 : 8192
          let count = random.below(4) == 0 ? 3 + random.below(262) : 3 + random.below(6)
          add(count: count, distance: 1 + random.below(min(reach, plain.count)))
        }
      }
    }
  }

  private func decode(_ bytes: [UInt8], room: Int) -> (outcome: LZF.Outcome, bytes: [UInt8]) {
    var output = [UInt8](repeating: 0xEE, count: room + 64)
    let outcome = output.withUnsafeMutableBytes { output in
      bytes.withUnsafeBytes { LZF.decode($0, into: UnsafeMutableRawBufferPointer(rebasing: output[..<room])) }
    }
    // Nothing may be written beyond the room there is.
    #expect(output[room...].allSatisfy { $0 == 0xEE })
    return (outcome, Array(output[..<room]))
  }

  @Test func unpacksPiecesOfEachKind() {
    var random = SplitMix64(seed: 1)
    for pieces in [0, 1, 2, 5, 20, 100, 1000, 5000] {
      for _ in 0..<20 {
        let packed = Packed(random: &random, pieces: pieces)
        let (outcome, bytes) = decode(packed.bytes, room: packed.plain.count)
        guard case .done(packed.plain.count) = outcome else {
          Issue.record("\(outcome)")
          return
        }
        #expect(bytes == packed.plain)
      }
    }
  }

  @Test func saysWhenThereIsTooLittleRoom() {
    var random = SplitMix64(seed: 2)
    let packed = Packed(random: &random, pieces: 200)
    for room in [0, 1, 2, packed.plain.count / 2, packed.plain.count - 1] {
      guard case .tooSmall = decode(packed.bytes, room: room).outcome else {
        Issue.record("room for \(room) bytes is too little")
        continue
      }
    }
  }

  @Test func survivesAnyBytes() {
    var random = SplitMix64(seed: 3)
    for round in 0..<300 {
      var bytes = Packed(random: &random, pieces: 60).bytes
      bytes = Array(bytes.prefix(random.below(bytes.count)))
      for _ in 0..<round % 8 where !bytes.isEmpty {
        bytes[random.below(bytes.count)] = UInt8(random.below(256))
      }
      _ = decode(bytes, room: 1 + random.below(4000))
    }
    guard case .corrupt = decode([0, 1, 0x20, 5], room: 100).outcome else {
      Issue.record("a distance before the start")
      return
    }
    // The same where the ends are far away.
    let far = [UInt8](repeating: 0, count: 100)
    guard case .corrupt = decode([0, 1, 0x20, 5] + far, room: 1000).outcome else {
      Issue.record("a distance before the start")
      return
    }
  }
}
