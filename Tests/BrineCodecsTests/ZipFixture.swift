import BrineCodecs
import BrineCore
import Foundation
import TestSupport

/// One file of `Fixtures/zip`, and what Python's `zipfile` says of it or which error it must give.
struct ZipFixture: Sendable, CustomStringConvertible {
  struct Facts: Decodable {
    struct Entry: Decodable {
      let name: String
      let method: UInt16
      let size: Int
      let packed: Int
      let crc32: UInt32
      let offset: Int
      let time: [Int]
      let data_crc32: UInt32
    }
    let comment: String?
    let entries: [Entry]?
    let found: String?
    let error: String?
  }

  let name: String
  let facts: Facts

  var description: String { name }
  func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(name))) }

  static let folder = PackageRoot.url.appendingPathComponent("Fixtures/zip")

  /// The files of `valid` or `invalid`.
  static func all(_ kind: String) throws -> [ZipFixture] {
    struct Manifest: Decodable { let files: [String: Facts] }
    let data = try Data(contentsOf: folder.appendingPathComponent("MANIFEST.json"))
    return try JSONDecoder().decode(Manifest.self, from: data).files.sorted { $0.key < $1.key }
      .map { ZipFixture(name: $0.key, facts: $0.value) }
      .filter { $0.name.hasPrefix(kind) }
  }
}

extension ZipArchive {
  /// The data of every entry, in order.
  func contents() throws(ZipError) -> [[UInt8]] {
    var contents: [[UInt8]] = []
    for entry in entries {
      let data = try read(entry)
      contents.append(data.bytes.withUnsafeBytes { [UInt8]($0) })
    }
    return contents
  }
}
