import BrineCore
import BrineJSON

/// Makes a graph of typed JSON.
///
/// The document's nodes are a list in preorder, and `next` goes through it. What is open, a list or an object, is a
/// frame on a stack of its own, so that no nesting is too deep. Finished values wait on another stack until the frame
/// that they are part of ends:
///
///     [1,{"$tuple":[2,3]}]     frames: list          values: 1
///                  ^           frames: list, tuple   values: 1 2
///                     ^        frames: list          values: 1 (2,3)
///
/// A container's word is made when it is opened, so that what is inside can refer to it.
struct TypedJSONDecoder: ~Copyable {
  /// Something open.
  struct Frame {
    enum Kind: UInt8 {
      /// A list, tuple, set or frozenset, as the word's tag tells.
      case items
      /// A dict that is a plain object.
      case members
      /// A dict that is an array of pairs.
      case pairs
      /// The same, whose keys may be anything: entries of an object that is not known to be a dict.
      case entries
      /// An instance or call, see `OpenObject`.
      case object
      /// A persistent object or a read-only view.
      case special
      /// The objects of an array.
      case elements
      /// A date or time that waits for its time zone.
      case moment
    }
    let kind: Kind
    /// The container or object.
    let word: Word
    /// The node whose children the values are.
    let node: Int
    /// How many values there were before.
    let base: Int
    /// The node after the last one of the values.
    let end: Int
    /// The node to go on with.
    let after: Int
    /// The `$id`; 0 is none.
    var id = 0
  }

  /// What an `$id` stands for.
  struct Definition {
    let word: Word
    var isOpen = true
  }

  let document: JSONDocument
  var builder: GraphBuilder
  var frames: [Frame] = []
  var values = Vector<Word>()
  /// The node that comes next.
  var next = 0
  var objects: [OpenObject] = []
  var ids: [Int: Definition] = [:]
  var keys: KeyCache
  var callables: [String: Recipe.Callable] = [:]
  var zones: [Int: Word] = [:]
  /// The types of arrays.
  var dtypes: [DType: Word] = [:]
  /// Keys and items that are tuples, which can't be judged before they are whole, and their nodes.
  var laterKeys: [(word: Word, node: Int)] = []
  /// Dicts of several entries and their nodes, to look for keys that come twice.
  var dicts: [(word: Word, node: Int)] = []
  /// What was referred to while it was open, and the first node where it was.
  var openReferences: [Word: Int] = [:]

  init(_ document: JSONDocument) throws(TypedJSONError) {
    self.document = document
    builder = GraphBuilder(words: min(document.count, 1 << 20))
    keys = KeyCache(isSmall: document.count < 64)
    // Each node makes up to four words, and containers that grow may double.
    guard document.count < Pool.maximum / 32 else {
      throw fail(.limitExceeded, "there are too many values", 0)
    }
  }

  /// Reads the whole document.
  mutating func run() throws(TypedJSONError) -> Word {
    try read(at: 0)
    while frames.count > 0 { try advance() }
    try checkWhole()
    return values[0]
  }

  /// Reads the next part of the innermost frame, or ends it.
  private mutating func advance() throws(TypedJSONError) {
    let depth = frames.count
    let frame = frames[depth - 1]
    switch frame.kind {
    case .object: return try advanceObject(frame)
    case .items, .special, .moment, .elements:
      while next < frame.end, frames.count == depth { try read(at: next) }
    case .members:
      while next < frame.end, frames.count == depth {
        values.append(try key(at: next))
        try read(at: next + 1)
      }
    case .pairs, .entries:
      while next < frame.end, frames.count == depth { try readPart(ofPairs: frame) }
    }
    if frames.count == depth { try close(frame) }
  }

  /// Reads a key or a value; before a key, checks that there is a pair.
  private mutating func readPart(ofPairs frame: Frame) throws(TypedJSONError) {
    if (values.count - frame.base) % 2 == 0 {
      guard document[next].kind == .array, document[next].childCount == 2 else {
        throw fail(.wrongShape, "expected a pair, an array of key and value", next)
      }
      next += 1
    }
    try read(at: next)
  }

  private mutating func close(_ frame: Frame) throws(TypedJSONError) {
    switch frame.kind {
    case .items:
      for index in frame.base..<values.count { builder.append(values[index], to: frame.word) }
      if frame.word.has(.set) || frame.word.has(.frozenset) { try checkItems(of: frame) }
      end(frame, frame.word)
    case .members, .pairs, .entries:
      for index in stride(from: frame.base, to: values.count, by: 2) {
        builder.set(values[index], values[index + 1], in: frame.word)
      }
      if values.count - frame.base > 2, frame.kind != .entries { dicts.append((frame.word, frame.node)) }
      if frame.kind == .pairs { try checkKeys(of: frame) }
      end(frame, frame.word)
    case .elements: try closeElements(frame)
    case .special: try closeSpecial(frame)
    case .moment: end(frame, try moment(frame.node, zone: values[frame.base]))
    case .object: break
    }
  }

  /// Ends the innermost frame: what it was waiting for is replaced by one value.
  mutating func end(_ frame: Frame, _ word: Word) {
    _ = frames.removeLast()
    values.count = frame.base
    values.append(word)
    next = frame.after
    if frame.id != 0 { ids[frame.id]?.isOpen = false }
  }

  // MARK: Opening

  /// Begins an array of items.
  mutating func openItems(_ tag: Word.Tag, of node: Int, after: Int, id: Int = 0) {
    let isEmptyTuple = tag == .tuple && document[node].childCount == 0
    let word = isEmptyTuple ? Word.emptyTuple : builder.container(tag)
    open(.items, word, of: node, after: after, id: id)
  }

  /// Begins to read the values of a container node.
  mutating func open(_ kind: Frame.Kind, _ word: Word, of node: Int, after: Int, id: Int = 0) {
    if id != 0 { ids[id] = Definition(word: word) }
    frames.append(
      Frame(
        kind: kind, word: word, node: node, base: values.count, end: document.end(of: node), after: after,
        id: id))
    next = node + 1
  }

  /// An error at a node.
  func fail(_ code: TypedJSONError.Code, _ detail: String, _ node: Int) -> TypedJSONError {
    TypedJSONError(
      code, detail, location: document.location(ofOffset: document[node].offset),
      path: document.path(to: node))
  }
}
