import BrineCodecs
import BrineCore
import Foundation
import TestSupport

@testable import BrineHDF5

/// The files of `Fixtures/hdf5`.
enum FixtureFiles {
  static let folder = PackageRoot.url.appendingPathComponent("Fixtures/hdf5", isDirectory: true)

  /// A file that the manifest says is damaged, and the error that it must give.
  struct Invalid: Sendable, CustomStringConvertible {
    let name: String
    let error: HDF5Error.Code?
    /// The path of the object that gives the error, `*` for any; `nil` when the file can't be opened.
    let path: String?

    var description: String { name }
  }

  static let invalid: [Invalid] = {
    struct Manifest: Decodable {
      struct Entry: Decodable { let error: String, path: String? }
      let invalid: [String: Entry]
    }
    guard let data = try? Data(contentsOf: folder.appendingPathComponent("MANIFEST.json")),
      let manifest = try? JSONDecoder().decode(Manifest.self, from: data)
    else { return [] }
    return manifest.invalid.sorted { $0.key < $1.key }.map {
      Invalid(name: $0.key, error: HDF5Error.Code(rawValue: $0.value.error), path: $0.value.path)
    }
  }()

  /// The bytes of a file, unpacked. The name is that without `.gz`, or with it.
  static func bytes(_ name: String) throws -> MemorySource {
    let plain = folder.appendingPathComponent(name)
    let packed = name.hasSuffix(".gz") ? plain : folder.appendingPathComponent(name + ".gz")
    guard FileManager.default.fileExists(atPath: packed.path) else {
      return MemorySource(try Data(contentsOf: plain))
    }
    let data = MemorySource(try Data(contentsOf: packed))
    return try DeflateCodec.gzip.decompress(data)
  }

  /// The bytes of a file, unpacked, as an array.
  static func array(_ name: String) throws -> [UInt8] {
    let source = try bytes(name)
    return try source.read(0..<source.count)
  }

  /// A file of `Fixtures/hdf5/valid`.
  static func open(_ name: String) throws -> HDF5File {
    try HDF5File(bytes("valid/\(name)"), path: folder.appendingPathComponent("valid/\(name)").path)
  }
}

/// Everything that is wrong with a file, found by reading all of it.
struct FullReading {
  /// What is wrong, with the path of the object.
  var problems: [(path: String, error: HDF5Error)] = []
  /// The paths of the objects that could be read.
  var objects: [String] = []

  init(_ file: HDF5File) {
    read(.group(file.root))
    for element in file.root.walk() {
      switch element.object {
      case .failure(let error): problems.append(("/" + element.path, error))
      case .success(let object): read(object)
      }
    }
  }

  private mutating func read(_ object: HDF5Object) {
    let before = problems.count
    for problem in object.attrs.problems { problems.append((object.path, problem)) }
    for (_, attribute) in object.attrs.all() {
      do throws(HDF5Error) {
        _ = try attribute.get().read()
      } catch {
        problems.append((object.path, error))
      }
    }
    do throws(HDF5Error) {
      if let dataset = object.dataset { _ = try dataset.read() }
      if let group = object.group { _ = try group.keys }
    } catch {
      problems.append((object.path, error))
    }
    if problems.count == before { objects.append(object.path) }
  }
}
