import BrinePickle

/// A code object written by hand, in the form of any version of Python.
struct HandmadeCode {
  enum Shape: CaseIterable { case python37, python38, python310, pypy311, python311, python311Alpha }

  var name = "f"
  var counts = [2, 0, 0, 2, 1, 3]
  var bytecode = [UInt8](repeating: 0x64, count: 8)
  /// Opcodes that make the constants.
  var consts = "(Nt"
  var varnames = ["a", "b"]
  var freevars: [String] = []
  var firstLine = 10
  var lineTable: [UInt8] = []
  /// Opcodes before all arguments: what dill writes for older versions.
  var prefix = ""
  var shape = Shape.python311

  /// Opcodes that make it, to be read by `value(_:)`.
  var text: String { "cdill._dill\n_create_code\n(" + prefix + arguments + "tR" }

  /// The same as cloudpickle writes it.
  var cloudpickle: String {
    "ccloudpickle.cloudpickle\n_builtin_type\n(VCodeType\ntR(" + arguments + "tR"
  }

  private var arguments: String {
    var counts = counts.map { "I\($0)\n" }
    if shape == .python37 { counts.remove(at: 1) }
    let name = "V\(name)\n"
    let hasQualname = shape == .pypy311 || shape == .python311 || shape == .python311Alpha
    let tables = shape == .python311 ? 2 : shape == .python311Alpha ? 4 : 1
    return counts.joined() + Self.bytes(bytecode) + consts + "(t" + Self.tuple(varnames) + "Vcase.py\n" + name
      + (hasQualname ? name : "") + "I\(firstLine)\n" + Self.bytes(lineTable)
      + String(repeating: Self.bytes([1, 2, 3]), count: tables - 1) + Self.tuple(freevars) + "(t"
  }

  static func bytes(_ bytes: [UInt8]) -> String {
    "C"
      + ([UInt8(bytes.count)] + bytes).map { #"\x"# + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  static func tuple(_ names: [String]) -> String { "(" + names.map { "V\($0)\n" }.joined() + "t" }
}
