import BrineJSON
import Foundation
import TestSupport
import Testing

/// Random texts, read by Foundation too.
@Suite struct JSONFoundationTests {
  /// A random text of values that Foundation reads as they are: numbers that fit, no equal keys, no lone surrogates.
  private struct Generator {
    var random: SplitMix64

    mutating func value(_ depth: Int) -> String {
      let text =
        switch random.below(depth > 5 ? 6 : 9) {
        case 0: "null"
        case 1: "true"
        case 2: "false"
        case 3: String(Int64(truncatingIfNeeded: random.next()) >> Int64(random.below(64)))
        case 4: float()
        case 5: string()
        case 6, 7: "[" + list(depth) { $0.value(depth + 1) } + "]"
        default: "{" + list(depth) { "\"\($0.random.next())\"\($0.space()):" + $0.value(depth + 1) } + "}"
        }
      return space() + text + space()
    }

    private mutating func list(_ depth: Int, _ item: (inout Generator) -> String) -> String {
      let items = (0..<random.below(6)).map { _ in item(&self) }
      return items.isEmpty ? space() : items.joined(separator: ",")
    }

    private mutating func float() -> String {
      let value = Double(Int64(truncatingIfNeeded: random.next())) / Double(1 + random.below(1_000_000_000))
      return random.below(2) == 0
        ? "\(value)" : "\(random.below(1000)).\(random.below(1000))E-\(random.below(20))"
    }

    private mutating func string() -> String {
      let pieces = [
        "a", "Z", "é", "日", "😀", " ", "\\n", "\\t", "\\\"", "\\\\", "\\/", "\\u0000", "\\u00e9",
        "\\uD83D\\uDE00", "\u{7F}",
      ]
      return "\"" + (0..<random.below(10)).map { _ in random.pick(pieces) }.joined() + "\""
    }

    private mutating func space() -> String { random.pick(["", "", "", " ", "\n", "\r\n", "\t "]) }
  }

  private func isSame(_ document: JSONDocument, _ index: Int, _ value: Any?) -> Bool {
    switch document[index].kind {
    case .null: return value is NSNull
    case .true, .false: return (value as? NSNumber)?.boolValue == (document[index].kind == .true)
    case .integer: return document.int(at: index).map(Int64.init) == (value as? NSNumber)?.int64Value
    case .float: return isNear(document.double(at: index), (value as? NSNumber)?.doubleValue)
    case .string:
      guard let string = value as? String, let own = document.string(at: index) else { return false }
      return Array(string.unicodeScalars) == Array(own.unicodeScalars)
    case .array:
      guard let array = value as? [Any], array.count == document[index].childCount else { return false }
      return zip(document.elements(of: index), array).allSatisfy { isSame(document, $0, $1) }
    case .object:
      guard let object = value as? [String: Any], object.count == document[index].childCount else {
        return false
      }
      return document.members(of: index).allSatisfy { member in
        document.string(at: member.key).map { isSame(document, member.value, object[$0]) } ?? false
      }
    }
  }

  /// Foundation on Linux reads floats as decimal numbers, which it does not round correctly.
  private func isNear(_ left: Double?, _ right: Double?) -> Bool {
    guard let left, let right else { return false }
    return abs(left - right) <= 1e-15 * abs(left)
  }

  @Test(arguments: 0..<10)
  func randomDocuments(_ seed: Int) throws {
    var generator = Generator(random: SplitMix64(seed: UInt64(seed)))
    var count = 0
    for _ in 0..<100 {
      let text = generator.value(0)
      let document = try JSONDocument(text)
      let value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
      #expect(isSame(document, 0, value), "\(text)")
      count += document.count
    }
    #expect(count > 400)
  }

  // A comma before a closing bracket is missing here: Foundation on Linux lets it pass.
  @Test(arguments: [
    "{\"a\" 1}", "[1 2]", "[01]", "[1.]", "[.5]", "[+1]", "[1e]", "[nul]", "[\"\\x\"]",
    "[\"\n\"]", "[",
    "{", "", "[1]]", "'a'",
  ])
  func whatBothRefuse(_ text: String) {
    #expect(throws: JSONError.self) { try JSONDocument(text) }
    #expect(throws: (any Error).self) {
      try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
    }
  }
}
