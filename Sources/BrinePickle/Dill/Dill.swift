/// What the `dill` package can do with Python's objects, for Swift's: copy them, say whether they can be
/// pickled and what stands in the way, how large their parts are, and what keeps them.
///
/// ```swift
/// let dill = Dill(registry: registry)
/// for item in dill.detect(session) { print(item) }
/// // log: FileHandle can't be pickled: it is an open file. Leave it out with @NotPickled …
/// ```
///
/// For pickles rather than values there are ``PickleCheck``, ``PickleTrace`` and ``PickleReferences``.
public struct Dill: Sendable {
  /// How values are pickled.
  public var pickler: ObjectPickler
  /// How they are read back.
  public var unpickler: ObjectUnpickler

  /// The tools, for objects of the registered classes.
  public init(registry: PickleRegistry = .init(), protocolVersion: Int = 4) {
    pickler = ObjectPickler(registry: registry, protocolVersion: protocolVersion)
    unpickler = ObjectUnpickler(registry: registry)
  }
}

// MARK: Copying

extension Dill {
  /// A deep copy, in which the same objects are shared as in the original.
  ///
  /// It has what a pickle would have: what is marked with ``NotPickled`` is made anew. No bytes are written
  /// for it.
  ///
  /// - Throws: as ``ObjectPickler/encode(_:)`` and `decode(_:from:)`.
  public func copy<T>(_ value: T) throws -> T {
    try unpickler.decode(T.self, from: pickler.graph(of: value))
  }
}

// MARK: Checking

extension Dill {
  /// Whether a value comes back from a pickle as it was: see ``check(_:)``.
  public func pickles<T>(_ value: T) -> Bool {
    do { try check(value) } catch { return false }
    return true
  }

  /// Pickles a value, reads it back, pickles what came back, and compares the two pickles: values, types, and
  /// which objects are shared.
  ///
  /// - Throws: what pickling and unpickling throw, or ``PicklingError/Code/changed`` with the first place, as
  ///   ``PicklePath`` writes it, where the two differ. Then `saveState` and `restoreState` do not fit each
  ///   other.
  public func check<T>(_ value: T) throws {
    var options = pickler.writeOptions
    options.bufferCallback = nil
    let pickle = try Pickle(pickler.graph(of: value).encoded(options), options: unpickler.decoder.options)
    let reader = ObjectReader(unpickler.registry, unpickler.decoder, pickle.graph)
    let copy = try unpickler.decode(T.self, from: pickle.root, reader)
    let writer = PickleStateWriter(pickler.registry, pickler.encoder)
    let again = try writer.graph(of: [copy])
    var comparison = RoundTripComparison(pickle.graph, again.graph)
    reader.forEachObject { object, word in
      if let partner = writer.now.pointee.words[ObjectIdentifier(object)] { comparison.pair(word, partner) }
    }
    if let error = comparison.difference(pickle.root.word, again.word) { throw error }
  }
}
