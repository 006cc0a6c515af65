package import BrineCore

/// What a pickle would do when it is loaded: every name it imports, every call, every change of an object, in the order in
/// which they come, with the offsets of their opcodes.
///
/// The machine is the one that reads, run without effects, and follows both of CPython's unpicklers where they part. An
/// error ends a run as it ends a load: what came before it counts all the same.
package struct PickleRun: Sendable {
  /// Something in which the C unpickler and the Python one differ.
  package enum Difference: String, Sendable {
    /// A call whose arguments are no tuple: the C unpickler refuses it.
    case argumentsAreNoTuple
    /// A number that only one of them can read.
    case numberText
    /// A frame that is longer than the file: the C unpickler refuses it.
    case frameTooLong
    /// An opcode that reaches over the end of a frame, or a frame in a frame: the Python unpickler refuses it.
    case frameStraddle
    /// A frame that goes on behind STOP: what follows is skipped by some readers, and the next pickle to others.
    case frameGoesOn
    /// A name that is the result of a call. Both unpicklers import it; nothing but running the call tells what it is.
    case computedName
    /// An item of a list that takes the place of another, which no pickler writes.
    case itemReplaced
    /// The text of an attribute that libraries look for in objects.
    case attributeName
  }

  /// The values: complete, or as far as they came.
  package let graph: PickleGraph
  /// Why the run did not come to its STOP.
  package let error: PickleError?
  /// Where the run ended: after STOP, or at the opcode that failed.
  package let end: Int
  /// Where the unpicklers part.
  package var differences: [(offset: Int, difference: Difference)] { log.differences }
  /// Whether arrays stand between the opcodes, as joblib writes them.
  package var hasInlineArrays: Bool { !graph.inlineArrays.isEmpty }

  /// What the C unpickler leaves out, where it reads from a file object that can't be peeked into, because an opcode
  /// reaches over the end of its frame.
  package let cut: Range<Int>?
  /// Where the last frame ends, when that is behind STOP.
  package let frameEnd: Int?
  let log: UseLog
  /// Whether arrays were looked for between the opcodes.
  package let looksForArrays: Bool

  /// Runs the pickle that starts at byte `offset`.
  ///
  /// - Parameter hasInlineArrays: Whether to move over joblib's arrays.
  package init(
    _ source: MemorySource, at offset: Int = 0, hasInlineArrays: Bool = false, limits: Limits = .default
  ) {
    var options = PickleOptions()
    // Latin-1 never fails. With another encoding strings that are not ASCII may be refused, and nothing more is run.
    options.encoding = .latin1
    options.hasInlineArrays = hasInlineArrays
    options.limits = limits
    let log = UseLog()
    var machine = Machine(options: options, byteCount: source.count - offset, log: log)
    var cursor = ByteCursor(source.bytes)
    var (root, error) = (Word.none, PickleError?.none)
    if cursor.seek(to: offset) {
      do throws(PickleError) { root = try machine.run(cursor) } catch let failure { error = failure }
    } else {
      error = PickleError(.ranOutOfInput, "there is no byte \(offset)", context: ErrorContext(offset: offset))
    }
    end = error == nil ? machine.offset + 1 : machine.offset
    let range = min(offset, end)..<end
    graph = PickleGraph(machine.finish(), source: source, root: root, byteRange: range)
    let frames = log.hasFrames ? FrameCheck.check(source.bytes, range) : FrameCheck.Result()
    if let straddle = frames.straddle { log.differences.append((straddle.offset, .frameStraddle)) }
    if frames.rest != nil { log.differences.append((end - 1, .frameGoesOn)) }
    (cut, frameEnd) = (frames.straddle?.cut, frames.rest)
    self.error = error
    self.log = log
    looksForArrays = hasInlineArrays
  }

  /// The value that the pickle holds; nothing of use when there was an error.
  package var root: PickleValue { PickleValue(graph, graph.root) }

  /// The opcode at an offset.
  package func opcode(at offset: Int) -> String {
    guard offset < graph.memory.count, let opcode = PickleOpcode(rawValue: graph.memory[offset]) else {
      return ""
    }
    return opcode.name
  }
}
