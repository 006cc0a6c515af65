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
    now.pointee.survey?.noteObject()
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
      guard let entry = registry.classes[id] else { return try unregistered(type) }
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

  /// The global of a class that is not registered: where all of them are looked for, its own name.
  private func unregistered(_ type: any Picklable.Type) throws -> Word {
    let error = Refusal.unregistered(type).error()
    guard now.pointee.survey != nil else { throw error }
    try note(error, type)
    return encoding.now.pointee.builder.global(PickleName(of: type))
  }

  /// The graph of a value, or of a tuple of several.
  func graph(of roots: [Any]) throws -> PickleValue {
    let word: Word
    do {
      word = try root(roots)
      while now.pointee.done < now.pointee.objects.count { try saveNext() }
    } catch { throw placed(error, roots) }
    fillOpenStates()
    encoding.now.pointee.root = word
    return try encoding.finish()
  }

  private func root(_ roots: [Any]) throws -> Word {
    guard roots.count != 1 else { return try word(of: roots[0], at: .inside) }
    var words: [Word] = []
    for (index, root) in roots.enumerated() { words.append(try word(of: root, at: .index(index))) }
    return encoding.now.pointee.builder.tuple(words)
  }

  /// Saves the state of the next object.
  private func saveNext() throws {
    let object = now.pointee.objects[now.pointee.done]
    let start = begin()
    now.pointee.survey?.enterObject(now.pointee.done)
    do { try object.saveState(to: self) } catch {
      try noteState(error, of: object)
      cancel(start)
    }
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

  /// An error with the path from the root. How the object was reached whose state was being saved, nobody
  /// remembers: all is done once more, up to the error.
  private func placed(_ error: any Error, _ roots: [Any]) -> any Error {
    guard now.pointee.survey == nil, let error = error as? PicklingError else { return error }
    let placed = error.placed(after: [], .swift)
    guard !now.pointee.objects.isEmpty else { return placed }
    let found = PickleStateWriter(registry, encoding.settings, survey: ObjectSurvey(limit: 1)).found(roots)
    guard let again = found.first?.error, again == error, again.detail == error.detail else { return placed }
    return again
  }
}
