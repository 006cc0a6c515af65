import BrineCore
import BrineFrames
import BrinePickle
import Foundation
import TestSupport
import Testing

/// Files that lie get an error that says where, whatever they are.
struct HostileTests {
  private func index(_ labels: [PickleTree]) throws -> PickleTree {
    .value(try Index(.objects(ObjectColumn(labels.map { _ in "x" }))).pickle().root)
  }

  /// A frame of these blocks, as pandas has it.
  private func frame(_ blocks: [PickleTree], columns: Int, rows: Int) throws -> Pickle {
    let labels = try Index(count: columns).pickle().root
    let index = try Index(count: rows).pickle().root
    let manager: PickleTree = .call(
      "pandas.core.internals.managers.BlockManager",
      arguments: [.tuple(blocks), .list([.value(labels), .value(index)])])
    return try Pickle(.object("pandas.core.frame.DataFrame", state: ["_mgr": manager, "_typ": "dataframe"]))
  }

  private func block(_ values: PickleTree, _ places: PickleTree) -> PickleTree {
    .call("pandas._libs.internals._unpickle_block", arguments: [values, places, 2])
  }

  private func slice(_ start: Int, _ stop: Int, _ step: Int = 1) -> PickleTree {
    .call(
      "builtins.slice",
      arguments: [.init(integerLiteral: start), .init(integerLiteral: stop), .init(integerLiteral: step)])
  }

  private func error(_ pickle: Pickle) -> FrameError? {
    do { _ = try DataFrame(pickle.root) } catch { return error }
    return nil
  }

  @Test func blocks() throws {
    let values: PickleTree = .ndarray(try NDArray([1, 2, 3, 4], shape: [2, 2]))
    #expect(try error(frame([block(values, slice(0, 2))], columns: 2, rows: 2)) == nil)
    let cases: [(blocks: [PickleTree], columns: Int, rows: Int, code: FrameError.Code)] = [
      ([block(values, slice(0, 2))], 2, 3, .lengthMismatch),
      ([block(values, slice(0, 2))], 3, 2, .lengthMismatch),
      ([block(values, slice(0, 3))], 3, 2, .lengthMismatch),
      ([block(values, slice(1, 3))], 2, 2, .malformed),
      ([block(values, slice(0, .max))], 2, 2, .malformed),
      ([block(values, slice(0, 2, 0))], 2, 2, .malformed),
      ([block(values, slice(0, 2)), block(values, slice(0, 2))], 2, 2, .malformed),
      ([block(values, .ndarray(NDArray([0, 7])))], 2, 2, .malformed),
      ([block(values, .ndarray(NDArray([0.5, 1])))], 2, 2, .malformed),
      ([block("text", slice(0, 2))], 2, 2, .malformed), ([.none], 2, 2, .malformed),
      ([], .max, 2, .lengthMismatch), ([], 1 << 40, 2, .lengthMismatch),
    ]
    for (number, test) in cases.enumerated() {
      let found = try error(frame(test.blocks, columns: test.columns, rows: test.rows))
      #expect(found?.code == test.code, "case \(number): \(String(describing: found))")
      #expect(found?.context.path?.hasPrefix("_mgr") == true, "case \(number)")
    }
  }

  @Test func nothingOfPandas() throws {
    #expect(try error(Pickle(PickleTree.list([1, 2])))?.code == .notAFrame)
    #expect(try PandasObject(Pickle(["_typ": "dataframe"] as PickleTree).root) == nil)
    #expect(try error(Pickle(.object("pandas.core.frame.DataFrame")))?.code == .malformed)
    #expect(try error(Pickle(.object("pandas.core.frame.DataFrame", state: ["_mgr": 1])))?.code == .malformed)
  }

  @Test func nestedIndexes() throws {
    // Categories of categories of categories …
    var inner: PickleTree = .value(try Index(["a"]).pickle().root)
    for _ in 0..<40 {
      let dtype: PickleTree = .object(
        "pandas.core.dtypes.dtypes.CategoricalDtype", state: ["categories": inner, "ordered": false])
      let data: PickleTree = .object(
        "pandas.core.arrays.categorical.Categorical",
        state: .tuple([dtype, .ndarray(NDArray([Int8(0)])), [:]]))
      inner = .call(
        "pandas.core.indexes.base._new_Index",
        arguments: [.global("pandas.core.indexes.category.CategoricalIndex"), ["data": data, "name": .none]])
    }
    let pickle = try Pickle(inner)
    #expect(throws: FrameError(.limitExceeded, "")) { try Index(pickle.root) }
  }

  @Test func arrowBuffers() throws {
    func column(_ type: PickleTree, _ count: Int, _ buffers: [PickleTree], offset: Int = 0) throws
      -> FrameError?
    {
      let data: PickleTree = .call(
        "pyarrow.lib._restore_array",
        arguments: [
          .tuple([
            type, .init(integerLiteral: count), 0, .init(integerLiteral: offset), .list(buffers), [], .none,
          ])
        ])
      let array: PickleTree = .object(
        "pandas.core.arrays.arrow.array.ArrowExtensionArray", state: ["_pa_array": data])
      return try error(frame([block(array, slice(0, 1))], columns: 1, rows: count))
    }
    func buffer(_ bytes: [UInt8]) -> PickleTree {
      .call("pyarrow.lib.py_buffer", arguments: [.bytes(Data(bytes))])
    }
    let (int8, string): (PickleTree, PickleTree) = (
      .call("pyarrow.lib.type_for_alias", arguments: ["int8"]),
      .call("pyarrow.lib.type_for_alias", arguments: ["string"])
    )
    #expect(try column(int8, 2, [.none, buffer([1, 2])]) == nil)
    #expect(try column(int8, 3, [.none, buffer([1, 2])])?.code == .lengthMismatch)
    #expect(try column(int8, 2, [.none, buffer([1, 2])], offset: 1)?.code == .lengthMismatch)
    #expect(try column(int8, 2, [.none, buffer([1, 2])], offset: .max)?.code == .malformed)
    #expect(
      try column(int8, 9, [buffer([255]), buffer([UInt8](repeating: 0, count: 9))])?.code == .lengthMismatch)
    let ends: [UInt8] = [0, 0, 0, 0, 9, 0, 0, 0, 2, 0, 0, 0]
    #expect(try column(string, 2, [.none, buffer(ends), buffer([65, 66])])?.code == .outOfRange)
    #expect(try column(string, 1, [.none, buffer(ends), buffer([65, 66])])?.code == .outOfRange)
    #expect(try column(.none, 1, [.none])?.code == .malformed)
  }

  /// Columns that take no bytes of the file could have any length.
  @Test func lengthsThatCostNothing() throws {
    let huge = 1 << 50
    let none: PickleTree = .call(
      "pyarrow.lib._restore_array",
      arguments: [
        .tuple([
          .call("pyarrow.lib.type_for_alias", arguments: ["null"]), .init(integerLiteral: huge), 0, 0, [], [],
          .none,
        ])
      ])
    let arrow: PickleTree = .object(
      "pandas.core.arrays.arrow.array.ArrowExtensionArray", state: ["_pa_array": none])
    #expect(try error(frame([block(arrow, slice(0, 1))], columns: 1, rows: huge))?.code == .lengthMismatch)
    let index: PickleTree = .call(
      "pandas._libs.sparse.IntIndex", arguments: [.init(integerLiteral: huge), .ndarray(NDArray([Int32]()))])
    let sparse: PickleTree = .object(
      "pandas.core.arrays.sparse.array.SparseArray",
      state: ["_sparse_index": index, "_sparse_values": .ndarray(NDArray([Double]()))])
    #expect(try error(frame([block(sparse, slice(0, 1))], columns: 1, rows: huge))?.code == .malformed)
    let dtype: PickleTree = try .object(
      "pandas.core.dtypes.dtypes.CategoricalDtype",
      state: ["categories": .value(Index(count: huge).pickle().root), "ordered": false])
    let categories: PickleTree = .object(
      "pandas.core.arrays.categorical.Categorical", state: .tuple([dtype, .ndarray(NDArray([Int8(0)])), [:]]))
    #expect(try error(frame([block(categories, slice(0, 1))], columns: 1, rows: 1))?.code == .limitExceeded)
    // A range of labels of rows is fine: nothing is made of them that is not asked for.
    let rows = try DataFrame(frame([], columns: 0, rows: huge).root)
    #expect(
      rows.shape == (huge, 0) && rows.description.hasPrefix("Empty DataFrame\nColumns: []\nIndex: [0, 1, 2"))
  }

  @Test func cellsThatReferToThemselves() throws {
    // Lists of a hundred times the same list, and the innermost of a long text: 10^12 characters if all were
    // written.
    var tree: PickleTree = .string(String(repeating: "x", count: 10_000))
    for level in 1...4 {
      let inner: PickleTree = .shared(level, .list([tree]))
      tree = .list([inner] + [PickleTree](repeating: .reference(level), count: 99))
    }
    let root = try Pickle(tree).root
    let cells = try NDArray(objects: [root], shape: [1])
    let frame = try DataFrame(["a": .objects(ObjectColumn(cells))])
    let text = frame.description
    #expect(
      text.hasPrefix("                                                   a\n0  [[[[[")
        && text.hasSuffix("xxx..."))
    let size = frame.csv().utf8.count
    #expect(size < 1 << 24)
  }

  /// Every fixture with bytes changed at random: an error or a table, never a crash.
  @Test(arguments: PandasFixtures.all)
  func mutations(_ fixtures: PandasFixtures) throws {
    var random = SplitMix64(seed: 4)
    for (_, _, pickle) in try fixtures.cases() {
      let bytes = try [UInt8](pickle.encoded())
      for _ in 0..<12 {
        var changed = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let place = Int.random(in: 0..<changed.count, using: &random)
          changed[place] = UInt8.random(in: 0...255, using: &random)
        }
        guard let root = try? Pickle(changed).root else { continue }
        exercise(root)
      }
    }
  }

  private func exercise(_ value: PickleValue) {
    switch try? PandasObject(value) {
    case .dataFrame(let frame):
      _ = frame.description
      if frame.index.count < 1000 { _ = frame.csv() }
      _ = try? frame.pickle()
    case .series(let series):
      _ = series.description
      if series.count < 1000 { _ = series.csv() }
      _ = try? series.pickle()
    case .index(let index) where index.count < 1000: _ = index.values
    default: break
    }
  }
}
