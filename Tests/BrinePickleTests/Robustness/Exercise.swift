import BrineCore
import BrinePickle
import TestSupport
import Testing

/// All that may be done with bytes that nobody vouches for: each call gives a value or a `PickleError`.
enum Exercise {
  /// Decodes the bytes and looks at the value from all sides.
  ///
  /// - Returns: why they were refused, or `nil`.
  static func read(_ bytes: [UInt8]) throws -> PickleError? {
    let pickle: Pickle
    do { pickle = try Pickle(bytes) } catch {
      let offset = try #require(error.context.offset)
      #expect((0...bytes.count).contains(offset))
      return error
    }
    do {
      try pickle.root.writeTypedJSON(to: CountingSink(most: 1 << 20).take)
    } catch is CountingSink.Full {}
    _ = PickleStatistics(pickle.root)
    look(pickle)
    return nil
  }

  /// Walks the first values and asks each what it is.
  private static func look(_ pickle: Pickle) {
    for (index, visit) in pickle.root.walk.prefix(10_000).enumerated() where index < 100 || index % 500 == 0 {
      let value = visit.value
      _ = (value.kind, value.typeName, value.preview, value.count, visit.path.description)
      _ = (value.bigInt, value.double, value.string, value.bytes, value.instant, value.uuid)
      _ = (value["name"], value[-1], value.instance?.attributes)
    }
  }

  /// Disassembles the bytes, and looks for what could be left out of them.
  ///
  /// - Returns: why they were refused, or `nil`.
  static func disassemble(_ bytes: [UInt8]) throws -> PickleError? {
    let source = MemorySource(bytes)
    do {
      let sink = CountingSink(most: 1 << 20)
      try PickleDisassembler().disassemble(source) { text in try text.withUnsafeBytes(sink.take) }
      return nil
    } catch is CountingSink.Full {
      return nil
    } catch let error as PickleError {
      if let offset = error.context.offset { #expect((0...bytes.count).contains(offset)) }
      return error
    }
  }

  /// Leaves out what is not used, where there is a whole pickle; the rest must still be one.
  static func optimize(_ bytes: [UInt8]) throws {
    let optimized: [UInt8]
    do { optimized = try PickleOptimizer.optimize(MemorySource(bytes)) } catch { return }
    var instructions = PickleInstructions(MemorySource(optimized))
    while try instructions.next() != nil {}
    #expect(instructions.offset == optimized.count)
  }
}
