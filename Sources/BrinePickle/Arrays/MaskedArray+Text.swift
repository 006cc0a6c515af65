import BrineCore

extension MaskedArray: CustomStringConvertible {
  /// `repr` of the masked array in Python: elements that don't count are `--`.
  public var description: String {
    var lines = [
      ("data", elements(of: shown, "data")), ("mask", elements(of: mask, "mask")),
      ("fill_value", fillText),
    ]
    let isAllMasked = (try? mask.statistics())?.trueCount == data.count
    if let type = typeText(isNeeded: isAllMasked || data.count == 0) {
      lines.append(("dtype", type))
    }
    guard isOneRow else {
      return "masked_array(\n" + lines.map { "  \($0)=\($1)" }.joined(separator: ",\n") + ")"
    }
    let texts = lines.enumerated().map { number, line in
      (number == 0 ? "" : String(repeating: " ", count: max(0, Self.keyWidth - line.0.utf8.count)))
        + "\(line.0)=\(line.1)"
    }
    return "masked_array(" + texts.joined(separator: ",\n") + ")"
  }

  /// Where the signs of equality stand below each other.
  private static let keyWidth = 17

  private var isOneRow: Bool { data.shape.dropLast().allSatisfy { $0 == 1 } }

  private func elements(of array: NDArray, _ name: String) -> String {
    let width = isOneRow ? Self.keyWidth : name.utf8.count + 2
    return array.elementsText(
      ArrayTextOptions(), separator: ", ", prefix: String(repeating: " ", count: width + 1),
      suffix: ",")
  }

  /// The elements as Python objects, as NumPy prints them here.
  private var shown: NDArray {
    let places = MemorySource(keeping: (0..<data.count).map { Int64($0) })
    guard let objects = MaskedObjects(self),
      let array = try? NDArray(.object, shape: data.shape, storage: places, objects: objects)
    else { return data }
    return array
  }

  private var fillText: String {
    if let array = fillValue.ndarray, let value = array.values.first {
      return value.pythonText(array.dtype)
    }
    guard fillValue.isNone else { return fillValue.preview }
    return switch data.dtype.kind {
    case .bool: "True"
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64: "999999"
    case .complex64, .complex128, .clongdouble: "(1e+20+0j)"
    case .str: "'N/A'"
    case .bytes: "b'N/A'"
    case .datetime64, .timedelta64: "NaT"
    default: "1e+20"
    }
  }

  /// The type, where the elements don't tell it.
  private func typeText(isNeeded: Bool) -> String? {
    // NumPy has it in its own text of an array.
    let plain = (try? NDArray(data.dtype, shape: [0], storage: MemorySource([UInt8]())))?.text()
    let start = plain?.firstRange(of: "dtype=")?.upperBound
    let text = start.flatMap { plain?[$0...].dropLast() }.map { String($0) }
    switch data.dtype.kind {
    case .bool, .int64, .float64, .complex128: return isNeeded || !data.dtype.isNative ? text : nil
    default: return text
    }
  }
}

/// The elements of a masked array as objects.
private struct MaskedObjects: ArrayObjects {
  private let data: NDArray
  private let mask: NDArray

  init?(_ array: MaskedArray) {
    guard let data = try? array.data.contiguous().reshaped([array.data.count]),
      let mask = try? array.mask.contiguous().reshaped([array.data.count])
    else { return nil }
    (self.data, self.mask) = (data, mask)
  }

  var count: Int { data.count }

  func text(_ index: Int) -> String {
    guard let value = try? data.value(at: index), let mask = try? mask.value(at: index) else {
      return "?"
    }
    return value.pythonText(data.dtype, mask)
  }
}

extension ArrayValue {
  /// The text of the Python object that an element is, `--` where it is masked.
  fileprivate func pythonText(_ dtype: DType, _ mask: ArrayValue = .bool(false)) -> String {
    if mask == .bool(true) { return "--" }
    switch self {
    case .string(let text): return PythonRepr.string(text)
    case .float(let number): return PythonRepr.float(number)
    case .record(let fields):
      guard case .structured(let record) = dtype.kind, case .record(let masks) = mask else {
        return text(dtype)
      }
      let texts = fields.indices.map { fields[$0].pythonText(record.fields[$0].dtype, masks[$0]) }
      return texts.count == 1 ? "(\(texts[0]),)" : "(\(texts.joined(separator: ", ")))"
    default: return text(dtype)
    }
  }
}
