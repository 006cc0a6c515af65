import BrineCore
import BrinePickle
import Foundation
import TestSupport
import Testing

/// The ways around `Codable` must give what the general way gives.
@Suite struct FlatDecodingTests {
  /// `pickle.dumps` of a list or dict, frames and batches of 1000 included, as CPython writes it.
  private func pickle(list items: [String], opener: String = "]", closer: String = "e") -> MemorySource {
    var text = "\\x80\\x04\(opener)\\x94"
    for start in stride(from: 0, to: items.count, by: 1000) {
      text += "(" + items[start..<min(start + 1000, items.count)].joined() + closer
    }
    return handmade(text + ".")
  }

  private func int(_ value: Int32) -> String {
    "J" + escaped(withUnsafeBytes(of: value.littleEndian) { [UInt8]($0) })
  }

  private func float(_ value: Double) -> String {
    "G" + escaped(withUnsafeBytes(of: value.bitPattern.bigEndian) { [UInt8]($0) })
  }

  private func string(_ value: String) -> String {
    "\\x8c" + escaped([UInt8(value.utf8.count)]) + escaped([UInt8](value.utf8)) + "\\x94"
  }

  private func escaped(_ bytes: [UInt8]) -> String {
    bytes.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  @Test func numbersAndStrings() throws {
    let decoder = PickleDecoder()
    let ints = (0..<2500).map { Int32($0 * 7_919 - 9_000_000) }
    #expect(try decoder.decode([Int].self, from: pickle(list: ints.map(int))) == ints.map(Int.init))
    #expect(try decoder.decode([Int32].self, from: pickle(list: ints.map(int))) == ints)
    let floats = (0..<2500).map { Double($0) * 0.37 - 100 }
    #expect(try decoder.decode([Double].self, from: pickle(list: floats.map(float))) == floats)
    #expect(try decoder.decode([Float].self, from: pickle(list: floats.map(float))) == floats.map(Float.init))
    let strings = (0..<2500).map { "text \($0) é" }
    #expect(try decoder.decode([String].self, from: pickle(list: strings.map(string))) == strings)
    let pairs = (0..<2500).map { ("key \($0)", Int32($0)) }
    let dict = pickle(list: pairs.map { string($0.0) + int($0.1) }, opener: "}", closer: "u")
    let expected = Dictionary(uniqueKeysWithValues: pairs.map { ($0.0, Int($0.1)) })
    #expect(try decoder.decode([String: Int].self, from: dict) == expected)
  }

  @Test func framesMayStandAnywhere() throws {
    let frame = "\\x95\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
    let text =
      "\\x80\\x04\(frame)}\(frame)\\x94(\(frame)\\x8c\\x01a\(frame)\\x94\(frame)K\\x07\(frame)u\(frame)."
    #expect(try PickleDecoder().decode([String: Int].self, from: handmade(text)) == ["a": 7])
    let list = "\\x80\\x04]\(frame)\\x94(\(frame)K\\x01\(frame)K\\x02\(frame)e."
    #expect(try PickleDecoder().decode([Int].self, from: handmade(list)) == [1, 2])
  }

  @Test func whatIsNotFlatGoesTheGeneralWay() throws {
    // Shared strings, mixed numbers, single APPENDs, tuples, wide integers.
    #expect(
      try PickleDecoder().decode([String].self, from: handmade("](X\\x01\\x00\\x00\\x00aq\\x01h\\x01e.")) == [
        "a", "a",
      ])
    #expect(
      try PickleDecoder().decode(
        [Double].self, from: handmade("](K\\x01G\\x3f\\xf8\\x00\\x00\\x00\\x00\\x00\\x00e.")) == [1, 1.5])
    #expect(try PickleDecoder().decode([Int].self, from: handmade("]K\\x01aK\\x02a.")) == [1, 2])
    #expect(try PickleDecoder().decode([Int].self, from: handmade("K\\x01K\\x02\\x86.")) == [1, 2])
    #expect(
      try PickleDecoder().decode(
        [Int].self, from: handmade("](\\x8a\\x07\\x00\\x00\\x00\\x00\\x00\\x00\\x01e.")) == [1 << 48])
    #expect(try PickleDecoder().decode([[Int]].self, from: handmade("](](K\\x01e](K\\x02ee.")) == [[1], [2]])
    #expect(try PickleDecoder().decode([Int?].self, from: handmade("](K\\x01Ne.")) == [1, nil])
  }
}

@Suite struct PickleRowTests {
  struct Row: PickleRow, Equatable {
    var id: Int, name: String, price: Double, active: Bool, note: String?

    init(fields: inout PickleFields) throws(PickleError) {
      id = try fields.int("id")
      name = try fields.string("name")
      active = try fields.bool("active")
      price = try fields.double("price")
      note = fields.has("note") ? try fields.string("note") : nil
    }
  }

  @Test func rowsReadTheirFields() throws {
    let path = PackageRoot.pickles.appendingPathComponent("valid/rows.pkl").path
    let rows = try PickleDecoder().decodeRows(Row.self, from: MemorySource(contentsOf: path))
    #expect(rows.count == 20)
    for (index, row) in rows.enumerated() {
      #expect(row.id == index && row.name == "row \(index)" && row.price == Double(index) * 1.25)
      #expect(row.active == (index % 2 == 0) && row.note == nil)
    }
  }

  struct Named: PickleRow {
    var a: Int
    init(fields: inout PickleFields) throws(PickleError) { a = try fields.int("a") }
  }

  private func refusal(_ text: String) -> PickleError? {
    do {
      _ = try PickleDecoder().decodeRows(Named.self, from: handmade(text))
      return nil
    } catch { return error }
  }

  @Test func mistakesNameTheRowAndTheField() {
    let mismatch = refusal("](}X\\x01\\x00\\x00\\x00aK\\x01s}X\\x01\\x00\\x00\\x00aNse.")
    #expect(mismatch?.code == .typeMismatch && mismatch?.context.path == "[1]/a")
    let missing = refusal("](}X\\x01\\x00\\x00\\x00bK\\x01se.")
    #expect(missing?.code == .notFound && missing?.context.path == "[0]")
    #expect(refusal("](K\\x01e.")?.code == .typeMismatch)
    #expect(refusal("K\\x01.")?.code == .typeMismatch)
  }

  @Test func theLastOfEqualKeysCounts() throws {
    let text = "](}(X\\x01\\x00\\x00\\x00aK\\x01X\\x01\\x00\\x00\\x00aK\\x02ue."
    #expect(try PickleDecoder().decodeRows(Named.self, from: handmade(text)).map(\.a) == [2])
  }
}
