import BrinePickle

extension PickleValue {
  /// The value at a path whose steps may also be what an outline calls them: the `code` or `defaults` of a function that
  /// dill wrote by value.
  ///
  /// - Throws: `PickleError.Code.notFound`.
  public func resolveShown(_ path: String) throws(PickleError) -> PickleValue {
    do throws(PickleError) { return try resolve(path) } catch {
      guard error.code == .notFound, let value = shown(path) else { throw error }
      return value
    }
  }

  /// The value at a path, one step after the other.
  private func shown(_ path: String) -> PickleValue? {
    var value = self
    for step in Self.steps(of: path) {
      if let next = try? value.resolve(step) {
        value = next
        continue
      }
      let name = step.hasPrefix("/") ? String(step.dropFirst()) : step
      guard value.byValue != nil,
        let child = PickleOutline(value).children(limit: 10_000).first(where: { $0.label == name }),
        let child = child as? PickleOutline
      else { return nil }
      value = child.value
    }
    return value
  }

  /// A path taken apart: `/name` or `[index]` each.
  private static func steps(of path: String) -> [String] {
    var (steps, isQuoted, isInBrackets) = ([""], false, false)
    for character in path {
      if character == "\"" { isQuoted.toggle() }
      if !isQuoted, character == "[" || character == "/" && !isInBrackets { steps.append("") }
      if !isQuoted { isInBrackets = character == "[" || isInBrackets && character != "]" }
      steps[steps.count - 1].append(character)
    }
    return steps.filter { !$0.isEmpty && $0 != "/" }
  }
}
