/// How the argument of an opcode is written in the file. Names are those of `pickletools`.
enum ArgumentFormat: UInt8, Sendable {
  case none
  case uint1, uint2, uint4, uint8, int4
  case stringLine, plainLine, plainLinePair, unicodeLine
  case shortDecimalLine, longDecimalLine, floatLine
  case string1, string4, bytes1, bytes4, bytes8, byteArray8
  case unicode1, unicode4, unicode8
  case float8, long1, long4
}

/// What `pickletools` knows of a value on its stack. The names are part of its messages.
enum StackKind: UInt8, Sendable {
  case int, intOrBool, bool, float, bytesOrString, bytes, byteArray, string, none
  case tuple, list, dict, set, frozenSet, buffer, any, mark
  /// Stands for everything above the topmost mark, in `OpcodeTraits` only.
  case slice

  var name: StaticString {
    switch self {
    case .int: "int"
    case .intOrBool: "int_or_bool"
    case .bool: "bool"
    case .float: "float"
    case .bytesOrString: "bytes_or_str"
    case .bytes: "bytes"
    case .byteArray: "bytearray"
    case .string: "str"
    case .none: "None"
    case .tuple: "tuple"
    case .list: "list"
    case .dict: "dict"
    case .set: "set"
    case .frozenSet: "frozenset"
    case .buffer: "buffer"
    case .any: "any"
    case .mark: "mark"
    case .slice: "stackslice"
    }
  }
}

/// What an opcode's line in a disassembly depends on.
struct OpcodeTraits: Sendable {
  let opcode: PickleOpcode
  /// The opcode's character in a column of four and a blank, or the escape for one that is not printable.
  let code: ShortText
  let name: ShortText
  let argument: ArgumentFormat
  /// How many values are taken off the stack, where no mark is involved.
  let pops: Int
  /// How many values below the mark are taken as well; `nil` for opcodes that need no mark.
  let popsBelowMark: Int?
  /// What is left on the stack: nothing, one value, or (for DUP) that value twice.
  let push: StackKind?
  let pushCount: Int
  /// The protocol that brought the opcode.
  let minimumProtocol: Int
  /// The annotation that `pickletools -a` prints.
  let summary: StaticString

  init(
    _ opcode: PickleOpcode, _ argument: ArgumentFormat, _ before: [StackKind], _ after: [StackKind],
    _ minimumProtocol: Int, _ summary: StaticString
  ) {
    self.opcode = opcode
    code = ShortText(Self.column(opcode.rawValue))
    name = ShortText(opcode.name)
    self.argument = argument
    pops = before.count
    popsBelowMark = before.firstIndex(of: .mark)
    push = after.first
    pushCount = after.count
    self.minimumProtocol = minimumProtocol
    self.summary = summary
  }

  private static func column(_ code: UInt8) -> String {
    code < 0x80 ? "\(Character(Unicode.Scalar(code)))    " : "\\x\(String(code, radix: 16)) "
  }

  /// The traits of every byte that is an opcode, by that byte.
  static let byByte: [OpcodeTraits?] = {
    var table = [OpcodeTraits?](repeating: nil, count: 256)
    for traits in all { table[Int(traits.opcode.rawValue)] = traits }
    return table
  }()

  static let stop = OpcodeTraits(.stop, .none, [.any], [], 0, "Stop the unpickling machine.")
}
