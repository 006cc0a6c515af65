import BrineCodecs
import BrineCore
import BrineJoblib
import BrineNumPy
import BrinePickle
import Foundation
import TestSupport

/// One file of `Fixtures/joblib`, and what is in it or which error it must give.
struct JoblibFixture: Sendable, CustomStringConvertible {
  struct Facts: Decodable {
    let error: String?
    /// A pickle of the same value, in hexadecimal.
    let same_as: String?
    let compressor: String?
    let unpadded: Bool?
    /// The file beside which this one is.
    let beside: String?
  }

  let name: String
  let facts: Facts

  var description: String { name }
  var url: URL { Self.folder.appendingPathComponent(name) }

  /// The typed JSON of what the file must hold.
  func expected() throws -> String {
    let digits = Array((facts.same_as ?? "").utf8)
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
    }
    // Types that typed JSON has no word for are calls, which Brine writes so that every NumPy knows them.
    return try Pickle(bytes).root.typedJSON().replacingOccurrences(of: "numpy._core.", with: "numpy.core.")
  }

  /// Whether this build has what the file needs.
  var isAvailable: Bool {
    JoblibCompressor(rawValue: facts.compressor ?? "gzip")?.codec.isAvailable ?? false
      && (BZip2Codec().isAvailable || !name.contains("bomb"))
  }

  static let folder = PackageRoot.url.appendingPathComponent("Fixtures/joblib")

  /// The files of `valid` or `invalid` that are read by themselves.
  static func all(_ kind: String) throws -> [JoblibFixture] {
    struct Manifest: Decodable { let files: [String: Facts] }
    let data = try Data(contentsOf: folder.appendingPathComponent("MANIFEST.json"))
    return try JSONDecoder().decode(Manifest.self, from: data).files.sorted { $0.key < $1.key }
      .map { JoblibFixture(name: $0.key, facts: $0.value) }
      .filter { $0.name.hasPrefix(kind) && $0.facts.beside == nil && $0.isAvailable }
  }

  static func named(_ name: String) throws -> JoblibFixture? {
    try all("valid").first { $0.name == "valid/\(name)" }
  }
}

/// The name of an error's type and its code.
func code(of error: any Error) -> String {
  switch error {
  case let error as JoblibError: "JoblibError.\(error.code.rawValue)"
  case let error as NumPyError: "NumPyError.\(error.code.rawValue)"
  case let error as PickleError: "PickleError.\(error.code.rawValue)"
  case let error as CodecError: "CodecError.\(error.code.rawValue)"
  case let error as ArrayError: "ArrayError.\(error.code.rawValue)"
  default: "\(type(of: error))"
  }
}
