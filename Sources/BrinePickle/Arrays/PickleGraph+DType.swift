import BrineCore
import Synchronization

/// NumPy's types in pickles: `dtype('f8', False, True)` and its state.
///
/// Source: `arraydescr_reduce` and `arraydescr_setstate` in NumPy's `descriptor.c`.
extension PickleGraph {
  /// A type, and whether its `descr` says all of it.
  struct PickledDType: Sendable {
    var dtype: DType
    var isPlain: Bool
  }

  /// The type that a word is; `nil` for anything else.
  func dtype(_ word: Word) -> PickledDType? { dtype(word, depth: 0) }

  private func dtype(_ word: Word, depth: Int) -> PickledDType? {
    guard word.has(.object), depth < 32 else { return nil }
    if let known = dtypes.withLock({ $0[word] }) { return known }
    let dtype = readDType(word, depth: depth)
    dtypes.withLock { $0[word] = .some(dtype) }
    return dtype
  }

  private func readDType(_ word: Word, depth: Int) -> PickledDType? {
    let record = objects[word.objectIndex]
    guard word.construction == .reduce, known(record.callable) == .dtype, record.items == .absent else {
      return nil
    }
    let arguments = items(record.arguments)
    guard arguments.count >= 1, let (kind, isRecord) = dtypeName(arguments[0]) else { return nil }
    guard record.state.has(.tuple) else {
      // Types without a state are those of one byte and the like, made by hand.
      return record.state == .absent
        ? DType(checking: kind).map { PickledDType(dtype: $0, isPlain: false) } : nil
    }
    return dtype(kind, isRecord: isRecord, state: Array(items(record.state)), depth: depth)
  }

  /// The first argument: a type string without byte order, or a class.
  private func dtypeName(_ word: Word) -> (kind: DType.Kind, isRecord: Bool)? {
    if let name = callableName(word) { return DType.Kind(name).map { ($0, name.name == "record") } }
    guard word.has(.string) || word.has(.bytes), leafSize(word) <= 32 else { return nil }
    let text = word.has(.string) ? lossyString(word) : withBytes(word) { String(decoding: $0, as: UTF8.self) }
    guard let kind = try? DType(text).kind else { return nil }
    return (kind, false)
  }

  private func dtype(_ kind: DType.Kind, isRecord: Bool, state: [Word], depth: Int) -> PickledDType? {
    guard (8...9).contains(state.count), let version = int(state[0]), (3...4).contains(version),
      state[1].has(.string) || state[1].has(.bytes), leafSize(state[1]) <= 1
    else { return nil }
    let order =
      state[1].has(.string)
      ? lossyString(state[1]) : withBytes(state[1]) { String(decoding: $0, as: UTF8.self) }
    let byteOrder: DType.ByteOrder = order == ">" ? .big : order == "<" ? .little : .native
    let metadata = state.count == 9 ? state[8] : .none
    if state[2] != .none { return subarray(state[2], depth: depth) }
    if state[3] != .none { return structured(state, isRecord: isRecord, depth: depth) }
    let isPlain = !isRecord && (metadata == .none || isTime(kind))
    guard let kind = timed(kind, metadata), let dtype = DType(checking: kind, byteOrder: byteOrder),
      !dtype.isFlexible || !saysObjects(state)
    else {
      return nil
    }
    return PickledDType(dtype: dtype, isPlain: isPlain)
  }

  /// Whether the flags of a state say that elements are or hold objects: `NPY_ITEM_REFCOUNT`. For types of
  /// any size it is they that tell joblib where an array's elements are.
  private func saysObjects(_ state: [Word]) -> Bool { (state[7].inlineInt ?? 0) & 1 != 0 }

  private func isTime(_ kind: DType.Kind) -> Bool {
    switch kind {
    case .datetime64, .timedelta64: true
    default: false
    }
  }

  // MARK: Times

  /// A kind with its unit, where it has one: `({}, (b'ns', 1, 1, 1))`.
  private func timed(_ kind: DType.Kind, _ metadata: Word) -> DType.Kind? {
    guard isTime(kind) else { return kind }
    guard metadata.has(.tuple), items(metadata).count == 2, items(metadata)[1].has(.tuple) else { return nil }
    let parts = items(items(metadata)[1])
    guard parts.count == 3 || parts.count == 4, leafSize(parts[0]) <= 16, let count = int(parts[1]),
      count > 0,
      count <= Int(Int32.max), let base = unitName(parts[0]).flatMap({ TimeUnit($0) })
    else { return nil }
    let unit = TimeUnit(base.base, count: count)
    if case .datetime64 = kind { return .datetime64(unit) }
    return .timedelta64(unit)
  }

  private func unitName(_ word: Word) -> String? {
    if word.has(.string) { return lossyString(word) }
    switch meaning(word) {
    case .bytes(let bytes): return count(bytes) <= 16 ? String(decoding: content(bytes), as: UTF8.self) : nil
    default: return nil
    }
  }

  // MARK: Sub-arrays and fields

  /// `(base, shape)`.
  private func subarray(_ word: Word, depth: Int) -> PickledDType? {
    guard word.has(.tuple), items(word).count == 2, let base = dtype(items(word)[0], depth: depth + 1),
      let shape = arrayShape(items(word)[1]),
      let dtype = DType(checking: .subarray(base.dtype, shape: shape))
    else { return nil }
    return PickledDType(dtype: dtype, isPlain: base.isPlain)
  }

  /// The names, and a dict of `name: (dtype, offset)` or `(dtype, offset, title)`, titles being keys too.
  private func structured(_ state: [Word], isRecord: Bool, depth: Int) -> PickledDType? {
    guard state[3].isTuple, state[4].has(.dict), let size = int(state[5]), let flags = int(state[7]) else {
      return nil
    }
    let names = items(state[3])
    guard names.count <= 1 << 16 else { return nil }
    let entries = self.entries(state[4])
    var places: [[UInt8]: Word] = [:]
    for index in 0..<entries.count where entries.key(index).has(.string) {
      places[text(entries.key(index))] = entries.value(index)
    }
    var fields: [Record.Field] = []
    var isPlain = true
    for name in names {
      guard name.has(.string), let place = places[text(name)], place.has(.tuple) else { return nil }
      let parts = items(place)
      guard parts.count == 2 || parts.count == 3, let type = dtype(parts[0], depth: depth + 1),
        let offset = int(parts[1])
      else { return nil }
      let title = parts.count == 3 && parts[2].has(.string) ? lossyString(parts[2]) : nil
      fields.append(Record.Field(name: lossyString(name), title: title, dtype: type.dtype, offset: offset))
      isPlain = isPlain && type.isPlain && (parts.count == 2 || title != nil)
    }
    // The flag of C's alignment: `NPY_ALIGNED_STRUCT`.
    let isAligned = flags & 0x80 != 0
    guard let record = Record(fields: fields, itemSize: size, isAligned: isAligned, isRecord: isRecord),
      let dtype = DType(checking: .structured(record)), dtype.hasObjects == saysObjects(state)
    else { return nil }
    let metadata = state.count == 9 ? state[8] : .none
    return PickledDType(
      dtype: dtype, isPlain: isPlain && !isAligned && !isRecord && metadata == .none && dtype.descr != nil)
  }
}

extension DType.Kind {
  /// The kind that a class stands for: `numpy.record`, whose fields are in the type's state, or a float of `ml_dtypes`.
  init?(_ name: PickleName) {
    switch (name.module, name.name) {
    case (_, "record"): self = .void(0)
    case ("ml_dtypes", "bfloat16"), ("ml_dtypes._ml_dtypes_ext", "bfloat16"): self = .bfloat16
    case ("ml_dtypes", _), ("ml_dtypes._ml_dtypes_ext", _):
      guard name.name.hasPrefix("float8_"), let layout = Float8(rawValue: String(name.name.dropFirst(7)))
      else { return nil }
      self = .float8(layout)
    default: return nil
    }
  }
}
