import BrineCore
import BrineNumPy
import Testing

@Suite struct NPYTests {
  @Test func roundTrip() throws {
    let array = try NDArray([1.5, 2, 3, 4, 5, 6], shape: [2, 3])
    let file = try NPYFile(MemorySource(try NPYWriter().data(array)))
    #expect(file.array.shape == [2, 3])
    #expect(try file.array.elements(as: Double.self) == [1.5, 2, 3, 4, 5, 6])
  }
}
