import BigInt
import BrineCore
import BrinePickle
import Foundation
import Testing

/// Each kind of value, through its accessor and no other.
@Suite struct KindTests {
  /// NumPy's `dtype("i1")`.
  private static let dtype = "cnumpy\ndtype\n(Vi1\nI0\nI1\ntR(I3\nV|\nNNNI-1\nI-1\nI0\ntb"

  private static let samples: [(kind: PickleKind, text: String)] = [
    (.none, "N"), (.bool, #"\x88"#), (.int, #"K\x07"#), (.float, "F1.5\n"), (.string, "Vabc\n"),
    (.complex, "c__builtin__\ncomplex\n(F1.5\nF-2\ntR"), (.bytes, #"C\x02ab"#),
    (.bytearray, #"\x96\x02\x00\x00\x00\x00\x00\x00\x00ab"#), (.list, #"](K\x01K\x02e"#),
    (.tuple, #"K\x01K\x02\x86"#),
    (.dict, "}Va\nI1\ns"), (.set, #"\x8f(K\x01K\x02\x90"#), (.frozenset, #"(K\x01\x91"#),
    (.date, #"cdatetime\#ndate\#n(C\x04\x07\xea\x01\x02tR"#),
    (.time, #"cdatetime\#ntime\#n(C\x06\x03\x04\x05\x00\x00\x06tR"#),
    (.datetime, #"cdatetime\#ndatetime\#n(C\x0a\x07\xea\x01\x02\x03\x04\x05\x00\x00\x06tR"#),
    (.timedelta, "cdatetime\ntimedelta\n(I1\nI2\nI3\ntR"), (.decimal, "cdecimal\nDecimal\n(V1.10\ntR"),
    (.uuid, #"cuuid\#nUUID\#n)\x81}Vint\#nI15\#nsb"#), (.array, "carray\narray\n(Vi\n(I1\nI2\nltR"),
    (.global, "cshapes\nSquare\n"), (.object, #"cshapes\#nSquare\#n)\x81"#),
    (.call, "cshapes\nsquare\n(I2\ntR"),
    (
      .ndarray,
      "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\nt" + #"C\x01b"# + "tR(I1\n(I2\nt" + dtype
        + "I00\n" + #"C\x02ab"# + "tb"
    ),
    (.scalar, "cnumpy.core.multiarray\nscalar\n(" + dtype + #"C\x01a"# + "tR"),
    (.persistent, "Pid\n"), (.extension, #"\x82\x07"#), (.buffer, #"\x97"#),
  ]

  private static func sample(_ kind: PickleKind) throws -> PickleValue {
    let text = try #require(samples.first { $0.kind == kind }?.text)
    return try value(text + ".") { $0.buffers = [PickleBuffer(Data([9]))] }
  }

  @Test(arguments: PickleKind.allCases)
  func everyKindHasASample(_ kind: PickleKind) throws {
    #expect(try Self.sample(kind).kind == kind)
  }

  @Test(arguments: PickleKind.allCases)
  func accessorsAnswerOnlyForTheirKind(_ kind: PickleKind) throws {
    let value = try Self.sample(kind)
    #expect(value.isNone == (kind == .none))
    #expect((value.bool != nil) == (kind == .bool))
    // NumPy's scalars are numbers too.
    #expect((value.int != nil) == [.int, .scalar].contains(kind))
    #expect((value.bigInt != nil) == [.int, .scalar].contains(kind))
    #expect((value.double != nil) == [.int, .float, .scalar].contains(kind))
    #expect((value.complex != nil) == (kind == .complex))
    #expect((value.string != nil) == (kind == .string))
    #expect((value.lossyString != nil) == (kind == .string))
    #expect((value.bytes != nil) == [.bytes, .bytearray, .buffer].contains(kind))
    #expect((value.array != nil) == [.list, .tuple, .set, .frozenset].contains(kind))
    #expect((value.entries != nil) == (kind == .dict))
    #expect((value.date != nil) == (kind == .date))
    #expect((value.instant != nil) == (kind == .datetime))
    #expect((value.timeDelta != nil) == (kind == .timedelta))
    #expect((value.uuid != nil) == (kind == .uuid))
    #expect((value.decimalText != nil) == (kind == .decimal))
    #expect((value.ndarray != nil) == [.ndarray, .scalar].contains(kind))
    #expect((value.global != nil) == (kind == .global))
    #expect((value.instance != nil) == [.object, .call].contains(kind))
  }

  @Test func whatTheAccessorsGive() throws {
    #expect(try Self.sample(.int).bigInt == 7)
    #expect(try Self.sample(.int).double == 7)
    #expect(try Self.sample(.float).double == 1.5)
    #expect(try Self.sample(.complex).complex.map { [$0.real, $0.imaginary] } == [1.5, -2])
    #expect(try Self.sample(.bytearray).bytes == Data("ab".utf8))
    #expect(try Self.sample(.set).array?.map(\.int) == [1, 2])
    #expect(try Self.sample(.date).date?.description == "2026-01-02")
    #expect(try Self.sample(.datetime).instant == Date(timeIntervalSince1970: 1_767_323_045.000006))
    #expect(try Self.sample(.timedelta).timeDelta?.timeInterval == 86_402.000003)
    #expect(try Self.sample(.decimal).decimalText == "1.10")
    #expect(try Self.sample(.uuid).uuid == UUID(uuidString: "00000000-0000-0000-0000-00000000000f"))
    #expect(try Self.sample(.global).global == PickleName(module: "shapes", name: "Square"))
    #expect(try Self.sample(.call).instance?.isCall == true)
    #expect(try Self.sample(.object).instance?.isCall == false)
  }

  @Test func integersAreDoublesOnlyWhenExact() throws {
    #expect(try value("I9007199254740992\n.").double == 9_007_199_254_740_992)
    #expect(try value("I9007199254740993\n.").double == nil)
    #expect(try value("L18446744073709551616L\n.").bigInt == BigInt(1) << 64)
    #expect(try value("L18446744073709551616L\n.").int == nil)
  }

  @Test func stringsWithLoneSurrogates() throws {
    let value = try value(#"\x8c\x05a\xed\xa0\x80b."#)
    #expect(value.kind == .string)
    #expect(value.string == nil)
    #expect(value.lossyString?.first == "a")
    #expect(value.lossyString?.last == "b")
    #expect(value.lossyString?.contains("\u{FFFD}") == true)
  }

  @Test func counts() throws {
    #expect(try value(#"\x8c\x05caf\xc3\xa9."#).count == 4)
    #expect(try Self.sample(.bytes).count == 2)
    #expect(try Self.sample(.list).count == 2)
    #expect(try Self.sample(.set).count == 2)
    #expect(try Self.sample(.dict).count == 1)
    #expect(try Self.sample(.int).count == 0)
  }

  @Test func largeBytesShareTheInput() throws {
    let payload = [UInt8](repeating: 7, count: 8192)
    let value = try Pickle([0x42, 0, 0x20, 0, 0] + payload + [0x2E]).root
    let (first, second) = (try #require(value.bytes), try #require(value.bytes))
    #expect(first == Data(payload))
    #expect(first.withUnsafeBytes(\.baseAddress) == second.withUnsafeBytes(\.baseAddress))
  }
}
