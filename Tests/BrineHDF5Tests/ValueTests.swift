import Foundation
import TestSupport
import Testing

@testable import BrineHDF5

/// Elements in heaps, and references, of `Fixtures/hdf5-types/values.h5`.
@Suite struct ValueTests {
  static let path = PackageRoot.url.appendingPathComponent("Fixtures/hdf5-types/values.h5").path

  private func attribute(_ name: String) throws -> Attribute {
    try HDF5File(ValueTests.path).root.attrs.attribute(name)
  }

  private func read(_ name: String) throws -> NDArray { try #require(try attribute(name).read()) }

  @Test func stringsOfAnyLength() throws {
    #expect(try attribute("strings").asStrings() == ["alpha", "", "日本語", String(repeating: "x", count: 300)])
    #expect(try attribute("one").asStrings() == ["single"])
    #expect(try attribute("fixed").asStrings() == ["ab", "abcdef"])
    #expect(try read("one").shape == [])
  }

  @Test func textThatIsNoUTF8IsBytes() throws {
    let values = try read("notutf8").hdf5Values()
    guard case .bytes(let bytes) = values[0], case .text(let text) = values[1] else {
      Issue.record("\(values)")
      return
    }
    #expect(bytes == [0xFF, 0xFE])
    #expect(text == "ok")
  }

  @Test func sequences() throws {
    var rows: [[Int16]] = []
    for value in try read("sequences").hdf5Values() {
      guard case .sequence(let array) = value else { continue }
      rows.append(try array.elements(as: Int16.self))
    }
    #expect(rows == [[1, 2, 3], [], [-4]])
  }

  @Test func sequencesOfStrings() throws {
    var rows: [[String]] = []
    for value in try read("names").hdf5Values() {
      guard case .sequence(let array) = value else { continue }
      rows.append(try array.asStrings())
    }
    #expect(rows == [["a", "bc"], ["def"]])
  }

  @Test func referencesToObjects() throws {
    let file = try HDF5File(ValueTests.path)
    let group = try file["g"].objectAddress
    let data = try file["g/data"].objectAddress
    let references = try read("references").hdf5References()
    #expect(references.map(\.address) == [group, data, nil])
    #expect(references.map(\.isNull) == [false, false, true])
  }

  @Test func referencesToRegions() throws {
    let references = try read("regions").hdf5References()
    #expect(references.count == 3)
    // Of the library's versions some write a list of boxes, others where they are at equal distances.
    #expect(
      try references[0].selection?.boxes() == [[1, 2, 1, 2], [1, 4, 1, 4], [3, 2, 3, 2], [3, 4, 3, 4]])
    #expect(try references[1].selection?.boxes() == [[1, 2, 2, 4]])
    #expect(references[1].selection?.elementCount == 6)
    #expect(references[2].isNull)
    #expect(try read("points").hdf5References()[0].selection?.kind == .points([1, 1, 4, 5]))
  }

  @Test func referencesOfHDF5112() throws {
    let data = try HDF5File(ValueTests.path)["g/data"].objectAddress
    let object = try read("stdobject").hdf5References()
    #expect(object.map(\.address) == [data, nil])
    let region = try read("stdregion").hdf5References()
    #expect(region[0].kind == .standardRegion)
    #expect(region[0].address == data)
    #expect(region[0].selection?.elementCount == 4)
    let attribute = try read("stdattribute").hdf5References()
    #expect(attribute[0].attribute == "unit")
    #expect(attribute[1].isNull)
  }

  @Test func nullDataspaceHasNoElements() throws {
    #expect(try attribute("empty").read() == nil)
    #expect(try attribute("empty").datatype.dtype == .float64)
  }

  @Test func namesOfNumbers() throws {
    let type = try attribute("enum").datatype
    #expect(type.enumNames == [0: "RED", 3: "BLUE"])
    #expect(type.enumMembers.map(\.name) == ["BLUE", "RED"])
    #expect(try read("enum").elements(as: Int8.self) == [3, 0])
  }

  @Test func fieldsOfCompounds() throws {
    let table = try read("table")
    #expect(try table.field("name").asStrings() == ["first", "second"])
    #expect(try table.field("x").elements(as: Double.self) == [0.5, 1.5])
    #expect(try table.field("grid").shape == [2, 2, 2])
    #expect(try table.field("ok").bools() == [false, true])
  }

  @Test func singleFieldsAreViews() throws {
    let attribute = try attribute("table")
    let raw = try attribute.rawSource()
    let x = try ElementConverter(attribute.datatype, field: "x", attribute.file.storage)
    let column = try x.array(raw, shape: [2])
    #expect(column.strides == [attribute.datatype.size])
    #expect(column.storage === raw)
    #expect(try column.elements(as: Double.self) == [0.5, 1.5])
    let names = try ElementConverter(attribute.datatype, field: "name", attribute.file.storage)
    #expect(try names.array(raw, shape: [2]).asStrings() == ["first", "second"])
  }

  @Test func someFieldsStandNextToEachOther() throws {
    let attribute = try attribute("table")
    let some = try ElementConverter(
      attribute.datatype, fields: ["colour", "x", "tags"], attribute.file.storage)
    let array = try some.array(try attribute.rawSource(), shape: [2])
    #expect(array.dtype.description == "[('colour', 'i1'), ('x', '>f8'), ('tags', 'O')]")
    #expect(try array.field("colour").elements(as: Int.self) == [0, 3])
    guard case .sequence(let tags) = try array.hdf5Value(array.field("tags").objectNumbers()[0]) else {
      Issue.record("no sequence")
      return
    }
    #expect(try tags.asStrings() == ["p", "q"])
    #expect(throws: HDF5Error.self) { try unknownField(attribute) }
  }

  private func unknownField(_ attribute: Attribute) throws {
    _ = try ElementConverter(attribute.datatype, field: "nothing", attribute.file.storage)
  }
}

extension ValueTests {
  struct Row: Decodable, Equatable {
    enum Colour: String, Decodable { case red = "RED", blue = "BLUE" }
    struct Place: Decodable, Equatable {
      var lat: Float
      var lon: Float
    }
    var name: String
    var x: Double
    var tags: [String]
    var to: HDF5Reference
    var grid: [[Int]]
    var colour: Colour
    var ok: Bool
    var half: Double
    var at: Place
    var missing: Int?
  }

  @Test func rowsOfCompounds() throws {
    let attribute = try attribute("table")
    let rows = try attribute.read(rows: Row.self)
    let data = try HDF5File(ValueTests.path)["g/data"].objectAddress
    let to = HDF5Reference(.object, address: data)
    #expect(
      rows == [
        Row(
          name: "first", x: 0.5, tags: ["p", "q"], to: to, grid: [[1, 2], [3, 4]], colour: .red, ok: false,
          half: 1.5,
          at: .init(lat: 10, lon: -20)),
        Row(
          name: "second", x: 1.5, tags: [], to: to, grid: [[1, 2], [3, 5]], colour: .blue, ok: true,
          half: 2.5,
          at: .init(lat: 11, lon: -20)),
      ])
  }

  private struct Narrow: Decodable { var x: Int }
  private struct Number: Decodable { var colour: Int }
  private struct Absent: Decodable { var nothing: Int }

  @Test func rowsThatDoNotFitAreErrors() throws {
    let attribute = try attribute("table")
    #expect(try attribute.read(rows: Number.self).map(\.colour) == [0, 3])
    #expect(throws: DecodingError.self) { try attribute.read(rows: Narrow.self) }
    #expect(throws: DecodingError.self) { try attribute.read(rows: Absent.self) }
  }
}
