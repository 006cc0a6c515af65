import BrineCore
import Foundation
import TestSupport

/// The fixtures of `Fixtures/arrays`, which NumPy has written.
enum ArrayFixtures {
  static let folder = PackageRoot.url.appendingPathComponent("Fixtures/arrays", isDirectory: true)

  /// The values of a file with one JSON object a line.
  static func lines<Value: Decodable>(_ name: String, as type: Value.Type) throws -> [Value] {
    let data = try Data(contentsOf: folder.appendingPathComponent(name))
    return try data.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(type, from: $0) }
  }

  /// The bytes that a base64 text stands for.
  static func bytes(_ text: String) -> [UInt8] { [UInt8](Data(base64Encoded: text) ?? Data()) }
}
