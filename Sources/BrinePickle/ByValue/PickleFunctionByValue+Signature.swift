extension PickleFunctionByValue {
  /// The parameters with their defaults and annotations, as `inspect.signature` gives them.
  public var parameters: [PickleParameter] { parameters(limit: .max, clip: .max) }

  private func parameters(limit: Int, clip: Int) -> [PickleParameter] {
    let defaults = defaultsValue.map { graph.items($0.word) } ?? UnsafeBufferPointer(start: nil, count: 0)
    let kwdefaults = graph.named(kwdefaultsValue?.word, limit: limit, clip: clip)
    let annotations = graph.named(annotationsValue?.word, limit: limit, clip: clip)
    let firstDefault = code.argumentCount - defaults.count
    return code.parameters(limit: limit, clip: clip).enumerated().map { index, parameter in
      var word: Word?
      switch parameter.kind {
      case .positionalOnly, .positionalOrKeyword:
        let place = index - firstDefault
        word = place >= 0 && place < defaults.count ? defaults[place] : nil
      case .keywordOnly: word = kwdefaults[parameter.name]
      case .varPositional, .varKeyword: break
      }
      return PickleParameter(
        name: parameter.name, kind: parameter.kind, defaultValue: word.map { PickleValue(graph, $0) },
        annotation: annotations[parameter.name].map { PickleValue(graph, $0) })
    }
  }

  /// The name and the parameters, as in `area(width, height=1.0, *, unit='cm', **rest)`.
  ///
  /// It is what `inspect.signature` gives, as far as defaults and annotations are plain values and classes; others are
  /// written as `<type>`. Where there are more than 32 parameters, or the text grows long, it ends with `…`.
  public var signature: String {
    ByValueIndex.of(graph).title(value.word) { makeSignature() }
  }

  private func makeSignature() -> String {
    var text = SignatureText(graph, most: 600)
    text.write(graph.clippedText(nameWord))
    text.write(parameters(limit: SignatureText.mostParameters, clip: 100), of: code.parameterCount)
    if let result = graph.named(annotationsValue?.word, limit: 64, clip: 100)["return"] {
      text.write(" -> ")
      text.write(annotation: result)
    }
    return text.ended
  }
}

extension PickleCode {
  /// The name and the names of the parameters, as in `area(width, height, *, unit, **rest)`.
  public var signature: String {
    let graph = value.graph
    return ByValueIndex.of(graph).title(value.word) {
      var text = SignatureText(graph, most: 600)
      text.write(graph.clippedText(parts[.name]))
      text.write(parameters(limit: SignatureText.mostParameters, clip: 100), of: parameterCount)
      return text.ended
    }
  }
}

extension SignatureText {
  static let mostParameters = 32

  /// The text, with `…` where there was no more room.
  var ended: String { isFull ? text + "…" : text }

  /// Parameters in parentheses, `count` of them in all.
  mutating func write(_ parameters: [PickleParameter], of count: Int) {
    write("(")
    var hasStar = false
    for (index, parameter) in parameters.enumerated() {
      if index > 0 { write(", ") }
      if parameter.kind == .keywordOnly, !hasStar { write("*, ") }
      if parameter.kind == .keywordOnly || parameter.kind == .varPositional { hasStar = true }
      write(parameter)
      let next = index + 1 < parameters.count ? parameters[index + 1].kind : nil
      if parameter.kind == .positionalOnly, next != .positionalOnly { write(", /") }
    }
    write(count > parameters.count ? ", …)" : ")")
  }

  private mutating func write(_ parameter: PickleParameter) {
    write(parameter.kind == .varPositional ? "*" : parameter.kind == .varKeyword ? "**" : "")
    write(parameter.name)
    if let annotation = parameter.annotation {
      write(": ")
      write(annotation: annotation.word)
    }
    if let value = parameter.defaultValue {
      write(parameter.annotation == nil ? "=" : " = ")
      write(value: value.word)
    }
  }
}
