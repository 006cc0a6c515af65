/// A class whose instances can be pickled with their identity: what is shared stays shared, cycles close, and
/// an instance of a subclass stays one.
///
/// Mark the members to be saved, write the one initialiser, and register the class:
///
/// ```swift
/// final class Rectangle: Picklable {
///   @Pickled var width = 0.0
///   @Pickled var height = 0.0
///   @NotPickled var cache: [String: Double] = [:]
///
///   init(width: Double, height: Double) { self.width = width; self.height = height }
///   init(blank: PickleBlank) {}
/// }
///
/// var registry = PickleRegistry()
/// try registry.register(Rectangle.self, as: "geometry.Rectangle")
/// let data = try ObjectPickler(registry: registry).encode(Rectangle(width: 2, height: 3))
/// ```
///
/// The pickle is an instance of the Python class of that name with the members as attributes: Python makes it
/// without calling `__init__`, as Swift makes it without its ordinary initialisers. What Python wrote for an
/// instance of that class is read the same way.
///
/// Instead of marking members, a class can implement `saveState(to:)` and
/// `restoreState(from:)`. A base class that does so lets its subclasses override both; where the base
/// class leaves them to the marked members, those of its subclasses are found too.
///
/// Objects may hold each other to any depth, as in a list of a million nodes. Swift itself frees such a list
/// by recursion, though: a class like that should unlink its nodes in `deinit`.
public protocol Picklable: AnyObject, SendableMetatype {
  /// Makes an instance whose state is still to come. It must set every stored property to some value, and do
  /// nothing else.
  init(blank: PickleBlank)

  /// Saves the members. By default those marked with ``Pickled`` and ``PickledWeak``, and those of the
  /// superclasses; any other stored property that is not marked with ``NotPickled`` is an error. Lazy
  /// properties are left out.
  func saveState(to state: PickleStateWriter) throws

  /// Restores the members. Other objects that it gets may still be blank: see `didUnpickle()`.
  ///
  /// What gets into a set, or is the key of a dictionary, has its state before it is hashed. Where objects
  /// have each other in sets that can't be, and this method is called once more when all others have theirs.
  func restoreState(from state: PickleStateReader) throws

  /// Is called when this object, and all others of the pickle, have their state.
  func didUnpickle() throws

  /// The version of the state that this type writes, 1 by default.
  ///
  /// Any other is written as the attribute ``PickleStateWriter/versionKey``.
  static var stateVersion: Int { get }

  /// Makes the state that an earlier version wrote into one of today, before it is restored. Does nothing by
  /// default.
  static func migrate(_ state: inout PickleStateReader, from version: Int) throws
}

extension Picklable {
  /// Saves the marked members.
  ///
  /// - Throws: ``PicklingError``.
  public func saveState(to state: PickleStateWriter) throws { try MarkedMembers.save(self, to: state) }

  /// Restores the marked members.
  ///
  /// - Throws: ``PicklingError``.
  public func restoreState(from state: PickleStateReader) throws {
    try MarkedMembers.restore(self, from: state)
  }

  /// Does nothing.
  public func didUnpickle() throws {}

  /// The first version.
  public static var stateVersion: Int { 1 }

  /// Does nothing.
  public static func migrate(_ state: inout PickleStateReader, from version: Int) throws {}
}

/// Tells the initialiser of a ``Picklable`` class that it is to make a blank instance.
public struct PickleBlank: Sendable {
  init() {}
}

/// A structure or enumeration whose members may be ``Picklable`` objects. It becomes a dict.
///
/// Types that are `Codable` need not conform: they are saved as ``PickleEncoder`` encodes them. But `Codable`
/// knows no identity, so that a structure that holds objects is better saved like this.
public protocol PickleRepresentable {
  /// Saves the members.
  func saveState(to state: PickleStateWriter) throws
  /// Makes the value of its members.
  init(restoring state: PickleStateReader) throws
}
