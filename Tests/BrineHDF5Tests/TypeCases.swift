import Foundation
import TestSupport

@testable import BrineHDF5

/// One type of `Fixtures/hdf5-types/types.json`, which h5py, h5dump and libhdf5 have looked at.
struct TypeCase: Decodable, Sendable, CustomStringConvertible {
  let name: String
  /// The datatype message, in hexadecimal digits.
  let type: String
  /// What h5dump prints.
  let ddl: String?
  /// The text of h5py's dtype; `nil` where h5py has none.
  let dtype: String?
  /// Bytes of elements in the file.
  let raw: String?
  /// The bytes that libhdf5 made of them, field by field.
  let values: String?

  var description: String { name }

  static let all: [TypeCase] = {
    let url = PackageRoot.url.appendingPathComponent("Fixtures/hdf5-types/types.json")
    guard let data = try? Data(contentsOf: url) else { return [] }
    return (try? JSONDecoder().decode([TypeCase].self, from: data)) ?? []
  }()

  /// The decoded type.
  func datatype() throws -> Datatype {
    let bytes = MemorySource(Hex.bytes(type))
    var reader = MetadataReader(
      source: bytes, range: 0..<bytes.count, offsetSize: 8, lengthSize: 8, structure: "test")
    return try Datatype(reader: &reader)
  }
}

enum Hex {
  /// The bytes of hexadecimal digits.
  static func bytes(_ text: String) -> [UInt8] {
    let digits = Array(text.utf8)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
    }
  }
}

extension FileStorage {
  /// A file of these bytes.
  static func test(_ bytes: [UInt8] = []) -> FileStorage {
    FileStorage(source: MemorySource(bytes), base: 0, offsetSize: 8, lengthSize: 8, limits: .default)
  }
}

extension NDArray {
  /// The bytes of all fields, one field after the other.
  func fieldBytes() throws -> [UInt8] {
    guard case .structured(let record) = dtype.kind else { return try elementBytes() }
    return try record.fields.flatMap { try field($0.name).fieldBytes() }
  }
}
