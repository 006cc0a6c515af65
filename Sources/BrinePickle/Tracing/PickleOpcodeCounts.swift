/// What the opcodes of a pickle tell, without running them.
public struct PickleOpcodeCounts: Sendable {
  /// The opcodes that there are, those that come most often first.
  public internal(set) var byCount: [(opcode: PickleOpcode, count: Int)] = []
  /// The protocol of the newest opcode.
  public internal(set) var highestProtocol = 0
  /// How many values were stored in the memo.
  public internal(set) var memoStored = 0
  /// How many of them are never asked for.
  public internal(set) var memoUnused = 0

  /// Whether all opcodes up to STOP could be read.
  public internal(set) var isComplete = false

  /// How many opcodes there are.
  public var total: Int { byCount.reduce(0) { $0 + $1.count } }

  /// How many times an opcode comes.
  public subscript(opcode: PickleOpcode) -> Int { byCount.first { $0.opcode == opcode }?.count ?? 0 }

  /// Takes the counts by the opcodes' bytes.
  mutating func take(_ counts: [Int]) {
    byCount = counts.enumerated().compactMap { byte, count in
      guard count > 0, let opcode = PickleOpcode(rawValue: UInt8(truncatingIfNeeded: byte)) else {
        return nil
      }
      return (opcode, count)
    }
    byCount.sort { ($1.count, $0.opcode.name) < ($0.count, $1.opcode.name) }
  }
}
