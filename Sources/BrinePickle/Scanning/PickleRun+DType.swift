import BrineCore

/// NumPy's types, whose state NumPy believes: one that lies makes it take numbers for addresses.
///
/// Source: `arraydescr_setstate` in NumPy's `descriptor.c`.
extension PickleRun {
  /// Whether a call of `numpy.dtype` and the state of what it made agree on what elements are.
  package func isSoundDType(call index: Int) -> Bool {
    let word = Word.object(index, .reduce)
    let state = graph.objects[index].state
    guard state.has(.tuple) else { return state == .absent }
    let parts = Array(graph.items(state))
    guard (8...9).contains(parts.count), let size = parts[5].inlineInt, let alignment = parts[6].inlineInt,
      let flags = parts[7].inlineInt
    else { return false }
    guard let dtype = graph.dtype(word)?.dtype else {
      return isForeign(index) && parts[2...4].allSatisfy { $0 == .none } && flags & Flags.pointers == 0
    }
    guard dtype.hasObjects ? flags & Flags.objects == Flags.objects : flags & Flags.pointers == 0,
      alignment == -1 || (1...64).contains(alignment)
    else { return false }
    switch dtype.kind {
    case .structured(let record): return !Self.overlaps(record) && hasNoOtherFields(parts[4], record)
    case .bytes, .str, .void, .subarray: return size == dtype.itemSize
    default: return true
    }
  }

  /// The flags of `ndarraytypes.h`.
  private enum Flags {
    /// `NPY_ITEM_REFCOUNT`, `NPY_LIST_PICKLE`, `NPY_ITEM_IS_POINTER`.
    static let pointers = 0x07
    /// `NPY_ITEM_REFCOUNT`, `NPY_LIST_PICKLE`, `NPY_NEEDS_INIT`, `NPY_NEEDS_PYAPI`, which fields hand on: `NPY_FROM_FIELDS`.
    static let objects = 0x1B
  }

  /// Whether a type is made of a class of another library, which brings its own size and flags.
  private func isForeign(_ index: Int) -> Bool {
    guard let type = arguments(ofCall: index).first, case .global(let number) = reference(type) else {
      return false
    }
    return name(ofGlobal: number).mapped.module.split(separator: ".").first != "numpy"
  }

  /// Whether fields overlap of which one holds objects: then another is a way to their addresses.
  private static func overlaps(_ record: Record) -> Bool {
    guard record.fields.contains(where: \.dtype.hasObjects) else { return false }
    let fields = record.fields.sorted { $0.offset < $1.offset }
    return zip(fields, fields.dropFirst()).contains { field, next in
      field.offset + field.dtype.itemSize > next.offset
    }
  }

  /// Whether the dict of fields has those that are named, and their titles, and nothing else.
  private func hasNoOtherFields(_ dict: Word, _ record: Record) -> Bool {
    graph.entries(dict).count == record.fields.count
      + record.fields.count { $0.title != nil && $0.title != $0.name }
  }
}
