import BrinePickle

/// Arrow's types as pyarrow pickles them: calls of the functions that make them.
extension FrameReader {
  /// The type that a call makes; `nil` for types that are not known, or have too many fields: few bytes can
  /// say that a type has one other in many fields, and so on.
  mutating func arrowType(_ value: PickleValue) -> ArrowType? { arrowType(value, depth: 0)?.type }

  private mutating func arrowType(_ value: PickleValue, depth: Int) -> SizedArrowType? {
    guard let identity = value.identity, depth < 8 else { return nil }
    if let known = arrowTypes[identity] { return known }
    var size = 1
    let type = readArrowType(value, depth: depth, &size).map { SizedArrowType(type: $0, size: size) }
    // A shared type has been met at its least depth or not; both are within the limit.
    arrowTypes[identity] = .some(type)
    return type
  }

  /// A type within another of `size` types, which grows by its own.
  private mutating func innerType(_ value: PickleValue?, depth: Int, _ size: inout Int) -> ArrowType? {
    guard let value, let inner = arrowType(value, depth: depth + 1) else { return nil }
    size += inner.size
    return size <= SizedArrowType.largest ? inner.type : nil
  }

  private mutating func readArrowType(_ value: PickleValue, depth: Int, _ size: inout Int) -> ArrowType? {
    guard let instance = value.instance, let name = instance.name, name.module.hasPrefix("pyarrow") else {
      return nil
    }
    let arguments = instance.arguments
    switch name.name {
    case "type_for_alias": return arguments.first?.string.flatMap { ArrowType.aliases[$0] }
    case "timestamp":
      return arguments.first?.string.map { .timestamp($0, zone: arguments.at(1)?.string) }
    case "duration": return arguments.first?.string.map { .duration($0) }
    case "time32": return arguments.first?.string.map { .time32($0) }
    case "time64": return arguments.first?.string.map { .time64($0) }
    case "binary": return arguments.first?.int.flatMap { $0 >= 0 ? .fixedBinary($0) : .binary }
    case "decimal128":
      guard let precision = arguments.first?.int, let scale = arguments.at(1)?.int else { return nil }
      return .decimal128(precision, scale)
    case "list_", "large_list": return listType(name.name, arguments, depth: depth, &size)
    case "struct": return structType(arguments, depth: depth, &size)
    case "dictionary":
      guard let index = innerType(arguments.first, depth: depth, &size),
        let value = innerType(arguments.at(1), depth: depth, &size)
      else { return nil }
      return .dictionary(index: index, value: value, isOrdered: arguments.at(2)?.bool ?? false)
    default: return nil
    }
  }

  private mutating func listType(
    _ name: String, _ arguments: [PickleValue], depth: Int, _ size: inout Int
  ) -> ArrowType? {
    guard let field = arguments.first.flatMap({ arrowField($0, depth: depth, &size) }) else { return nil }
    if name == "large_list" { return .largeList(field) }
    if let length = arguments.at(1)?.int, length >= 0 { return .fixedList(field, length) }
    return .list(field)
  }

  private mutating func structType(
    _ arguments: [PickleValue], depth: Int, _ size: inout Int
  ) -> ArrowType? {
    guard let items = arguments.first?.array, items.count <= 1024 else { return nil }
    var fields: [ArrowType.Field] = []
    for item in items {
      guard let field = arrowField(item, depth: depth, &size) else { return nil }
      fields.append(field)
    }
    return .structure(fields)
  }

  /// `field(name, type, nullable, metadata)`.
  private mutating func arrowField(
    _ value: PickleValue, depth: Int, _ size: inout Int
  ) -> ArrowType.Field? {
    guard let instance = value.instance, instance.name?.name == "field" else {
      return innerType(value, depth: depth, &size).map { ArrowType.Field("item", $0) }
    }
    let arguments = instance.arguments
    guard let name = arguments.first?.string, let type = innerType(arguments.at(1), depth: depth, &size)
    else {
      return nil
    }
    return ArrowType.Field(name, type, isNullable: arguments.at(2)?.bool ?? true)
  }
}

/// A type, and how many types it consists of.
struct SizedArrowType {
  /// The most types that one may consist of: it is compared, printed and written as a tree.
  static let largest = 1 << 14

  let type: ArrowType
  let size: Int
}
