import BigInt
import BrineCore
import BrinePickle
import Foundation
import TestSupport
import Testing

/// The bytes that hexadecimal digits stand for.
func bytes(_ hexadecimal: String) -> [UInt8] {
  let digits = hexadecimal.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

private func fixture(_ name: String) -> String {
  PackageRoot.pickles.appendingPathComponent("valid/\(name).pkl").path
}

/// Why a decoding fails; `nil` when it does not.
func failure<T: Decodable>(_ type: T.Type, _ text: String, _ decoder: PickleDecoder = .init()) -> (any Error)?
{
  do {
    _ = try decoder.decode(type, from: handmade(text))
    return nil
  } catch { return error }
}

@Suite struct DecoderTests {
  struct Rectangle: Codable, Equatable { var width: Double, height: Double, name: String }

  @Test func instancesDecodeFromTheirState() throws {
    let rectangle = try PickleDecoder().decode(Rectangle.self, contentsOf: fixture("rectangle"))
    #expect(rectangle == Rectangle(width: 3, height: 4, name: "small"))
  }

  struct Settings: Decodable {
    struct Limits: Decodable { var cpu: Int, memory: Int64 }
    var name: String, version: UInt8, ratio: Float, enabled: Bool
    var tags: [String], parent: String?, limits: Limits, window: [Int], missing: String?
  }

  @Test func dictsDecodeIntoNestedTypes() throws {
    let settings = try PickleDecoder().decode(Settings.self, contentsOf: fixture("settings"))
    #expect(settings.name == "demo" && settings.version == 3 && settings.ratio == 0.25 && settings.enabled)
    #expect(settings.tags == ["a", "b"] && settings.parent == nil && settings.missing == nil)
    #expect(settings.limits.cpu == 4 && settings.limits.memory == 17_179_869_184)
    #expect(settings.window == [800, 600])
  }

  struct Record: Decodable {
    enum Color: String, Decodable { case red, green }
    var color: Color, day: Date, at: Date, span: Duration, price: Decimal, id: UUID, raw: Data, big: BigInt
  }

  @Test func typesWithACounterpartDecode() throws {
    let pickle = bytes(
      """
      80049519010000000000007d94288c05636f6c6f72948c016d948c05436f6c6f729493948c0372656494859452948c03646179948c08
      6461746574696d65948c0464617465949394430407ea010294859452948c0261749468098c086461746574696d65949394430a07ea0102
      0304050000009468098c0874696d657a6f6e6594939468098c0974696d6564656c74619493944b004b004b008794529485945294869452
      948c047370616e9468164b014b024b03879452948c057072696365948c07646563696d616c948c07446563696d616c9493948c04312e31
      3094859452948c026964948c0475756964948c04555549449493942981947d948c03696e74944b0573628c03726177944303616263948c
      03626967948a09000000000000000040752e
      """)
    let record = try PickleDecoder().decode(Record.self, from: pickle)
    #expect(record.color == .red)
    #expect(record.day == Date(timeIntervalSince1970: 1_767_312_000))
    #expect(record.at == Date(timeIntervalSince1970: 1_767_323_045))
    #expect(record.span == .seconds(86_402) + .microseconds(3))
    #expect(record.price == Decimal(string: "1.10"))
    #expect(record.id.uuidString == "00000000-0000-0000-0000-000000000005")
    #expect(record.raw == Data("abc".utf8))
    #expect(record.big == BigInt(1) << 70)
  }

  @Test func keysAreConverted() throws {
    struct Person: Decodable, Equatable { var firstName: String, _private: Int }
    let pickle = handmade(
      "}(X\\x0a\\x00\\x00\\x00first_nameX\\x03\\x00\\x00\\x00AdaX\\x08\\x00\\x00\\x00_privateK\\x01u.")
    var decoder = PickleDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    #expect(try decoder.decode(Person.self, from: pickle) == Person(firstName: "Ada", _private: 1))
    struct Shouted: Decodable { var FIRST_NAME: String }
    decoder.keyDecodingStrategy = .custom { path in
      CodingName(stringValue: (path.last?.stringValue ?? "").uppercased())
    }
    #expect(try decoder.decode(Shouted.self, from: pickle).FIRST_NAME == "Ada")
  }

  struct CodingName: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  @Test func userInfoIsHandedOn() throws {
    struct Asking: Decodable {
      let answer: Int?
      init(from decoder: any Decoder) {
        answer = decoder.userInfo[CodingUserInfoKey(rawValue: "answer")!] as? Int
      }
    }
    var decoder = PickleDecoder()
    decoder.userInfo[CodingUserInfoKey(rawValue: "answer")!] = 42
    #expect(try decoder.decode(Asking.self, from: handmade("N.")).answer == 42)
  }

  @Test func theLastOfEqualKeysCounts() throws {
    let pickle = handmade(
      "}(X\\x01\\x00\\x00\\x00aK\\x01X\\x01\\x00\\x00\\x00bK\\x02X\\x01\\x00\\x00\\x00aK\\x03u.")
    #expect(try PickleDecoder().decode([String: Int].self, from: pickle) == ["a": 3, "b": 2])
    struct Pair: Decodable { var a: Int, b: Int }
    #expect(try PickleDecoder().decode(Pair.self, from: pickle).a == 3)
  }

  @Test func nestedAndSuperContainersWork() throws {
    struct Outer: Decodable {
      var inner: Int, list: [Int], count: Int
      enum Keys: CodingKey { case inner, list, missing }
      init(from decoder: any Decoder) throws {
        let outer = try decoder.container(keyedBy: Keys.self)
        let nested = try outer.nestedContainer(keyedBy: Keys.self, forKey: .inner)
        inner = try nested.decode(Int.self, forKey: .inner)
        var items = try outer.nestedUnkeyedContainer(forKey: .list)
        count = items.count ?? 0
        list = []
        while !items.isAtEnd { list.append(try items.decode(Int.self)) }
        _ = try outer.superDecoder(forKey: .inner).container(keyedBy: Keys.self)
        #expect(outer.allKeys.count == 2 && !outer.contains(.missing))
      }
    }
    let pickle =
      "}(X\\x05\\x00\\x00\\x00inner}X\\x05\\x00\\x00\\x00innerK\\x07sX\\x04\\x00\\x00\\x00list](K\\x01K\\x02eu."
    let outer = try PickleDecoder().decode(Outer.self, from: handmade(pickle))
    #expect(outer.inner == 7 && outer.list == [1, 2] && outer.count == 2)
  }
}

@Suite struct DecoderErrorTests {
  struct Item: Decodable { var count: Int8 }
  struct Box: Decodable { var items: [Item] }

  /// `{"items": [{"count": 1}, {"count": …}]}`
  private func box(_ count: String) -> String {
    "}X\\x05\\x00\\x00\\x00items](}X\\x05\\x00\\x00\\x00countK\\x01s}X\\x05\\x00\\x00\\x00count\(count)ses."
  }

  private func path(_ error: (any Error)?) -> String {
    let context: DecodingError.Context? =
      switch error as? DecodingError {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): context
      case .keyNotFound(_, let context): context
      default: nil
      }
    return context?.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: "/")
      ?? "none"
  }

  @Test func pathsLeadToTheMistake() {
    let mismatch = failure(Box.self, box("X\\x01\\x00\\x00\\x00x"))
    #expect(path(mismatch) == "items/[1]/count")
    guard case .typeMismatch? = mismatch as? DecodingError else {
      return #expect(Bool(false), "\(String(describing: mismatch))")
    }
    let missing = failure(Box.self, box("N"))
    #expect(path(missing) == "items/[1]/count")
    guard case .valueNotFound? = missing as? DecodingError else {
      return #expect(Bool(false), "\(String(describing: missing))")
    }
    #expect(path(failure(Box.self, box("M\\x00\\x01"))) == "items/[1]/count")
  }

  @Test func aMissingKeyNamesWhereItShouldBe() {
    let error = failure(Box.self, "}X\\x05\\x00\\x00\\x00items](}}es.")
    #expect(path(error) == "items/[0]")
    guard case .keyNotFound(let key, _)? = error as? DecodingError else { return #expect(Bool(false)) }
    #expect(key.stringValue == "count")
  }

  @Test func numbersAreNotCutShort() {
    #expect(failure(Int.self, "G\\x3f\\xf8\\x00\\x00\\x00\\x00\\x00\\x00.") is DecodingError)
    #expect(failure(UInt8.self, "M\\x00\\x01.") is DecodingError)
    #expect(failure(Int.self, "\\x8a\\x09\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01.") is DecodingError)
    #expect(failure(Bool.self, "K\\x01.") is DecodingError)
    #expect(failure([Int].self, "](K\\x01G\\x3f\\xf8\\x00\\x00\\x00\\x00\\x00\\x00e.") is DecodingError)
  }

  @Test func brokenPicklesAreRefusedByTheMachine() {
    #expect((failure([Int].self, "](K\\x01e") as? PickleError)?.code == .ranOutOfInput)
    #expect((failure([Double].self, "](G\\x3f\\xf8e.") as? PickleError)?.code == .truncated)
    #expect(
      (failure([String: Int].self, "}(X\\x01\\x00\\x00\\x00aK\\x01K\\x02u.") as? PickleError)?.code
        == .oddItemCount)
  }

  /// A type that nests as the value does.
  indirect enum Tree: Decodable {
    case leaf, list([Tree])
    init(from decoder: any Decoder) throws {
      guard var items = try? decoder.unkeyedContainer() else { self = .leaf; return }
      var list: [Tree] = []
      while !items.isAtEnd { list.append(try items.decode(Tree.self)) }
      self = .list(list)
    }
  }

  @Test func sharedListsDoNotGrowWithoutBound() {
    var bomb = "](K\\x01K\\x02eq\\x00"
    for level in 1..<60 { bomb += "0](h" + "\\x\(hex(level - 1))h\\x\(hex(level - 1))eq\\x\(hex(level))" }
    #expect((failure(Tree.self, bomb + ".") as? PickleError)?.code == .limitExceeded)
  }

  private func hex(_ number: Int) -> String { (number < 16 ? "0" : "") + String(number, radix: 16) }

  @Test func deepValuesAreRefusedAndNotFollowed() {
    let deep = String(repeating: "]", count: 100_000) + String(repeating: "a", count: 99_999) + "."
    #expect((failure(Tree.self, deep) as? PickleError)?.code == .limitExceeded)
  }

  @Test func cyclesEnd() {
    #expect((failure(Tree.self, "]q\\x00h\\x00a.") as? PickleError)?.code == .limitExceeded)
  }
}
