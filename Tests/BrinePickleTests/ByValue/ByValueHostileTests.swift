import BrineCore
import BrinePickle
import Foundation
import TestSupport
import Testing

/// Damaged pickles of dill and cloudpickle, and small ones that ask for much.
@Suite struct ByValueHostileTests {
  /// Asks a value for all that is known of functions, classes and modules.
  private static func look(_ value: PickleValue) {
    guard let byValue = value.byValue else { return }
    switch byValue {
    case .function(let function):
      _ = (function.name, function.qualname, function.module, function.doc, function.signature)
      _ = (function.parameters.count, function.annotations.count, function.attributes.count, function.globals)
      _ = function.closure.map { $0.contents?.kind }
      look(function.code)
    case .code(let code): look(code)
    case .classByValue(let type):
      _ = (type.title, type.qualname, type.module, type.doc, type.bases, type.metaclass, type.members.count)
      _ = (type.methods.count, type.enumMembers?.count, type.fieldNames, type.fieldDefaults, type.trackerID)
    case .namespace(let module):
      _ = (module.title, module.variables.count, module.imports.count, module.isSession)
    default: break
    }
  }

  private static func look(_ code: PickleCode) {
    let ranges = code.lineTable.ranges
    for (range, next) in zip(ranges, ranges.dropFirst()) {
      #expect(range.bytecode.upperBound == next.bytecode.lowerBound)
    }
    #expect(ranges.last.map { $0.bytecode.upperBound <= code.bytecodeSize } ?? true)
    _ = (code.lineTable.lines, code.signature, code.flags.names, code.nestedCode.count, code.names.count)
    #expect(code.parameters.count <= code.varnames.count)
  }

  private static func look(_ bytes: [UInt8]) {
    guard let pickle = try? Pickle(bytes) else { return }
    for visit in pickle.root.walk.prefix(3000) { look(visit.value) }
  }

  @Test(arguments: 0..<16)
  func damaged(_ seed: Int) throws {
    let seeds = try ByValueFixture.all().map { try $0.bytes() }.filter { $0.count < 4096 }
    #expect(seeds.count > 80)
    var mutator = Mutator(seeds: seeds, seed: UInt64(seed))
    for _ in 0..<400 { Self.look(mutator.next()) }
  }

  /// Numbers, lengths and tables changed where the pickle stays whole: every byte of a few fixtures, changed twice.
  @Test(arguments: ["dill_many_kinds", "cloudpickle_counter", "dill_Managed"])
  func everyByte(_ name: String) throws {
    let bytes = try ByValueFixture(description: name).bytes()
    for index in bytes.indices {
      for value in [bytes[index] ^ 1, index.isMultiple(of: 2) ? 0 : 0xFF] {
        var changed = bytes
        changed[index] = value
        Self.look(changed)
      }
    }
  }

  // MARK: Much out of little

  private func read(_ text: String, _ middle: [UInt8], _ end: String) throws -> PickleValue {
    let first = handmade(text).bytes.withUnsafeBytes { [UInt8]($0) }
    let last = handmade(end).bytes.withUnsafeBytes { [UInt8]($0) }
    return try Pickle(first + middle + last).root
  }

  @Test func nestedCode() throws {
    // Each is the only constant of the one around it, 30,000 deep.
    let parts = HandmadeCode(consts: "(#t").text.split(separator: "#")
    let (open, close) = (handmade(String(parts[0])), handmade(String(parts[1])))
    let before = open.bytes.withUnsafeBytes { [UInt8]($0) }
    let after = close.bytes.withUnsafeBytes { [UInt8]($0) }
    let depth = 30_000
    var code = try #require(
      try Pickle(before.repeated(depth) + [0x4E] + after.repeated(depth) + [0x2E]).root.code)
    for _ in 1..<1000 { code = try #require(code.nestedCode.first) }
    #expect(code.consts.count == 1)
    #expect(code.value.visits > depth)
  }

  @Test func codeAmongItsOwnConstants() throws {
    let value = try value(#"]q\x01"# + HandmadeCode(consts: #"(h\x01t"#).text + "a.")
    let code = try #require(value[0]?.code)
    #expect(code.consts == [value])
    #expect(code.nestedCode.isEmpty)
    #expect(value.visits < 40)
    // A class that is a member of itself, a cell in itself.
    let type = try #require(
      try self.value(#"}q\x01(Vme\#ncdill._dill\#n_create_type\#n(NVA\#n(th\x01tRu0h\x01."#)["me"]?
        .classByValue)
    #expect(type.members.first?.value.classByValue?.members.count == 1)
    let cell = try self.value(
      #"cdill._dill\#n_create_cell\#n(tRq\x01c__builtin__\#nsetattr\#n(h\x01Vcell_contents\#nh\x01tR0."#)
    #expect(cell.byValueLabel == "cell")
    guard case .cell(let contents?) = cell.byValue else { throw CancellationError() }
    #expect(contents == cell)
  }

  private func value(_ text: String) throws -> PickleValue { try Pickle(handmade(text)).root }

  @Test func manyReferencesToOneFunction() throws {
    // A long name, 5000 parameters of one long name; 50,000 references in a list.
    let name = String(repeating: "n", count: 10_000)
    let varnames = "VX\n".replacing("X", with: name) + #"q\x05"# + String(repeating: #"h\x05"#, count: 4999)
    var code = HandmadeCode(name: name, counts: [5000, 0, 0, 5000, 1, 3], varnames: []).text
    code = code.replacing("(t(tVcase", with: "(t(" + varnames + "tVcase")
    let function = "cdill._dill\n_create_function\n(" + code + "(dNNNtR"
    let value = try read("(" + function + #"q\x01"#, Array(#"h"#.utf8 + [1]).repeated(50_000), "l.")
    #expect(value.count == 50_001)
    let items = try #require(value.array)
    #expect(Set(items.map { $0.function?.signature.utf8.count ?? 0 }).count == 1)
    let read = try #require(items[0].function)
    #expect(read.signature.utf8.count < 700)
    #expect(read.code.varnames.count == 5000)
    #expect(read.code.varnames[4999] == name)
  }

  @Test func manyClassesOfOneDict() throws {
    // 30,000 classes that share a dict of 30,000 members, each the base of the next.
    let members = (0..<30_000).map { "Vmember\($0)\nI\($0)\n" }.joined()
    let first = "(" + members + #"dq\x01cm\#nBase\#nq\x02cdill._dill\#n_create_type\#nq\x03"#
    let next = handmade(#"(NVA\#n(h\x02th\x01tRq\x02h\x03"#).bytes.withUnsafeBytes { [UInt8]($0) }
    let value = try read("(" + first, next.repeated(30_000), "l.")
    let types = try #require(value.array).compactMap(\.classByValue)
    #expect(types.count == 30_000)
    #expect(types.map(\.title.utf8.count).max() ?? 0 < 20)
    #expect(types.allSatisfy { $0.module == nil && $0.doc == nil && $0.qualname == "A" })
  }

  @Test func manyCodesOfOneTable() throws {
    // 5,000 code objects with one line table of a megabyte and one bytecode of a megabyte.
    let large: [UInt8] = [0x42, 0, 0, 0x10, 0] + [1, 1].repeated(1 << 19)
    let first = handmade("(").bytes.withUnsafeBytes { [UInt8]($0) } + large + [0x71, 1]
    var code = HandmadeCode()
    code.shape = .python310
    var text = code.text.replacing(HandmadeCode.bytes(code.bytecode), with: #"h\x01"#)
    text = text.replacing("I10\nC\\x00", with: #"I10\#nh\x01"#)
    let next = handmade(text).bytes.withUnsafeBytes { [UInt8]($0) }
    let value = try Pickle(first + next.repeated(5_000) + [0x6C, 0x2E]).root
    let codes = try #require(value.array).compactMap(\.code)
    #expect(codes.count == 5_000)
    #expect(codes.allSatisfy { $0.lineTable.format == .lnotab && $0.lineTable.lines == 10...(10 + 1 << 19) })
  }

  @Test func manyAssignments() throws {
    let assignment = #"c__builtin__\#nsetattr\#n(h\x01Vcell_contents\#nI7\#ntR0"#
    let bytes = handmade(assignment).bytes.withUnsafeBytes { [UInt8]($0) }
    let cell = try read(#"cdill._dill\#n_create_cell\#n(tRq\x01"#, bytes.repeated(100_000), ".")
    guard case .cell(let contents?) = cell.byValue else { throw CancellationError() }
    #expect(contents.int == 7)
  }
}
