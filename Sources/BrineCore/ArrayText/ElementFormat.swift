/// How the elements of an array are written, decided after a look at all that are shown.
protocol ElementFormatting {
  /// The text of one element.
  func text(_ value: ArrayValue) -> String
}

/// Finds the format of a type.
enum ElementFormat {
  /// The format of elements of a type.
  ///
  /// - Parameters:
  ///   - values: All that are shown; they decide on widths and exponents.
  ///   - isSingle: Whether this is an array of no axes.
  static func make(
    _ dtype: DType, _ values: [ArrayValue], isSingle: Bool, objects: (any ArrayObjects)?,
    _ options: ArrayTextOptions
  ) -> any ElementFormatting {
    switch dtype.kind {
    case .bool: return BoolFormat(yes: isSingle ? "True" : " True")
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64:
      let longest = values.map { $0.integerText.utf8.count }.max() ?? 0
      return PaddedFormat(width: longest, missing: "") { $0.integerText }
    case .float16, .float32, .float64, .bfloat16, .float8, .longdouble:
      return FloatFormat(values.map(\.real), FloatWidth(dtype.kind), options)
    case .complex64, .complex128, .clongdouble:
      return ComplexFormat(
        real: FloatFormat(values.map(\.real), FloatWidth(dtype.kind), options),
        imaginary: FloatFormat(values.map(\.imaginary), FloatWidth(dtype.kind), options, isSigned: true))
    case .datetime64, .timedelta64: return timeFormat(values)
    case .structured(let record):
      return RecordFormat(record, values, isSingle: isSingle, objects: objects, options)
    case .subarray(let base, _):
      let items = values.flatMap { if case .subarray(let items, _) = $0 { items } else { [ArrayValue]() } }
      return SubarrayFormat(
        format: make(base, items, isSingle: false, objects: objects, options), options: options)
    case .bytes, .str, .void, .object: return PlainFormat(objects: objects)
    }
  }

  /// Times are aligned to the right by the lengths of the first and the last one.
  private static func timeFormat(_ values: [ArrayValue]) -> any ElementFormatting {
    let times = values.filter { $0.moment != nil }.sorted { ($0.moment ?? 0) < ($1.moment ?? 0) }
    var width = max(times.first?.quotedTime.utf8.count ?? 0, times.last?.quotedTime.utf8.count ?? 0)
    if times.count < values.count { width = max(width, 5) }
    return PaddedFormat(width: width, missing: "'NaT'") { $0.quotedTime }
  }
}

/// `True` and `False`.
private struct BoolFormat: ElementFormatting {
  let yes: String
  func text(_ value: ArrayValue) -> String { value == .bool(true) ? yes : "False" }
}

/// Texts aligned to the right.
private struct PaddedFormat: ElementFormatting {
  let width: Int
  /// The text of `NaT`.
  let missing: String
  let write: (ArrayValue) -> String

  func text(_ value: ArrayValue) -> String {
    let text = write(value)
    return String(repeating: " ", count: max(0, width - text.utf8.count)) + text
  }
}

/// What is written as it is: strings, bytes, objects.
private struct PlainFormat: ElementFormatting {
  let objects: (any ArrayObjects)?

  func text(_ value: ArrayValue) -> String {
    guard case .object = value else { return value.quotedText }
    let text = value.objectText(objects)
    // NumPy tells lists from axes of the array.
    return text.hasPrefix("[") ? "list(\(text))" : text
  }
}

/// A number of two parts.
private struct ComplexFormat: ElementFormatting {
  let real: FloatFormat
  let imaginary: FloatFormat

  func text(_ value: ArrayValue) -> String {
    let second = imaginary.text(value.imaginary)
    let blanks = second.reversed().prefix { $0 == " " }.count
    return real.text(value.real) + second.dropLast(blanks) + "j" + second.suffix(blanks)
  }
}

/// A tuple of fields.
private struct RecordFormat: ElementFormatting {
  let formats: [any ElementFormatting]

  init(
    _ record: Record, _ values: [ArrayValue], isSingle: Bool, objects: (any ArrayObjects)?,
    _ options: ArrayTextOptions
  ) {
    let rows = values.map { if case .record(let fields) = $0 { fields } else { [ArrayValue]() } }
    formats = record.fields.indices.map { index in
      let column = rows.compactMap { index < $0.count ? $0[index] : nil }
      return ElementFormat.make(
        record.fields[index].dtype, column, isSingle: isSingle, objects: objects, options)
    }
  }

  func text(_ value: ArrayValue) -> String {
    guard case .record(let fields) = value else { return "" }
    let texts = zip(formats, fields).map { $0.text($1) }
    return texts.count == 1 ? "(\(texts[0]),)" : "(\(texts.joined(separator: ", ")))"
  }
}

/// A list in each element.
private struct SubarrayFormat: ElementFormatting {
  let format: any ElementFormatting
  let options: ArrayTextOptions

  func text(_ value: ArrayValue) -> String {
    guard case .subarray(let items, let shape) = value else { return "" }
    return list(items[...], shape[...], isAbridged: items.count > options.threshold)
  }

  private func list(_ items: ArraySlice<ArrayValue>, _ shape: ArraySlice<Int>, isAbridged: Bool) -> String {
    guard let length = shape.first else { return items.first.map(format.text) ?? "" }
    let size = length == 0 ? 0 : items.count / length
    var texts: [String] = []
    let edge = max(options.edgeItems, 1)
    for index in 0..<length {
      if isAbridged, length > 2 * edge, index >= edge, index < length - edge {
        if index == edge { texts.append("...") }
        continue
      }
      let start = items.startIndex + index * size
      texts.append(list(items[start..<start + size], shape.dropFirst(), isAbridged: isAbridged))
    }
    return "[\(texts.joined(separator: ", "))]"
  }
}
