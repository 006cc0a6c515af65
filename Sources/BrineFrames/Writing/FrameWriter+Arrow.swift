import BrineCore
import BrinePickle

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Text and what Arrow holds.
extension FrameWriter {
  /// Text of the type `str` exists from pandas 3 on; before, it is a column of objects.
  func strings(_ column: StringColumn, isTable: Bool, _ path: String) throws(FrameError) -> PickleTree {
    let isNaN = column.missing != .na
    if column.storage == "pyarrow_numpy", !isThree, case .arrow(let array) = column.content {
      let dtype: PickleTree = .call(
        "pandas.core.arrays.string_.StringDtype", arguments: [.string(column.storage)])
      return .object(
        "pandas.core.arrays.string_arrow.ArrowStringArrayNumpySemantics",
        state: ["_pa_array": try restored(array, path), "_dtype": dtype])
    }
    if isNaN && !isThree {
      let values = (0..<column.count).map { column.value($0) }
      return .ndarray(try shaped(objects(values, path), isTable, path))
    }
    let storage = column.storage == "python" ? "python" : "pyarrow"
    let arguments: [PickleTree] = [.string(storage)] + (isNaN ? [.float(.nan)] : [])
    let dtype: PickleTree = .call("pandas.core.arrays.string_.StringDtype", arguments: arguments)
    switch column.content {
    case .objects(let objects):
      let array = try self.objects(objects, path)
      return backed("pandas.core.arrays.string_.StringArray", dtype, .ndarray(array))
    case .arrow(let array) where storage == "python":
      let array = try objects((0..<array.count).map { column.value($0) }, path)
      return backed("pandas.core.arrays.string_.StringArray", dtype, .ndarray(array))
    case .arrow(let array):
      let state: PickleTree = ["_pa_array": try restored(array, path), "_dtype": dtype]
      return .object("pandas.core.arrays.string_arrow.ArrowStringArray", state: state)
    }
  }

  func arrow(_ column: ArrowColumn, _ path: String) throws(FrameError) -> PickleTree {
    let type = try self.type(column.type, path)
    var chunks: [PickleTree] = []
    for (number, chunk) in column.chunks.enumerated() {
      chunks.append(try restored(chunk, "\(path)/chunks[\(number)]"))
    }
    let data: PickleTree
    if chunks.count == 1, let only = chunks.first {
      data = only
    } else {
      data = .call("pyarrow.lib.chunked_array", arguments: [.list(chunks), type])
    }
    return .object(
      "pandas.core.arrays.arrow.array.ArrowExtensionArray",
      state: ["_pa_array": data, "_dtype": .call("pandas.core.dtypes.dtypes.ArrowDtype", arguments: [type])])
  }

  private func restored(_ array: ArrowArray, _ path: String) throws(FrameError) -> PickleTree {
    .call("pyarrow.lib._restore_array", arguments: [try data(array, path, depth: 0)])
  }

  private func data(_ array: ArrowArray, _ path: String, depth: Int) throws(FrameError) -> PickleTree {
    guard depth < 16 else {
      throw FrameError(.limitExceeded, "Arrow arrays nest deeper than 16 levels", path: path)
    }
    var buffers: [PickleTree] = []
    for buffer in array.buffers { buffers.append(try self.buffer(buffer, path)) }
    var children: [PickleTree] = []
    for child in array.children { children.append(try data(child, path, depth: depth + 1)) }
    let dictionary: PickleTree = try array.dictionary.map(or: .none) { (values) throws(FrameError) in
      try data(values, path, depth: depth + 1)
    }
    return .tuple([
      try type(array.type, path), .int(array.count), .int(array.missingCount), .int(array.offset),
      .list(buffers),
      .list(children), dictionary,
    ])
  }

  private func buffer(_ source: MemorySource?, _ path: String) throws(FrameError) -> PickleTree {
    guard let source else { return .none }
    do {
      return .call("pyarrow.lib.py_buffer", arguments: [.bytes(try source.data(0..<source.count))])
    } catch { throw FrameError(.notEncodable, "\(error)", path: path) }
  }

  // MARK: Types

  private func type(_ type: ArrowType, _ path: String) throws(FrameError) -> PickleTree {
    switch type {
    case .timestamp(let unit, let zone):
      return .call("pyarrow.lib.timestamp", arguments: [.string(unit), zone.map { .string($0) } ?? .none])
    case .fixedBinary(let count): return .call("pyarrow.lib.binary", arguments: [.int(count)])
    case .decimal128(let precision, let scale):
      return .call("pyarrow.lib.decimal128", arguments: [.int(precision), .int(scale)])
    case .list(let field): return .call("pyarrow.lib.list_", arguments: [try self.field(field, path)])
    case .largeList(let field):
      return .call("pyarrow.lib.large_list", arguments: [try self.field(field, path)])
    case .fixedList(let field, let count):
      return .call("pyarrow.lib.list_", arguments: [try self.field(field, path), .int(count)])
    case .structure(let fields):
      var trees: [PickleTree] = []
      for field in fields { trees.append(try self.field(field, path)) }
      return .call("pyarrow.lib.struct", arguments: [.list(trees)])
    case .dictionary(let index, let value, let isOrdered):
      return .call(
        "pyarrow.lib.dictionary",
        arguments: [try self.type(index, path), try self.type(value, path), .bool(isOrdered)])
    default: return .call("pyarrow.lib.type_for_alias", arguments: [.string(type.description)])
    }
  }

  private func field(_ field: ArrowType.Field, _ path: String) throws(FrameError) -> PickleTree {
    .call(
      "pyarrow.lib.field",
      arguments: [.string(field.name), try type(field.type, path), .bool(field.isNullable), .none])
  }
}

extension Optional {
  /// What `transform` makes of the value, or the other one: `map` with typed errors.
  fileprivate func map<Result, Failure: Error>(
    or other: Result, _ transform: (Wrapped) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if let self { return try transform(self) }
    return other
  }
}
