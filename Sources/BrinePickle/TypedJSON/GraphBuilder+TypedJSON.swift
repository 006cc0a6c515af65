import BrineCore

/// What only typed JSON needs: parts of objects that are known later than the objects.
extension GraphBuilder {
  /// Gives an object its callable later, so that it can be referred to before.
  mutating func setCallable(_ callable: Word, of object: Word) {
    objects[object.objectIndex].callable = callable
  }

  /// Gives a persistent object or a read-only view its value later.
  mutating func setValue(_ value: Word, of special: Word) {
    specials[special.payload].value = value
  }

  /// The items of a list, tuple, set or frozenset, and of a dict its keys and values in turn.
  ///
  /// They are valid until something is added.
  func words(of container: Word) -> UnsafeBufferPointer<Word> {
    guard container != .emptyTuple else { return UnsafeBufferPointer(start: nil, count: 0) }
    let record = pool.containers[container.payload]
    let count = Int(record.count) &* (container.has(.dict) ? 2 : 1)
    return UnsafeBufferPointer(start: pool.words.base + Int(record.start), count: count)
  }

  /// What is known of the callable that makes an object.
  func known(of object: Word) -> KnownGlobal {
    let callable = objects[object.objectIndex].callable
    return callable.has(.global) ? globals[callable.payload].known : .unknown
  }

  /// A call with keyword arguments, which pickles don't have: `functools.partial(callable, *arguments, **keywords)()`.
  ///
  /// - Returns: the partial object, to be called without arguments. It is made as it pickles itself.
  mutating func partial(_ callable: Word, _ arguments: Word, keywords: Word) -> Word {
    let partial = call("functools", "partial", [callable])
    addState(tuple([callable, arguments, keywords, .none]), to: partial)
    return partial
  }
}
