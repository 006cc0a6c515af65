import BrineCore
import BrinePickle
import TestSupport
import Testing

/// Containers a million deep inside each other: decoded, walked, written and freed without recursion.
@Suite struct NestingTests {
  enum Nest: String, CaseIterable {
    case list, tuple, dict, call

    static let depth = 1_000_000

    var bytes: [UInt8] {
      switch self {
      case .list: [0x5D].repeated(Self.depth) + [0x61].repeated(Self.depth).dropLast() + [0x2E]
      case .tuple: [0x4E] + [0x85].repeated(Self.depth) + [0x2E]
      // The key is 1 everywhere; None is innermost.
      case .dict: [0x7D, 0x4B, 1].repeated(Self.depth) + [0x4E] + [0x73].repeated(Self.depth) + [0x2E]
      // What is called is itself the result of a call, down to `a.b`.
      case .call: [0x63, 0x61, 0x0A, 0x62, 0x0A] + [0x29, 0x52].repeated(Self.depth) + [0x2E]
      }
    }

    /// How long the typed JSON is.
    var jsonSize: Int {
      switch self {
      case .list: "[]".utf8.count * Self.depth
      case .tuple: #"{"$tuple":[]}"#.utf8.count * Self.depth + "null".utf8.count
      case .dict: #"{"$dict":[[1,]]}"#.utf8.count * Self.depth + "null".utf8.count
      case .call: #"{"$call":}"#.utf8.count * Self.depth + #""a.b""#.utf8.count
      }
    }

    /// How many values there are: the nested ones, and what is innermost.
    var values: Int { self == .list || self == .call ? Self.depth : Self.depth + 1 }
  }

  @Test(arguments: Nest.allCases)
  func decodeAndDump(_ nest: Nest) throws {
    let root = try Pickle(nest.bytes).root
    let sink = CountingSink()
    try root.writeTypedJSON(to: sink.take)
    #expect(sink.count == nest.jsonSize)
  }

  @Test(arguments: [Nest.list, .dict])
  func walk(_ nest: Nest) throws {
    var last: PickleWalk.Visit?
    var count = 0
    for visit in try Pickle(nest.bytes).root.walk {
      count += 1
      last = visit
    }
    #expect(count == nest.values)
    #expect(last?.depth == nest.values - 1)
    #expect(last?.path.steps.count == nest.values - 1)
  }

  @Test func statistics() throws {
    let statistics = PickleStatistics(try Pickle(Nest.list.bytes).root)
    #expect(statistics.counts == [.list: Nest.depth])
    #expect(statistics.depth == Nest.depth - 1)
  }

  /// As a key the tuple must be hashed, and compared with an equal one.
  @Test func deepKeys() throws {
    let tuple: [UInt8] = [0x4E] + [0x85].repeated(100_000)
    let first: [UInt8] = [0x7D, 0x28] + tuple + [0x4B, 1]
    let second: [UInt8] = tuple + [0x4B, 2, 0x75, 0x2E]
    let value = try Pickle(first + second).root
    #expect(value.entries?.map(\.value.int) == [2])
  }

  @Test func manyMarks() throws {
    let marks = [0x28].repeated(1_000_000)
    #expect(refusal(of: MemorySource(marks))?.code == .ranOutOfInput)
    let value = try Pickle(marks + [0x74].repeated(1_000_000) + [0x2E]).root
    #expect(value.kind == .tuple)
    #expect(value.count == 1)
  }
}
