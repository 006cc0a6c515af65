/// In which of the ways values of a type are pickled.
enum MemberKind {
  /// An optional, array, dictionary or set. A plain one has no objects in it.
  case container(any ContainerMember.Type, isPlain: Bool)
  case object
  case structure(any PickleRepresentable.Type)
  case function
  /// A structure or enumeration that is `Encodable`, `Decodable` or both.
  case codable
  /// `Any`, a protocol, or a type that can't be pickled.
  case other

  init(_ type: any Any.Type) {
    if let container = type as? any ContainerMember.Type {
      self = .container(container, isPlain: container.isPlain)
    } else if type is any Picklable.Type {
      self = .object
    } else if let structure = type as? any PickleRepresentable.Type {
      self = .structure(structure)
    } else if type is any AnyPickleFunction.Type {
      self = .function
    } else if type is any Encodable.Type || type is any Decodable.Type, !(type is AnyObject.Type) {
      self = .codable
    } else {
      self = .other
    }
  }

  /// Whether values of the type are written and read as `Codable` values altogether.
  var isPlain: Bool {
    switch self {
    case .codable: true
    case .container(_, let isPlain): isPlain
    default: false
    }
  }
}

/// The kinds of types that were met.
struct MemberKinds {
  private var kinds: [ObjectIdentifier: MemberKind] = [:]
  private var last: (type: ObjectIdentifier, kind: MemberKind)?

  @inline(__always)
  mutating func of(_ type: any Any.Type) -> MemberKind {
    if let last, last.type == ObjectIdentifier(type) { return last.kind }
    return find(type)
  }

  @inline(never)
  private mutating func find(_ type: any Any.Type) -> MemberKind {
    let kind = kinds[ObjectIdentifier(type)] ?? MemberKind(type)
    kinds[ObjectIdentifier(type)] = kind
    last = (ObjectIdentifier(type), kind)
    return kind
  }
}
