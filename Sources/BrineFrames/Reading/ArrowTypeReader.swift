import BrinePickle

/// Arrow's types as pyarrow pickles them: calls of the functions that make them.
extension FrameReader {
  /// The type that a call makes; `nil` for types that are not known.
  func arrowType(_ value: PickleValue, depth: Int) -> ArrowType? {
    guard depth < 8, let instance = value.instance, let name = instance.name, name.module.hasPrefix("pyarrow")
    else {
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
    case "list_", "large_list": return listType(name.name, arguments, depth: depth)
    case "struct": return structType(arguments, depth: depth)
    case "dictionary":
      guard let index = arguments.first.flatMap({ arrowType($0, depth: depth + 1) }),
        let value = arguments.at(1).flatMap({ arrowType($0, depth: depth + 1) })
      else { return nil }
      return .dictionary(index: index, value: value, isOrdered: arguments.at(2)?.bool ?? false)
    default: return nil
    }
  }

  private func listType(_ name: String, _ arguments: [PickleValue], depth: Int) -> ArrowType? {
    guard let field = arguments.first.flatMap({ arrowField($0, depth: depth + 1) }) else { return nil }
    if name == "large_list" { return .largeList(field) }
    if let length = arguments.at(1)?.int, length >= 0 { return .fixedList(field, length) }
    return .list(field)
  }

  private func structType(_ arguments: [PickleValue], depth: Int) -> ArrowType? {
    guard let items = arguments.first?.array, items.count <= 1024 else { return nil }
    var fields: [ArrowType.Field] = []
    for item in items {
      guard let field = arrowField(item, depth: depth + 1) else { return nil }
      fields.append(field)
    }
    return .structure(fields)
  }

  /// `field(name, type, nullable, metadata)`.
  private func arrowField(_ value: PickleValue, depth: Int) -> ArrowType.Field? {
    guard let instance = value.instance, instance.name?.name == "field" else {
      return arrowType(value, depth: depth).map { ArrowType.Field("item", $0) }
    }
    let arguments = instance.arguments
    guard let name = arguments.first?.string,
      let type = arguments.at(1).flatMap({ arrowType($0, depth: depth) })
    else {
      return nil
    }
    return ArrowType.Field(name, type, isNullable: arguments.at(2)?.bool ?? true)
  }
}
