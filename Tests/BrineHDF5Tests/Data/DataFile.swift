import BrineCodecs
import Foundation
import TestSupport

@testable import BrineHDF5

/// The files of `Fixtures/hdf5-data`, and what their datasets must hold.
enum DataFile {
  static let folder = PackageRoot.url.appendingPathComponent("Fixtures/hdf5-data", isDirectory: true)
  static let shape = [19, 13]

  static func bytes(_ name: String) throws -> [UInt8] {
    let plain = folder.appendingPathComponent("\(name).h5")
    if FileManager.default.fileExists(atPath: plain.path) { return [UInt8](try Data(contentsOf: plain)) }
    let packed = MemorySource(try Data(contentsOf: folder.appendingPathComponent("\(name).h5.gz")))
    return [UInt8](try DeflateCodec.gzip.decompress(packed).data)
  }

  static func open(_ name: String, _ options: HDF5File.Options = HDF5File.Options()) throws -> HDF5File {
    try HDF5File(MemorySource(bytes(name)), options: options)
  }

  static func dataset(_ name: String, in file: HDF5File) throws -> Dataset {
    guard let dataset = try file[name].dataset else { throw HDF5Error(.wrongKind, name) }
    return dataset
  }

  /// Row number times 100 plus column number, along all axes.
  static func values(_ shape: [Int] = shape) throws -> NDArray {
    let count = shape.reduce(1, *)
    var values: [Int32] = []
    for number in 0..<count {
      var (rest, value, factor) = (number, 0, 1)
      for length in shape.reversed() {
        value += rest % length * factor
        rest /= length
        factor *= 100
      }
      values.append(Int32(value))
    }
    return try NDArray(values, shape: shape)
  }

  /// A selection of every kind that there is.
  static func selection(_ shape: [Int], _ random: inout SplitMix64) -> Selection {
    var items: [Selection.Item] = []
    for length in shape {
      let start = random.below(length)
      switch random.below(6) {
      case 0: items.append(.index(start))
      case 1: items.append(.slice(.init(start, nil, step: 1 + random.below(4))))
      case 2: items.append(.slice(.init(nil, nil, step: -1 - random.below(3))))
      case 3: items.append(.slice(.init(start, start + random.below(length - start + 1))))
      case 4:
        items.append(.list((0..<3).map { _ in random.below(length) }))
      default: items.append(.slice(.init()))
      }
    }
    return Selection(items)
  }
}

extension MemorySource {
  /// All bytes.
  var data: [UInt8] { (try? read(0..<count)) ?? [] }
}
