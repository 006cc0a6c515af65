import BrineFrames
import BrinePickle
import Testing

/// Whether the first line of CSV has names.
@Suite struct CSVHeaderTests {
  private func labels(_ text: String, _ hasHeader: Bool?) throws -> [FrameValue] {
    var options = CSVReadOptions()
    options.hasHeader = hasHeader
    return try DataFrame(csv: text, options: options).labels.values
  }

  @Test func numbersAreNoNames() throws {
    #expect(try labels("1,2\n3,4\n", nil) == [0, 1])
    #expect(try labels("-1.5e3, 2\n3,4\n", nil) == [0, 1])
    #expect(try labels("a,2\n3,4\n", nil) == ["a", "2"])
    // What pandas writes over numbered columns.
    #expect(try labels(",0,1\n0,3,4\n", nil) == ["Unnamed: 0", "0", "1"])
    #expect(try labels("\"1\",\"2\"\n3,4\n", nil) == ["1", "2"])
    #expect(try labels("1,2\n3,4\n", true) == ["1", "2"])
    #expect(try labels("a,b\n3,4\n", false) == [0, 1])
  }

  /// pandas without pyarrow must be able to read what Swift made.
  @Test func textAsksForNoPyarrow() throws {
    let pickle = try DataFrame(csv: "a,b\nx,1\n,2\n").pickle()
    #expect(!(try pickle.root.typedJSON().contains("pyarrow")))
  }
}
