import BrineCore
import Testing

/// Where the axis of an index list stands when single indexes are around it.
@Suite struct ListPlaceTests {
  @Test func numPyMovesItAndH5pyDoesNot() throws {
    let array = try NDArray(Array(0..<24), shape: [2, 3, 4])
    let selection = try Selection(text: "1, :, [3, 0]")
    let numPy = try array.selecting(selection)
    #expect(numPy.shape == [2, 3])
    #expect(try numPy.elements(as: Int.self) == [15, 19, 23, 12, 16, 20])
    let h5py = try array.selecting(selection.resolved(shape: array.shape, holdsPlaces: true))
    #expect(h5py.shape == [3, 2])
    #expect(try h5py.elements(as: Int.self) == [15, 12, 19, 16, 23, 20])
  }
}
