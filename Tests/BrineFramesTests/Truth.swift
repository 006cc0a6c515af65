import BrinePickle
import Foundation
import TestSupport
import Testing

/// JSON, for comparing what pandas says of an object with what Brine read.
indirect enum Truth: Hashable, CustomStringConvertible {
  case null
  case bool(Bool)
  case int(String)
  case string(String)
  case array([Truth])
  case object([String: Truth])

  init(_ value: PickleValue) {
    switch value.kind {
    case .bool: self = .bool(value.bool ?? false)
    case .int: self = .int(value.bigInt.map { String($0) } ?? "")
    case .string: self = .string(value.string ?? "")
    case .list: self = .array((value.array ?? []).map { Truth($0) })
    case .dict: self = .object((value.dictionary ?? [:]).mapValues { Truth($0) })
    default: self = .null
    }
  }

  static func int(_ value: some BinaryInteger) -> Truth { .int(String(value)) }

  subscript(key: String) -> Truth? {
    guard case .object(let entries) = self else { return nil }
    return entries[key]
  }

  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  var items: [Truth] {
    guard case .array(let items) = self else { return [] }
    return items
  }

  var description: String {
    switch self {
    case .null: "null"
    case .bool(let value): String(value)
    case .int(let text): text
    case .string(let text): "\"\(text)\""
    case .array(let items): "[" + items.map(\.description).joined(separator: ", ") + "]"
    case .object(let entries):
      "{" + entries.sorted { $0.key < $1.key }.map { "\($0): \($1)" }.joined(separator: ", ") + "}"
    }
  }

  /// Where this differs from what is expected; empty when it doesn't.
  func differences(from expected: Truth, path: String = "") -> [String] {
    switch (self, expected) {
    case (.array(let left), .array(let right)) where left.count == right.count:
      return zip(left, right).enumerated().flatMap { $1.0.differences(from: $1.1, path: "\(path)[\($0)]") }
    case (.object(let left), .object(let right)):
      return Set(left.keys).union(right.keys).sorted().flatMap { key -> [String] in
        guard let one = left[key] else {
          return ["\(path)/\(key) is missing, expected \(right[key] ?? .null)"]
        }
        guard let other = right[key] else { return ["\(path)/\(key) is \(one), not expected"] }
        return one.differences(from: other, path: "\(path)/\(key)")
      }
    default: return self == expected ? [] : ["\(path) is \(self), expected \(expected)"]
    }
  }
}

/// The fixtures of one version of pandas.
struct PandasFixtures: Sendable, CustomTestStringConvertible {
  let version: String
  /// Those whose texts are compared: earlier versions print much in another way.
  static let printed = Array(all.dropFirst())
  var testDescription: String { "pandas \(version)" }

  static let all = ["1.1", "1.5", "2.2", "3"].map { PandasFixtures(version: $0) }

  var folder: URL { PackageRoot.url.appendingPathComponent("Fixtures/pandas/valid/\(version)") }

  /// Whether offsets have the letters of before pandas 2.2.
  var isOld: Bool { version.hasPrefix("1.") }

  func truths() throws -> [Truth] {
    let text = try Data(contentsOf: folder.appendingPathComponent("truth.json"))
    return try Truth(Pickle(typedJSON: text).root)["files"]?.items ?? []
  }

  /// The uncompressed files with what pandas says of them.
  func cases() throws -> [(name: String, truth: Truth, pickle: Pickle)] {
    try truths().compactMap { truth in
      guard let name = truth["file"]?.text, truth["same_as"] == nil else { return nil }
      return (name, truth, try pickle(name))
    }
  }

  func pickle(_ name: String) throws -> Pickle {
    try Pickle(contentsOf: folder.appendingPathComponent(name).path)
  }
}
