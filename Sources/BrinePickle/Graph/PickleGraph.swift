import BrineCore
import Synchronization

/// Everything one pickle describes, as a flat graph that never changes.
///
/// See `Word` for how a value is stored and `Container` for how children are found. Leaves stay in the input.
public final class PickleGraph: @unchecked Sendable {
  // Sendable: nothing in here is written to once `init` is done, but for what has a lock.
  let source: MemorySource
  /// The memory of `source`, which keeps it.
  let memory: UnsafeRawBufferPointer
  let options: PickleOptions
  let pool: Vector<Word>
  let containers: Vector<Container>
  let shapes: Vector<Shape>
  let objects: Vector<ObjectRecord>
  let globals: Vector<GlobalRecord>
  let specials: Vector<SpecialRecord>
  /// By object, the calls that were dropped for its sake: see `Machine.noteDiscarded`.
  let discarded: [Int: [Word]]
  /// By dict, how many entries it had when more were set: see `Machine.noteStep`.
  let firstEntries: [Int: Int]
  let root: Word
  /// For containers whose keys were compared: which entries to keep, or none where all are kept.
  let orders = Mutex<[Int: [EntryOrder]]>([:])
  /// For long strings that are written as Latin-1: whether they can be.
  let latin1Texts = Mutex<[Word: Bool]>([:])
  /// For long strings that stand for bytes in Latin-1: how many bytes those are.
  let latin1Counts = Mutex<[Word: Int]>([:])
  /// The last of them that was an array's, as bytes: arrays may share it.
  let lastLatin1 = Mutex<(word: Word, source: MemorySource)?>(nil)
  /// The types of arrays that were looked at.
  let dtypes = Mutex<[Word: PickledDType?]>([:])
  /// By object, the arrays whose elements stand between the opcodes: joblib writes them so.
  let inlineArrays: [Int: InlineArray]
  /// The highest protocol that a PROTO opcode announced; 0 when there was none.
  public let protocolVersion: Int
  /// Where the pickle is in the input.
  public let byteRange: Range<Int>

  init(_ parts: consuming GraphParts, source: MemorySource, root: Word, byteRange: Range<Int>) {
    self.source = source
    memory = source.bytes.withUnsafeBytes { $0 }
    self.root = root
    self.byteRange = byteRange
    options = parts.options
    protocolVersion = parts.protocolVersion
    pool = parts.pool.words
    containers = parts.pool.containers
    shapes = parts.pool.shapes
    objects = parts.objects
    globals = parts.globals
    specials = parts.specials
    discarded = parts.discarded
    firstEntries = parts.firstEntries
    inlineArrays = parts.inlineArrays
  }

  /// All bytes of the input.
  var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      let span = RawSpan(_unsafeBytes: memory)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }
}

/// What a graph is made of, from the machine or from a builder.
struct GraphParts: ~Copyable {
  var pool: Pool
  var objects: Vector<ObjectRecord>
  var globals: Vector<GlobalRecord>
  var specials: Vector<SpecialRecord>
  var discarded: [Int: [Word]] = [:]
  var firstEntries: [Int: Int] = [:]
  var inlineArrays: [Int: InlineArray] = [:]
  let options: PickleOptions
  let protocolVersion: Int
}
