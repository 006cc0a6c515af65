/// Finding all that can't be pickled: the pickler goes on after each bad value, as if it were `None`.
extension PickleStateWriter {
  /// What is bad in values that are pickled together.
  func found(_ roots: [Any]) -> [Dill.BadItem] {
    do { _ = try graph(of: roots) } catch {
      // What was found is complete, or the limit is reached.
      if now.pointee.survey?.items.isEmpty == true {
        now.pointee.survey?.note(Self.pickling(error), nil)
      }
    }
    return now.pointee.survey?.items ?? []
  }

  /// The word of a part that is a step away; `None` where it can't be pickled.
  func surveyed<T>(_ value: T, at step: ObjectStep, _ body: () throws -> Word) throws -> Word {
    guard let place = now.pointee.survey?.enter(step) else { return try body() }
    defer { now.pointee.survey?.leave(to: place) }
    do { return try body() } catch {
      guard now.pointee.survey?.isFull == false else { throw error }
      try note(error, of: value)
      return .none
    }
  }

  /// Notes that a value is bad.
  ///
  /// - Throws: the error, when enough was found.
  func note(_ error: any Error, _ type: (any Any.Type)?) throws {
    now.pointee.survey?.note(Self.pickling(error), type)
    if now.pointee.survey?.isFull != false { throw error }
  }

  /// Notes why the state of an object can't be saved.
  func noteState(_ error: any Error, of object: any Picklable) throws {
    guard now.pointee.survey?.isFull == false else { throw error }
    now.pointee.survey?.enterObject(now.pointee.done)
    try note(error, type(of: object))
  }

  /// Notes a member that its class says nothing about, or that can't be pickled, and what is bad in it.
  func noteMember(_ name: String, _ value: Any, _ refusal: Refusal) throws {
    if case .other = MemberKind(type(of: value)) {
      _ = try surveyed(value, at: .member(name)) { throw refusal.error() }
      return
    }
    _ = try surveyed(value, at: .member(name)) {
      try note(refusal.error(), type(of: value))
      return try word(of: value, at: .inside)
    }
  }

  private static func pickling(_ error: any Error) -> PicklingError {
    PicklingError(of: error) ?? PicklingError(.notPicklable, String(describing: error))
  }

  // MARK: What a value is made of

  /// Notes a value that is bad, and what is bad in it.
  private func note<T>(_ error: any Error, of value: T) throws {
    let type = type(of: value as Any)
    switch MemberKind(type) {
    case .container(_, isPlain: true):
      let parts = (value as? any ContainerMember)?.parts ?? []
      try noteParts(parts, orElse: error, type)
    case .codable:
      let parts = parts(of: value).filter { MemberKind(Swift.type(of: $0.value)).isPlain }
      try noteParts(parts, orElse: error, type)
    case .other:
      let mayLookInside = Refusal.of(type).mayLookInside
      // To make its class picklable is enough, wherever the object is. Each way to an open file must be cut,
      // though.
      if mayLookInside, let object = ObjectParts.object(value), now.pointee.survey?.insert(object) != true {
        return
      }
      try note(error, type)
      if mayLookInside { try lookInside(value) }
    default: try note(error, type)
    }
  }

  /// Notes which parts of a value that is encoded as a whole are bad; the whole, where none is by itself.
  private func noteParts(
    _ parts: [(step: ObjectStep, value: Any)], orElse error: any Error, _ type: any Any.Type
  ) throws {
    let count = now.pointee.survey?.items.count
    if (error as? PicklingError)?.code != .limitExceeded { try survey(parts) }
    if now.pointee.survey?.items.count == count { try note(error, type) }
  }

  private func lookInside<T>(_ value: T) throws {
    let parts = parts(of: value)
    // Where it is too deep to go on, what holds it was noted.
    guard now.pointee.depth < encoding.settings.options.limits.depth else { return }
    try deeper { try survey(parts) }
  }

  private func survey(_ parts: [(step: ObjectStep, value: Any)]) throws {
    for part in parts { _ = try word(of: part.value, at: part.step) }
  }

  private func parts<T>(of value: T) -> [(step: ObjectStep, value: Any)] {
    ObjectParts.members(of: value).filter { !$0.isLeftOut && !$0.isWeak }.map {
      (.member($0.name), $0.value)
    }
  }
}
