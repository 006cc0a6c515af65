public import BrineCore

/// One opcode of a pickle with its argument and its place.
public struct PickleInstruction: Sendable {
  /// The opcode.
  public let opcode: PickleOpcode
  /// What follows the opcode in the input.
  public let argument: PickleArgument
  /// Where the opcode is in the input.
  public let offset: Int
  /// How many bytes the opcode and its argument take.
  public let length: Int
}

/// The opcodes of a pickle, one after the other, without running them.
///
/// ```swift
/// var instructions = PickleInstructions(source)
/// while let instruction = try instructions.next() {
///   print(instruction.offset, instruction.opcode)
/// }
/// ```
/// The last one is STOP; `offset` is then where the next pickle begins, if there is one.
public struct PickleInstructions: Sendable {
  /// The input.
  public let source: MemorySource
  /// Where the next opcode is.
  public private(set) var offset: Int
  private var stopped = false

  /// The opcodes of the pickle that begins at `offset`.
  public init(_ source: MemorySource, from offset: Int = 0) {
    self.source = source
    self.offset = offset
  }

  /// The next opcode; `nil` after STOP.
  ///
  /// - Throws: what `pickletools.genops` refuses: unknown opcodes, arguments that are cut off or cannot be
  ///   decoded, and an input that ends before STOP. The detail is Python's message.
  public mutating func next() throws(PickleError) -> PickleInstruction? {
    guard !stopped else { return nil }
    var reader = InstructionReader(source.bytes, at: offset)
    let instruction = try reader.next()
    offset = instruction.offset + instruction.length
    stopped = instruction.opcode == .stop
    return instruction
  }
}
