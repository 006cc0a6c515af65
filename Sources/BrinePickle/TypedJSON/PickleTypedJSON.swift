public import BrineCore
public import BrineJSON

extension PickleValue {
  /// The value as typed JSON, which loses nothing.
  ///
  /// The form is described in `Documentation/typed-json.md`. Use ``writeTypedJSON(to:limits:)`` for large values.
  /// - Throws: `PickleError.Code.limitExceeded` when the text is out of all proportion to the pickle.
  public func typedJSON(limits: Limits = .default) throws -> String {
    var text: [UInt8] = []
    try writeTypedJSON(to: { text.append(contentsOf: $0) }, limits: limits)
    return String(decoding: text, as: UTF8.self)
  }

  /// Writes the value as typed JSON, in blocks of UTF-8.
  ///
  /// - Throws: what `sink` throws; `PickleError.Code.limitExceeded` when the text is out of all proportion
  ///   to the pickle, because a few bytes can refer to one long string again and again.
  public func writeTypedJSON(
    plainArrays: Bool = false, to sink: @escaping JSONTextWriter.Sink, limits: Limits = .default
  ) throws {
    guard !graph.hasOpaqueInlineArrays else {
      return try withPlainArrays().writeTypedJSON(plainArrays: plainArrays, to: sink, limits: limits)
    }
    let most = max(64 << 20, graph.size.multiplied(100) ?? .max)
    var written = 0
    let writer = JSONTextWriter { block in
      written += block.count
      guard written <= most else {
        throw PickleError(.limitExceeded, "the typed JSON is longer than \(most) bytes")
      }
      try sink(block)
    }
    var encoder = try TypedJSONEncoder(graph, root: word, writer)
    encoder.plainArrays = plainArrays
    try encoder.run()
  }
}

/// Writes a graph as typed JSON. It keeps its own stack, so that no nesting is too deep for it.
struct TypedJSONEncoder {
  /// What is still to be written, last first.
  enum Step {
    case value(Word)
    case text(StaticString)
    case literal(String)
    case items(UnsafeBufferPointer<Word>, next: Int)
    case words([Word], next: Int)
    case members(Entries, next: Int)
    case pairs(Entries, next: Int)
  }

  let graph: PickleGraph
  var writer: JSONTextWriter
  var steps: [Step]
  /// Whether arrays are written as nested lists, which does not say all about them.
  var plainArrays = false
  private let shared: SharedObjects
  private var ids: [Word: Int] = [:]
  /// The digits of a wide integer, which a pickle may refer to again and again.
  var lastInteger: (word: Word, text: String)?

  init(_ graph: PickleGraph, root: Word, _ writer: JSONTextWriter) throws(PickleError) {
    self.graph = graph
    self.writer = writer
    steps = [.value(root)]
    shared = try SharedObjects(graph, root: root)
  }

  mutating func run() throws {
    while let step = steps.popLast() {
      switch step {
      case .value(let word): try write(word)
      case .text(let text): try writer.write(text)
      case .literal(let text): try writer.write(text: text)
      case .items(let items, let next):
        try writeItem(items.count, next, { items[$0] }, .items(items, next: next + 1))
      case .words(let words, let next):
        try writeItem(words.count, next, { words[$0] }, .words(words, next: next + 1))
      case .members(let entries, let next): try writeMember(entries, next)
      case .pairs(let entries, let next): try writePair(entries, next)
      }
    }
    try writer.flush()
  }

  private mutating func writeItem(_ count: Int, _ next: Int, _ item: (Int) -> Word, _ following: Step) throws
  {
    guard next < count else { return }
    if next > 0 { try writer.write(",") }
    steps.append(following)
    try write(item(next))
  }

  private mutating func writeMember(_ entries: Entries, _ next: Int) throws {
    guard next < entries.count else { return }
    if next > 0 { try writer.write(",") }
    try graph.withText(entries.key(next), { text in Result { try writer.write(string: text) } }).get()
    try writer.write(":")
    steps.append(.members(entries, next: next + 1))
    try write(entries.value(next))
  }

  private mutating func writePair(_ entries: Entries, _ next: Int) throws {
    guard next < entries.count else { return }
    try writer.write(next > 0 ? ",[" : "[")
    steps.append(.pairs(entries, next: next + 1))
    steps.append(.text("]"))
    steps.append(.value(entries.value(next)))
    steps.append(.text(","))
    try write(entries.key(next))
  }

  private mutating func write(_ word: Word) throws {
    guard shared.isShared(word) else { return try write(graph.meaning(word), id: nil) }
    if let id = ids[word] { return try writer.write(text: "{\"$ref\":\(id)}") }
    ids[word] = ids.count + 1
    try write(graph.meaning(word), id: ids.count)
  }

  /// Writes `{`, the id where there is one, and a tag with its colon.
  mutating func open(_ tag: StaticString, id: Int?) throws {
    try writer.write("{")
    if let id { try writer.write(text: "\"$id\":\(id),") }
    try writer.write(tag)
  }

  /// Writes later what comes first here.
  mutating func schedule(_ following: Step...) { steps.append(contentsOf: following.reversed()) }
}
