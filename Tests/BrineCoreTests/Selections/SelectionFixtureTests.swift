import Testing

@testable import BrineCore

/// Random selections of random arrays, with NumPy's results.
@Suite struct SelectionFixtureTests {
  struct Case: Decodable {
    let dtype: String
    let shape: [Int]
    let strides: [Int]
    let offset: Int
    let data: String
    let text: String
    let result_shape: [Int]?
    let result: String?
    let shares: Bool?
    let error: String?

    func array() throws -> NDArray {
      try NDArray(
        DType(dtype), shape: shape, strides: strides, storage: MemorySource(ArrayFixtures.bytes(data)),
        offset: offset)
    }
  }

  private func cases() throws -> [Case] { try ArrayFixtures.lines("selections.json", as: Case.self) }

  @Test func selectionsEqualNumPys() throws {
    let cases = try cases()
    #expect(cases.count >= 300)
    for test in cases {
      let array = try test.array()
      guard let shape = test.result_shape, let result = test.result else {
        #expect(throws: ArrayError.self, "\(test.shape) [\(test.text)]") {
          try array.selecting(text: test.text)
        }
        continue
      }
      let found = try array.selecting(text: test.text)
      #expect(found.shape == shape, "\(test.shape) [\(test.text)]")
      #expect(try found.elementBytes() == ArrayFixtures.bytes(result), "\(test.shape) [\(test.text)]")
      #expect(found.dtype == array.dtype)
      if test.shares == true { #expect(found.storage === array.storage) }
    }
  }

  /// The blocks of a file's reader make up the same result, each element once.
  @Test func boxesMakeUpTheResult() throws {
    for test in try cases() where test.error == nil {
      let array = try test.array()
      let selection = try Selection(text: test.text).resolved(shape: test.shape)
      #expect(selection.shape == test.result_shape)
      let size = array.dtype.itemSize
      var bytes = [UInt8](repeating: 0, count: selection.count * size)
      var isWritten = [Bool](repeating: false, count: selection.count)
      try selection.forEachBox { box in
        #expect(box.count.allSatisfy { $0 >= 1 } && box.step.allSatisfy { $0 >= 1 })
        for number in 0..<box.elements {
          let (place, target) = box.element(number)
          #expect(!isWritten[target])
          isWritten[target] = true
          let items = place.map { Selection.Item.index($0) }
          let element = try array.selecting(Selection(items)).elementBytes()
          bytes.replaceSubrange(target * size..<(target + 1) * size, with: element)
        }
      }
      #expect(isWritten.allSatisfy { $0 })
      #expect(bytes == ArrayFixtures.bytes(test.result ?? ""), "\(test.shape) [\(test.text)]")
    }
  }

  /// What a selection says of itself means the same selection.
  @Test func descriptionsReadBack() throws {
    for test in try cases() where test.error == nil {
      let selection = try Selection(text: test.text)
      guard !selection.description.contains("…") else { continue }
      let again = try Selection(text: selection.description)
      #expect(again.description == selection.description)
      let found = try test.array().selecting(again)
      #expect(try found.elementBytes() == ArrayFixtures.bytes(test.result ?? ""), "\(test.text)")
    }
  }
}

extension ResolvedSelection.Box {
  /// The source index of the element with this number, and its place in the result.
  fileprivate func element(_ number: Int) -> (place: [Int], target: Int) {
    var place = start
    var target = self.target
    var rest = number
    for axis in start.indices.reversed() {
      let index = rest % count[axis]
      rest /= count[axis]
      place[axis] += index * step[axis]
      target += index * targetStrides[axis]
    }
    return (place, target)
  }
}
