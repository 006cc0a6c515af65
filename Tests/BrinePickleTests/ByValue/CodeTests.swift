import BrinePickle
import TestSupport
import Testing

/// Code objects in every layout, and calls that are none.
@Suite struct CodeTests {
  @Test(arguments: HandmadeCode.Shape.allCases)
  func layouts(_ shape: HandmadeCode.Shape) throws {
    // Of the two layouts with sixteen parts, 3.10's table covers all of the bytecode.
    let table: [UInt8] = shape == .python310 ? [4, 1, 4, 2] : [4, 1]
    var code = HandmadeCode(
      counts: [2, 1, 1, 4, 7, 0xF], varnames: ["a", "b", "c", "d", "e"], lineTable: table)
    code.shape = shape
    if shape == .python37 { code.counts[1] = 0 }
    for prefix in ["", HandmadeCode.bytes([2, 1])] {
      code.prefix = prefix
      // dill gives the old line table too from Python 3.10 on.
      if !prefix.isEmpty, shape == .python37 || shape == .python38 { continue }
      let texts = prefix.isEmpty ? [code.text, code.cloudpickle] : [code.text]
      for text in texts {
        let read = try #require(try value(text + ".").code)
        #expect(
          [read.argumentCount, read.keywordOnlyCount, read.localCount, read.stackSize] == [2, 1, 4, 7])
        #expect(read.positionalOnlyCount == (shape == .python37 ? 0 : 1))
        #expect(read.flags == [.optimized, .newLocals, .varArgs, .varKeywords])
        #expect(read.bytecodeSize == 8)
        #expect(read.firstLine == 10)
        #expect(read.lineTable.size == table.count)
        let isNew = shape == .pypy311 || shape == .python311 || shape == .python311Alpha
        #expect(read.qualname == (isNew ? "f" : nil))
        let hasExceptions = shape == .python311 || shape == .python311Alpha
        #expect(read.exceptionTableSize == (hasExceptions ? 3 : nil))
        #expect(read.signature == (shape == .python37 ? "f(a, b, *d, c, **e)" : "f(a, /, b, *d, c, **e)"))
        #expect(read.lineTable.format == Self.format(shape))
      }
    }
  }

  private static func format(_ shape: HandmadeCode.Shape) -> PickleLineTable.Format {
    switch shape {
    case .python37, .python38: .lnotab
    case .python310: .linetable
    case .python311: .locations
    case .pypy311, .python311Alpha: .unknown
    }
  }

  @Test(arguments: [
    // More arguments than names, numbers that do not fit, negative ones, more positional-only arguments than there are.
    [3, 0, 0, 3, 1, 3], [2, 0, 1, 2, 1, 3], [2, 0, 0, 2, 1, 7], [Int.max, 0, 0, 2, 1, 3],
    [1, 0, Int.max, 2, 1, 15],
    [-1, 0, 0, 2, 1, 3], [1, 0, -1, 2, 1, 3], [1, -1, 0, 2, 1, 3], [1, 2, 0, 2, 1, 3], [2, 0, 0, -2, 1, 3],
    [2, 0, 0, 2, 1, -3],
  ])
  func badCounts(_ counts: [Int]) throws {
    let call = try value(HandmadeCode(counts: counts).text + ".")
    #expect(call.byValue == nil)
    #expect(call.kind == .call)
    #expect(call.instance?.arguments.count == 18)
  }

  @Test func otherCalls() throws {
    // Too few, too many, nothing; parts that are not what they should be.
    for arguments in ["t", "I1\nt", "(" + String(repeating: "I1\n", count: 14) + "tt"] {
      #expect(try value("cdill._dill\n_create_code\n(" + arguments + "R.").code == nil)
    }
    #expect(try value(HandmadeCode(consts: "Vtext\n").text + ".").code == nil)
    #expect(try value(HandmadeCode(consts: "]").text + ".").code == nil)
    #expect(try value(HandmadeCode(prefix: "N").text + ".").code == nil)
    let renamed = HandmadeCode().text.replacing("_create_code", with: "_create_core")
    #expect(try value(renamed + ".").byValue == nil)
    // A class is no call of it.
    let new = HandmadeCode().text.dropLast() + #"\x81"#
    #expect(try value(new + ".").code == nil)
  }

  @Test func flags() {
    #expect(
      PickleCodeFlags(rawValue: 0x2A3).names == [
        "OPTIMIZED", "NEWLOCALS", "GENERATOR", "COROUTINE", "ASYNC_GENERATOR",
      ])
    #expect(PickleCodeFlags(rawValue: 1 << 20).names == [])
    #expect(PickleCodeFlags(rawValue: 0xC00_0010).names == ["NESTED", "HAS_DOCSTRING", "METHOD"])
  }
}

/// The three forms of line tables.
@Suite struct LineTableTests {
  private func ranges(_ shape: HandmadeCode.Shape, _ table: [UInt8], size: Int = 8) throws -> [[Int?]] {
    var code = HandmadeCode(bytecode: [UInt8](repeating: 0x64, count: size), lineTable: table)
    code.shape = shape
    let read = try #require(try value(code.text + ".").code)
    return read.lineTable.ranges.map { [$0.bytecode.lowerBound, $0.bytecode.upperBound, $0.line] }
  }

  @Test func lnotab() throws {
    #expect(try ranges(.python38, []) == [[0, 8, 10]])
    #expect(try ranges(.python38, [0, 1]) == [[0, 8, 11]])
    #expect(try ranges(.python38, [2, 1, 2, 0xFF]) == [[0, 2, 10], [2, 4, 11], [4, 8, 10]])
    // A long way in the source, and one in the bytecode.
    #expect(try ranges(.python38, [2, 127, 0, 127]) == [[0, 2, 10], [2, 8, 264]])
    #expect(try ranges(.python38, [2, 0, 2, 1]) == [[0, 4, 10], [4, 8, 11]])
    // Beyond the end, and cut off.
    #expect(try ranges(.python38, [200, 1, 100, 1]) == [[0, 8, 10]])
    #expect(try ranges(.python38, [2, 1, 2]) == [[0, 2, 10], [2, 8, 11]])
  }

  @Test func linetable() throws {
    #expect(try ranges(.python310, [8, 0]) == [[0, 8, 10]])
    #expect(try ranges(.python310, [2, 1, 2, 0x80, 4, 0xFF]) == [[0, 2, 11], [2, 4, nil], [4, 8, 10]])
    #expect(try ranges(.python310, [0, 100, 0, 100, 8, 0]) == [[0, 8, 210]])
    #expect(try ranges(.python310, [4, 0, 4, 0]) == [[0, 8, 10]])
  }

  @Test func locations() throws {
    // A byte's bits: 1, four of the kind, three of the length in code units less one.
    func entry(_ kind: UInt8, _ units: UInt8) -> UInt8 { 0x80 | kind << 3 | (units - 1) }
    #expect(try ranges(.python311, [entry(3, 4), 0]) == [[0, 8, 10]])
    #expect(try ranges(.python311, [entry(11, 1), 1, 2, entry(12, 3), 1, 2]) == [[0, 2, 11], [2, 8, 13]])
    #expect(try ranges(.python311, [entry(13, 1), 3, entry(15, 3)]) == [[0, 2, 9], [2, 8, nil]])
    // 14: line, end line, column, end column. 80 is written as two bytes of six bits, the sign in the lowest.
    #expect(
      try ranges(.python311, [entry(14, 2), 0x60, 2, 0, 1, 1, entry(15, 2)]) == [[0, 4, 90], [4, 8, nil]])
    // Longer than the bytecode; too long a number; cut off in a number; no entry at all.
    #expect(try ranges(.python311, [entry(0, 8), 0, entry(0, 8), 0]) == [[0, 8, 10]])
    let endless = [UInt8](repeating: 0x7F, count: 9)
    #expect(try ranges(.python311, [entry(3, 1), 0, entry(13, 1)] + endless) == [[0, 2, 10]])
    #expect(try ranges(.python311, [entry(3, 1), 0, entry(13, 1), 0x60]) == [[0, 2, 10]])
    #expect(try ranges(.python311, []) == [])
  }

  @Test func lines() throws {
    var code = HandmadeCode(lineTable: [2, 5, 2, 0xFF, 2, 0x9C])
    code.shape = .python38
    #expect(try value(code.text + ".").code?.lineTable.lines == -86...15)
    code.firstLine = Int.max
    let table = try #require(try value(code.text + ".").code?.lineTable)
    #expect(table.lines == nil)
    #expect(table.ranges.map(\.line) == [.max])
    code.shape = .pypy311
    #expect(try value(code.text + ".").code?.lineTable.lines == nil)
  }
}
