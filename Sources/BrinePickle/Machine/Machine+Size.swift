import BrineCore

/// How much memory a run takes: see `Limits.valueSize`.
extension Machine {
  /// How many bytes of opcodes are run from one look to the next; each takes less than 64 bytes of memory.
  private static var stride: Int { 1 << 20 }

  /// Looks whether there is too much by now, and says when to look again.
  @inline(never)
  mutating func checkSize() throws(PickleError) {
    guard valueSize <= options.limits.valueSize else {
      throw fail(
        .limitExceeded,
        "the pickle's values take more than \(options.limits.valueSize) bytes; see Limits.valueSize")
    }
    checkpoint = offset.adding(Self.stride) ?? .max
  }

  /// The bytes of all that was made so far.
  private var valueSize: Int {
    let words = stack.count + marks.count + memo.count + pool.words.count
    let records =
      objects.count * MemoryLayout<ObjectRecord>.stride + globals.count * MemoryLayout<GlobalRecord>.stride
    let effects = log.map { $0.effects.count * MemoryLayout<EffectRecord>.stride } ?? 0
    return words * MemoryLayout<Word>.stride + pool.containers.count * MemoryLayout<Container>.stride
      + pool.shapes.count * MemoryLayout<Shape>.stride + specials.count * MemoryLayout<SpecialRecord>.stride
      + records + effects
  }
}
