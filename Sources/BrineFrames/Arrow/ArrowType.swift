/// A type of Apache Arrow. Source: <https://arrow.apache.org/docs/format/Columnar.html>.
public indirect enum ArrowType: Sendable, Hashable {
  case null, bool
  case int8, int16, int32, int64, uint8, uint16, uint32, uint64
  case float16, float32, float64
  case string, largeString, binary, largeBinary
  /// Bytes of a fixed length.
  case fixedBinary(Int)
  /// Days.
  case date32
  /// Milliseconds.
  case date64
  /// A time of a day in this unit.
  case time32(String), time64(String)
  case timestamp(String, zone: String?)
  case duration(String)
  /// Numbers of so many digits, so many of them after the point.
  case decimal128(Int, Int)
  case list(Field), largeList(Field)
  case fixedList(Field, Int)
  case structure([Field])
  case dictionary(index: ArrowType, value: ArrowType, isOrdered: Bool)

  /// A field of a struct, or the items of a list.
  public struct Field: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its type.
    public var type: ArrowType
    /// Whether values may be missing.
    public var isNullable: Bool

    /// A field.
    public init(_ name: String, _ type: ArrowType, isNullable: Bool = true) {
      self.name = name
      self.type = type
      self.isNullable = isNullable
    }
  }

  /// The types that pyarrow finds by their names.
  static let aliases: [String: ArrowType] = [
    "null": .null, "bool": .bool, "bool_": .bool, "boolean": .bool, "int8": .int8, "int16": .int16,
    "int32": .int32,
    "int64": .int64, "uint8": .uint8, "uint16": .uint16, "uint32": .uint32, "uint64": .uint64,
    "halffloat": .float16, "float16": .float16, "float": .float32, "float32": .float32, "double": .float64,
    "float64": .float64, "string": .string, "str": .string, "utf8": .string, "large_string": .largeString,
    "large_str": .largeString, "large_utf8": .largeString, "binary": .binary, "large_binary": .largeBinary,
    "date32": .date32, "date32[day]": .date32, "date64": .date64, "date64[ms]": .date64,
    "time32[s]": .time32("s"), "time32[ms]": .time32("ms"), "time64[us]": .time64("us"),
    "time64[ns]": .time64("ns"),
    "timestamp[s]": .timestamp("s", zone: nil), "timestamp[ms]": .timestamp("ms", zone: nil),
    "timestamp[us]": .timestamp("us", zone: nil), "timestamp[ns]": .timestamp("ns", zone: nil),
    "duration[s]": .duration("s"), "duration[ms]": .duration("ms"), "duration[us]": .duration("us"),
    "duration[ns]": .duration("ns"),
  ]

  /// How many bytes an element takes in the second buffer; `nil` for types that are not kept so.
  var width: Int? {
    switch self {
    case .int8, .uint8: 1
    case .int16, .uint16, .float16: 2
    case .int32, .uint32, .float32, .date32, .time32: 4
    case .int64, .uint64, .float64, .date64, .time64, .timestamp, .duration: 8
    case .fixedBinary(let count): count
    case .decimal128: 16
    case .dictionary(let index, _, _): index.width
    default: nil
    }
  }
}

extension ArrowType: CustomStringConvertible {
  /// The type as pyarrow writes it: `int64`, `double`, `timestamp[us, tz=UTC]`, `list<item: int64>`.
  public var description: String {
    switch self {
    case .null: "null"
    case .bool: "bool"
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64: plainName
    case .float16: "halffloat"
    case .float32: "float"
    case .float64: "double"
    case .string: "string"
    case .largeString: "large_string"
    case .binary: "binary"
    case .largeBinary: "large_binary"
    case .fixedBinary(let count): "fixed_size_binary[\(count)]"
    case .date32: "date32[day]"
    case .date64: "date64[ms]"
    case .time32(let unit): "time32[\(unit)]"
    case .time64(let unit): "time64[\(unit)]"
    case .timestamp(let unit, let zone): "timestamp[\(unit)\(zone.map { ", tz=" + $0 } ?? "")]"
    case .duration(let unit): "duration[\(unit)]"
    case .decimal128(let precision, let scale): "decimal128(\(precision), \(scale))"
    case .list(let field): "list<\(field.text)>"
    case .largeList(let field): "large_list<\(field.text)>"
    case .fixedList(let field, let count): "fixed_size_list<\(field.text)>[\(count)]"
    case .structure(let fields): "struct<\(fields.map(\.text).joined(separator: ", "))>"
    case .dictionary(let index, let value, let isOrdered):
      "dictionary<values=\(value), indices=\(index), ordered=\(isOrdered ? 1 : 0)>"
    }
  }

  private var plainName: String {
    let bits = String((width ?? 0) * 8)
    switch self {
    case .uint8, .uint16, .uint32, .uint64: return "uint" + bits
    default: return "int" + bits
    }
  }
}

extension ArrowType.Field {
  /// `name: type`, and whether it must not be null.
  fileprivate var text: String { "\(name): \(type)\(isNullable ? "" : " not null")" }
}
