import BrineCore
import BrineJSON

/// Instances and calls.
///
/// Their parts are read in the order in which typed JSON is written, whatever their order in the text, so that a `$ref`
/// in one part finds the `$id` in another one. The words of the parts wait among the values until all are there.
extension TypedJSONDecoder {
  /// The parts, in order.
  enum Part: Int, CaseIterable {
    case callable, base, args, kwargs, state, setter, states, setters, after, items, entries

    /// The part that a key stands for.
    init?(_ document: JSONDocument, key: Int) {
      let names: [(StaticString, Part)] = [
        ("base", .base), ("args", .args), ("kwargs", .kwargs), ("state", .state), ("setter", .setter),
        ("states", .states),
        ("setters", .setters), ("after", .after), ("items", .items), ("entries", .entries),
      ]
      guard let part = names.first(where: { document.isString(at: key, equalTo: $0.0) })?.1 else {
        return nil
      }
      self = part
    }
  }

  /// An object that is open.
  struct OpenObject {
    let tag: Tag
    let recipe: Recipe
    /// The node of each part; 0 for those that there are not. The callable is a part when it is not a name.
    var nodes = SIMD16<UInt32>(repeating: 0)
    /// The part that comes next.
    var stage = 0

    func node(_ part: Part) -> Int { Int(nodes[part.rawValue]) }
  }

  /// Begins an `$object` or `$call`.
  mutating func openObject(_ tagged: Tagged) throws(TypedJSONError) {
    var nodes = try parts(of: tagged)
    var type: Recipe.Callable?
    if document[tagged.content].kind == .string {
      type = try callable(tagged.content)
    } else {
      nodes[Part.callable.rawValue] = UInt32(truncatingIfNeeded: tagged.content)
    }
    let hasKeywords = nodes[Part.kwargs.rawValue] != 0
    let recipe: Recipe
    if tagged.tag == .call {
      recipe = .call(hasKeywords: hasKeywords)
    } else if nodes[Part.base.rawValue] != 0 {
      recipe = .call(hasKeywords: false)
    } else {
      let args = Int(nodes[Part.args.rawValue])
      recipe = .object(
        of: type, arguments: args == 0 ? 0 : document[args].childCount, hasKeywords: hasKeywords)
    }
    let word = builder.object(
      recipe.construction, recipe.substitute.map { builder.global($0.name) } ?? type?.word ?? .absent)
    open(.object, word, of: tagged.node, after: tagged.after, id: tagged.id)
    objects.append(OpenObject(tag: tagged.tag, recipe: recipe, nodes: nodes))
  }

  /// Begins a class or function with a state.
  mutating func openGlobal(_ tagged: Tagged) throws(TypedJSONError) {
    let nodes = try parts(of: tagged)
    for part in [Part.base, .args, .kwargs, .setter, .setters, .after, .items, .entries]
    where nodes[part.rawValue] != 0 {
      throw fail(.unexpectedKey, "a $global takes no key \(part)", Int(nodes[part.rawValue]))
    }
    let word = builder.ownGlobal(try callable(tagged.content).name)
    open(.object, word, of: tagged.node, after: tagged.after, id: tagged.id)
    objects.append(OpenObject(tag: .global, recipe: .call(hasKeywords: false), nodes: nodes))
  }

  private func parts(of tagged: Tagged) throws(TypedJSONError) -> SIMD16<UInt32> {
    var nodes = SIMD16<UInt32>(repeating: 0)
    var hasID = false
    for member in document.members(of: tagged.node) where member.value != tagged.content {
      if tagged.id != 0, !hasID, document.isString(at: member.key, equalTo: "$id") {
        hasID = true
        continue
      }
      guard let part = Part(document, key: member.key), nodes[part.rawValue] == 0 else {
        throw unexpected(member.key, beside: tagged.tag)
      }
      nodes[part.rawValue] = UInt32(truncatingIfNeeded: member.value)
    }
    return nodes
  }

  /// Begins the next part of the innermost frame, an object, or ends it.
  mutating func advanceObject(_ frame: Frame) throws(TypedJSONError) {
    let top = objects.count - 1
    while let part = Part(rawValue: objects[top].stage) {
      objects[top].stage += 1
      let node = objects[top].node(part)
      if node != 0, part != .base { return try begin(part, node, frame) }
    }
    try finish(objects.removeLast(), frame)
    end(frame, frame.word)
  }

  private mutating func begin(_ part: Part, _ node: Int, _ frame: Frame) throws(TypedJSONError) {
    let end = document.end(of: node)
    switch part {
    case .callable, .base, .kwargs, .state, .setter: try read(at: node)
    case .args:
      try requireArray(node, "arguments")
      openItems(.tuple, of: node, after: end)
    case .states, .setters, .after, .items:
      try requireArray(node, "values")
      openItems(.list, of: node, after: end)
    case .entries:
      try requireArray(node, "pairs")
      // Only dicts are known to need keys that can be hashed.
      open(
        builder.known(of: frame.word).isDict ? .pairs : .entries, builder.container(.dict), of: node,
        after: end)
    }
  }

  // MARK: The end

  /// Puts an object together, whose parts are the values of its frame.
  private mutating func finish(_ object: OpenObject, _ frame: Frame) throws(TypedJSONError) {
    var words: [Part: Word] = [:]
    var index = frame.base
    for part in Part.allCases where object.node(part) != 0 && part != .base {
      words[part] = values[index]
      index += 1
    }
    guard object.tag != .global else { return try addStates(words, object, frame) }
    if let callable = words[.callable] {
      try checkCallable(callable, object.node(.callable))
      builder.setCallable(callable, of: frame.word)
    }
    try setArguments(words[.args] ?? .emptyTuple, words[.kwargs], object, frame)
    addOuterCall(object, frame)
    try setItems(words, object, frame)
    try addStates(words, object, frame)
    try addEffects(words[.after], object, frame)
  }

  private func checkCallable(_ word: Word, _ node: Int) throws(TypedJSONError) {
    guard word.has(.global) || word.has(.object) || word.has(.special) else {
      throw fail(.wrongShape, "expected a class or function, or an object that can be called", node)
    }
  }

  private mutating func setArguments(
    _ arguments: Word, _ keywords: Word?, _ object: OpenObject, _ frame: Frame
  ) throws(TypedJSONError) {
    if object.node(.base) != 0 { return try setBase(arguments, keywords, object, frame) }
    guard let keywords else {
      builder.setArguments(arguments, of: frame.word)
      return checkSet(frame.word, arguments, object.node(.args))
    }
    guard keywords.has(.dict) else { throw fail(.wrongShape, "expected a dict", object.node(.kwargs)) }
    guard object.recipe.isPartial else {
      return builder.setArguments(arguments, keywords: keywords, of: frame.word)
    }
    let callable = builder.objects[frame.word.objectIndex].callable
    builder.setCallable(builder.partial(callable, arguments, keywords: keywords), of: frame.word)
  }

  /// `copyreg._reconstructor(class, base, value)`, which works in every protocol.
  private mutating func setBase(
    _ arguments: Word, _ keywords: Word?, _ object: OpenObject, _ frame: Frame
  ) throws(TypedJSONError) {
    guard object.tag == .object else { throw fail(.unexpectedKey, "a $call takes no key base", frame.node) }
    guard keywords == nil else {
      throw fail(.unexpectedKey, "an object with a base has no kwargs", object.node(.kwargs))
    }
    guard builder.words(of: arguments).count == 1 else {
      throw fail(.wrongShape, "an object with a base has one argument", frame.node)
    }
    let value = builder.words(of: arguments)[0]
    let type = builder.objects[frame.word.objectIndex].callable
    let base = try callable(object.node(.base)).word
    builder.setCallable(builder.global("copyreg", "_reconstructor"), of: frame.word)
    builder.setArguments(builder.tuple([type, base, value]), of: frame.word)
  }

  private mutating func setItems(
    _ words: [Part: Word], _ object: OpenObject, _ frame: Frame
  ) throws(TypedJSONError) {
    let items = words[.items].flatMap { builder.words(of: $0).isEmpty ? nil : $0 }
    let entries = words[.entries].flatMap { builder.words(of: $0).isEmpty ? nil : $0 }
    if items != nil, builder.known(of: frame.word).hasNoAppend {
      throw fail(.wrongShape, "nothing can be appended to an object of this class", object.node(.items))
    }
    if items != nil || entries != nil { builder.setItems(items, entries: entries, of: frame.word) }
  }

  private mutating func addStates(
    _ words: [Part: Word], _ object: OpenObject, _ frame: Frame
  ) throws(TypedJSONError) {
    for (part, needed) in [(Part.setter, Part.state), (.states, .state), (.setters, .states)]
    where words[part] != nil && words[needed] == nil {
      throw fail(.wrongShape, "\(part) without \(needed)", object.node(part))
    }
    guard let first = words[.state] else { return }
    try addState(first, words[.setter], object.node(.setter), frame.word)
    let states = words[.states].map { Array(builder.words(of: $0)) } ?? []
    let setters = words[.setters].map { Array(builder.words(of: $0)) } ?? []
    guard setters.isEmpty || setters.count == states.count else {
      throw fail(
        .wrongShape, "expected one setter for each of the states, null for none", object.node(.setters))
    }
    for (index, state) in states.enumerated() {
      let setter = setters.isEmpty || setters[index] == .none ? nil : setters[index]
      try addState(state, setter, object.node(.setters), frame.word)
    }
  }

  private mutating func addEffects(
    _ list: Word?, _ object: OpenObject, _ frame: Frame
  ) throws(TypedJSONError) {
    for node in list == nil ? [] : Array(document.elements(of: object.node(.after)))
    where document.hasFirstKey(node, equalTo: "$id") {
      throw fail(
        .wrongShape, "the result of a call after the object is dropped, so that nothing can refer to it", node
      )
    }
    for call in list.map({ Array(builder.words(of: $0)) }) ?? [] {
      guard call.has(.object) else { throw fail(.wrongShape, "expected calls", object.node(.after)) }
      callNew(call)
      let record = builder.objects[call.objectIndex]
      guard record.state == .absent, record.items == .absent else {
        throw fail(
          .wrongShape, "a call after the object has args and kwargs only, since its result is dropped",
          object.node(.after))
      }
      builder.addState(.object(call.objectIndex, .effect), to: frame.word)
    }
  }

  /// Makes an object that NEWOBJ would make, whose class is called, the call that says the same: only calls are dropped.
  private mutating func callNew(_ object: Word) {
    let record = builder.objects[object.objectIndex]
    switch object.construction {
    case .newObj:
      let arguments = Array(builder.words(of: record.arguments))
      builder.setCallable(builder.global("copyreg", "__newobj__"), of: object)
      builder.setArguments(builder.tuple([record.callable] + arguments), of: object)
    case .newObjEx:
      let parts = Array(builder.words(of: record.arguments))
      builder.setCallable(builder.global("copyreg", "__newobj_ex__"), of: object)
      builder.setArguments(builder.tuple([record.callable] + parts), of: object)
    default: break
    }
  }

  private mutating func addState(
    _ state: Word, _ setter: Word?, _ node: Int, _ object: Word
  ) throws(TypedJSONError) {
    guard let setter else { return builder.addState(state, to: object) }
    try checkCallable(setter, node)
    builder.addState(state, setter: setter, to: object)
  }
}
