/// Marks a member of a ``Picklable`` class to be saved and restored.
///
/// ```swift
/// @Pickled var name = ""
/// @Pickled("max_height") var maximumHeight = 0.0
/// @Pickled(ifMissing: .keepInitialValue) var color: Color = .black
/// ```
///
/// It is for classes alone: copies of a structure would have the wrapper in common. Restoring does not run
/// `willSet` and `didSet`.
@propertyWrapper
public final class Pickled<Value> {
  /// The value.
  public var wrappedValue: Value
  let key: String?
  private let keepsInitialValue: Bool

  /// A member that is pickled by its own name.
  public init(wrappedValue: Value) {
    self.wrappedValue = wrappedValue
    key = nil
    keepsInitialValue = false
  }

  /// A member with another name in the pickle, or one that older pickles may lack.
  public init(wrappedValue: Value, _ key: String? = nil, ifMissing: PickledMissing = .fail) {
    self.wrappedValue = wrappedValue
    self.key = key
    keepsInitialValue = ifMissing == .keepInitialValue
  }
}

/// What happens where a pickle has no attribute of a member's name. Optional members are `nil` then.
public enum PickledMissing: Sendable {
  /// Reading fails.
  case fail
  /// The member keeps the value that it has in a blank instance.
  case keepInitialValue
}

extension Pickled: MarkedMember, WrappedMember {
  func save(as name: String, to state: PickleStateWriter) throws { try state.set(name, wrappedValue) }

  func restore(as name: String, from state: PickleStateReader) throws {
    if keepsInitialValue, !state.contains(name) { return }
    wrappedValue = try state.get(name)
  }

  var content: Any? { wrappedValue }
  var isWeak: Bool { false }
}

/// Marks a weak reference to be saved: the way back from a part to its whole.
///
/// The object is not pickled for its sake. Where other references lead to the object it is restored, else it
/// is `nil`.
@propertyWrapper
public final class PickledWeak<Object: Picklable> {
  private weak var object: Object?
  let key: String?

  /// A reference to no object yet, or to one.
  public init(wrappedValue: Object? = nil) {
    object = wrappedValue
    key = nil
  }

  /// A reference with another name in the pickle.
  public init(wrappedValue: Object? = nil, _ key: String) {
    object = wrappedValue
    self.key = key
  }

  /// The object, as long as others keep it.
  public var wrappedValue: Object? {
    get { object }
    set { object = newValue }
  }
}

extension PickledWeak: MarkedMember, WrappedMember {
  func save(as name: String, to state: PickleStateWriter) throws { try state.setWeak(name, wrappedValue) }

  func restore(as name: String, from state: PickleStateReader) throws { wrappedValue = try state.get(name) }

  var content: Any? { wrappedValue }
  var isWeak: Bool { true }
}

/// Marks a member that is left out of the pickle: a file, a connection, a cache.
///
/// Its initial value is made when the member is first asked for, so that a blank instance opens and computes
/// nothing. `didUnpickle()` can give it another one.
@propertyWrapper
public final class NotPickled<Value> {
  private var value: Value?
  private let make: () -> Value

  /// A member that begins as this, again after reading.
  public init(wrappedValue: @autoclosure @escaping () -> Value) { make = wrappedValue }

  /// The value.
  public var wrappedValue: Value {
    get {
      if let value { return value }
      let value = make()
      self.value = value
      return value
    }
    set { value = newValue }
  }
}

extension NotPickled: WrappedMember {
  var content: Any? { value }
  var isWeak: Bool { false }
}
