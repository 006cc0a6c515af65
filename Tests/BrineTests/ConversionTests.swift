import Brine
import Foundation
import TestSupport
import Testing

/// What is written of arrays in other formats, and what is refused.
@Suite struct ArrayConversionTests {
  private func csv(_ value: PickleValue) throws -> String {
    try written(value, "table.csv")
  }

  private func written(_ value: PickleValue, _ name: String) throws -> String {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let path = scratch.url.appendingPathComponent(name).path
    try Conversion([value]).write(to: path, as: #require(Conversion.Format(path: path)))
    return String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  }

  /// `numpy.ma.MaskedArray` of two bytes.
  private func masked(_ mask: [UInt8]) throws -> PickleValue {
    let head =
      "cnumpy.ma.core\n_mareconstruct\n(cnumpy.ma.core\nMaskedArray\ncnumpy\nndarray\nK\0\u{85}C\u{1}btR"
    let dtype =
      "cnumpy\ndtype\n(X\u{2}\0\0\0u1K\0K\u{1}tR(K\u{3}X\u{1}\0\0\0|NNNJ\u{FF}\u{FF}\u{FF}\u{FF}J\u{FF}\u{FF}\u{FF}\u{FF}K\0tb"
    let text = head + "(K\u{1}K\u{2}\u{85}" + dtype + "\u{89}C\u{2}\u{1}cC\u{2}"
    let bytes = [0x80, 3] + text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    return try Pickle(bytes + mask + Array("Ntb.".utf8)).root
  }

  @Test func masks() throws {
    #expect(try masked([0, 1]).maskedArray?.data.values == [.uint(1), .uint(99)])
    #expect(try csv(masked([0, 1])) == "1\n\"\"\n")
    #expect(throws: ConversionError.self) { try masked([0, 1]).asArray() }
    #expect(try masked([0, 0]).asArray().values == [.uint(1), .uint(99)])
    #expect(throws: ConversionError.self) { try written(masked([0, 1]), "a.npy") }
  }

  @Test func accentsAfterCommas() throws {
    let texts = ["x,\u{301}y", "\"\u{301}", "a\r\nb", "plain"]
    let values = try texts.map { try Pickle(.string($0)).root }
    let array = try PickleValue(NDArray(objects: values, shape: [2, 2]))
    let text = try csv(array)
    #expect(try DataFrame(csv: "a,b\n" + text).columns[0].values.count == 2)
    #expect(text.utf8.filter { $0 == UInt8(ascii: "\"") }.count > 4)
  }

  @Test func emptyDictsAsArchives() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let path = scratch.url.appendingPathComponent("empty.npz").path
    try Conversion([Pickle([:] as PickleTree).root]).write(to: path, as: .npz)
    let file = try InputFile(path: path)
    #expect(file.format == .npz)
    #expect(try file.first().root.typedJSON() == "{}")
    #expect(file.check().isValid)
  }

  @Test func rowsWithoutCells() throws {
    let empty = try NDArray(.float64, shape: [1 << 40, 0], storage: MemorySource([]))
    #expect(try csv(PickleValue(empty)).isEmpty)
  }

  // MARK: Checks

  @Test func checks() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    func check(_ name: String, _ bytes: [UInt8]) throws -> PickleCheck {
      try InputFile(path: scratch.write(name, bytes).path).check()
    }
    let npy = try NPYWriter().data(NDArray([1, 2, 3]))
    #expect(try check("ok.npy", npy).isValid)
    let cut = try check("cut.npy", npy.dropLast())
    #expect(!cut.isValid && cut.findings.map(\.code.name) == ["truncated"])
    var archive: [UInt8] = []
    let writer = NPZWriter { archive += $0 }
    try writer.add("a", NDArray([1]))
    try writer.add("b", NDArray([2]))
    try writer.finish()
    #expect(try check("ok.npz", archive).isValid)
    let place = try #require(archive.indices.first { archive[$0...].starts(with: "descr".utf8) })
    archive[place] = 0
    #expect(try check("bad.npz", archive).findings.count == 1)
    #expect(try check("ok.csv", Array("a,b\n1,2\n".utf8)).isValid)
    #expect(try check("bad.csv", Array("a\n\"1\n".utf8)).findings.map(\.code.name) == ["badCSV"])
  }

  // MARK: Selections

  @Test(arguments: [("[5", "byte 2, in [5"), ("[9]", "in [9]"), ("[0:x]", "byte 3, in [0:x]")])
  func selectionsThatDoNotFit(_ path: String, _ place: String) throws {
    let value = try PickleValue(NDArray([1, 2, 3]))
    do {
      let found = try value.resolveSelected(path)
      Issue.record("\(path) is \(found)")
    } catch let error as ArrayError {
      #expect(error.description.hasSuffix(place + ")"), "\(error)")
    }
  }
}
