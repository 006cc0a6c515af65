import BrineCore
import BrineNumPy
import BrinePickle
import Testing

/// Arrays and matrices that are far larger than what they are stored in.
struct HostileViewTests {
  @Test func viewsLargerThanMemory() throws {
    let one = NDArray([1.5])
    #expect(throws: ArrayError(.badShape, "")) { try one.broadcast(to: [1 << 61]) }
    #expect(throws: ArrayError(.badShape, "")) {
      try NDArray(.float64, shape: [1 << 61], strides: [0], storage: one.storage)
    }
    #expect(try one.broadcast(to: [1 << 59]).byteCount == 1 << 62)
    let empty = try NDArray(DType(.void(0)), shape: [1], storage: MemorySource([]))
    #expect(throws: ArrayError(.badShape, "")) { try empty.broadcast(to: [1 << 40]) }
  }

  private func sparse(_ name: String, _ shape: [Int], _ attributes: [String: PickleTree]) throws
    -> SparseMatrix?
  {
    var state: [(key: PickleTree, value: PickleTree)] = [
      ("_shape", .tuple(shape.map { .init(integerLiteral: $0) }))
    ]
    for (key, value) in attributes.sorted(by: { $0.key < $1.key }) { state.append((.string(key), value)) }
    let parts = name.split(separator: "-").map(String.init)
    return try SparseMatrix(
      Pickle(.object(PickleName(module: parts[0], name: parts[1]), state: .dict(state))).root)
  }

  @Test func axesThatAFormatHasNot() throws {
    let parts: [String: PickleTree] = [
      "data": .ndarray(NDArray([1.0])), "indices": .ndarray(NDArray([0])),
      "indptr": .ndarray(NDArray([0, 1])),
    ]
    for shape in [[], [1, 1, 1]] {
      #expect(throws: NumPyError.self) { try sparse("scipy.sparse._csr-csr_array", shape, parts) }
      #expect(throws: NumPyError.self) { try sparse("scipy.sparse._csc-csc_array", shape, parts) }
    }
    #expect(try sparse("scipy.sparse._csr-csr_array", [1], parts)?.elements.count == 1)
    // One element and a shape of 16 GB.
    let huge = try sparse("scipy.sparse._csr-csr_array", [1, 1 << 31], parts)
    #expect(throws: ArrayError(.tooLarge, "")) { try huge?.dense() }
    #expect(
      try sparse("scipy.sparse._csr-csr_array", [1, 3], parts)?.dense().elements(as: Double.self) == [
        1, 0, 0,
      ])
  }

  @Test func emptyArraysAsLists() throws {
    func text(_ shape: [Int]) throws -> String {
      var text: [UInt8] = []
      let array = try NDArray(.float64, shape: shape, storage: MemorySource([]))
      try PickleValue(array).writeTypedJSON(plainArrays: true, to: { text += $0 })
      return String(decoding: text, as: UTF8.self)
    }
    #expect(try text([0]) == "[]")
    #expect(try text([0, 5]) == "[]")
    #expect(try text([2, 0]) == "[[],[]]")
    #expect(try text([2, 3, 0, 4]) == "[[[],[],[]],[[],[],[]]]")
    #expect(throws: PickleError(.limitExceeded, "")) { try text([1 << 40, 0]) }
  }

  /// Two hundred fields in the same place, each with two hundred sub-arrays in the same place.
  @Test func fieldsThatOverlap() throws {
    let bytes = DType(.subarray(.uint8, shape: [100_000]))
    func record(_ type: DType) -> Record? {
      Record(
        fields: (0..<200).map { Record.Field(name: "f\($0)", dtype: type, offset: 0) }, itemSize: 100_000)
    }
    #expect(record(bytes) == nil)
    #expect(record(DType(.uint8))?.fields.count == 200)
    let whole = Record([("a", bytes), ("b", bytes)])
    #expect(whole?.itemSize == 200_000)
  }

  @Test func headersThatNobodyReads() throws {
    let members = (0..<60_000).map { (name: "a rather long name \($0)", dtype: DType.uint8) }
    let record = try #require(Record(members))
    let array = try NDArray(DType(.structured(record)), shape: [0], storage: MemorySource([]))
    do {
      _ = try NPYWriter().data(array)
      Issue.record("it was written")
    } catch let error as NumPyError {
      #expect(error.code == .notWritable && error.description.utf8.count < 1000)
    }
  }

  @Test func emptyArchives() throws {
    var bytes: [UInt8] = []
    let writer = NPZWriter { bytes += $0 }
    try writer.finish()
    let file = try NPZFile(MemorySource(bytes))
    #expect(file.names.isEmpty && NPZFile.recognises(file.archive))
  }
}
