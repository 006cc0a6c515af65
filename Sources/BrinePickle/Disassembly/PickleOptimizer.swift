public import BrineCore

/// Makes a pickle smaller by leaving out what is stored in the memo and never used.
public enum PickleOptimizer {
  /// The pickle that begins at `offset`, without its unused PUTs, the others numbered anew,
  /// and with frames built anew: what Python's `pickletools.optimize` gives.
  ///
  /// What follows STOP is not part of the result.
  /// - Throws: what `PickleInstructions.next()` refuses; `unsupportedProtocol`;
  ///   `memoKeyMissing` for a GET of what was not stored before it.
  public static func optimize(
    _ source: MemorySource, from offset: Int = 0
  ) throws(PickleError) -> [UInt8] {
    var plan = OptimizerPlan(start: offset)
    try plan.survey(source.bytes)
    return try plan.rewrite(source.bytes)
  }
}

/// The two passes over a pickle: what is used, then the copy.
private struct OptimizerPlan {
  let start: Int
  /// The keys that a GET names, with the number that each last got, or `unplaced`.
  private var used = MemoTable()
  private var highestProtocol = 0
  private var header: [UInt8] = []
  private static let unplaced: Int32 = -1

  init(start: Int) {
    self.start = start
  }

  mutating func survey(_ source: RawSpan) throws(PickleError) {
    var reader = InstructionReader(source, at: start)
    while true {
      let instruction = try reader.next()
      switch instruction.opcode {
      case .get, .binGet, .longBinGet:
        highestProtocol = max(highestProtocol, instruction.opcode == .get ? 0 : 1)
        if let key = MemoKey(instruction.argument, in: source) { used[key] = Self.unplaced }
      case .proto:
        if case .int(let version) = instruction.argument { highestProtocol = max(highestProtocol, version) }
        if instruction.offset == start { header = [0x80, UInt8(truncatingIfNeeded: highestProtocol)] }
      case .stop:
        guard highestProtocol <= 5 else {
          throw PickleError(.unsupportedProtocol, "pickle protocol must be <= 5", opcode: .proto)
        }
        return
      default: break
      }
    }
  }

  mutating func rewrite(_ source: RawSpan) throws(PickleError) -> [UInt8] {
    var output = FrameWriter(header: header, framed: highestProtocol >= 4)
    var reader = InstructionReader(source, at: start)
    // Every key that was stored so far: how many there are is the key of the next MEMOIZE.
    var stored = MemoTable()
    var next = Int32(0)
    while true {
      let instruction = try reader.next()
      switch instruction.opcode {
      case .put, .binPut, .longBinPut, .memoize:
        let key = MemoKey(instruction.argument, in: source) ?? .small(stored.count)
        stored[key] = 0
        guard used[key] != nil else { continue }
        used[key] = next
        numbered(.put, next).withUnsafeBytes { output.write($0) }
        next &+= 1
      case .get, .binGet, .longBinGet:
        let opcode = try get(instruction, source)
        opcode.withUnsafeBytes { output.write($0) }
      case .frame: break
      case .proto where instruction.offset == start: break
      default:
        let range = instruction.offset..<(instruction.offset + instruction.length)
        source.extracting(range).withUnsafeBytes { output.write($0) }
        if instruction.opcode == .stop { return output.finish() }
      }
    }
  }

  private func get(
    _ instruction: PickleInstruction, _ source: RawSpan
  ) throws(PickleError) -> [UInt8] {
    guard let key = MemoKey(instruction.argument, in: source), let index = used[key], index != Self.unplaced
    else {
      throw PickleError(
        .memoKeyMissing, "a memo key is used that was never stored",
        context: ErrorContext(offset: instruction.offset), opcode: instruction.opcode)
    }
    return numbered(.get, index)
  }

  private enum Access { case put, get }

  /// The opcode that stores or gets memo entry `index` in this pickle's protocol.
  private func numbered(_ access: Access, _ index: Int32) -> [UInt8] {
    if access == .put, highestProtocol >= 4 { return [PickleOpcode.memoize.rawValue] }
    guard highestProtocol >= 1 else {
      let opcode: PickleOpcode = access == .put ? .put : .get
      return [opcode.rawValue] + Array(String(index).utf8) + [0x0A]
    }
    if let small = UInt8(exactly: index) {
      let opcode: PickleOpcode = access == .put ? .binPut : .binGet
      return [opcode.rawValue, small]
    }
    let opcode: PickleOpcode = access == .put ? .longBinPut : .longBinGet
    return [opcode.rawValue] + (0..<4).map { UInt8(truncatingIfNeeded: index >> (8 * Int32($0))) }
  }
}
