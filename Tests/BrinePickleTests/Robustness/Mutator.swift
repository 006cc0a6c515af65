import BrineCore
import BrinePickle
import TestSupport

/// Damages pickles, the same way for the same seed.
struct Mutator {
  private static let lengthOpcodes: Set<PickleOpcode> = [
    .binString, .shortBinString, .binUnicode, .shortBinUnicode, .binUnicode8, .binBytes, .shortBinBytes,
    .binBytes8,
    .byteArray8, .long1, .long4, .frame, .longBinPut, .longBinGet, .ext4,
  ]
  /// Values at the edges of what one, four and eight bytes hold.
  private static let extremes: [UInt64] = [
    0, 1, 0x7F, 0x80, 0xFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1 << 32, 1 << 62, .max >> 1, 1 << 63, .max,
  ]

  private let seeds: [[UInt8]]
  private var random: SplitMix64

  init(seeds: [[UInt8]], seed: UInt64) {
    self.seeds = seeds
    random = SplitMix64(seed: seed)
  }

  /// The next damaged pickle, with one to four things wrong.
  mutating func next() -> [UInt8] {
    var bytes = random.pick(seeds)
    for _ in 0...random.below(4) { mutate(&bytes) }
    return bytes
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return bytes.append(random.pick(PickleOpcode.allCases).rawValue) }
    switch random.below(6) {
    case 0: bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
    case 1: bytes[random.below(bytes.count)] = random.pick(PickleOpcode.allCases).rawValue
    case 2: insert(&bytes)
    case 3: bytes.removeSubrange(part(of: bytes, most: 12))
    case 4: splice(&bytes)
    default: boostLength(&bytes)
    }
  }

  private mutating func part(of bytes: [UInt8], most: Int) -> Range<Int> {
    let start = random.below(bytes.count)
    return start..<min(bytes.count, start + 1 + random.below(most))
  }

  /// Opcodes or any bytes at any place.
  private mutating func insert(_ bytes: inout [UInt8]) {
    var added: [UInt8] = []
    for _ in 0...random.below(6) {
      let opcode = random.pick(PickleOpcode.allCases).rawValue
      added.append(random.below(3) == 0 ? UInt8(random.below(256)) : opcode)
    }
    bytes.insert(contentsOf: added, at: random.below(bytes.count + 1))
  }

  /// A part of another pickle in place of a part of this one.
  private mutating func splice(_ bytes: inout [UInt8]) {
    let other = random.pick(seeds)
    guard !other.isEmpty else { return }
    bytes.replaceSubrange(part(of: bytes, most: 40), with: other[part(of: other, most: 80)])
  }

  /// A lie about a length, or a key far away.
  private mutating func boostLength(_ bytes: inout [UInt8]) {
    var instructions = PickleInstructions(MemorySource(bytes))
    var fields: [(start: Int, size: Int)] = []
    while let instruction = try? instructions.next() {
      guard Self.lengthOpcodes.contains(instruction.opcode) else { continue }
      fields.append((instruction.offset + 1, Self.size(instruction.opcode)))
    }
    guard !fields.isEmpty else { return }
    let field = random.pick(fields)
    let value = random.pick(Self.extremes)
    for index in 0..<min(field.size, bytes.count - field.start) {
      bytes[field.start + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(index)))
    }
  }

  private static func size(_ opcode: PickleOpcode) -> Int {
    switch opcode {
    case .binUnicode8, .binBytes8, .byteArray8, .frame: 8
    case .shortBinString, .shortBinUnicode, .shortBinBytes, .long1: 1
    default: 4
    }
  }
}
