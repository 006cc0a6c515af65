extension Dill {
  /// A part of a value that can't be pickled.
  public struct BadItem: Sendable {
    /// Where it is, as in Swift: `session.log`, `handlers[3]`; empty for the value itself.
    public let path: String
    /// Its Swift type; `nil` where only the whole that it belongs to is known.
    public let typeName: String?
    /// What is wrong and what can be done, with the same path.
    public let error: PicklingError

    init(path: String, type: (any Any.Type)?, _ error: PicklingError) {
      self.path = path
      typeName = type.map { String(describing: $0) }
      var error = error
      error.steps = []
      error.context.path = path.isEmpty ? nil : path
      self.error = error
    }
  }

  /// All parts of a value that can't be pickled, each with its path, its type and what can be done, in the
  /// order in which a pickler meets them.
  ///
  /// It looks into what is bad too: an object of an unregistered class is reported, and so is an open file in
  /// there. An object whose class is at fault is reported where it is met first. When nothing is bad,
  /// ``check(_:)`` has its say, so that the result is empty for what really comes back from a pickle, and for
  /// nothing else.
  ///
  /// No more than `limit` are reported.
  public func detect<T>(_ value: T, limit: Int = .max) -> [BadItem] {
    let survey = ObjectSurvey(limit: max(limit, 1))
    let found = PickleStateWriter(pickler.registry, pickler.encoder, survey: survey).found([value])
    guard found.isEmpty else { return found }
    do { try check(value) } catch {
      let error = PicklingError(of: error) ?? PicklingError(.notPicklable, String(describing: error))
      return [BadItem(path: error.context.path ?? "", type: nil, error)]
    }
    return []
  }

  /// How large each part of a value is in a pickle: a tree, in which what can't be pickled counts as `None`.
  ///
  /// - Throws: what saving the members throws beyond that, and `PickleError.Code.limitExceeded` for more
  ///   values than a pickle can have.
  public func trace<T>(_ value: T) throws -> PickleTrace {
    let survey = ObjectSurvey(limit: .max)
    return PickleTrace(
      try PickleStateWriter(pickler.registry, pickler.encoder, survey: survey).graph(of: [value]))
  }
}

extension Dill.BadItem: CustomStringConvertible {
  /// The path and what is wrong.
  public var description: String { error.description }
}
