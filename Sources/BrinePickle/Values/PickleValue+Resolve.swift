import BrineCore

extension PickleValue {
  /// The value at a path such as `config/layers[2]` or `["a/b"][-1]`.
  ///
  /// Names are keys of dicts, attributes and keyword arguments; numbers in brackets are indexes or integer keys;
  /// quoted text in brackets is any string key. `args[0]`, `state`, `callable`, `tz`, `content` and `keys[0]`
  /// lead to those parts, where no key has that name.
  /// - Throws: `PickleError.Code.notFound`, with the path up to where there is nothing.
  public func resolve(_ path: String) throws(PickleError) -> PickleValue {
    var (value, rest, taken) = (self, path[...], "")
    while !rest.isEmpty {
      if rest.first == "/" {
        rest.removeFirst()
        continue
      }
      var part = Self.nextPart(&rest)
      var found = value.part(part)
      if found == nil, part.isName, rest.first == "[" {
        // `args[0]` is one step, where no key is named `args`.
        let text = part.text + Self.nextPart(&rest).text
        part = Part(text: text, isName: true, content: text)
        found = value.part(part)
      }
      guard let next = found else {
        let place = taken.isEmpty ? "the root, \(value.typeName)" : "\(taken), \(value.typeName)"
        throw PickleError(
          .notFound, "there is no \(part.text) in \(place)", context: ErrorContext(path: path))
      }
      taken += (part.isName && !taken.isEmpty ? "/" : "") + part.text
      value = next
    }
    return value
  }

  private struct Part {
    let text: String
    /// Whether it stood outside of brackets.
    let isName: Bool
    /// The text without brackets and quotes.
    let content: String
    var isQuoted = false
  }

  /// Takes a name, or a pair of brackets with what is between them.
  private static func nextPart(_ rest: inout Substring) -> Part {
    guard rest.first == "[" else {
      let name = rest.prefix { $0 != "/" && $0 != "[" }
      rest = rest.dropFirst(name.count)
      return Part(text: String(name), isName: true, content: String(name))
    }
    let quote = rest.dropFirst().first
    var end = rest.firstIndex(of: "]") ?? rest.endIndex
    let isQuoted = quote == "\"" || quote == "'"
    if isQuoted, let quote, let closing = rest.dropFirst(2).firstIndex(of: quote) {
      end = rest[closing...].firstIndex(of: "]") ?? rest.endIndex
    }
    guard end < rest.endIndex else {
      // Nothing has a name with a bracket that is not closed.
      defer { rest = "" }
      return Part(text: String(rest), isName: false, content: String(rest))
    }
    let content = rest[rest.index(after: rest.startIndex)..<end]
    let text = rest[...end]
    rest = rest.dropFirst(text.count)
    let inner = isQuoted && content.count >= 2 ? content.dropFirst().dropLast() : content
    return Part(text: String(text), isName: false, content: String(inner), isQuoted: isQuoted)
  }

  private func part(_ part: Part) -> PickleValue? {
    if part.isName || part.isQuoted {
      if let value = self[part.content] { return value }
      guard part.isName else { return nil }
      return children.first { $0.step.description == part.content }?.value
    }
    if let index = Int(part.content), let value = self[index] { return value }
    return children.first { $0.step.description == part.text }?.value
  }
}
