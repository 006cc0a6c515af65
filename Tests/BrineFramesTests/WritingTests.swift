import BrineCore
import BrineFrames
import BrinePickle
import Testing

/// Frames that are written are read again as they were; `Tests/Interop/run_frames.py` asks pandas.
struct WritingTests {
  @Test(arguments: PandasFixtures.all, [2, 3, 4, 5])
  func goesBothWays(_ fixtures: PandasFixtures, _ version: Int) throws {
    let writer = TruthWriter()
    let options = FramePickleOptions(pandas: fixtures.version == "2.2" ? .two : .three)
    for (name, _, pickle) in try fixtures.cases() {
      for value in [pickle.root] + (pickle.root.kind == .list ? pickle.root.array ?? [] : []) {
        let (before, written): (Truth, Pickle)
        switch try PandasObject(value) {
        case .dataFrame(let frame): (before, written) = (writer.frame(frame), try frame.pickle(options))
        case .series(let series): (before, written) = (writer.series(series), try series.pickle(options))
        case .index(let index): (before, written) = (writer.index(index), try index.pickle(options))
        case nil: continue
        }
        let again = try Pickle(written.encoded(PickleWriteOptions(protocolVersion: version))).root
        let after: Truth
        switch try PandasObject(again) {
        case .dataFrame(let frame): after = writer.frame(frame)
        case .series(let series): after = writer.series(series)
        case .index(let index): after = writer.index(index)
        case nil: after = .null
        }
        // pandas 1 had classes of indexes that no longer are.
        let differences = after.differences(from: before).filter { !$0.contains("64Index") }
        #expect(differences.isEmpty, "\(fixtures.version)/\(name): \(differences.prefix(3))")
      }
    }
  }

  @Test func framesOfSwift() throws {
    var frame = try DataFrame(
      labels: Index(["n", "when", "who"], name: "fields"),
      columns: [
        .array(NDArray([1, 2])),
        .zoned(ZonedColumn(counts: NDArray([0, Int64.min]), unit: .seconds, zone: .named("Europe/Berlin"))),
        .categorical(CategoricalColumn(codes: NDArray([Int8(1), -1]), categories: Index(["a", "b"]))),
      ],
      index: Index(.array(NDArray([0.5, 1.5])), name: "t"))
    frame.attrs = [.init("source", "sensor"), .init(5, .tuple([1, nil, .timestamp(Timestamp(7))]))]
    frame.allowsDuplicateLabels = false
    let again = try DataFrame(Pickle(frame.pickle().encoded()).root)
    #expect(TruthWriter().frame(again) == TruthWriter().frame(frame))
    #expect(again.description == frame.description)
    #expect(again["when"]?[0] == .timestamp(Timestamp(0, .seconds, zone: .named("Europe/Berlin"))))
    #expect(again["when"]?[1] == .nat && again["who"]?[0] == "b")
  }

  @Test func adjacentColumnsAreOneBlock() throws {
    let table = try NDArray((0..<12).map { Double($0) }, shape: [3, 4])
    let rows = try (0..<3).map { row in
      Column.array(try NDArray(.float64, shape: [4], storage: table.storage, offset: row * 32))
    }
    let frame = try DataFrame(
      labels: Index(["a", "b", "x", "c"]),
      columns: [rows[0], rows[1], .array(NDArray([1, 2, 3, 4])), rows[2]])
    let blocks = try frame.pickle().root.resolve("_mgr/args[0]").array ?? []
    #expect(blocks.count == 3)
    #expect(blocks.first?.instance?.arguments.first?.ndarray?.shape == [2, 4])
    let again = try DataFrame(Pickle(frame.pickle().encoded()).root)
    #expect(try again["c"]?.doubles() == [8, 9, 10, 11] && again["b"]?.doubles() == [4, 5, 6, 7])
  }

  @Test func refusesWhatPandasLacks() throws {
    func error(_ column: Column, rows: Int = 1) throws -> FrameError? {
      var frame = try DataFrame(["a": column])
      frame.index = Index(count: rows)
      do { _ = try frame.pickle() } catch { return error }
      return nil
    }
    let days = try NDArray([Int64(1)]).viewed(as: DType(.datetime64(.days)))
    let refused = try error(.array(days))
    #expect(refused?.code == .notEncodable && refused?.context.path == "columns[0]")
    #expect(try error(.array(NDArray([1])), rows: 2)?.code == .lengthMismatch)
  }
}
