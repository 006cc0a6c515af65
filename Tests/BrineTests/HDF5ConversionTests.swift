import Brine
import Foundation
import TestSupport
import Testing

/// HDF5 files in other formats.
@Suite struct HDF5ConversionTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func file(_ name: String) throws -> HDF5File {
    let folder = PackageRoot.url.appendingPathComponent("Fixtures/hdf5/valid")
    let plain = folder.appendingPathComponent(name).path
    let path = FileManager.default.fileExists(atPath: plain) ? plain : plain + ".gz"
    return try #require(try InputFile(path: path).hdf5)
  }

  /// Writes what a path leads to, and returns where, and what was left out.
  private func convert(_ name: String, _ path: String, to output: String) throws -> (String, [String]) {
    let place = scratch.url.appendingPathComponent(output).path
    var conversion = try HDF5Conversion(file(name), path: path)
    try conversion.write(to: place, as: try #require(Conversion.Format(path: output)))
    return (place, conversion.leftOut)
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  }

  @Test func archivesHaveAllDatasetsByPath() throws {
    defer { scratch.remove() }
    let keras = try file("keras/keras-legacy.h5")
    let (path, leftOut) = try convert("keras/keras-legacy.h5", "", to: "all.npz")
    let archive = try #require(try InputFile(path: path).npz)
    var names: [String] = []
    for element in keras.root.walk() {
      guard let dataset = try element.object.get().dataset else { continue }
      names.append(element.path)
      #expect(try archive[element.path].values == dataset.read().values)
    }
    #expect(archive.names == names)
    #expect(names.contains("model_weights/dense/tiny/dense/kernel"))
    #expect(leftOut == [])
  }

  @Test func textsBecomeUnicodeArrays() throws {
    defer { scratch.remove() }
    let dataset = try #require(try file("h5py-3.16/texts-latest.h5")["/many"].dataset)
    let (path, _) = try convert("h5py-3.16/texts-latest.h5", "/many", to: "many.npy")
    let array = try InputFile(path: path).first().root.asArray()
    #expect(array.shape == [200, 3])
    #expect(array.values == (try dataset.asStrings().map { .string($0) }))
    let (table, _) = try convert("h5py-3.16/texts-latest.h5", "/many[0:2]", to: "many.csv")
    let strings = try dataset.asStrings(Selection(text: "0:2"))
    let cells = try DataFrame(csv: MemorySource(contentsOf: table), options: headless)
    #expect(cells.columns.count == 3)
    #expect(cells.columns.map { $0[0]?.text } == Array(strings[..<3]))
  }

  private var headless: CSVReadOptions {
    var options = CSVReadOptions()
    options.hasHeader = false
    return options
  }

  @Test func compoundsWithTextAreTables() throws {
    defer { scratch.remove() }
    let rows = try #require(try file("h5py-3.16/sequences-latest.h5")["/rows"].dataset)
    let (path, _) = try convert("h5py-3.16/sequences-latest.h5", "/rows", to: "rows.csv")
    let lines = try text(path).split(separator: "\n")
    #expect(lines.count == rows.count + 1)
    #expect(lines.first == "n,words,v")
    let numbers = try rows.read(field: "n").elements(as: Int.self)
    #expect(zip(lines.dropFirst(), numbers).allSatisfy { $0.hasPrefix("\($1),") })
    let pickle = try file("h5py-3.16/sequences-latest.h5").target("/rows").pickle().root
    #expect(pickle["n"]?.ndarray?.values == (try rows.read(field: "n").values))
    let words = try rows.read(field: "words").asStrings()
    #expect(pickle["words"]?.ndarray?.pickleValues?.map(\.string) == words)
    let (archive, leftOut) = try convert("h5py-3.16/sequences-latest.h5", "", to: "part.npz")
    #expect(try InputFile(path: archive).npz?.names == ["rows/n", "rows/words"])
    #expect(leftOut.contains { $0.hasPrefix("bools:") })
    #expect(leftOut.contains { $0.hasPrefix("rows/v:") })
  }

  @Test func groupsBecomeNestedDicts() throws {
    defer { scratch.remove() }
    let keras = try file("keras/keras-legacy.h5")
    let (path, _) = try convert("keras/keras-legacy.h5", "/model_weights", to: "weights.pkl")
    let root = try InputFile(path: path).first().root
    let kernel = try #require(try keras["/model_weights/dense/tiny/dense/kernel"].dataset)
    #expect(root["dense"]?["tiny"]?["dense"]?["kernel"]?.ndarray?.values == (try kernel.read().values))
  }

  @Test func jsonIsWhatDumpPrints() throws {
    defer { scratch.remove() }
    var expected: [UInt8] = []
    try file("h5py-3.16/references-latest.h5").writeTypedJSON { expected += Array($0) }
    let (path, _) = try convert("h5py-3.16/references-latest.h5", "", to: "all.json")
    #expect(try text(path) == String(decoding: expected, as: UTF8.self) + "\n")
  }

  /// A damaged dataset is left out of an archive, and the others are in it.
  @Test func damagedDatasetsDontHideOthers() throws {
    defer { scratch.remove() }
    let folder = PackageRoot.url.appendingPathComponent("Fixtures/hdf5")
    let damaged = folder.appendingPathComponent("invalid/indexes-BTLF-checksum.h5.gz").path
    let output = scratch.url.appendingPathComponent("rest.npz").path
    var conversion = try HDF5Conversion(try #require(try InputFile(path: damaged).hdf5), path: "")
    try conversion.write(to: output, as: .npz)
    #expect(conversion.isDamaged)
    #expect(conversion.leftOut.count == 2)
    #expect(conversion.leftOut.first?.contains("/tree") == true)
    #expect(conversion.leftOut.last == "3 soft links (dense/link 0, dense/link 1, dense/link 2)")
    let archive = try #require(try InputFile(path: output).npz)
    let fixed = try #require(try file("native/indexes-latest.h5")["/fixed"].dataset)
    #expect(try archive["fixed"].values == fixed.read().values)
    #expect(!archive.names.contains("tree"))
  }

  @Test func slicesAndFields() throws {
    defer { scratch.remove() }
    let kernel = "/model_weights/dense/tiny/dense/kernel"
    let whole = try #require(try file("keras/keras-legacy.h5")[kernel].dataset)
    let (path, _) = try convert("keras/keras-legacy.h5", "\(kernel)[::8, -1]", to: "part.npy")
    #expect(try InputFile(path: path).first().root.asArray().values == whole.read(.all(step: 8), -1).values)
  }

  /// What has no form elsewhere is refused with a reason, and nothing is written.
  @Test(arguments: [
    ("h5py-3.16/references-latest.h5", "/objects", "a.npy"),
    ("h5py-3.16/references-latest.h5", "/objects", "a.csv"),
    ("h5py-3.16/references-latest.h5", "/objects", "a.pkl"),
    ("h5py-3.16/sequences-latest.h5", "/ints", "a.npy"),
    ("h5py-3.16/sequences-latest.h5", "/rows", "a.npy"), ("keras/keras-legacy.h5", "", "a.npy"),
    ("keras/keras-legacy.h5", "/model_weights", "a.csv"),
  ])
  func refusals(_ name: String, _ path: String, _ output: String) throws {
    defer { scratch.remove() }
    #expect(throws: ConversionError.self) { try convert(name, path, to: output) }
    #expect(!FileManager.default.fileExists(atPath: scratch.url.appendingPathComponent(output).path))
  }
}
