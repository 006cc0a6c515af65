import Brine
import FuzzSupport

/// Disassembles the input, plain and annotated, and optimizes it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDisassembler(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  fuzz(start, count) { source in
    disassemble(source, PickleDisassembler())
    disassemble(source, PickleDisassembler(annotate: 30, indentLevel: choice(source, of: 8)))
    var instructions = PickleInstructions(source)
    while let instruction = try? instructions.next() {
      precondition(instruction.offset + instruction.length == instructions.offset, "opcodes leave gaps")
    }
    guard let optimized = try? PickleOptimizer.optimize(source) else { return }
    guard let again = try? PickleOptimizer.optimize(MemorySource(optimized)) else {
      preconditionFailure("what was optimized can't be optimized again")
    }
    precondition(again.count <= optimized.count, "optimizing again makes it larger")
  }
}

/// One pickle after the other, with one memo, as `pickletools -m` does.
private func disassemble(_ source: MemorySource, _ disassembler: PickleDisassembler) {
  var memo = PickleDisassembler.Memo()
  var output = EnoughOutput()
  var offset: Int? = 0
  while let start = offset, start < source.count {
    offset = try? disassembler.disassemble(source, from: start, memo: &memo) { try output.add($0.byteCount) }
  }
}
