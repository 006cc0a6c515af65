import BrineCore

/// Values that hold others.
extension PickleValue {
  /// How many items or entries a container has, or how many bytes or characters a string; 0 for anything else.
  public var count: Int {
    switch meaning {
    case .list(let word), .tuple(let word): graph.items(word).count
    case .set(let word), .frozenset(let word): graph.uniqueItems(word).count
    case .dict(let word): graph.entries(word).count
    case .string(let word): graph.lossyString(word).unicodeScalars.count
    case .bytes(let bytes), .bytearray(let bytes): graph.count(bytes)
    case .instance(let instance):
      (instance.items.map { graph.items($0).count } ?? 0)
        + (instance.entries.map { graph.entries($0).count } ?? 0)
    default: 0
    }
  }

  /// The items of a list, tuple, set or frozenset, or of an instance that has list items, such as a deque;
  /// the fields of a named tuple.
  public var array: [PickleValue]? {
    switch meaning {
    case .list(let word), .tuple(let word): graph.items(word).map { PickleValue(graph, $0) }
    case .set(let word), .frozenset(let word): graph.uniqueItems(word).map { PickleValue(graph, $0) }
    case .instance(let instance):
      (instance.items.map { Array(graph.items($0)) } ?? graph.tupleFields(instance))?.map {
        PickleValue(graph, $0)
      }
    default: nil
    }
  }

  /// The entries of a dict or of an instance that has entries, such as an OrderedDict, in order.
  public var entries: [(key: PickleValue, value: PickleValue)]? {
    guard let dict = dictWord else { return nil }
    let entries = graph.entries(dict)
    return (0..<entries.count).map {
      (PickleValue(graph, entries.key($0)), PickleValue(graph, entries.value($0)))
    }
  }

  /// The entries of a dict whose keys are all strings.
  public var dictionary: [String: PickleValue]? {
    guard let entries else { return nil }
    var dictionary: [String: PickleValue] = [:]
    for (key, value) in entries {
      guard let name = key.string else { return nil }
      dictionary[name] = value
    }
    return dictionary
  }

  /// The dict that holds the value's entries.
  var dictWord: Word? {
    switch meaning {
    case .dict(let word): return word
    case .instance(let instance):
      if instance.name?.name == "Counter", let first = instance.arguments.first, first.has(.dict) {
        return first
      }
      return instance.entries
    default: return nil
    }
  }

  /// The item at `index` of a list, tuple or deque; negative ones count from the end.
  public subscript(index: Int) -> PickleValue? {
    switch meaning {
    case .list(let word), .tuple(let word): return item(graph.items(word), index)
    case .instance(let instance):
      if let list = instance.items { return item(graph.items(list), index) }
      if let fields = graph.tupleFields(instance) {
        return fields.withUnsafeBufferPointer { item($0, index) }
      }
    default: break
    }
    return dictWord.flatMap { graph.value(of: $0) { graph.isKey($0, index) } }.map { PickleValue(graph, $0) }
  }

  private func item(_ items: UnsafeBufferPointer<Word>, _ index: Int) -> PickleValue? {
    let position = index < 0 ? items.count &+ index : index
    return items.indices.contains(position) ? PickleValue(graph, items[position]) : nil
  }

  /// The value of a string key in a dict, or an instance's attribute of that name.
  public subscript(key: String) -> PickleValue? {
    if let dict = dictWord, let word = graph.value(of: dict, key: key) { return PickleValue(graph, word) }
    guard case .instance(let instance) = meaning else { return nil }
    for dict in graph.attributeDicts(instance).reversed() {
      if let word = graph.value(of: dict, key: key) { return PickleValue(graph, word) }
    }
    return nil
  }

  /// An instance, or the description of a call: the class, its arguments and its state.
  public var instance: PickleInstance? {
    guard case .instance(let instance) = meaning else { return nil }
    return PickleInstance(graph: graph, instance: instance)
  }
}

extension PickleGraph {
  /// The fields of what may be a named tuple: an instance of an unknown class that has nothing but arguments.
  func tupleFields(_ instance: Meaning.Instance) -> [Word]? {
    guard !instance.isCall, known(instance.callable) == .unknown, instance.states.isEmpty,
      instance.entries == nil,
      instance.items == nil, instance.keywords == nil, !instance.arguments.isEmpty
    else { return nil }
    // Protocols 0 and 1 give all fields as one tuple.
    if instance.arguments.count == 1, instance.arguments[0].has(.tuple) {
      return Array(items(instance.arguments[0]))
    }
    return instance.arguments
  }

  /// The dicts that hold an instance's attributes: its state, or the two parts of it when it has `__slots__`.
  func attributeDicts(_ instance: Meaning.Instance) -> [Word] {
    instance.states.flatMap { state -> [Word] in
      if state.has(.dict) { return [state] }
      guard state.has(.tuple), items(state).count == 2, items(state)[1].has(.dict) else { return [] }
      return items(state).filter { $0.has(.dict) }
    }
  }

  /// The value of the last entry whose key is this string.
  func value(of dict: Word, key: String) -> Word? {
    var key = key
    return key.withUTF8 { bytes in
      let bytes = UnsafeRawBufferPointer(bytes)
      return value(of: dict) { word in
        guard word.has(.string) else { return false }
        return withText(word) { $0.count == bytes.count && $0.elementsEqual(bytes) }
      }
    }
  }

  /// Whether a key equals an integer, as `1`, `1.0` and `True` do.
  func isKey(_ key: Word, _ number: Int) -> Bool {
    if let int = int(key) { return int == number }
    if let double = double(key) { return Int(exactly: double) == number }
    return key == .true && number == 1 || key == .false && number == 0
  }

  /// The value of the last entry whose key fits.
  func value(of dict: Word, where isKey: (Word) -> Bool) -> Word? {
    let entries = rawEntries(dict)
    for index in stride(from: entries.count - 1, through: 0, by: -1) where isKey(entries.key(index)) {
      return entries.value(index)
    }
    return nil
  }
}

/// An object as its pickle describes it.
public struct PickleInstance: Sendable {
  let graph: PickleGraph
  let instance: Meaning.Instance

  /// The class, or what is called; `nil` when the callable is itself made by a call.
  public var name: PickleName? { instance.name }

  /// Whether this describes a call of something unknown, rather than an instance of a class.
  public var isCall: Bool { instance.isCall }

  /// The class or callable as a value.
  public var callable: PickleValue { PickleValue(graph, instance.callable) }

  /// The builtin class, such as `builtins.list`, that Python makes the object by, with its one argument; `nil` where
  /// its own class does that. Protocols 0 and 1 have instances of subclasses of builtin classes so.
  public var base: PickleValue? { instance.base.map { PickleValue(graph, $0) } }

  /// The arguments of the class or callable.
  public var arguments: [PickleValue] { instance.arguments.map { PickleValue(graph, $0) } }

  /// The keyword arguments, a dict.
  public var keywords: PickleValue? { instance.keywords.map { PickleValue(graph, $0) } }

  /// What BUILD gave: for most classes the dict of attributes.
  public var state: PickleValue? { instance.states.first.map { PickleValue(graph, $0) } }

  /// What each BUILD gave, where there were several.
  public var states: [PickleValue] { instance.states.map { PickleValue(graph, $0) } }

  /// For each of ``states`` the function that was to set it (the sixth part of what `__reduce__` gave), `nil` for BUILD.
  public var stateSetters: [PickleValue?] {
    instance.setters.map { $0 == .absent ? nil : PickleValue(graph, $0) }
  }

  /// Calls that are made once the object is there, and whose results are dropped: what they do to objects is why they
  /// are there. dill writes them for what it sets late.
  public var effects: [PickleValue] { instance.effects.map { PickleValue(graph, $0) } }

  /// The attributes, where the state is a dict or the pair that classes with `__slots__` have.
  public var attributes: [String: PickleValue] {
    var attributes: [String: PickleValue] = [:]
    for dict in graph.attributeDicts(instance) {
      attributes.merge(PickleValue(graph, dict).dictionary ?? [:]) { $1 }
    }
    return attributes
  }
}
