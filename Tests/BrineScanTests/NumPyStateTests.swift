import BrineCore
import BrineScan
import Testing

/// States of NumPy's types and arrays, which NumPy believes: those that it writes are safe, others are not.
@Suite struct NumPyStateTests {
  private static let dtype = "cnumpy\ndtype\n(VV8\nI00\nI01\ntR"
  private static let object = "cnumpy\ndtype\n(VO8\nI00\nI01\ntR(I3\nV|\nNNNI-1\nI-1\nI63\ntb"

  private func verdict(_ text: String) -> ScanVerdict {
    FileScanner().scan(MemorySource(Array((text + ".").utf8))).verdict
  }

  /// A type with one field of objects at `offset`, and these flags.
  private func record(flags: Int, offset: Int = 0, size: Int = 8) -> String {
    Self.dtype + "(I3\nV|\nN(Va\nt(dVa\n(\(Self.object)I\(offset)\ntsI\(size)\nI1\nI\(flags)\ntb"
  }

  @Test func flagsSayWhetherThereAreObjects() {
    #expect(verdict(record(flags: 27)) == .safe)
    #expect(verdict(record(flags: 0)) == .unknown)
    #expect(verdict(record(flags: 1)) == .unknown)
    #expect(verdict(Self.dtype + "(I3\nV|\nNNNI8\nI1\nI0\ntb") == .safe)
    #expect(verdict(Self.dtype + "(I3\nV|\nNNNI8\nI1\nI63\ntb") == .unknown)
  }

  @Test func fieldsLieWithinTheElement() {
    #expect(verdict(record(flags: 27, offset: 4)) == .unknown)
    #expect(verdict(record(flags: 27, offset: 4, size: 12)) == .safe)
    #expect(verdict(Self.dtype + "(I3\nV|\nNNNI80\nI1\nI0\ntb") == .unknown)
  }

  @Test func statesComeOnce() {
    let state = "(I3\nV|\nNNNI8\nI1\nI0\ntb"
    #expect(verdict(Self.dtype + state + state) == .unknown)
  }

  /// An array of objects with as many items as its shape says.
  private func array(shape: Int, items: String, made: Int = 0) -> String {
    "cnumpy._core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I\(made)\ntVb\ntR"
      + "(I1\n(I\(shape)\nt\(Self.object)I00\n(\(items)ltb"
  }

  @Test func arraysOfObjectsHaveTheirItems() {
    #expect(verdict(array(shape: 2, items: "I1\nI2\n")) == .safe)
    #expect(verdict(array(shape: 20, items: "I1\nI2\n")) == .unknown)
    #expect(verdict(array(shape: 2, items: "I1\nI2\n", made: 5)) == .unknown)
  }
}
