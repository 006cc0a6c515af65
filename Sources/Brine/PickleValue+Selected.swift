import BrineCore
import BrineFrames
public import BrinePickle

extension PickleValue {
  /// The value at a path that may end in a selection of an array's elements, as NumPy writes it, or lead to a field:
  /// `weights[0:10, ::2]`, `table/price[-1]`; lists and tuples can be sliced too. Of pandas' frames a label leads to a column,
  /// and a slice to rows: `frame/price[0:10]`.
  ///
  /// - Throws: `PickleError.Code.notFound`; `ArrayError` for a selection that does not fit the array.
  public func resolveSelected(_ path: String) throws -> PickleValue {
    do throws(PickleError) { return try resolveShown(path) } catch {
      if let start = path.lastIndex(of: "["), !path[start...].contains("]"),
        (try? resolveSelected(String(path[..<start])))?.ndarray != nil
      {
        let context = ErrorContext(offset: path.utf8.count, path: path)
        throw ArrayError(
          .badSelectionText, "the bracket of a selection is not closed", context: context)
      }
      guard error.code == .notFound, let (head, last) = Self.parted(path), !last.isEmpty else {
        throw error
      }
      guard let value = try? resolveSelected(head) else { throw error }
      do {
        if let array = value.ndarray, let found = try value.selected(array, last) { return found }
        // The selection may have led to an object.
        if let found = try? value.resolveShown(last) { return found }
        if let object = try PandasObject(value), let found = try object.selected(last) {
          return found
        }
        guard value.ndarray == nil, last.hasPrefix("["), last.contains(":"), let items = value.array
        else {
          throw error
        }
        return try value.sliced(items, last)
      } catch var error as ArrayError {
        // The offset is that in the selection: tell where it is in the path.
        error.context.offset = error.context.offset.map { $0 + head.utf8.count }
        error.context.path = path
        throw error
      }
    }
  }

  /// The elements of an array that a selection in brackets or the name of a field picks.
  private func selected(_ array: NDArray, _ step: String) throws -> PickleValue? {
    if step.hasPrefix("/") {
      return (try? array.field(String(step.dropFirst()))).flatMap { try? PickleValue($0) }
    }
    let result = try array.selecting(text: step)
    guard result.shape.isEmpty, !step.contains("...") else { return try PickleValue(result) }
    if case .object(let index)? = result.values.first { return result.pickleValue(index) }
    return try PickleValue(scalar: result)
  }

  private func sliced(_ items: [PickleValue], _ step: String) throws -> PickleValue {
    let all = NDArray(Array(items.indices))
    let chosen = try all.selecting(text: step).elements(as: Int.self).map { items[$0] }
    return try PickleValue(collecting: chosen, isTuple: kind == .tuple)
  }

  /// A path without its last step, and that step: `/name` or `[…]`.
  private static func parted(_ path: String) -> (head: String, last: String)? {
    if path.hasSuffix("]") {
      var depth = 0
      for index in path.indices.reversed() {
        if path[index] == "]" { depth += 1 }
        if path[index] == "[" { depth -= 1 }
        if depth == 0 { return (String(path[..<index]), String(path[index...])) }
      }
      return nil
    }
    return path.lastIndex(of: "/").map { (String(path[..<$0]), String(path[$0...])) }
  }
}
