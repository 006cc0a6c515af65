import Testing

@testable import BrineCore

@Suite struct SelectionTests {
  private func numbers(_ shape: Int...) throws -> NDArray {
    try NDArray((0..<shape.reduce(1, *)).map { Int32($0) }, shape: shape)
  }

  private func values(_ array: NDArray) throws -> [Int] { try array.elements(as: Int.self) }

  @Test func swiftParts() throws {
    let array = try numbers(4, 5, 6)
    let part = try array[1..<3, .all(step: 2), -1]
    #expect(part.shape == [2, 3])
    #expect(try values(part) == [35, 47, 59, 65, 77, 89])
    #expect(try array[0].shape == [5, 6])
    #expect(try values(array[-1, 4, 5]) == [119])
    #expect(try values(array[0, 0, .slice(4, nil)]) == [4, 5])
    #expect(try values(array[0, 0, .slice(nil, nil, step: -2)]) == [5, 3, 1])
    #expect(try values(array[0, 0, (-2)...]) == [4, 5])
    #expect(try values(array[0, 0, ...1]) == [0, 1])
    #expect(try values(array[0, 0, ..<2]) == [0, 1])
    #expect(try values(array[0, 0, 1...2]) == [1, 2])
    #expect(try values(array[0, 0, -3 ... -1]) == [3, 4, 5])
    #expect(try values(array[.ellipsis, 0]).prefix(3) == [0, 6, 12])
    #expect(try array[.newAxis, .ellipsis, .newAxis].shape == [1, 4, 5, 6, 1])
    #expect(try values(array[[3, 0], 0, 0]) == [90, 0])
    #expect(try values(array[0, 0, [true, false, false, true, false, true]]) == [0, 3, 5])
    #expect(try values(array[0, [1, 2], [0, -1]]) == [6, 17])
    #expect(try array[.all, [0, 1, 2], .all, .newAxis].shape == [4, 3, 6, 1])
  }

  @Test func arraysAsParts() throws {
    let array = try numbers(3, 4)
    let mask = NDArray([true, false, true])
    #expect(try values(array[mask]) == [0, 1, 2, 3, 8, 9, 10, 11])
    let indexes = try NDArray([Int16(1), -1, 0, 2], shape: [2, 2])
    #expect(try array[0, indexes].shape == [2, 2])
    #expect(try values(array[0, indexes]) == [1, 3, 0, 2])
    #expect(throws: ArrayError(.typeMismatch, "")) { try array[NDArray([1.5])] }
    let flags = try NDArray(.bool, shape: [3, 4]) { bytes in
      for index in [0, 5, 11] { bytes[index] = 0xFF }
    }
    #expect(try values(array[flags]) == [0, 5, 11])
    #expect(try values(array.transposed()[flags.transposed()]) == [0, 5, 11])
  }

  @Test func viewsShareMemoryAndCopiesDoNot() throws {
    let array = try numbers(4, 5)
    #expect(try array[1..<3, .all(step: -1)].storage === array.storage)
    #expect(try array[[0]].storage !== array.storage)
  }

  @Test(arguments: [
    ("0", 0), ("5", 5), ("5, ", 5), ("-6", 0), ("-7", -1), ("6", -1), ("0:2", 2), ("[0:2]", 2),
    ("[[0, 2]]", 2), ("[4],", 1),
  ])
  func textsWithAndWithoutBrackets(_ text: String, _ expected: Int) throws {
    let array = try numbers(6)
    guard expected >= 0 else {
      #expect(throws: ArrayError(.badSelection, "")) { try array.selecting(text: text) }
      return
    }
    let found = try array.selecting(text: text)
    #expect(found.shape.isEmpty ? try values(found) == [expected] : found.shape == [expected])
  }

  @Test func bracketsAroundEverythingAreOff() throws {
    let array = try numbers(3, 4)
    #expect(try values(array.selecting(text: "[1, 2]")) == [6])
    #expect(try array.selecting(text: "[[1, 2]]").shape == [2, 4])
    #expect(try values(array.selecting(text: "[1, 2], [0, 3]")) == [4, 11])
    #expect(try values(array.selecting(text: "[[1, 2], [0, 3]]")) == [4, 11])
    #expect(try array.selecting(text: "[[[1, 2], [0, 1]]]").shape == [2, 2, 4])
    #expect(try array.selecting(text: "()").shape == [3, 4])
    #expect(
      try array.selecting(text: "None:1_0:None, -9223372036854775809:99999999999999999999").shape == [3, 4])
    #expect(try array.selecting(text: "::-99999999999999999999").shape == [1, 4])
    #expect(try array.selecting(text: "np.newaxis, Ellipsis").shape == [1, 3, 4])
    #expect(try array.selecting(text: "[[]]").shape == [0, 4])
  }

  @Test(arguments: [
    ("", 0), ("1 2", 2), ("a", 0), ("1,,2", 2), ("..., ...", 5), ("1:2:0", 4), ("[[1, True]]", 5), ("1.5", 1),
    ("[1], [[1], 2]", 11), ("[[1], [1, 2]],", 6), ("[1", 2), ("1]", 1), ("1::2:3", 4), ("--1", 1), ("_1", 0),
    ("1__0", 0), ("1_", 0), ("..", 0), ("(1)", 0), ("[[1,2],[3]],", 7), ("1:x", 2), ("1:Nope", 2),
  ])
  func badTexts(_ text: String, _ offset: Int) {
    do {
      _ = try Selection(text: text)
      Issue.record("'\(text)' was read")
    } catch {
      #expect(error.code == .badSelectionText)
      #expect(error.context.offset == offset, "'\(text)': \(error)")
    }
  }

  @Test func deepListsAreRefused() {
    let text = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    #expect(throws: ArrayError(.badSelectionText, "")) { try Selection(text: text) }
  }

  @Test func errorsNameAxisAndLength() throws {
    let array = try numbers(2, 3)
    let texts = ["0, 3", ":, [0, -4]", "0, 0, 0", "[True, False, True],", "[0, 1], [0, 1, 2]"]
    let details = [
      "index 3 is out of range for axis 1 with length 3", "index -4 is out of range for axis 1 with length 3",
      "a selection of 3 axes, but there are 2", "a mask of length 3 does not fit axis 0 with length 2",
      "index lists of shapes [2], [3] can't be broadcast together",
    ]
    for (text, detail) in zip(texts, details) {
      do {
        _ = try array.selecting(text: text)
        Issue.record("\(text) was taken")
      } catch {
        #expect(error.code == .badSelection)
        #expect(error.detail == detail)
      }
    }
  }

  @Test func hugeViewsAndResultsAreSafe() throws {
    let repeated = try NDArray([Int8(7)], shape: [1]).broadcast(to: [1 << 40, 1 << 20])
    #expect(try repeated[-1, 3].elements(as: Int.self) == [7])
    #expect(try repeated[.all(step: 1 << 39), 5].shape == [2])
    #expect(throws: ArrayError(.tooLarge, "")) { try repeated[.all, [0, 1]] }
    let nothing = try NDArray(
      .int8, shape: [5, 0], strides: [1 << 62, 1 << 62], storage: MemorySource([UInt8]()))
    #expect(try nothing[4].shape == [0])
    #expect(try nothing[.all(step: -1)].count == 0)
    #expect(try nothing[.all(step: 2), [Int]()].shape == [3, 0])
    #expect(throws: ArrayError(.badSelection, "")) { try nothing.value(at: 4, 0) }
  }

  @Test(arguments: [1, 2, 4, 8, 16, 3, 24])
  func masksOfAllDensities(_ size: Int) throws {
    let count = 1003
    var random = SystemRandomNumberGenerator()
    let data = (0..<count * size).map { _ in UInt8.random(in: 0...255, using: &random) }
    let array = try NDArray(DType(.void(size)), shape: [count], storage: MemorySource(data))
    for percent in [0, 1, 10, 50, 90, 100] {
      let mask = (0..<count).map { _ in Int.random(in: 0..<100, using: &random) < percent }
      let expected = (0..<count).filter { mask[$0] }.flatMap { data[$0 * size..<($0 + 1) * size] }
      #expect(try array[mask].elementBytes() == expected)
      #expect(Selection.Mask(mask).trueCount * size == expected.count)
    }
  }
}
