/// Arrays as NumPy prints them.
///
/// The text is that of NumPy 2.4; floats have as many digits as tell them from their neighbours of the same
/// type. `longdouble` is printed as the nearest `Double`, 8-bit floats as `float32`, objects by
/// ``ArrayObjects/text(_:)``. Source:
/// <https://numpy.org/doc/stable/reference/generated/numpy.array2string.html>.
extension NDArray: CustomStringConvertible, CustomDebugStringConvertible {
  /// `str(array)`, as Python's `print` shows it.
  public var description: String { text(options: ArrayTextOptions(style: .str)) }

  /// `repr(array)`.
  public var debugDescription: String { text() }

  /// The array as NumPy prints it. Of an abridged array only the elements shown are looked at.
  ///
  /// More than 131,072 values, which arrays of very many axes would show, are left out altogether.
  public func text(options: ArrayTextOptions = ArrayTextOptions()) -> String {
    text(options: options, whole: nil)
  }

  /// The text of a larger array, of which this one has only what is shown: of each axis that is longer than twice
  /// `edgeItems` so many elements at its start and its end, of other axes all.
  ///
  /// - Parameter whole: The shape of the larger array, which has more elements than `threshold`.
  public func text(asCornersOf whole: [Int], options: ArrayTextOptions = ArrayTextOptions()) -> String {
    text(options: options, whole: whole)
  }

  private func text(options: ArrayTextOptions, whole: [Int]?) -> String {
    let array = expandingSubarrays()
    let whole = whole.map { $0 + array.shape.dropFirst($0.count) }
    if options.style == .repr { return array.representation(options, whole ?? array.shape) }
    guard array.shape.isEmpty else {
      return array.elementsText(options, separator: " ", prefix: "", suffix: "", whole: whole)
    }
    let text = array.shownValues(edge: nil)?.first?.text(array.dtype, objects: objects) ?? "[...]"
    // NumPy tells a single S from text.
    if case .bytes = array.dtype.kind { return "np.bytes_(\(text))" }
    return text
  }

  private func representation(_ options: ArrayTextOptions, _ shape: [Int]) -> String {
    let count = NDArray.count(shape) ?? .max
    let prefix = options.name + "("
    if options.name == "rec.array" { return recordsText(options, prefix) }
    let text = prefix + elementsText(options, separator: ", ", prefix: prefix, suffix: ")", whole: shape)
    var extras: [String] = []
    if count == 0 && shape != [0] || count > options.threshold {
      extras.append("shape=" + PythonLiteral.tuple(shape.map { .int($0) }).description)
    }
    if !dtype.isImplied || count == 0 { extras.append("dtype=" + dtype.shortText) }
    if extras.isEmpty { return text + ")" }
    let extra = extras.joined(separator: ", ") + ")"
    let lastLine = text.unicodeScalars.count(afterLast: "\n") + 1
    let fits = lastLine + extra.unicodeScalars.count + 1 <= options.lineWidth
    return text + "," + (fits ? " " : "\n" + String(repeating: " ", count: prefix.utf8.count)) + extra
  }

  /// The type of records is always said, on a line of its own.
  private func recordsText(_ options: ArrayTextOptions, _ prefix: String) -> String {
    let isEmpty = count == 0 && shape != [0]
    let elements =
      isEmpty
      ? "[], shape=" + PythonLiteral.tuple(shape.map { .int($0) }).description
      : elementsText(options, separator: ", ", prefix: prefix, suffix: ",")
    let indent = String(repeating: " ", count: prefix.utf8.count)
    return "\(prefix)\(elements),\n\(indent)dtype=\(dtype.withoutRecord.shortText))"
  }

  /// The elements between their brackets, for texts that have more than them.
  package func elementsText(
    _ options: ArrayTextOptions, separator: String, prefix: String, suffix: String, whole: [Int]? = nil
  ) -> String {
    let shape = whole ?? shape
    let count = NDArray.count(shape) ?? .max
    if count == 0 { return "[]" }
    let edge = count > options.threshold ? Swift.max(options.edgeItems, 1) : nil
    guard let values = shownValues(edge: edge) else { return "[...]" }
    let format = ElementFormat.make(dtype, values, isSingle: shape.isEmpty, objects: objects, options)
    var layout = ArrayLayout(
      words: values.map(format.text), shape: shape, edge: edge, separator: separator,
      indent: 1 + prefix.utf8.count)
    return layout.text(lineWidth: options.lineWidth - suffix.utf8.count)
  }

  private static let mostShown = 1 << 17

  /// The elements at the ends of each axis, or all of them; `nil` when they are too many to be shown.
  private func shownValues(edge: Int?) -> [ArrayValue]? {
    var corners: [[Int]] = []
    var shown = Swift.max(dtype.leafCount, 1)
    for length in shape {
      var indexes = 0..<Swift.min(length, NDArray.mostShown + 1)
      var rest = 0..<0
      if let edge, length > 2 * edge { (indexes, rest) = (0..<edge, length - edge..<length) }
      guard let product = shown.multiplied(indexes.count + rest.count), product <= NDArray.mostShown else {
        return nil
      }
      shown = product
      corners.append(Array(indexes) + Array(rest))
    }
    guard shown <= NDArray.mostShown, let start else { return nil }
    var offsets = [0]
    for (axis, indexes) in corners.enumerated() {
      offsets = offsets.flatMap { offset in indexes.map { offset + $0 * strides[axis] } }
    }
    return withExtendedLifetime(storage) { offsets.map { ArrayValue(start + $0, dtype) } }
  }
}

extension DType {
  /// Whether an array of this type needs no word about it.
  fileprivate var isImplied: Bool {
    switch kind {
    case .bool: true
    case .int64, .float64, .complex128: isNative
    default: false
    }
  }

  /// The type as an argument of `array(…, dtype=…)`.
  fileprivate var shortText: String {
    switch kind {
    case .structured, .subarray: return description
    case .bytes, .str, .void: return "'\(typeString)'"
    case .bfloat16, .float8: return name
    case .datetime64(let unit), .timedelta64(let unit):
      return isNative && unit.base == .generic ? name : "'\(description)'"
    default: return isNative ? name : "'\(typeString)'"
    }
  }

  /// The type of plain tuples in place of records.
  fileprivate var withoutRecord: DType {
    guard case .structured(let record) = kind,
      let plain = Record(
        fields: record.fields, itemSize: record.itemSize, isAligned: record.isAligned)
    else { return self }
    return DType(.structured(plain))
  }

  /// How many single values an element is made of.
  fileprivate var leafCount: Int {
    switch kind {
    case .structured(let record):
      record.fields.reduce(0) { $0.adding($1.dtype.leafCount) ?? .max }
    case .subarray(let base, let shape): base.leafCount.multiplied(shape.checkedProduct ?? .max) ?? .max
    default: 1
    }
  }
}

extension String.UnicodeScalarView {
  /// How many characters follow the last `separator`: all of them where there is none.
  fileprivate func count(afterLast separator: Unicode.Scalar) -> Int {
    lastIndex(of: separator).map { distance(from: $0, to: endIndex) - 1 } ?? count
  }
}
