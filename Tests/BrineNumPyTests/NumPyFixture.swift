import BrineCodecs
import BrineCore
import BrineNumPy
import BrinePickle
import Foundation
import TestSupport
import Testing

/// One file of `Fixtures/numpy`, and what NumPy finds in it or which error it must give.
struct NumPyFixture: Sendable, CustomStringConvertible {
  struct Facts: Decodable {
    let error: String?
    let dtype: String?
    let shape: [Int]?
    let fortran: Bool?
    let crc32: UInt32?
    let values: [Double]?
    let version: UInt8?
    /// Whether the version is one that NumPy would not have chosen by itself.
    let stored: Bool?
    let members: [String: Facts]?
    let type: String?
    let scalar: Bool?
    /// What stands for masked elements, in a masked array.
    let fill: Double?
    let buffers: [String]?
  }

  struct Manifest: Decodable {
    let files: [String: Facts]
    let conversions: Conversions
  }

  /// The values of bit patterns, as `float.hex` writes them.
  struct Conversions: Decodable {
    struct Long: Decodable {
      let bytes: String
      let values: [String]
    }
    let float8_e4m3fn: [String]
    let float8_e4m3fnuz: [String]
    let float8_e5m2: [String]
    let float8_e5m2fnuz: [String]
    let float16: [String]
    let bfloat16: [String]
    let longdouble: Long
  }

  let name: String
  let facts: Facts

  var description: String { name }
  var url: URL { Self.folder.appendingPathComponent(name) }
  func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }

  static let folder = PackageRoot.url.appendingPathComponent("Fixtures/numpy")

  static func manifest() throws -> Manifest {
    try JSONDecoder().decode(
      Manifest.self, from: Data(contentsOf: folder.appendingPathComponent("MANIFEST.json")))
  }

  /// The files of `valid` or `invalid` whose names end so.
  static func all(_ kind: String, _ ending: String) throws -> [NumPyFixture] {
    try manifest().files.sorted { $0.key < $1.key }
      .map { NumPyFixture(name: $0.key, facts: $0.value) }
      .filter { $0.name.hasPrefix(kind) && $0.name.hasSuffix(ending) }
  }
}

extension NDArray {
  /// Checks type, shape, order and elements against what NumPy says.
  func check(_ facts: NumPyFixture.Facts, _ name: String) throws {
    #expect(dtype.description == facts.dtype, "\(name)")
    #expect(shape == facts.shape, "\(name)")
    // Objects are held by a list, in C order.
    #expect(dtype.hasObjects || (!isContiguous && isFortranContiguous) == facts.fortran, "\(name)")
    if let crc32 = facts.crc32 {
      let bytes = try elementBytes()
      #expect(CRC32.of(bytes.span.bytes) == crc32, "\(name)")
    }
    if let values = facts.values { #expect(try elements(as: Double.self) == values, "\(name)") }
  }
}

/// The name of an error's type and its code.
func code(of error: any Error) -> String {
  switch error {
  case let error as NumPyError: "NumPyError.\(error.code.rawValue)"
  case let error as PickleError: "PickleError.\(error.code.rawValue)"
  case let error as ZipError: "ZipError.\(error.code.rawValue)"
  case let error as CodecError: "CodecError.\(error.code.rawValue)"
  case let error as ArrayError: "ArrayError.\(error.code.rawValue)"
  default: "\(type(of: error))"
  }
}
