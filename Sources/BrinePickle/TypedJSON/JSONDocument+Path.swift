import BrineJSON

/// Where nodes are, for error messages.
extension JSONDocument {
  /// The way to a node from the root: `rows[2]/name`. The way to a key ends with it, as the way to its value does.
  ///
  /// This looks at each sibling on the way once, so it takes time that grows with the text, and is for errors only.
  func path(to target: Int) -> String {
    var (text, node, steps) = ("", 0, 0)
    while node < target {
      guard steps < 32 else { return text + "/…" }
      steps += 1
      guard let (step, next) = self.step(from: node, to: target) else { break }
      text += text.isEmpty || step.hasPrefix("[") ? step : "/" + step
      node = next
    }
    return text
  }

  /// The child of `node` that holds `target`, and what it is called.
  private func step(from node: Int, to target: Int) -> (text: String, child: Int)? {
    if self[node].kind == .array {
      for (position, element) in elements(of: node).enumerated() where target < end(of: element) {
        return ("[\(position)]", element)
      }
    } else {
      for member in members(of: node) where target < end(of: member.value) {
        return (pathStep(ofKey: member.key), member.value)
      }
    }
    return nil
  }

  /// A key as it stands in a path: in brackets and quotes where it could be taken for something else.
  private func pathStep(ofKey key: Int) -> String {
    let name = excerpt(of: key)
    let isPlain = !name.isEmpty && !name.utf8.contains { "/[]\"".utf8.contains($0) || $0 < 0x20 }
    return isPlain ? name : "[\"\(name)\"]"
  }

  /// The error for a dict that has a key twice, at the second one where that is a name.
  func repeatedKey(in dict: Int) -> TypedJSONError {
    var (place, names) = (dict, Set<[UInt8]>())
    if self[dict].kind == .object {
      place = members(of: dict).first { !names.insert(utf8(at: $0.key)).inserted }?.key ?? dict
    }
    let key = place == dict ? "a key" : "the key \(excerpt(of: place))"
    return TypedJSONError(
      .repeatedKey, "\(key) comes twice", location: location(ofOffset: self[place].offset),
      path: path(to: place))
  }

  /// The first characters of a string, for a message.
  func excerpt(of string: Int) -> String {
    let start = text(at: string).extracting(first: 400)
    let bytes =
      self[string].hasEscapes && self[string].textCount <= 400
      ? utf8(at: string) : start.withUnsafeBytes { [UInt8]($0) }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.count > 40 ? text.prefix(40) + "…" : text
  }
}
