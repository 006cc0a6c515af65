import BrineCore

/// One pass over the opcodes of a pickle: counts, the use of the memo, frames, protocols.
struct OpcodeScan {
  private(set) var opcodes = PickleOpcodeCounts()
  /// How many out-of-band buffers are asked for.
  private(set) var buffers = 0
  private(set) var findings: [PickleCheck.Finding] = []
  /// For each memo key whether it was asked for.
  private var memo = MemoTable()
  private var frame: Range<Int>?
  private var announced: Int?
  private var hasLateOpcode = false
  /// A TUPLE2 that is too late, unless a REDUCE follows: CPython calls state setters so in every protocol.
  private var heldTuple: PickleInstruction?
  private let start: Int

  /// Reads up to STOP, or to what can't be read, which others report.
  init(_ source: MemorySource, from offset: Int) {
    start = offset
    var counts = [Int](repeating: 0, count: 256)
    defer { opcodes.take(counts) }
    var reader = InstructionReader(source.bytes, at: offset)
    while let instruction = try? reader.next() {
      counts[Int(instruction.opcode.rawValue)] += 1
      if instruction.opcode == .nextBuffer { buffers += 1 }
      opcodes.highestProtocol = max(opcodes.highestProtocol, reader.traits.minimumProtocol)
      followFrame(instruction)
      followMemo(instruction, source.bytes)
      followProtocol(instruction, reader.traits.minimumProtocol)
      if instruction.opcode == .stop {
        opcodes.isComplete = true
        return
      }
    }
  }

  private mutating func warn(_ code: PickleCheck.Finding.Code, _ message: String, at offset: Int) {
    // One that is wrong everywhere need not be told of a million times.
    guard findings.count < 100 else { return }
    findings.append(PickleCheck.Finding(.warning, code, message, offset: offset))
  }

  // MARK: Frames
  //
  // Source: PEP 3154, "Framing": frames hold whole opcodes and are not nested.

  private mutating func followFrame(_ instruction: PickleInstruction) {
    let end = instruction.offset.adding(instruction.length) ?? .max
    if let frame {
      if instruction.offset >= frame.upperBound {
        self.frame = nil
      } else if instruction.opcode == .frame {
        warn(.badFrame, "a frame begins inside the one at byte \(frame.lowerBound)", at: instruction.offset)
      } else if end > frame.upperBound {
        let name = instruction.opcode.name
        warn(
          .badFrame, "\(name) reaches over the end of its frame, byte \(frame.upperBound)",
          at: instruction.offset)
        self.frame = nil
      } else if instruction.opcode == .stop, end < frame.upperBound {
        let rest = frame.upperBound - end
        warn(.badFrame, "the frame goes on for \(rest) bytes after STOP", at: frame.lowerBound)
      }
    }
    if instruction.opcode == .frame, case .int(let count) = instruction.argument {
      frame = instruction.offset..<(end.adding(count) ?? .max)
    }
  }

  // MARK: The memo

  private mutating func followMemo(_ instruction: PickleInstruction, _ bytes: RawSpan) {
    switch instruction.opcode {
    case .memoize, .put, .binPut, .longBinPut:
      let key = MemoKey(instruction.argument, in: bytes) ?? .small(memo.count)
      memo[key] = 0
      opcodes.memoStored += 1
      opcodes.memoUnused += 1
    case .get, .binGet, .longBinGet:
      guard let key = MemoKey(instruction.argument, in: bytes), memo[key] == 0 else { return }
      memo[key] = 1
      opcodes.memoUnused -= 1
    default: return
    }
  }

  // MARK: Protocols

  private mutating func followProtocol(_ instruction: PickleInstruction, _ minimum: Int) {
    if instruction.opcode == .proto {
      if instruction.offset != start {
        warn(.protocolMismatch, "PROTO is not the first opcode", at: instruction.offset)
      }
      if case .int(let version) = instruction.argument { announced = max(announced ?? 0, version) }
      return
    }
    if let tuple = heldTuple, instruction.opcode != .reduce { warnLate(tuple, 2) }
    heldTuple = nil
    // Protocols 0 and 1 have no PROTO.
    guard minimum > announced ?? 1 else { return }
    if instruction.opcode == .tuple2 {
      heldTuple = instruction
    } else {
      warnLate(instruction, minimum)
    }
  }

  private mutating func warnLate(_ instruction: PickleInstruction, _ minimum: Int) {
    guard !hasLateOpcode else { return }
    hasLateOpcode = true
    let promise = announced.map { "announces protocol \($0)" } ?? "announces none"
    warn(
      .protocolMismatch,
      "\(instruction.opcode.name) is an opcode of protocol \(minimum), the pickle \(promise)",
      at: instruction.offset)
  }
}
