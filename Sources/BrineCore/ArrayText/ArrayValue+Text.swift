extension ArrayValue {
  /// The element as `str` of a NumPy scalar has it: `1.5`, `(1+2j)`, `2026-01-02T03`, `5 days`; strings as
  /// they are.
  ///
  /// - Parameters:
  ///   - dtype: The type that the element came from: it says how many digits a float has.
  ///   - objects: The objects of the array.
  public func text(_ dtype: DType, objects: (any ArrayObjects)? = nil) -> String {
    switch self {
    case .float(let value): return ArrayValue.text(value, FloatWidth(dtype.kind))
    case .complex(let real, let imaginary): return ArrayValue.text(real, imaginary, FloatWidth(dtype.kind))
    case .bool(let value): return value ? "True" : "False"
    case .int, .uint: return integerText
    case .string(let text): return text
    case .datetime: return timeText
    case .timedelta(let count, let unit):
      guard let count else { return "NaT" }
      return "\(count.multiplied(Int64(unit.count)) ?? count) \(unit.base.plural)"
    case .object: return objectText(objects)
    case .record(let fields):
      guard case .structured(let record) = dtype.kind else { return "" }
      let texts = zip(fields, record.fields).map { $0.fieldText($1.dtype, objects) }
      return texts.count == 1 ? "(\(texts[0]),)" : "(\(texts.joined(separator: ", ")))"
    case .subarray(let items, let shape):
      guard case .subarray(let base, _) = dtype.kind else { return "" }
      return ArrayValue.list(items[...], shape[...], base, objects)
    case .bytes, .void: return quotedText
    }
  }

  /// A field of a record: what would not be read back as it is has quotes.
  private func fieldText(_ dtype: DType, _ objects: (any ArrayObjects)?) -> String {
    switch self {
    case .float, .record, .bool: return text(dtype, objects: objects)
    case .subarray(let items, let shape):
      guard case .subarray(let base, _) = dtype.kind else { return "" }
      return ArrayValue.list(items[...], shape[...], base, objects)
    default:
      let options = ArrayTextOptions()
      return ElementFormat.make(dtype, [self], isSingle: true, objects: objects, options).text(self)
    }
  }

  private static func list(
    _ items: ArraySlice<ArrayValue>, _ shape: ArraySlice<Int>, _ dtype: DType, _ objects: (any ArrayObjects)?
  ) -> String {
    guard let length = shape.first else { return items.first?.fieldText(dtype, objects) ?? "" }
    let size = length == 0 ? 0 : items.count / length
    let texts = (0..<length).map { index in
      let start = items.startIndex + index * size
      return list(items[start..<start + size], shape.dropFirst(), dtype, objects)
    }
    return "[\(texts.joined(separator: ", "))]"
  }

  private static func text(_ value: Double, _ width: FloatWidth) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    return (value.sign == .minus ? "-" : "") + Decimal10(value, width).scalarText
  }

  private static func text(_ real: Double, _ imaginary: Double, _ width: FloatWidth) -> String {
    let part = { (value: Double) in
      value.isFinite
        ? (value.sign == .minus ? "-" : "") + Decimal10(value, width).shortScalarText : text(value, width)
    }
    let second = part(imaginary)
    // As in Python, a real part that is positive zero is not shown.
    if real == 0, real.sign == .plus { return second + "j" }
    return "(\(part(real))\(second.hasPrefix("-") ? "" : "+")\(second)j)"
  }

  var real: Double {
    switch self {
    case .float(let value): value
    case .complex(let real, _): real
    default: .nan
    }
  }

  var imaginary: Double { if case .complex(_, let imaginary) = self { imaginary } else { .nan } }

  var integerText: String {
    switch self {
    case .int(let value): String(value)
    case .uint(let value): String(value)
    default: ""
    }
  }

  func objectText(_ objects: (any ArrayObjects)?) -> String {
    guard case .object(let index) = self else { return "" }
    guard let objects, index >= 0, index < objects.count else { return "None" }
    return objects.text(index)
  }

  /// Bytes and strings as Python's `repr` has them.
  var quotedText: String {
    switch self {
    case .string(let text): PythonLiteral.quoted(text)
    case .bytes(let bytes): PythonBytes.text(bytes)
    case .void(let bytes): "b'" + bytes.map { PythonBytes.escaped($0, isUpper: true) }.joined() + "'"
    default: ""
    }
  }
}

/// Bytes as Python writes them.
enum PythonBytes {
  /// `b'…'`, with double quotes when there are single ones only.
  static func text(_ bytes: [UInt8]) -> String {
    let isDouble = bytes.contains(UInt8(ascii: "'")) && !bytes.contains(UInt8(ascii: "\""))
    let quote = isDouble ? UInt8(ascii: "\"") : UInt8(ascii: "'")
    var text = "b" + String(UnicodeScalar(quote))
    for byte in bytes {
      switch byte {
      case quote, UInt8(ascii: "\\"): text += "\\" + String(UnicodeScalar(byte))
      case 0x0A: text += "\\n"
      case 0x0D: text += "\\r"
      case 0x09: text += "\\t"
      case 0x20..<0x7F: text.unicodeScalars.append(UnicodeScalar(byte))
      default: text += escaped(byte, isUpper: false)
      }
    }
    return text + String(UnicodeScalar(quote))
  }

  /// `\x0f`.
  static func escaped(_ byte: UInt8, isUpper: Bool) -> String {
    let digits = String(byte, radix: 16, uppercase: isUpper)
    return byte < 16 ? "\\x0" + digits : "\\x" + digits
  }
}
