import BrineCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A number of an element.
private enum Number {
  case signed(Int64)
  case unsigned(UInt64)
  case float(Double)
}

extension ElementDecoder {
  private func number(_ type: Any.Type) throws -> Number {
    switch layout.form {
    case .float(let conversion):
      var value = 0.0
      let source = bytes
      withUnsafeMutableBytes(of: &value) { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        conversion.convert(
          ConversionRun(
            source: from, sourceStride: 0, target: to, targetStride: 0, count: 1, base: from, leaves: 1))
      }
      return .float(value)
    case .number, .enumeration: break
    default: throw mismatch(type, "number")
    }
    switch layout.dtype.kind {
    case .int8: return .signed(Int64(load(Int8.self)))
    case .int16: return .signed(Int64(load(Int16.self)))
    case .int32: return .signed(Int64(load(Int32.self)))
    case .int64, .datetime64, .timedelta64: return .signed(load(Int64.self))
    case .bool: return .unsigned(load(UInt8.self) == 0 ? 0 : 1)
    case .uint8: return .unsigned(UInt64(load(UInt8.self)))
    case .uint16: return .unsigned(UInt64(load(UInt16.self)))
    case .uint32: return .unsigned(UInt64(load(UInt32.self)))
    case .uint64: return .unsigned(load(UInt64.self))
    case .float32: return .float(Double(load(Float.self)))
    case .float64: return .float(load(Double.self))
    default: throw mismatch(type, "number")
    }
  }

  func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value {
    switch try number(type) {
    case .signed(let value):
      guard let value = Value(exactly: value) else { throw unfit(type, "\(value)") }
      return value
    case .unsigned(let value):
      guard let value = Value(exactly: value) else { throw unfit(type, "\(value)") }
      return value
    case .float(let value):
      guard let value = Value(exactly: value) else { throw unfit(type, "\(value)") }
      return value
    }
  }

  func decode(_ type: Bool.Type) throws -> Bool {
    guard layout.dtype.kind == .bool else { throw mismatch(type, "truth values") }
    return load(UInt8.self) != 0
  }

  func decode(_ type: Double.Type) throws -> Double {
    switch try number(type) {
    case .signed(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .float(let value): value
    }
  }

  func decode(_ type: Float.Type) throws -> Float {
    if case .number = layout.form, layout.dtype.kind == .float32 { return load(Float.self) }
    return Float(try decode(Double.self))
  }

  func decode(_ type: String.Type) throws -> String {
    switch layout.form {
    case .text:
      let bytes = bytes
      let end = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
      return String(decoding: bytes[..<end], as: UTF8.self)
    case .enumeration(let names):
      let value = try integer(Int64.self)
      guard let name = names[value] else { throw unfit(type, "\(value), which has no name,") }
      return name
    case .object:
      switch try object() {
      case .text(let text): return text
      case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
      default: throw mismatch(type, "text")
      }
    default: throw mismatch(type, "text")
    }
  }

  func decode(_ type: Int.Type) throws -> Int { try integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if type == Data.self, let data = try data() as? Value { return data }
    if type == HDF5Reference.self, case .reference(let found) = try object(), let found = found as? Value {
      return found
    }
    return try Value(from: self)
  }

  /// The bytes of opaque elements; of others none.
  private func data() throws -> Data {
    switch layout.form {
    case .bytes, .text: return Data(bytes)
    default: throw mismatch(Data.self, "bytes")
    }
  }
}

/// References are rows' members like others, but can't be made of anything else.
extension HDF5Reference: Decodable {
  /// Always an error: only ``HDF5RowDecoder`` makes references.
  ///
  /// - Throws: `DecodingError`.
  public init(from decoder: any Decoder) throws {
    throw DecodingError.dataCorrupted(
      DecodingError.Context(
        codingPath: decoder.codingPath, debugDescription: "references are only in HDF5 files"))
  }
}
