import BrineCore
import BrineNumPy
import Foundation
import TestSupport
import Testing

@Suite struct NPYRowWriterTests {
  @Test func rowsBecomeOneArray() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let folder = scratch.url.path
    let path = folder + "/rows.npy"
    let writer = try NPYRowWriter(toFile: path, dtype: .float32, rowShape: [3])
    try writer.append(NDArray([1 as Float, 2, 3]))
    try writer.append(NDArray([4.0, 5, 6, 7, 8, 9], shape: [2, 3]))  // Doubles are converted
    try writer.append(try NDArray([10 as Float, 0, 11, 0, 12, 0])[.all(step: 2)])
    #expect(writer.rows == 4)
    try writer.finish()
    let array = try NPYFile(contentsOf: path).array
    #expect(array.shape == [4, 3])
    #expect(array.dtype == .float32)
    #expect(try array.elements(as: Int.self) == Array(1...12))
  }

  /// Room is left for as many rows as there can be, so that the data never moves.
  @Test func aFileWithoutRowsIsWhole() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let folder = scratch.url.path
    let path = folder + "/none.npy"
    let writer = try NPYRowWriter(toFile: path, dtype: .int64)
    try writer.finish()
    let file = try NPYFile(contentsOf: path)
    #expect(file.array.shape == [0])
    #expect(file.header.dataOffset % 64 == 0)
    #expect(throws: NumPyError.self) { try writer.append(NDArray([1])) }
  }

  @Test func otherShapesAreRefusedAndNothingIsLeftBehind() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let folder = scratch.url.path
    do {
      let writer = try NPYRowWriter(toFile: folder + "/rows.npy", dtype: .int8, rowShape: [2])
      #expect(throws: NumPyError.self) { try writer.append(NDArray([1, 2, 3])) }
      #expect(throws: ArrayError.self) { try writer.append(NDArray([1, 300])) }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    #expect(throws: NumPyError.self) {
      try NPYRowWriter(toFile: folder + "/objects.npy", dtype: .object)
    }
  }
}
