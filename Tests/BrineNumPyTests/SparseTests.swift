import BrineCore
import BrineNumPy
import BrinePickle
import Foundation
import TestSupport
import Testing

/// SciPy's sparse classes, against the dense arrays that SciPy itself makes of them.
@Suite struct SparseTests {
  struct Truth: Decodable {
    struct Case: Decodable, Sendable {
      let file: String
      let format: String
      let isMatrix: Bool
      let dtype: String
      let shape: [Int]
      let dense: [Double]
    }
    let cases: [Case]
  }

  static func truth() throws -> Truth {
    try JSONDecoder().decode(Truth.self, from: Data(contentsOf: folder.appending(path: "truth.json")))
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/scipy")

  @Test func allFormats() throws {
    let cases = try Self.truth().cases
    #expect(cases.count == 85)
    for item in cases {
      let pickle = try Pickle(contentsOf: Self.folder.appending(path: item.file).path)
      let matrix = try #require(try SparseMatrix(pickle.root), "\(item.file)")
      #expect(matrix.format.rawValue == item.format)
      #expect(matrix.isMatrix == item.isMatrix)
      #expect(matrix.shape == item.shape, "\(item.file)")
      #expect(try matrix.dense().elements(as: Double.self) == item.dense, "\(item.file)")
      if item.format != "dok", item.format != "lil" {
        #expect(matrix.dtype.name == item.dtype, "\(item.file)")
      }
    }
  }

  @Test func otherValuesAreNone() throws {
    #expect(try SparseMatrix(try Pickle(NDArray([1.0, 2])).root) == nil)
  }

  @Test func partsThatDoNotFitAreRefused() throws {
    func csr(_ indices: [Int], _ pointers: [Int]) throws -> PickleValue {
      let parts = ["data": NDArray([1.0, 2]), "indices": NDArray(indices), "indptr": NDArray(pointers)]
      let arrays = try parts.map { "\"\($0)\":\(try PickleValue($1).typedJSON())" }
      let state = "{\"_shape\":{\"$tuple\":[2,3]},\(arrays.joined(separator: ","))}"
      let text = "{\"$object\":\"scipy.sparse._csr.csr_matrix\",\"state\":\(state)}"
      return try Pickle(typedJSON: text).root
    }
    #expect(
      try SparseMatrix(csr([0, 2], [0, 1, 2]))?.dense().elements(as: Double.self) == [1, 0, 0, 0, 0, 2])
    let wrong = [
      ([0, 3], [0, 1, 2]), ([0, -1], [0, 1, 2]), ([0, 1], [0, 2, 1]), ([0, 1], [0, 1]), ([0, 1], [0, 1, 9]),
    ]
    for (indices, pointers) in wrong {
      #expect(throws: NumPyError.self) { try SparseMatrix(csr(indices, pointers)) }
    }
  }
}
