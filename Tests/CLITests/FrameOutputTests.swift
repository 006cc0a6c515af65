import Foundation
import TestSupport
import Testing

/// Tables on the command line: CSV with and without names, columns, rows, and names of files that say no format.
@Suite struct FrameOutputTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func run(_ arguments: [String], status: Int32 = 0) throws -> String {
    let outcome = try BrineTool.run(arguments, in: scratch.url)
    #expect(outcome.status == status, "\(arguments) \(outcome.errors)")
    return status == 0 ? outcome.text : outcome.errors
  }

  private func write(_ name: String, _ text: String) throws {
    _ = try scratch.write(name, Array(text.utf8))
  }

  @Test func namesThatSayNoFormat() throws {
    try write("t.csv", "a,b\n1,x\n")
    for name in ["t.h5", "t.xyz", "t", "t.gz"] {
      #expect(try run(["convert", "t.csv", name], status: 64).contains("says no format"))
    }
    #expect(try run(["convert", "t.csv", "-"], status: 64).contains("--to"))
    _ = try run(["convert", "t.csv", "t.xyz", "--to", "pickle"])
    _ = try run(["convert", "t.csv", "t.npz", "--compress", "zlib"])
    #expect(try run(["convert", "t.csv", "t.npz", "--compress", "xz"], status: 2).contains("zlib"))
  }

  @Test func everythingIsCompressed() throws {
    try write("t.csv", "1,2\n3,4\n")
    for name in ["a.npy.gz", "a.csv.gz", "a.json.gz", "a.pkl.gz"] {
      _ = try run(["convert", "t.csv", name])
      #expect(
        try Data(contentsOf: scratch.url.appending(path: name)).starts(with: [0x1F, 0x8B]),
        "\(name)")
    }
    #expect(try run(["show", "a.npy.gz"]).hasSuffix("array([[1, 2],\n       [3, 4]])\n"))
    _ = try run(["convert", "t.csv", "b.npy", "--compress", "gzip"])
    #expect(try Data(contentsOf: scratch.url.appending(path: "b.npy")).starts(with: [0x1F, 0x8B]))
  }

  @Test func headers() throws {
    try write("t.csv", "1,2\n3,4\n")
    #expect(try run(["show", "t.csv"]).hasSuffix("   0  1\n0  1  2\n1  3  4\n"))
    #expect(try run(["show", "--header", "t.csv"]).hasSuffix("   1  2\n0  3  4\n"))
    #expect(try run(["show", "--no-header", "t.csv/0"], status: 2).contains("there is no"))
    _ = try run(["convert", "t.csv", "t.npy"])
    _ = try run(["convert", "t.npy", "u.csv"])
    #expect(try run(["diff", "t.csv", "u.csv"]) == "")
  }

  @Test func columnsAndRows() throws {
    try write("t.csv", "a,b\n1,x\n2,y\n3,z\n")
    _ = try run(["convert", "t.csv", "t.pkl"])
    #expect(
      try run(["show", "t.pkl/a"]).hasSuffix("0    1\n1    2\n2    3\nName: a, dtype: int64\n"))
    #expect(try run(["show", "t.pkl[1:]"]).hasSuffix("   a  b\n1  2  y\n2  3  z\n"))
    _ = try run(["convert", "t.pkl", "t.npz"])
    #expect(try run(["show", "t.npz/b"]).hasSuffix("array(['x', 'y', 'z'], dtype='<U1')\n"))
    #expect(
      try run(["show", "--stats", "t.pkl"]).contains(
        "\n  a       int64        0    1    3   2.0  0.816"))
    #expect(try run(["show", "--json", "t.pkl"]).contains("\"frame\":{\"$dataframe\""))
  }

  @Test func framesAreComparedByColumn() throws {
    try write("t.csv", "a,b\n1,x\n2,y\n")
    try write("u.csv", "a,b\n1,x\n5,z\n")
    let outcome = try BrineTool.run(["diff", "t.csv", "u.csv"], in: scratch.url)
    #expect(outcome.status == 1)
    #expect(
      outcome.text
        == "~ a: numpy.ndarray int64 (2,), 1 of 2 elements differs, [1]: 2 → 5\n~ b[1]: 'y' → 'z'\n"
    )
  }

  @Test func pandas() throws {
    try write("t.csv", "a\nx\n")
    _ = try run(["convert", "t.csv", "two.pkl", "--pandas", "2"])
    #expect(!(try run(["dump", "two.pkl"]).contains("StringDtype")))
    _ = try run(["convert", "two.pkl", "three.pkl", "--pandas", "3"])
    #expect(
      try run(["convert", "t.csv", "t.npy", "--pandas", "2"], status: 64).contains("--pandas"))
    #expect(try run(["convert", "t.csv", "t.pkl", "--pandas", "4"], status: 64).contains("2 or 3"))
    _ = try run(["convert", "t.csv", "default.pkl"])
    #expect(!(try run(["dump", "default.pkl"]).contains("pyarrow")))
  }
}
