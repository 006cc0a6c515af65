import BrineCore
import BrineFrames
import BrinePickle
import Foundation
import TestSupport
import Testing

/// CSV as pandas writes and reads it.
struct CSVTests {
  /// What pandas writes in another way: times of several columns that are one block share their digits; what
  /// Brine only
  /// describes; frames in cells.
  static let different: Set = [
    "frames_within", "custom_extension", "series_of_custom_extension", "arrow_nested",
    "series_of_arrow_nested",
    "nested_objects",
  ]
  /// What pandas 3 writes in another way than earlier versions: spans share their digits.
  static let changed: Set = [
    "timedeltas", "series_of_timedeltas", "timedelta_units", "series_of_timedelta_units", "intervals",
    "series_of_intervals",
  ]

  @Test(arguments: PandasFixtures.printed)
  func writesAsPandas(_ fixtures: PandasFixtures) throws {
    var compared = 0
    for (name, truth, pickle) in try fixtures.cases() {
      let plainName = String(name.dropLast(4))
      guard !Self.different.contains(plainName), fixtures.version == "3" || !Self.changed.contains(plainName)
      else {
        continue
      }
      let pairs = [(truth, pickle.root)] + zip(truth["items"]?.items ?? [], pickle.root.array ?? [])
      for (truth, value) in pairs {
        guard let expected = truth["csv"]?.text else { continue }
        let text: String
        switch try PandasObject(value) {
        case .dataFrame(let frame): text = frame.csv()
        case .series(let series): text = series.csv()
        default: continue
        }
        compared += 1
        #expect(text == expected, "\(fixtures.version)/\(name)\n\(text)\n--- expected\n\(expected)")
      }
    }
    #expect(compared > 100)
  }

  @Test func readsAsPandas() throws {
    let file = PackageRoot.url.appendingPathComponent("Fixtures/pandas/valid/csv.json")
    let cases = try Truth(Pickle(typedJSON: Data(contentsOf: file)).root).items
    #expect(cases.count > 30)
    for entry in cases {
      let name = entry["name"]?.text ?? ""
      var options = CSVReadOptions()
      switch name {
      case "index": options.indexColumn = 0
      case "semicolons": options.separator = ";"
      case "no_header": options.hasHeader = false
      // Integers beyond 64 bits are objects to pandas and stay text here.
      case "wide_ints": continue
      default: break
      }
      let frame = try DataFrame(csv: entry["csv"]?.text ?? "", options: options)
      // pandas with pyarrow keeps text there, Brine's does not ask for it.
      let differences = TruthWriter().frame(frame).differences(from: entry["frame"] ?? .null)
        .filter { !$0.hasSuffix("storage is \"python\", expected \"pyarrow\"") }
      #expect(differences.isEmpty, "\(name): \(differences.prefix(3).joined(separator: "\n"))")
    }
  }

  @Test func wideIntegers() throws {
    let frame = try DataFrame(
      csv: "a,b,c\n18446744073709551615,99999999999999999999,1\n1,2,18446744073709551615\n")
    #expect(frame.columns.map(\.dtype) == ["uint64", "str", "uint64"])
    #expect(frame["a"]?.values == [.uint(.max), .int(1)])
    #expect(frame["b"]?.values == ["99999999999999999999", "2"])
    #expect(frame["c"]?.values == [.int(1), .uint(.max)])
  }

  @Test func refusesBadText() {
    func error(_ text: String, _ options: CSVReadOptions = .init()) -> FrameError? {
      do { _ = try DataFrame(csv: text, options: options) } catch { return error }
      return nil
    }
    let open = error("a\n1\n\"never closed\n")
    #expect(open?.code == .badCSV && open?.description == "the quote at line 3 doesn't end (at byte 4)")
    #expect(error("a,b\n1,2\n1,2,3\n")?.detail == "line 3 has 3 fields instead of 2")
    var few = CSVReadOptions()
    few.maxColumns = 2
    #expect(error("a,b,c\n", few)?.code == .limitExceeded)
    few.indexColumn = 5
    #expect(error("a,b\n1,2\n", few)?.code == .notFound)
  }

  @Test func goesBothWays() throws {
    let frame = try DataFrame([
      "n": .array(NDArray([1, -2, 3])), "x": .array(NDArray([0.1, .nan, 1e300])),
      "s": .strings(StringColumn(["a, b", nil, "say \"hi\"\nthere"])),
      "b": .array(NDArray([true, false, true])),
    ])
    let text = frame.csv()
    #expect(
      text == ",n,x,s,b\n0,1,0.1,\"a, b\",True\n1,-2,,,False\n2,3,1e+300,\"say \"\"hi\"\"\nthere\",True\n")
    var options = CSVReadOptions()
    options.indexColumn = 0
    let again = try DataFrame(csv: text, options: options)
    #expect(again.csv() == text)
    #expect(TruthWriter().column(again.columns[2]) == TruthWriter().column(frame.columns[2]))
  }

  /// Numbers are read as Swift's own conversion reads them, which rounds to the nearest.
  @Test func numbersAreExact() throws {
    var random = SplitMix64(seed: 11)
    var texts = [
      "0.1", "9007199254740993", "0.30000000000000004", "1.7976931348623157", "-0", "+.5",
      "123456789.123456789",
    ]
    for _ in 0..<5000 {
      let value = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &random))
      let small = Double(Int.random(in: -1_000_000_000...1_000_000_000, using: &random)) / 1024 / 1000
      if value.isFinite { texts.append(value.description) }
      texts.append(small.description)
      texts.append(
        "\(UInt64.random(in: 0...UInt64.max, using: &random) >> UInt64.random(in: 0...60, using: &random)).5")
    }
    let frame = try DataFrame(csv: "x\n" + texts.joined(separator: "\n") + "\n1.5\n")
    let read = try frame.columns[0].doubles()
    for (text, number) in zip(texts, read) { #expect(number == Double(text), "\(text)") }
    #expect(read.count == texts.count + 1)
  }
}
