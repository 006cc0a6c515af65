import Brine
import Foundation
import Testing

/// The examples of README's section "Arrays", run as they stand there.
@Suite struct ReadmeArraysTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let folder = root.appending(path: "Fixtures/numpy/readme")

  private func fixture(_ name: String) -> String { folder.appending(path: name).path }

  @Test func views() throws {
    let weights = try NPYFile(contentsOf: fixture("weights.npy")).array
    #expect(weights.shape == [3, 4])
    #expect("\(weights.dtype)" == "float64")
    let part = try weights[1..., .all(step: 2)]
    #expect(part.storage === weights.storage)
    #expect(try part.elements(as: Double.self) == [1.0, 1.5, 2.0, 2.5])
    #expect(try weights.element(at: -1, 0, as: Float.self) == 2)
    #expect(try weights[[2, 0], 3].elements(as: Double.self) == [2.75, 0.75])
    #expect((try weights.statistics().mean ?? .bool(false)) == .float(1.375))
    #expect(
      "\(weights)" == "[[0.   0.25 0.5  0.75]\n [1.   1.25 1.5  1.75]\n [2.   2.25 2.5  2.75]]")
    var lent: (count: Int, sixth: Double)?
    if let span = weights.span(of: Double.self) { lent = (span.count, span[5]) }
    #expect(lent?.count == 12 && lent?.sixth == 1.25)
  }

  struct Layer: Codable { var name: String, weights: NDArray }

  @Test func picklesAndJoblib() throws {
    let model = try JoblibFile(contentsOf: fixture("model.joblib"))
    let bias = try model.root["bias"]?.ndarray?.elements(as: Float.self)
    #expect(bias == [0.5, -0.5])

    let layer = Layer(name: "dense", weights: try NDArray([1, 2, 3, 4, 5, 6], shape: [2, 3]))
    let data = try PickleEncoder().encode(layer)
    let again = try PickleDecoder().decode(Layer.self, from: data)
    #expect(again.name == "dense" && again.weights.shape == [2, 3])
    #expect(try again.weights.elements(as: Int.self) == [1, 2, 3, 4, 5, 6])

    let folder = FileManager.default.temporaryDirectory.appending(path: "brine-readme-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String) -> String { folder.appending(path: name).path }
    try NPYWriter().write(layer.weights, toFile: path("layer.npy"))
    try JoblibWriter(for: "layer.joblib.gz").write(encoding: layer, toFile: path("layer.joblib.gz"))
    let archive = try NPZWriter(path: path("layers.npz"), level: 6)
    try archive.add("dense", layer.weights)
    try archive.finish()
    for array in [
      try NPYFile(contentsOf: path("layer.npy")).array, try NPZFile(contentsOf: path("layers.npz"))["dense"],
      try #require(try JoblibFile(contentsOf: path("layer.joblib.gz")).root["weights"]?.ndarray),
    ] {
      #expect(array.shape == [2, 3])
      #expect(try array.elements(as: Int.self) == [1, 2, 3, 4, 5, 6])
    }
  }

  @Test func frames() throws {
    let table = try DataFrame(csv: "day,price\n2026-01-02,1.5\n2026-01-05,2\n")
    let prices = try table["price"]?.doubles() ?? []
    #expect(prices == [1.5, 2.0])
    let last = try table.rows(Selection(text: "1:"))
    let pickle = try last.pickle(FramePickleOptions(pandas: .two))
    let frame = try DataFrame(pickle.root)
    #expect(frame.csv() == ",day,price\n1,2026-01-05,2.0\n")
    let days = try Series(frame.column("day") ?? .objects(ObjectColumn([])), name: "day")
    #expect(days.count == 1 && days.name == "day")
  }

  /// Each line of code in README must be in this file, but for paths and what is printed.
  @Test func codeIsThatOfReadme() throws {
    let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let own = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let section = try #require(readme.split(separator: "\n## ").first { $0.hasPrefix("Arrays\n") })
    let lines = section.components(separatedBy: "```swift\n").dropFirst().flatMap {
      $0.components(separatedBy: "```")[0].split(separator: "\n")
    }
    #expect(lines.count > 15)
    for line in lines {
      var code = line.components(separatedBy: "//")[0].trimmingCharacters(in: .whitespaces)
      if code.hasPrefix("print(") { code = String(code.dropFirst(6).dropLast()) }
      code = code.replacing(/(contentsOf|toFile|path): "[^"]*"/, with: "")
      let plain = own.replacing(/(contentsOf|toFile|path): (fixture|path)\("[^"]*"\)/, with: "")
      // Several values in one `print` are several expectations.
      let parts = code.hasPrefix("weights.shape, ") ? ["weights.shape", "weights.dtype"] : [code]
      for part in parts where !part.isEmpty {
        #expect(plain.contains(part), "README has \(part), and no test does")
      }
    }
  }
}
