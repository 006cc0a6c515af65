package import BrineCore

extension FrameValue {
  /// An element of an array; structured ones become tuples.
  package init(_ element: ArrayValue) { self = NumPyText.value(element) }
}

/// NumPy's elements as values, and the names of its types.
enum NumPyText {
  /// The name of a type as `str(dtype)` has it: `int64`, `datetime64[ns]`, `>i4`, `<U3`.
  static func name(_ dtype: DType) -> String {
    guard dtype.isNative || !dtype.hasByteOrder else { return dtype.description }
    switch dtype.kind {
    case .bool: return "bool"
    case .int8: return "int8"
    case .int16: return "int16"
    case .int32: return "int32"
    case .int64: return "int64"
    case .uint8: return "uint8"
    case .uint16: return "uint16"
    case .uint32: return "uint32"
    case .uint64: return "uint64"
    case .float16: return "float16"
    case .float32: return "float32"
    case .float64: return "float64"
    case .longdouble(let size, _): return "float\(size * 8)"
    case .complex64: return "complex64"
    case .complex128: return "complex128"
    case .clongdouble(let size, _): return "complex\(size * 16)"
    case .datetime64(let unit): return unit == .generic ? "datetime64" : "datetime64[\(unit)]"
    case .timedelta64(let unit): return unit == .generic ? "timedelta64" : "timedelta64[\(unit)]"
    case .object: return "object"
    default: return dtype.description
    }
  }

  /// The element at an index of an array of one axis.
  static func value(_ array: NDArray, _ index: Int) -> FrameValue {
    guard let value = try? array.value(at: index) else { return .none }
    return self.value(value)
  }

  /// An element as a value. Structured elements become tuples.
  static func value(_ element: ArrayValue) -> FrameValue {
    switch element {
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .uint(let value): Int64(exactly: value).map { .int($0) } ?? .uint(value)
    case .float(let value): .float(value)
    case .complex(let real, let imaginary): .complex(real, imaginary)
    case .bytes(let bytes): .bytes(bytes)
    case .void(let bytes): .bytes(bytes)
    case .string(let text): .string(text)
    case .datetime(let count, let unit): count.map { .timestamp(Timestamp($0, unit)) } ?? .nat
    case .timedelta(let count, let unit): count.map { .timedelta(Timedelta($0, unit)) } ?? .nat
    case .object: .none
    case .record(let fields): .tuple(fields.map { value($0) })
    case .subarray(let items, _): .list(items.map { value($0) })
    }
  }

  /// The count at an index of an array of 64-bit integers, datetimes or spans; `nil` for `NaT`.
  static func count(_ array: NDArray, _ index: Int) -> Int64? {
    guard let value = try? array.value(at: index) else { return nil }
    switch value {
    case .int(let count): return count == .min ? nil : count
    case .datetime(let count, _), .timedelta(let count, _): return count
    default: return nil
    }
  }
}
