import BrineCore
import BrineFrames
import Testing

/// Tables whose text is out of all proportion to them, and the other way round.
struct HostileCSVTests {
  @Test func linesThatLeaveOutFields() throws {
    let names = (0..<10_000).map { "c\($0)" }.joined(separator: ",")
    let text = names + "\n" + String(repeating: "1\n", count: 10_000)
    #expect(throws: FrameError(.limitExceeded, "")) { try DataFrame(csv: text) }
    // Some may be left out.
    let frame = try DataFrame(csv: names + "\n1\n2\n")
    #expect(frame.shape == (2, 10_000) && frame.columns[9999].values.allSatisfy(\.isMissing))
  }

  @Test func rowsThatCostNothing() throws {
    var options = CSVWriteOptions()
    options.longest = 1 << 20
    let none = try DataFrame(labels: Index(count: 0), columns: [], index: Index(count: 1 << 60))
    var written = 0
    #expect(throws: FrameError(.limitExceeded, "")) { try none.writeCSV(options) { written += $0.count } }
    #expect(written > 0 && written <= 1 << 20)
    options.longest = 10
    let series = try Series(.array(NDArray([1, 2])))
    #expect(throws: FrameError(.limitExceeded, "")) { try series.writeCSV(options) { _ in } }
    options.longest = 11
    var text: [UInt8] = []
    try series.writeCSV(options) { text += $0 }
    #expect(String(decoding: text, as: UTF8.self) == ",0\n0,1\n1,2\n")
  }

  @Test func categoriesThatNobodyHas() throws {
    let columns = (0..<60).map { number in
      Column.categorical(
        CategoricalColumn(codes: NDArray([Int8(0), 7, -1]), categories: Index(count: 1 << 60)))
    }
    let frame = try DataFrame(labels: Index(count: 60), columns: columns, index: Index(count: 3))
    let lines = frame.csv().split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[2] == "1," + [String](repeating: "7", count: 60).joined(separator: ","))
    #expect(lines[3] == "2" + String(repeating: ",", count: 60))
  }

  /// An accent makes one character with a comma or quote before it, and yet they part fields.
  @Test func accentsAfterCommas() throws {
    let texts = ["x,\u{301}y", "\"\u{301}", "a\r\nb"]
    let frame = try DataFrame(["s": .strings(StringColumn(texts.map { .some($0) }))])
    #expect(frame.csv() == ",s\n0,\"x,\u{301}y\"\n1,\"\"\"\u{301}\"\n2,\"a\r\nb\"\n")
  }
}
