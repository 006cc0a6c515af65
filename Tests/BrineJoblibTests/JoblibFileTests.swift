import BrineCodecs
import BrineCore
import BrineJoblib
import BrinePickle
import Foundation
import TestSupport
import Testing

/// Files that joblib wrote, and files that lie.
@Suite struct JoblibFileTests {
  @Test(arguments: try JoblibFixture.all("valid"))
  func reads(_ fixture: JoblibFixture) throws {
    let file = try JoblibFile(contentsOf: fixture.url.path)
    #expect(file.compressor?.rawValue == fixture.facts.compressor)
    #expect(try file.root.typedJSON() == fixture.expected())
  }

  @Test(arguments: try JoblibFixture.all("invalid"))
  func isRefused(_ fixture: JoblibFixture) throws {
    do {
      let file = try JoblibFile(contentsOf: fixture.url.path)
      Issue.record("\(fixture.name) was read: \(file.root)")
    } catch {
      #expect(code(of: error) == fixture.facts.error, "\(error)")
      if let error = error as? PickleError { #expect(error.context.offset != nil, "\(error)") }
      if let error = error as? JoblibError, error.code == .sideFileMissing {
        #expect(error.context.path != nil)
      }
    }
  }

  @Test func sharedArrays() throws {
    let root = try JoblibFile(contentsOf: try #require(try JoblibFixture.named("shared.joblib")).url.path)
      .root
    let items = try #require(root.array)
    for item in items.prefix(2) { #expect(try item.ndarray?.elements(as: Int.self) == [0, 1, 2, 3, 4]) }
    #expect(try items[2]["again"]?.ndarray?.elements(as: Int.self) == [0, 1, 2, 3, 4])
  }

  @Test func arraysShareTheFile() throws {
    let fixture = try #require(try JoblibFixture.named("dict.joblib"))
    let bytes = [UInt8](try Data(contentsOf: fixture.url))
    let file = try JoblibFile(MemorySource(bytes))
    let array = try #require(file.root["weights"]?.ndarray)
    #expect(array.storage.count == 96)
    let range = try array.storage.read(0..<96)
    // joblib puts elements at a multiple of 16 in its file.
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: range) })
    #expect(place % 16 == 0)
  }

  @Test func objectArrays() throws {
    for name in ["objects", "objects-unpadded"] {
      let fixture = try #require(try JoblibFixture.named("\(name).joblib"))
      let file = try JoblibFile(contentsOf: fixture.url.path)
      let values = try #require(file.root.ndarray?.pickleValues)
      #expect(values.count == 3)
      #expect(values[0].int == 1 && values[1].string == "abc" && values[2].kind == .none)
    }
  }

  @Test func withoutItsPathASideFileIsNotLookedFor() throws {
    let fixture = try #require(try JoblibFixture.named("side.pkl"))
    let source = MemorySource([UInt8](try Data(contentsOf: fixture.url)))
    do {
      _ = try JoblibFile(source)
      Issue.record("it was read")
    } catch let error as JoblibError {
      #expect(error.code == .sideFileMissing)
      #expect(error.context.path == "side.pkl_01.npy")
    }
  }

  @Test(arguments: ["dict", "objects", "shared", "array-unpadded", "objects-unpadded"])
  func cutAnywhere(_ name: String) throws {
    let fixture = try #require(try JoblibFixture.named("\(name).joblib"))
    let bytes = [UInt8](try Data(contentsOf: fixture.url))
    for count in bytes.indices {
      #expect(throws: (any Error).self, "\(count) of \(bytes.count)") {
        try JoblibFile(MemorySource(Array(bytes[..<count])))
      }
    }
  }

  /// Whatever bit is wrong, the file is refused or holds something that can be written.
  @Test(arguments: ["dict", "objects", "fortran-unpadded"])
  func everyDamagedBit(_ name: String) throws {
    let fixture = try #require(try JoblibFixture.named("\(name).joblib"))
    let bytes = [UInt8](try Data(contentsOf: fixture.url))
    var (refused, written) = (0, 0)
    for index in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << UInt8(bit)
        guard let file = try? JoblibFile(MemorySource(damaged)) else {
          refused += 1
          continue
        }
        if let text = try? file.root.typedJSON() { written += text.isEmpty ? 0 : 1 }
        _ = try? file.root.encoded()
      }
    }
    #expect(refused > 300 && written > 300)
  }

  /// Three hundred wrappers of one compressed file, which is unpacked once.
  @Test func oneSideFileOften() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let head = "cjoblib.numpy_pickle\nZNDArrayWrapper\n)\u{81}}"
    let dtype =
      "cnumpy\ndtype\n(X\u{2}\0\0\0u1K\0K\u{1}tR(K\u{3}X\u{1}\0\0\0|NNNJ\u{FF}\u{FF}\u{FF}\u{FF}J\u{FF}\u{FF}\u{FF}\u{FF}K\0tb"
    func text(_ text: String) -> String {
      "X\(Character(Unicode.Scalar(UInt8(text.utf8.count))))\0\0\0\(text)"
    }
    let state =
      "(" + text("filename") + text("a_01.npy.z") + text("init_args") + "(cnumpy\nndarray\nK\0\u{85}"
      + text("b")
      + "t" + text("state") + "(K\u{1}J\0\0\0\u{2}\u{85}" + dtype + "\u{89}tu"
    let all = "](" + String(repeating: head + state + "b", count: 300) + "e."
    let pickle = [0x80, 3] + all.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    let file = try scratch.write("a", pickle)
    let zeros = [UInt8](repeating: 0, count: 1 << 25)
    var packed = Array("ZF0x2000000          ".utf8)
    packed += try DeflateCodec.zlib.compress(zeros.span.bytes)
    let side = try scratch.write("a_01.npy.z", packed)
    let root = try JoblibFile(contentsOf: file.path).root
    #expect(root.count == 300 && root[299]?.ndarray?.shape == [1 << 25])
    try Data("ZF0x7fffffffffffffff   ".utf8).write(to: side)
    do {
      _ = try JoblibFile(contentsOf: file.path)
      Issue.record("it was read")
    } catch { #expect("\(error)".contains("a_01.npy.z"), "\(error)") }
  }
}
