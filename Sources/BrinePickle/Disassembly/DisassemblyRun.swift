import BrineCore

/// One disassembly under way.
struct DisassemblyRun: ~Copyable {
  var text: TextBuffer
  let options: PickleDisassembler
  private var stack = DisassemblyStack()
  /// Where the next annotation begins; lines that are too long move it to the right for a while.
  var annotationColumn: Int
  private var highestProtocol = -1

  /// What is said behind the argument.
  enum Note {
    case none
    case mark(at: Int)
    case noMark
    case memoized(as: Int)
  }

  /// What an opcode does besides pushing its value.
  private struct Effect {
    var pops: Int
    var push: UInt8?
    var note = Note.none
    /// What is wrong; it is reported when the line has been written.
    var complaint: (code: PickleError.Code, detail: String)?
  }

  init(_ options: PickleDisassembler, _ text: consuming TextBuffer) {
    self.options = options
    self.text = text
    annotationColumn = options.annotate ?? 0
  }

  /// Writes everything from `offset` up to STOP; the end of the pickle, or what is wrong with it.
  mutating func all(
    _ source: RawSpan, from offset: Int, memo: inout PickleDisassembler.Memo
  ) -> Result<Int, PickleError> {
    var reader = InstructionReader(source, at: offset)
    do throws(PickleError) {
      while true {
        let instruction = try reader.next()
        do throws(PickleError) {
          try one(instruction, reader.traits, source, &memo.kinds)
        } catch {
          throw reader.failure(error.code, error.detail)
        }
        if instruction.opcode == .stop {
          try finish(at: instruction.offset)
          return .success(instruction.offset + instruction.length)
        }
        // The caller sees the sink's own error.
        if text.failure != nil { return .success(instruction.offset) }
      }
    } catch {
      return .failure(error)
    }
  }

  private mutating func finish(at offset: Int) throws(PickleError) {
    text.write(literal: "highest protocol among opcodes = ")
    text.write(decimal: highestProtocol)
    text.newLine()
    if !stack.isEmpty {
      throw PickleError(
        .stackNotEmpty, "stack not empty after STOP: \(stack.description)", context: .init(offset: offset),
        opcode: .stop)
    }
  }

  /// Writes a line and follows what the opcode does to the stack and the memo.
  @inline(__always)
  private mutating func one(
    _ instruction: PickleInstruction, _ traits: OpcodeTraits, _ source: RawSpan, _ memo: inout MemoTable
  ) throws(PickleError) {
    text.write(decimal: instruction.offset, width: 5)
    text.write(literal: ": ")
    text.startColumn()
    highestProtocol = max(highestProtocol, traits.minimumProtocol)
    let depth = stack.depth
    var effect = Effect(pops: traits.pops, push: traits.push?.rawValue)
    if traits.popsBelowMark != nil || traits.opcode == .pop && stack.topIsMark {
      try takeMark(traits, &effect)
    }
    switch traits.opcode {
    case .put, .binPut, .longBinPut, .memoize: store(instruction, source, &memo, &effect)
    case .get, .binGet, .longBinGet: load(instruction, source, memo, &effect)
    default: break
    }
    try writeLine(instruction, traits, source, depth: depth, effect.note)
    if let complaint = effect.complaint { throw PickleError(complaint.code, complaint.detail) }
    guard stack.pop(effect.pops) else {
      throw PickleError(
        .stackUnderflow, "tries to pop \(effect.pops) items from stack with only \(stack.count) items")
    }
    if traits.opcode == .mark {
      stack.pushMark(at: instruction.offset)
    } else if let kind = effect.push {
      for _ in 0..<traits.pushCount { stack.push(kind) }
    }
  }

  // MARK: Effects

  private mutating func takeMark(_ traits: OpcodeTraits, _ effect: inout Effect) throws(PickleError) {
    if let offset = try stack.popMark() {
      effect.note = .mark(at: offset)
      effect.pops = traits.popsBelowMark ?? 0
    } else {
      effect.note = .noMark
      effect.complaint = (.markNotFound, "no MARK exists on stack")
    }
  }

  private func store(
    _ instruction: PickleInstruction, _ source: RawSpan, _ memo: inout MemoTable, _ effect: inout Effect
  ) {
    if instruction.opcode == .memoize { effect.note = .memoized(as: memo.count) }
    let key = MemoKey(instruction.argument, in: source) ?? .small(memo.count)
    if memo[key] != nil {
      effect.complaint = (.memoKeyReused, "memo key \(name(instruction, source)) already defined")
    } else if stack.isEmpty {
      effect.complaint = (.stackUnderflow, "stack is empty -- can't store into memo")
    } else if stack.topIsMark {
      effect.complaint = (.unexpectedMark, "can't store markobject in the memo")
    } else {
      memo[key] = Int32(stack.top ?? StackKind.any.rawValue)
    }
  }

  private func load(
    _ instruction: PickleInstruction, _ source: RawSpan, _ memo: MemoTable, _ effect: inout Effect
  ) {
    if let key = MemoKey(instruction.argument, in: source), let kind = memo[key] {
      effect.push = UInt8(truncatingIfNeeded: kind)
    } else {
      let key = name(instruction, source)
      effect.complaint = (.memoKeyMissing, "memo key \(key) has never been stored into")
    }
  }

  /// A memo key as messages show it. MEMOIZE has none.
  private func name(_ instruction: PickleInstruction, _ source: RawSpan) -> String {
    if case .none = instruction.argument { return "None" }
    return TextBuffer.collect { buffer in
      // Keys are never too long to be written: they were read from as many digits.
      try? buffer.write(instruction.argument, in: source)
    }
  }
}
