/// Values of any type.
extension ObjectReader {
  /// The value of a word.
  func read<T>(_ word: Word, as type: T.Type) throws -> T {
    switch kinds.of(T.self) {
    case .codable:
      guard let decodable = T.self as? any Decodable.Type else {
        throw PicklingError(.notPicklable, "\(T.self) can't be read: it is Encodable, but not Decodable")
      }
      return try result(self.decodable(word, decodable), T.self)
    case .object: return try object(word, T.self)
    case .container(let container, _): return try result(deeper { try container.read(word, self) }, T.self)
    case .structure(let structure): return try result(deeper { try read(word, structure) }, T.self)
    case .function: return try function(word, T.self)
    case .other:
      // A protocol's type: an object may conform to it.
      guard word.has(.object), case .instance = graph.meaning(word) else {
        throw PicklingError(
          .typeMismatch,
          "expected \(T.self), which only an object of a registered class can be, found "
            + PickleValue(graph, word).description
        )
      }
      return try object(word, T.self)
    }
  }

  /// A value as the type that it has.
  func result<T>(_ value: Any, _ type: T.Type) throws -> T {
    guard let value = value as? T else {
      throw PicklingError(.typeMismatch, "expected \(T.self), found \(Swift.type(of: value))")
    }
    return value
  }

  func object<T>(_ word: Word, _ type: T.Type) throws -> T {
    let object = try instance(word)
    if let object = object as? T { return object }
    throw PicklingError(
      .typeMismatch,
      "expected \(T.self), found \(PickleValue(graph, word).typeName), which is \(Swift.type(of: object))")
  }

  private func read<S: PickleRepresentable>(_ word: Word, _ type: S.Type) throws -> S {
    try S(restoring: PickleStateReader(self, word))
  }

  func decodable<D: Decodable>(_ word: Word, _ type: D.Type) throws -> D {
    do {
      decoding.leave(to: 0)
      return try ValueDecoder(decoding, word, depth: 0).decode(type)
    } catch { throw PicklingError(of: error) ?? error }
  }

  private func function<T>(_ word: Word, _ type: T.Type) throws -> T {
    guard case .global(let name) = graph.meaning(word) else { throw mismatch("a function by its name", word) }
    guard case .function(let function) = registry.targets[name] else {
      throw PicklingError(
        .unregisteredName,
        "the function \(name) is not in the registry. Add it: `try registry.register(…)`")
    }
    guard let function = function as? T else {
      throw PicklingError(.typeMismatch, "expected \(T.self), but \(name) is \(Swift.type(of: function))")
    }
    return function
  }

  // MARK: Containers

  /// The items of anything that has an order.
  func items(_ word: Word) throws -> [Word] {
    do {
      let items = try ValueDecoder(decoding, word, depth: 0).items()
      try decoding.spend(items.count)
      return items
    } catch { throw PicklingError(of: error) ?? error }
  }

  /// The entries of a dict.
  func entries(_ word: Word) throws -> Entries {
    guard let dict = PickleValue(graph, word).dictWord else { throw mismatch("a dict", word) }
    let entries = graph.entries(dict)
    do { try decoding.spend(entries.count) } catch { throw PicklingError(of: error) ?? error }
    return entries
  }
}
