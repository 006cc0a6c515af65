import BrineCore

/// Words in error messages.
extension Machine {
  /// What a value is, with an article: `a list`.
  @inline(never)
  mutating func describe(_ word: Word) -> String {
    guard let tag = word.tag else { return "a float" }
    switch tag {
    case .int, .number: return "a number"
    case .constant: return word == .none ? "None" : word == .emptyTuple ? "a tuple" : "a bool"
    case .string: return "a string"
    case .bytes: return "bytes"
    case .bytearray: return "a bytearray"
    case .list: return "a list"
    case .tuple: return "a tuple"
    case .dict: return "a dict"
    case .set: return "a set"
    case .frozenset: return "a frozenset"
    case .object: return "an object"
    case .global: return "a class or function"
    case .special:
      return specials[word.payload].kind == .persistent ? "a persistent object" : "an outside object"
    case .parts: return "an object"
    }
  }
}
