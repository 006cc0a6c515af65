import Testing

@testable import BrineCore

/// Arrays of every type, with NumPy's `repr` and `str`.
@Suite struct PrintingFixtureTests {
  struct Case: Decodable {
    let descr: String
    let shape: [Int]
    let strides: [Int]?
    let objects: [String]?
    let data: String
    let repr: String
    let str: String

    func array() throws -> NDArray {
      try NDArray(
        DType(descr: PythonLiteral(parsing: descr.utf8)), shape: shape, strides: strides,
        storage: MemorySource(ArrayFixtures.bytes(data)), objects: objects.map { Texts(texts: $0) })
    }
  }

  struct Texts: ArrayObjects {
    let texts: [String]
    var count: Int { texts.count }
    func text(_ index: Int) -> String { texts[index] }
  }

  @Test func textsEqualNumPys() throws {
    let cases = try ArrayFixtures.lines("printing.json", as: Case.self)
    #expect(cases.count >= 400)
    for test in cases {
      let array = try test.array()
      #expect(array.text() == test.repr, "\(test.descr) \(test.shape)")
      #expect(array.text(options: ArrayTextOptions(style: .str)) == test.str, "\(test.descr) \(test.shape)")
    }
  }
}
