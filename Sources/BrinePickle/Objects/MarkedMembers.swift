/// A property wrapper of a member that is pickled.
protocol MarkedMember: AnyObject {
  /// The name in the pickle, where it is not the property's.
  var key: String? { get }
  func save(as name: String, to state: PickleStateWriter) throws
  func restore(as name: String, from state: PickleStateReader) throws
}

/// A property wrapper whose value can be looked at.
protocol WrappedMember: AnyObject {
  var content: Any? { get }
  /// Whether it keeps what it refers to.
  var isWeak: Bool { get }
}

/// The members of an object by their marks, found by reflection, those of the superclasses first.
enum MarkedMembers {
  static func save(_ object: any Picklable, to state: PickleStateWriter) throws {
    try check(object)
    let isFirst = state.now.pointee.checked.insert(ObjectIdentifier(type(of: object))).inserted
    var names: Set<String> = []
    try forEach(object) { name, member, value in
      guard let member else { return try state.refuse(name, value, unmarked(name, value)) }
      let name = member.key ?? name
      if isFirst, !names.insert(name).inserted {
        throw PicklingError(
          .nameClash,
          "\(type(of: object)) has two members that are \(name) in the pickle; give one another name: "
            + "`@Pickled(\"other\")`", at: .member(name))
      }
      try member.save(as: name, to: state)
    }
  }

  static func restore(_ object: any Picklable, from state: PickleStateReader) throws {
    try check(object)
    try state.checkIsKeyed()
    try forEach(object) { name, member, value in
      guard let member else {
        let refusal = unmarked(name, value)
        throw PicklingError(refusal.code, refusal.text, at: .member(name))
      }
      try member.restore(as: member.key ?? name, from: state)
    }
  }

  private static func check(_ object: any Picklable) throws {
    guard object is any CustomReflectable else { return }
    throw PicklingError(
      .notPicklable,
      "\(type(of: object)) has a custom mirror, so that its members can't be found; implement saveState(to:) "
        + "and restoreState(from:)")
  }

  private static func unmarked(_ name: String, _ value: Any) -> Refusal {
    let kind = MemberKind(type(of: value))
    if case .other = kind { return Refusal.of(type(of: value)) }
    return Refusal(
      code: .notPicklable,
      text:
        "\(name) is neither marked as @Pickled or @PickledWeak, nor as @NotPickled. Mark it, or implement "
        + "saveState(to:) and restoreState(from:)")
  }

  /// Hands each stored property to `body`: with its mark, or without one. Those left out are not shown.
  private static func forEach(
    _ object: any Picklable,
    _ body: (_ name: String, _ member: (any MarkedMember)?, _ value: Any) throws -> Void
  ) throws {
    var mirrors: [Mirror] = []
    var next: Mirror? = Mirror(reflecting: object)
    while let mirror = next {
      mirrors.append(mirror)
      next = mirror.superclassMirror
    }
    for mirror in mirrors.reversed() {
      for child in mirror.children {
        let label = child.label ?? ""
        if let member = child.value as? any MarkedMember {
          try body(propertyName(label), member, child.value)
        } else if !(child.value is any WrappedMember), !label.hasPrefix("$__lazy_storage_$_") {
          try body(label, nil, child.value)
        }
      }
    }
  }

  /// The name of the property whose wrapper has this name.
  static func propertyName(_ label: String) -> String {
    label.hasPrefix("_") ? String(label.dropFirst()) : label
  }
}
