import BrineCore

/// Compares values that have no others below them.
struct PlainComparison {
  let graphs: ComparedGraphs
  let options: PickleDifferenceOptions

  /// How two values of one kind differ.
  struct Outcome {
    var kind: PickleDifference.Kind
    var detail: String?

    init(_ kind: PickleDifference.Kind, _ detail: String? = nil) {
      self.kind = kind
      self.detail = detail
    }
  }

  /// A quick answer for numbers, constants and strings: whether they are surely equal.
  func areSurelyEqual(_ old: Word, _ new: Word) -> Bool {
    if old.has(.string), new.has(.string) {
      // Long ones may come again and again: they are remembered as pairs.
      return graphs.old.leafSize(old) <= 64 && areEqualTexts(old, new)
    }
    guard !old.mayHaveChildren, !new.mayHaveChildren else { return false }
    if let old = old.double, let new = new.double { return options.areClose(old, new) }
    return old == new && (old.has(.int) || old.has(.constant))
  }

  /// A quick answer for keys: whether they are surely the same, as Python's `==` has it.
  func areSameKey(_ old: Word, _ new: Word) -> Bool {
    if old.has(.string), new.has(.string) {
      return graphs.old.leafSize(old) <= 64 && areEqualTexts(old, new)
    }
    return old == new && (old.has(.int) || old.has(.constant))
  }

  /// Whether two strings are equal.
  func areEqualTexts(_ old: Word, _ new: Word) -> Bool {
    graphs.old.withText(old) { old in
      graphs.new.withText(new) { new in old.count == new.count && old.elementsEqual(new) }
    }
  }

  /// How two values of the same kind differ; `nil` where they don't, or where they are not plain.
  func outcome(_ old: Meaning, _ new: Meaning) -> Outcome? {
    switch (old, new) {
    case (.bool(let old), .bool(let new)): value(old == new)
    case (.int(let old), .int(let new)): value(areEqualIntegers(old, new))
    case (.float(let old), .float(let new)): value(options.areClose(old, new))
    case (.complex(let oldReal, let oldImaginary), .complex(let newReal, let newImaginary)):
      value(options.areClose((oldReal, oldImaginary), (newReal, newImaginary)))
    case (.string(let old), .string(let new)): textOutcome(old, new)
    case (.date(let old), .date(let new)): value(old == new)
    case (.time(let oldTime, let oldZone), .time(let newTime, let newZone)):
      outcome(oldTime, newTime, areEqualZones(oldZone, newZone))
    case (.datetime(let oldDate, let oldTime, let oldZone), .datetime(let newDate, let newTime, let newZone)):
      outcome(oldTime, newTime, oldDate == newDate && areEqualZones(oldZone, newZone))
    case (.timedelta(let old), .timedelta(let new)): value(old == new)
    case (.decimal(let old), .decimal(let new)): value(old == new)
    case (.uuid(let old), .uuid(let new)): value(old == new)
    case (.extension(let old), .extension(let new)): value(old == new)
    case (.global(let old), .global(let new)): old == new ? nil : Outcome(.name)
    case (.array(let old), .array(let new)): outcome(old, new)
    case (.ndarray(let old), .ndarray(let new)), (.scalar(let old), .scalar(let new)): outcome(old, new)
    default: bytesOutcome(old, new)
    }
  }

  private func value(_ isEqual: Bool) -> Outcome? { isEqual ? nil : Outcome(.value) }

  private func outcome(_ old: PickleTime, _ new: PickleTime, _ areOthersEqual: Bool) -> Outcome? {
    guard areOthersEqual, old != new else { return value(areOthersEqual) }
    // A fold is not in the text of a time.
    let isFold = old.isFolded != new.isFolded
    return Outcome(.value, isFold ? "fold \(old.isFolded ? 1 : 0) → \(new.isFolded ? 1 : 0)" : nil)
  }

  /// Whether two time zones are the same offset, or both none, or both something to be looked at more closely.
  private func areEqualZones(_ old: Word?, _ new: Word?) -> Bool {
    guard let old, let new else { return (old == nil) == (new == nil) }
    return graphs.old.offsetText(old) == graphs.new.offsetText(new)
  }

  private func areEqualIntegers(_ old: Word, _ new: Word) -> Bool {
    if let old = graphs.old.int(old) { return graphs.new.int(new) == old }
    return graphs.new.int(new) == nil && graphs.old.integer(old) == graphs.new.integer(new)
  }

  // MARK: Arrays

  private func outcome(_ old: PackedArray, _ new: PackedArray) -> Outcome? {
    guard old.typecode == new.typecode else { return Outcome(.type) }
    let (oldItems, newItems) = (items(old, graphs.old), items(new, graphs.new))
    guard oldItems.count == newItems.count else { return Outcome(.length) }
    var (count, first) = (0, 0)
    for index in oldItems.indices.reversed() where !areEqual(oldItems[index], newItems[index]) {
      (count, first) = (count + 1, index)
    }
    guard count > 0 else { return nil }
    let change = "[\(first)] \(oldItems[first].text) → \(newItems[first].text)"
    return Outcome(.value, count == 1 ? change : "\(count) items differ, the first \(change)")
  }

  private func areEqual(_ old: ArrayItem, _ new: ArrayItem) -> Bool {
    if case .float(let old) = old, case .float(let new) = new { return options.areClose(old, new) }
    return old == new
  }

  private func items(_ array: PackedArray, _ graph: PickleGraph) -> [ArrayItem] {
    switch array.content {
    case .packed(let format, let bytes):
      PackedArray.items(graph.content(bytes), format).map { item in
        switch item {
        case .int(let value): .integer(Int128(value))
        case .unsigned(let value): .integer(Int128(value))
        case .float(let value): .float(value)
        case .scalar(let value): .text(Unicode.Scalar(value).map { String($0) } ?? "")
        }
      }
    case .items(let word):
      graph.items(word).map { item in
        let value = PickleValue(graph, item)
        if let number = graph.double(item) { return .float(number) }
        if let number = value.bigInt {
          return Int128(exactly: number).map { .integer($0) } ?? .text("\(number)")
        }
        return .text(value.lossyString ?? value.preview)
      }
    }
  }

  /// An item of an `array.array`, in whichever form the array is stored.
  private enum ArrayItem: Equatable {
    case integer(Int128)
    case float(Double)
    case text(String)

    var text: String {
      switch self {
      case .integer(let value): String(value)
      case .float(let value): PythonRepr.float(value)
      case .text(let value): PythonRepr.string(value)
      }
    }
  }
}
