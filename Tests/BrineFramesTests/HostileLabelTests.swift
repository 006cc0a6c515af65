import BrineCore
import BrineFrames
import BrinePickle
import TestSupport
import Testing

/// Counts, times and offsets at the ends of their types, and parts that refer to each other far too often.
struct HostileLabelTests {
  private static let extremes: [Int64] = [.min, .min + 1, -1, 0, .max - 1, .max]

  @Test(arguments: extremes)
  func timesFarAway(_ count: Int64) {
    let zones = [Zone.named("Europe/Berlin"), .utc, Zone(.fixed(seconds: -86_400, name: nil), .datetime)]
    for zone in zones {
      #expect(!Timestamp(count, .seconds, zone: zone).description.isEmpty)
      #expect(!Timestamp(count, zone: zone).description.isEmpty)
    }
    // Summer and winter follow each other every 400 years alike: 2500-07-01, and 400,000 years later.
    let summer: Int64 = 16_741_382_400
    let zone = Zone.named("Europe/Berlin")
    #expect(zone.offset(atSecond: summer) == zone.offset(atSecond: summer + 12_622_780_800 * 1000))
  }

  @Test(arguments: extremes)
  func countsOfOffsets(_ count: Int64) {
    let number = Int(count)
    for offset in [
      "YearEnd", "QuarterEnd", "MonthEnd", "Week", "WeekOfMonth", "LastWeekOfMonth", "BusinessDay", "Day",
      "Hour",
      "FY5253", "FY5253Quarter", "Easter", "DateOffset", "SemiMonthEnd",
    ] {
      let frequency = Frequency(offset: offset, count: number, arguments: [.int(number), .int(number)])
      #expect(!frequency.description.isEmpty && !frequency.periodText.isEmpty)
      #expect(!Period(count, frequency).description.isEmpty)
    }
  }

  @Test(arguments: extremes)
  func zonesThatNoClockHas(_ count: Int64) throws {
    let int = PickleTree(integerLiteral: Int(count))
    let zones: [PickleTree] = [
      .call("pytz._FixedOffset", arguments: [int]),
      .call("dateutil.tz.tz.tzoffset", arguments: [.none, int]),
      .call("datetime.timezone", arguments: [.call("datetime.timedelta", arguments: [int, 0, 0])]),
    ]
    for zone in zones {
      let time: PickleTree = .call(
        "pandas._libs.tslibs.timestamps._unpickle_timestamp", arguments: [0, .none, zone, 10])
      #expect(try FrameValue(Pickle(time).root).text.hasPrefix("1970-01-01 0") || count == -1)
    }
  }

  /// Tuples of 64 times the same tuple, sixty levels deep.
  private var tuples: PickleTree {
    var tree: PickleTree = .tuple([1, 2])
    for level in 1...60 {
      tree = .tuple([.shared(level, tree)] + [PickleTree](repeating: .reference(level), count: 63))
    }
    return tree
  }

  @Test func labelsThatReferToThemselves() throws {
    let value = FrameValue(try Pickle(tuples).root)
    guard case .tuple(let items) = value else { return #expect(Bool(false), "\(value)") }
    #expect(items.count == 64)
    #expect(value.text.utf8.count < 1 << 23)
    let cells = try NDArray(objects: [Pickle(tuples).root], shape: [1])
    let frame = try DataFrame(["a": .objects(ObjectColumn(cells))])
    #expect(frame.description.utf8.count < 1 << 16)
    #expect(Index(.objects(ObjectColumn(cells))).description.utf8.count < 1 << 20)
  }

  /// Types that have one other in many fields, eight levels deep.
  @Test func typesThatReferToThemselves() throws {
    func type(_ width: Int) throws -> FrameError? {
      var tree: PickleTree = .call("pyarrow.lib.type_for_alias", arguments: ["int8"])
      for level in 1...7 {
        let types = [.shared(level, tree)] + [PickleTree](repeating: .reference(level), count: width - 1)
        let fields = types.enumerated().map { number, type in
          PickleTree.call("pyarrow.lib.field", arguments: [.string("f\(number)"), type, true])
        }
        tree = .call("pyarrow.lib.struct", arguments: [.list(fields)])
      }
      let data: PickleTree = .call(
        "pyarrow.lib._restore_array", arguments: [.tuple([tree, 0, 0, 0, [.none], [], .none])])
      let array: PickleTree = .object(
        "pandas.core.arrays.arrow.array.ArrowExtensionArray", state: ["_pa_array": data])
      return try frameError([array], rows: 0)
    }
    #expect(try type(1)?.code == .lengthMismatch)
    let wide = try type(60)
    #expect(wide?.code == .malformed && (wide?.description.utf8.count ?? 0) < 1000)
  }

  // MARK: Blocks

  private func frame(_ blocks: [(PickleTree, PickleTree)], columns: Int, rows: Int) throws -> Pickle {
    let axes: [PickleTree] = [
      .value(try Index(count: columns).pickle().root), .value(try Index(count: rows).pickle().root),
    ]
    let made = blocks.map {
      PickleTree.call("pandas._libs.internals._unpickle_block", arguments: [$0, $1, 2])
    }
    let manager: PickleTree = .call(
      "pandas.core.internals.managers.BlockManager", arguments: [.tuple(made), .list(axes)])
    return try Pickle(.object("pandas.core.frame.DataFrame", state: ["_mgr": manager, "_typ": "dataframe"]))
  }

  private func slice(_ stop: Int) -> PickleTree {
    .call("builtins.slice", arguments: [0, .init(integerLiteral: stop), 1])
  }

  private func frameError(_ arrays: [PickleTree], rows: Int) throws -> FrameError? {
    let pickle = try frame(arrays.map { ($0, slice(1)) }, columns: arrays.count, rows: rows)
    do { _ = try DataFrame(pickle.root) } catch { return error }
    return nil
  }

  @Test func framesWithoutRows() throws {
    let table = PickleTree.ndarray(try NDArray([Double](), shape: [3, 0]))
    let read = try DataFrame(frame([(table, slice(3))], columns: 3, rows: 0).root)
    #expect(read.shape == (0, 3) && read.columns.map(\.dtype) == ["float64", "float64", "float64"])
    #expect(read.csv() == ",0,1,2\n")
  }

  @Test func columnsThatCostNothing() throws {
    for count in [1 << 28, 1 << 40] {
      let table = PickleTree.ndarray(try NDArray(.float64, shape: [count, 0], storage: MemorySource([])))
      for columns in [count, 2] {
        let pickle = try frame([(table, slice(count))], columns: columns, rows: 0)
        #expect(throws: FrameError(.limitExceeded, "")) { try DataFrame(pickle.root) }
      }
      let one = PickleTree.ndarray(try NDArray([1.0], shape: [1, 1]))
      let pickle = try frame([(one, slice(count))], columns: count, rows: 1)
      #expect(throws: FrameError(.lengthMismatch, "")) { try DataFrame(pickle.root) }
    }
  }

  @Test func sparseRunsThatOverflow() throws {
    for (starts, lengths) in [([Int.max], [1]), ([0, 1], [1, .max]), ([.max], [.max]), ([-1], [1])] {
      let index: PickleTree = .call(
        "pandas._libs.sparse.BlockIndex",
        arguments: [4, .ndarray(NDArray(starts)), .ndarray(NDArray(lengths))])
      let sparse: PickleTree = .object(
        "pandas.core.arrays.sparse.array.SparseArray",
        state: ["_sparse_index": index, "_sparse_values": .ndarray(NDArray([1.5]))])
      #expect(try frameError([sparse], rows: 4)?.code == .lengthMismatch)
    }
  }
}
