public import Foundation

/// One file of `Fixtures/pickle` that the manifest names.
public struct Fixture: Sendable, CustomStringConvertible {
  /// The path below `Fixtures/pickle`, such as `valid/settings.pkl`.
  public let name: String
  /// The code of the error that reading it must give; `nil` for valid ones.
  public let error: String?
  /// How many pickles the manifest says are in the stream.
  public let pickles: Int?
  /// The fixture that this one is the compressed form of.
  public let original: String?

  /// Whether it was written opcode by opcode, rather than by CPython's pickler.
  public let isHandmade: Bool

  /// The name.
  public var description: String { name }
  /// Where the file is.
  public var url: URL { PackageRoot.pickles.appendingPathComponent(name) }
  /// Whether gzip or zlib is around the pickle.
  public var isCompressed: Bool { !name.hasSuffix(".pkl") }
  /// The file's name up to its first dot.
  public var stem: String { String(url.lastPathComponent.prefix { $0 != "." }) }

  /// The bytes as they are in the file.
  public func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }

  /// What the committed file beside it with another suffix holds; `nil` where there is none.
  public func companion(_ suffix: String) throws -> String? {
    let url = url.deletingLastPathComponent().appendingPathComponent("\(stem).\(suffix)")
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    return String(decoding: try Data(contentsOf: url), as: UTF8.self)
  }

  /// All fixtures, by name.
  public static func all() throws -> [Fixture] {
    let data = try Data(contentsOf: PackageRoot.pickles.appendingPathComponent("MANIFEST.json"))
    return try JSONDecoder().decode(Manifest.self, from: data).files.sorted { $0.key < $1.key }.map {
      Fixture(
        name: $0, error: $1.error, pickles: $1.pickles, original: $1.same_as, isHandmade: $1.handmade ?? false
      )
    }
  }

  /// The valid ones that are not compressed.
  public static func valid() throws -> [Fixture] { try all().filter { $0.error == nil && !$0.isCompressed } }

  /// The valid ones that are compressed.
  public static func compressed() throws -> [Fixture] { try all().filter { $0.isCompressed } }

  /// The ones that must be refused.
  public static func invalid() throws -> [Fixture] { try all().filter { $0.error != nil } }

  /// The names of all files in the folders of fixtures, as in the manifest.
  public static func files() throws -> [String] {
    try ["valid", "invalid"].flatMap { folder in
      let path = PackageRoot.pickles.appendingPathComponent(folder).path
      return try FileManager.default.contentsOfDirectory(atPath: path).map { "\(folder)/\($0)" }
    }
  }

  private struct Manifest: Decodable {
    struct Entry: Decodable {
      let error: String?
      let pickles: Int?
      let same_as: String?
      let handmade: Bool?
    }
    let files: [String: Entry]
  }
}
