import BrineCore

/// Objects and functions.
extension PickleStateWriter {
  /// The word of an object. Its state comes later, so that neither depth nor cycles matter.
  func word(object: any Picklable) throws -> Word {
    if let word = now.pointee.words[ObjectIdentifier(object)] { return word }
    let name = try className(type(of: object))
    let word = encoding.now.pointee.builder.object(.newObj, name)
    now.pointee.words[ObjectIdentifier(object)] = word
    now.pointee.objects.append(object)
    return word
  }

  /// The global of a class.
  private func className(_ type: any Picklable.Type) throws -> Word {
    let id = ObjectIdentifier(type)
    if let last = now.pointee.lastClass, last.type == id { return last.word }
    let word: Word
    if let known = now.pointee.classes[id] {
      word = known
    } else {
      guard let entry = registry.classes[id] else { throw Refusal.unregistered(type).error() }
      word = encoding.now.pointee.builder.global(entry.name)
      now.pointee.classes[id] = word
    }
    now.pointee.lastClass = (id, word)
    return word
  }

  func word(function: any AnyPickleFunction) throws -> Word {
    guard case .function = registry.targets[function.name] else {
      throw PicklingError(
        .unregisteredName,
        "the function \(function.name) is not in the registry. Add it: `try registry.register(…)`")
    }
    return encoding.now.pointee.builder.global(function.name)
  }

  /// The graph of a value, or of a tuple of several.
  func graph(of roots: [Any]) throws -> PickleValue {
    var word = Word.absent
    do {
      word = try root(roots)
      while now.pointee.done < now.pointee.objects.count { try saveNext() }
    } catch { throw placed(error, root: word) }
    fillOpenStates()
    encoding.now.pointee.root = word
    return try encoding.finish()
  }

  private func root(_ roots: [Any]) throws -> Word {
    guard roots.count != 1 else { return try word(of: roots[0]) }
    var words: [Word] = []
    for (index, root) in roots.enumerated() {
      do { words.append(try word(of: root)) } catch { throw PicklingError.adding(.index(index), to: error) }
    }
    return encoding.now.pointee.builder.tuple(words)
  }

  /// Saves the state of the next object.
  private func saveNext() throws {
    let object = now.pointee.objects[now.pointee.done]
    let start = begin()
    try object.saveState(to: self)
    let type = type(of: object)
    if type.stateVersion != 1 { try set(Self.versionKey, int: type.stateVersion) }
    now.pointee.done += 1
    guard now.pointee.entries.count > start.entry else { return }
    var state = end(start)
    if registry.classes[ObjectIdentifier(type)]?.hasSlots == true {
      state = encoding.now.pointee.builder.tuple([.none, state])
    }
    // The object was met, so it has a word.
    guard let word = now.pointee.words[ObjectIdentifier(object)] else { return }
    encoding.now.pointee.builder.addState(state, to: word)
  }

  // MARK: Errors

  /// An error with the path from the root: that of the object whose state was being saved is looked for in what there
  /// is of the graph.
  private func placed(_ error: any Error, root: Word) -> any Error {
    guard let error = error as? PicklingError else { return error }
    guard root != .absent, now.pointee.done < now.pointee.objects.count,
      let word = now.pointee.words[ObjectIdentifier(now.pointee.objects[now.pointee.done])]
    else { return error.placed(after: [], .swift) }
    fillOpenStates()
    encoding.now.pointee.root = root
    let path = (try? encoding.finish())?.walk.first { $0.value.word == word }?.path
    return error.placed(after: path?.steps.map { ObjectStep($0) } ?? [], .swift)
  }
}
