import BrineCore
import BrinePickle
import TestSupport
import Testing

/// Every fixture, cut off at every byte; the ones of 64 kB and more at 2000 places.
///
/// A listing is many times longer than its pickle: there the larger fixtures are cut at 500 places.
@Suite struct TruncationTests {
  @Test(arguments: try Fixture.valid())
  func valid(_ fixture: Fixture) throws {
    let bytes = try fixture.bytes()
    let end = try Pickle(bytes).byteRange.upperBound
    for count in Self.cuts(bytes.count) {
      let refusal = try Exercise.read(Array(bytes[..<count]))
      // All that can be wrong with a beginning is that it ends.
      let isExpected = count < end ? [.ranOutOfInput, .truncated].contains(refusal?.code) : refusal == nil
      #expect(isExpected, "\(count) of \(bytes.count) bytes: \(refusal.map { "\($0)" } ?? "a value")")
    }
  }

  @Test(arguments: try Fixture.valid() + Fixture.invalid())
  func disassembly(_ fixture: Fixture) throws {
    let bytes = try fixture.bytes()
    for count in Self.cuts(bytes.count, all: 4096, most: 500) {
      _ = try Exercise.disassemble(Array(bytes[..<count]))
    }
  }

  @Test(arguments: try Fixture.invalid())
  func invalid(_ fixture: Fixture) throws {
    let bytes = try fixture.bytes()
    for count in Self.cuts(bytes.count) {
      #expect(try Exercise.read(Array(bytes[..<count])) != nil, "\(count) of \(bytes.count) bytes")
    }
  }

  /// Every place where fewer than `all` bytes can be cut, or `most` places spread over more.
  private static func cuts(_ count: Int, all: Int = 64 << 10, most: Int = 2000) -> [Int] {
    count < all ? Array(0...count) : (0..<most).map { $0 * count / most }
  }
}
