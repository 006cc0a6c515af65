import BrineCore
import BrinePickle
import TestSupport
import Testing

/// Ten thousand damaged pickles, the same in every run.
@Suite struct MutationTests {
  private static func seeds() throws -> [[UInt8]] {
    try (Fixture.valid() + Fixture.invalid()).map { try $0.bytes() }.filter { $0.count < 4096 }
  }

  @Test(arguments: 0..<20)
  func damagedPickles(_ seed: Int) throws {
    var mutator = Mutator(seeds: try Self.seeds(), seed: UInt64(seed))
    var codes: [PickleError.Code: Int] = [:]
    var values = 0
    for _ in 0..<500 {
      let bytes = mutator.next()
      if let refusal = try Exercise.read(bytes) { codes[refusal.code, default: 0] += 1 } else { values += 1 }
      _ = try Exercise.disassemble(bytes)
      try Exercise.optimize(bytes)
    }
    // Damage that nothing notices, or that is all noticed in one place, would try little of the reader.
    #expect(values > 20)
    #expect(codes.count > 8)
  }
}
