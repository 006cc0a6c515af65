/// What `pickletools` keeps of the machine's stack: the kind of each value, and where the marks came from.
struct DisassemblyStack {
  /// `StackKind` raw values: one byte for each value, however large the pickle.
  private var kinds: [UInt8] = []
  /// The offsets of the MARK opcodes that were not used up.
  private var marks: [Int] = []

  /// How many marks are open: the indentation.
  var depth: Int { marks.count }
  var isEmpty: Bool { kinds.isEmpty }
  var count: Int { kinds.count }
  var top: UInt8? { kinds.last }
  var topIsMark: Bool { kinds.last == StackKind.mark.rawValue }

  mutating func push(_ kind: UInt8) {
    kinds.append(kind)
  }

  mutating func pushMark(at offset: Int) {
    kinds.append(StackKind.mark.rawValue)
    marks.append(offset)
  }

  /// Takes the topmost mark off with everything above it, and gives its offset; `nil` when no mark is open.
  ///
  /// - Throws: when an opcode took the mark itself for a value before.
  ///   Python stumbles over this unawares, hence the message.
  mutating func popMark() throws(PickleError) -> Int? {
    guard let offset = marks.popLast() else { return nil }
    guard let index = kinds.lastIndex(of: StackKind.mark.rawValue) else {
      throw PickleError(.markNotFound, "list index out of range")
    }
    kinds.removeSubrange(index...)
    return offset
  }

  /// Takes values off; `false` when there are not that many.
  mutating func pop(_ number: Int) -> Bool {
    guard number <= kinds.count else { return false }
    kinds.removeLast(number)
    return true
  }

  /// The names of all values, as Python lists them.
  var description: String {
    let names = kinds.map { (StackKind(rawValue: $0) ?? .any).name.description }
    return "[\(names.joined(separator: ", "))]"
  }
}
