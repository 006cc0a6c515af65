import BrineCore

/// How near two types are to each other.
enum TypeRelation: Int, Comparable {
  /// They are the same.
  case same
  /// They mean the same, and are stored in another way: byte order, padding, the places of members.
  case stored
  /// They are not the same, but their elements can be compared.
  case comparable
  /// They have nothing in common.
  case different

  static func < (left: TypeRelation, right: TypeRelation) -> Bool { left.rawValue < right.rawValue }
}

extension Datatype {
  /// How near this type is to another one.
  func relation(to other: Datatype) -> TypeRelation {
    if self == other { return .same }
    switch (kind, other.kind) {
    case (.integer(let old), .integer(let new)), (.bitfield(let old), .bitfield(let new)):
      let isSame = old.isSigned == new.isSigned && old.precision == new.precision && size == other.size
      return isSame ? .stored : .comparable
    case (.float(let old), .float(let new)): return old.differsInOrderAlone(from: new) ? .stored : .comparable
    case (.integer, .float), (.float, .integer): return .comparable
    case (.string(let old), .string(let new)):
      return old.characterSet == new.characterSet && size == other.size ? .stored : .comparable
    case (.variableString(let old), .variableString(let new)):
      return old.characterSet == new.characterSet ? .stored : .comparable
    case (.string, .variableString), (.variableString, .string): return .comparable
    case (.compound(let old), .compound(let new)): return Self.relation(old, new)
    case (.enumeration(let old, let names), .enumeration(let new, let newNames)):
      let isSame = Self.values(old, names) == Self.values(new, newNames)
      if isSame { return max(.stored, old.relation(to: new)) }
      return dtype == .bool || other.dtype == .bool ? .different : max(.comparable, old.relation(to: new))
    case (.sequence(let old), .sequence(let new)), (.complex(let old), .complex(let new)):
      return max(.stored, old.relation(to: new))
    case (.array(let old, let shape), .array(let new, let newShape)):
      return shape == newShape ? max(.stored, old.relation(to: new)) : .different
    case (.reference, .reference): return .comparable
    default: return .different
    }
  }

  private static func relation(_ old: [Member], _ new: [Member]) -> TypeRelation {
    guard old.map(\.name) == new.map(\.name) else { return .different }
    return zip(old, new).reduce(.stored) { max($0, $1.0.type.relation(to: $1.1.type)) }
  }

  private static func values(_ base: Datatype, _ members: [EnumerationMember]) -> Set<String> {
    Set(members.map { "\(base.integerText($0.value)) \($0.name)" })
  }
}

extension Datatype.Float {
  fileprivate func differsInOrderAlone(from other: Datatype.Float) -> Bool {
    var plain = other
    (plain.order, plain.lowPadding, plain.highPadding, plain.innerPadding) =
      (order, lowPadding, highPadding, innerPadding)
    return plain == self
  }
}
