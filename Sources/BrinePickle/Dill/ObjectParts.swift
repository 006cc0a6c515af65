#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What values are made of, by reflection.
enum ObjectParts {
  /// A stored property, by the name that its author gave it.
  struct Member {
    let name: String
    let value: Any
    /// Whether it is marked as left out of pickles.
    var isLeftOut = false
    /// Whether it is marked as a weak reference.
    var isWeak = false

    init(_ label: String, _ value: Any) {
      let lazy = "$__lazy_storage_$_"
      if let wrapper = value as? any WrappedMember {
        name = MarkedMembers.propertyName(label)
        self.value = wrapper.content ?? Nothing()
        isLeftOut = !(value is any MarkedMember)
        isWeak = wrapper.isWeak
      } else if label.hasPrefix(lazy) {
        name = String(label.dropFirst(lazy.count))
        self.value = value
        isLeftOut = true
      } else {
        // The items of a tuple are `.0`, `.1` and so on.
        name = label.hasPrefix(".") ? String(label.dropFirst()) : label
        self.value = value
      }
    }
  }

  /// What stands in for no value.
  private struct Nothing: Codable {}

  /// The stored properties of a value, those of the superclasses first.
  static func members(of value: Any) -> [Member] {
    var mirrors: [Mirror] = []
    var next: Mirror? = Mirror(reflecting: value)
    while let mirror = next {
      mirrors.append(mirror)
      next = mirror.superclassMirror
    }
    var members: [Member] = []
    for mirror in mirrors.reversed() {
      for (index, child) in mirror.children.enumerated() where child.label != "$defaultActor" {
        members.append(Member(child.label ?? String(index), child.value))
      }
    }
    return members
  }

  /// The object that a value is, where it is one.
  static func object(_ value: Any) -> AnyObject? {
    type(of: value) is AnyObject.Type ? value as AnyObject : nil
  }

  // MARK: Values without objects in them

  private static let leaves: Set<ObjectIdentifier> = {
    let types: [any Any.Type] = [
      Bool.self, Int.self, Int8.self, Int16.self, Int32.self, Int64.self, UInt.self, UInt8.self, UInt16.self,
      UInt32.self, UInt64.self, Float.self, Double.self, String.self, Substring.self, Character.self,
      Data.self,
      Date.self, UUID.self, URL.self, Decimal.self, Duration.self,
    ]
    return Set(types.map { ObjectIdentifier($0) })
  }()

  /// Whether values of a type can't refer to objects.
  static func isLeaf(_ type: any Any.Type) -> Bool {
    var pending = [type]
    while let type = pending.popLast() {
      if let container = type as? any ContainerMember.Type {
        pending += container.itemTypes
      } else if !leaves.contains(ObjectIdentifier(type)) {
        return false
      }
    }
    return true
  }
}
