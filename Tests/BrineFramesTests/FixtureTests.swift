import BrineFrames
import BrinePickle
import Testing

/// Every fixture equals what pandas said of it.
struct FixtureTests {
  @Test(arguments: PandasFixtures.all)
  func pickledObjects(_ fixtures: PandasFixtures) throws {
    let cases = try fixtures.cases()
    #expect(cases.count >= 115)
    for (name, truth, pickle) in cases {
      let read = described(pickle.root, fixtures)
      let differences = read.differences(from: stripped(truth))
      #expect(
        differences.isEmpty, "\(fixtures.version)/\(name): \(differences.prefix(3).joined(separator: "\n"))")
    }
  }

  private func described(_ value: PickleValue, _ fixtures: PandasFixtures) -> Truth {
    let writer = TruthWriter(isOld: fixtures.isOld, saysClosed: fixtures.version != "1.1")
    do {
      switch try PandasObject(value) {
      case .dataFrame(let frame): return writer.frame(frame)
      case .series(let series): return writer.series(series)
      case .index(let index):
        guard case .object(var entries) = writer.index(index) else { return .null }
        entries["kind"] = .string("index")
        return .object(entries)
      case nil: break
      }
    } catch { return .string("\(error)") }
    switch value.kind {
    case .list:
      let items = (value.array ?? []).map { described($0, fixtures) }
      return .object(["kind": .string("list"), "items": .array(items)])
    case .dict:
      let items = (value.dictionary ?? [:]).mapValues { described($0, fixtures) }
      return .object(["kind": .string("dict"), "items": .object(items)])
    default: return .object(["kind": .string("value"), "value": writer.scalar(FrameValue(value))])
    }
  }

  /// Without what other tests look at.
  private func stripped(_ truth: Truth) -> Truth {
    switch truth {
    case .object(let entries):
      let hidden: Set = ["file", "protocol", "repr", "csv"]
      return .object(entries.filter { !hidden.contains($0.key) }.mapValues { stripped($0) })
    case .array(let items): return .array(items.map { stripped($0) })
    default: return truth
    }
  }
}
