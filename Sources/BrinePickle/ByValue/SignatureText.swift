/// A short text about values, which ends when it grows too long: what `repr` writes, where that is known.
struct SignatureText {
  private(set) var text = ""
  private let graph: PickleGraph
  private let most: Int

  init(_ graph: PickleGraph, most: Int) {
    self.graph = graph
    self.most = most
  }

  /// Whether there is no room left.
  var isFull: Bool { text.utf8.count >= most }

  mutating func write(_ part: String) {
    let room = most - text.utf8.count
    if part.utf8.count <= room { return text += part }
    for scalar in part.unicodeScalars {
      text.unicodeScalars.append(scalar)
      if isFull { return }
    }
  }

  // MARK: Values

  /// A default value.
  mutating func write(value word: Word, depth: Int = 0) {
    guard depth < 4, !isFull else { return write("…") }
    switch graph.meaning(word) {
    case .none, .bool, .int, .float, .string, .bytes: write(PickleValue(graph, word).preview)
    case .complex(let real, let imaginary): write(Self.complex(real, imaginary))
    case .tuple(let items):
      write(items: graph.items(items), "(", graph.items(items).count == 1 ? ",)" : ")", depth)
    case .list(let items): write(items: graph.items(items), "[", "]", depth)
    case .dict(let dict): write(dict: dict, depth)
    default: write(object: word)
    }
  }

  private mutating func write(
    items: UnsafeBufferPointer<Word>, _ open: String, _ close: String, _ depth: Int
  ) {
    write(open)
    for (index, item) in items.prefix(8).enumerated() {
      if index > 0 { write(", ") }
      write(value: item, depth: depth + 1)
    }
    write((items.count > 8 ? ", …" : "") + close)
  }

  private mutating func write(dict: Word, _ depth: Int) {
    let entries = graph.rawEntries(dict)
    write("{")
    for index in 0..<min(entries.count, 8) {
      if index > 0 { write(", ") }
      write(value: entries.key(index), depth: depth + 1)
      write(": ")
      write(value: entries.value(index), depth: depth + 1)
    }
    write(entries.count > 8 ? ", …}" : "}")
  }

  private static func complex(_ real: Double, _ imaginary: Double) -> String {
    func text(_ part: Double) -> String {
      let text = PythonRepr.float(part)
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
    if real == 0, real.sign == .plus { return text(imaginary) + "j" }
    return "(\(text(real))\(imaginary.sign == .minus ? "" : "+")\(text(imaginary))j)"
  }

  private mutating func write(object word: Word) {
    if let call = graph.byValueCall(word) {
      if call.maker == .representation, let text = call.arguments.first, text.has(.string) {
        return write(graph.clippedText(text))
      }
      if let function = PickleFunctionByValue(graph, word, call) {
        return write("<function \(graph.clippedText(function.nameWord))>")
      }
    }
    if let name = graph.typeReference(word) {
      return write(name.module == "builtins" && name.name == "Ellipsis" ? "Ellipsis" : "<\(name)>")
    }
    write("<\(PickleValue(graph, word).typeName)>")
  }

  // MARK: Annotations

  /// An annotation, as `inspect.formatannotation` writes it where it is a class, a string, or a generic of these.
  mutating func write(annotation word: Word, depth: Int = 0) {
    guard depth < 6, !isFull else { return write("…") }
    if let name = graph.typeText(word) { return write(name) }
    guard word.has(.object) else {
      return word.has(.list) ? write(annotations: graph.items(word), "[", "]", depth) : write(value: word)
    }
    let record = graph.objects[word.objectIndex]
    guard record.arguments.isTuple, graph.items(record.arguments).count == 2,
      let name = graph.callableName(record.callable)
    else { return write(object: word) }
    let arguments = graph.items(record.arguments)
    switch name.description {
    case "types.GenericAlias", "_operator.getitem", "operator.getitem":
      write(generic: arguments[0], of: arguments[1], depth)
    case "functools.reduce" where arguments[1].isTuple, "_functools.reduce" where arguments[1].isTuple:
      write(annotations: graph.items(arguments[1]), "", "", separator: " | ", depth)
    default: write(object: word)
    }
  }

  private mutating func write(generic: Word, of parameters: Word, _ depth: Int) {
    let items = parameters.has(.tuple) ? Array(graph.items(parameters)) : [parameters]
    // `Optional[X]` is written as `Union[X, None]`.
    if graph.typeText(generic) == "Union", items.count == 2, graph.typeText(items[1]) == "None" {
      write("Optional[")
      write(annotation: items[0], depth: depth + 1)
      return write("]")
    }
    write(annotation: generic, depth: depth + 1)
    items.withUnsafeBufferPointer { write(annotations: $0, "[", "]", depth) }
  }

  private mutating func write(
    annotations: UnsafeBufferPointer<Word>, _ open: String, _ close: String, separator: String = ", ",
    _ depth: Int
  ) {
    write(open)
    for (index, item) in annotations.prefix(8).enumerated() {
      if index > 0 { write(separator) }
      write(annotation: item, depth: depth + 1)
    }
    write((annotations.count > 8 ? separator + "…" : "") + close)
  }
}
