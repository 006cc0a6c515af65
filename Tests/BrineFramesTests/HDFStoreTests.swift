import BrineCodecs
import BrineFrames
import BrineHDF5
import BrinePickle
import Foundation
import TestSupport
import Testing

/// Every object of the stores of `Fixtures/pandas-hdf` equals what pandas 3 reads.
struct HDFStoreTests {
  static let folder = PackageRoot.url.appendingPathComponent("Fixtures/pandas-hdf/valid")
  static let stores = ["1.5", "2.2", "3"].flatMap { version in
    ["fixed", "plain", "table"].map { "\(version)/\($0).h5.gz" }
  }

  static func open(_ name: String) throws -> HDFStore {
    let data = try Data(contentsOf: folder.appendingPathComponent(name))
    return HDFStore(try HDF5File(DeflateCodec.gzip.decompress(MemorySource(data))))
  }

  /// What pandas says, by file and key.
  static let truths: [String: [(key: String, truth: Truth)]] = {
    guard let data = try? Data(contentsOf: folder.appendingPathComponent("truth.json.gz")),
      let text = try? DeflateCodec.gzip.decompress(MemorySource(data)),
      let pickle = try? Pickle(typedJSON: withExtendedLifetime(text) { Data(text.memory) })
    else { return [:] }
    var truths: [String: [(String, Truth)]] = [:]
    for truth in Truth(pickle.root)["files"]?.items ?? [] {
      truths[truth["file"]?.text ?? "", default: []].append((truth["key"]?.text ?? "", truth))
    }
    return truths
  }()

  @Test(arguments: stores)
  func objects(_ name: String) throws {
    let store = try Self.open(name)
    let truths = try #require(Self.truths[name])
    #expect(truths.count >= 19)
    #expect(Set(store.keys) == Set(truths.map(\.key)))
    for (key, truth) in truths {
      let differences = Self.described(store, key).differences(from: Self.stripped(truth))
      #expect(differences.isEmpty, "\(name)\(key): \(differences.prefix(3).joined(separator: "\n"))")
    }
  }

  /// Columns of 16-bit floats in CSV, and of categories that are floats and all missing, are written in
  /// another way than pandas
  /// writes them, wherever they come from.
  static let otherTexts: Set = ["/halves", "/categories_missing"]

  @Test(arguments: stores)
  func texts(_ name: String) throws {
    let store = try Self.open(name)
    for (key, truth) in try #require(Self.truths[name]) where !Self.otherTexts.contains(key) {
      switch try store[key] {
      case .dataFrame(let frame):
        #expect(frame.text() == truth["repr"]?.text, "\(name)\(key)")
        #expect(frame.csv() == truth["csv"]?.text, "\(name)\(key)")
      case .series(let series): #expect(series.text() == truth["repr"]?.text, "\(name)\(key)")
      case .index: Issue.record("\(key) is an index")
      }
    }
  }

  static func described(_ store: HDFStore, _ key: String) -> Truth {
    let writer = TruthWriter()
    do {
      switch try store[key] {
      case .dataFrame(let frame): return writer.frame(frame)
      case .series(let series): return writer.series(series)
      case .index: return .null
      }
    } catch { return .string("\(error)") }
  }

  static func stripped(_ truth: Truth) -> Truth {
    guard case .object(let entries) = truth else { return truth }
    let hidden: Set = ["file", "key", "repr", "csv"]
    return .object(entries.filter { !hidden.contains($0.key) })
  }
}

/// What else a store can hold.
struct HDFStoreCompressionTests {
  static let compressions = ["zlib", "bzip2", "blosc", "blosc_zstd", "blosc_lz4"]

  /// Whether this build has the library.
  static func isBuilt(_ compression: String) -> Bool {
    var built: Set = ["zlib"]
    #if BZip2
      built.insert("bzip2")
    #endif
    #if Blosc
      built.formUnion(["blosc", "blosc_zstd", "blosc_lz4"])
    #endif
    return built.contains(compression)
  }

  @Test(arguments: ["2.2", "3"], compressions)
  func compressed(_ version: String, _ compression: String) throws {
    let store = try HDFStoreTests.open("\(version)/\(compression).h5.gz")
    #expect(store.entries.map(\.key) == ["/f", "/t"])
    #expect(store.entries.map(\.type) == ["frame", "frame_table"])
    guard Self.isBuilt(compression) else {
      let error = #expect(throws: HDF5Error.self) { try store["/f"] }
      #expect(error?.code == .unavailable)
      return
    }
    for key in ["f", "/t"] {
      let frame = try DataFrame(hdf: store.file, key: key)
      #expect(try frame["x"]?.ints() == (0..<300).map { $0 / 3 })
      #expect(try frame["y"]?.doubles() == (0..<300).map { Double($0) / 4 })
      let isNaN = version == "2.2" && key == "/t"
      #expect(try frame["s"]?.strings() == (0..<300).map { ["text", "", isNaN ? nil : "nan"][$0 % 3] })
    }
  }

  @Test func blosc2IsNamed() throws {
    let store = try HDFStoreTests.open("2.2/blosc2_zstd.h5.gz")
    let error = #expect(throws: HDF5Error.self) { try DataFrame(hdf: store.file, key: "f") }
    #expect(error?.code == .badFilter || error?.code == .unavailable)
    #expect("\(error.map { "\($0)" } ?? "")".contains("32026"))
  }

  @Test func whatIsNotThere() throws {
    let store = try HDFStoreTests.open("3/fixed.h5.gz")
    #expect(throws: FrameError(.notFound, "")) { try store["/missing"] }
    #expect(throws: FrameError(.notAFrame, "")) { try store["/group"] }
    #expect(throws: FrameError(.notAFrame, "")) { try Series(hdf: store.file, key: "/mixed") }
    #expect(throws: FrameError(.notAFrame, "")) { try DataFrame(hdf: store.file, key: "/series_floats") }
    #expect(throws: FrameError(.notAFrame, "")) { try DataFrame(hdf: store.file, key: "/mixed/axis0") }
  }
}

/// Stores that are not as pandas writes them.
struct HostileHDFStoreTests {
  @Test func everyObjectGivesItsError() throws {
    let store = try HDFStoreTests.open("../invalid/hostile.h5.gz")
    let text = try Data(contentsOf: HDFStoreTests.folder.appendingPathComponent("../invalid/errors.json"))
    let errors = try JSONDecoder().decode([String: String].self, from: text)
    #expect(errors.count >= 26)
    for (key, code) in errors {
      let error = #expect(throws: FrameError.self, "\(key)") { try store[key] }
      #expect(error?.code.rawValue == code, "\(key): \(error.map { "\($0)" } ?? "")")
    }
  }

  /// Some bytes are others: an error, or another frame, but no trap.
  @Test(arguments: 0..<40)
  func mutated(_ seed: Int) throws {
    let name = seed % 2 == 0 ? "3/plain.h5.gz" : "../invalid/hostile.h5.gz"
    let data = try Data(contentsOf: HDFStoreTests.folder.appendingPathComponent(name))
    let source = try DeflateCodec.gzip.decompress(MemorySource(data))
    var bytes = withExtendedLifetime(source) { [UInt8](source.memory) }
    var random = SplitMix64(seed: UInt64(seed))
    let used = bytes.indices.filter { bytes[$0] != 0 }
    for _ in 0..<30 {
      guard let place = used.randomElement(using: &random) else { return }
      bytes[place] = UInt8.random(in: 0...255, using: &random)
    }
    guard let file = try? HDF5File(MemorySource(bytes)) else { return }
    let store = HDFStore(file)
    for key in store.keys {
      guard let object = try? store[key] else { continue }
      switch object {
      case .dataFrame(let frame): #expect(frame.columns.allSatisfy { $0.count == frame.shape.rows })
      case .series(let series): #expect(series.count == series.index.count)
      case .index: Issue.record("\(key) is an index")
      }
    }
  }
}
