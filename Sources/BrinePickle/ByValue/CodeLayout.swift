/// The order of a code object's parts in the call that makes it, which changed between versions of Python.
///
/// Source: the signature of `types.CodeType` in CPython 3.7 to 3.14. What dill writes before it from Python 3.10 on,
/// the `co_lnotab` of older versions, is skipped.
enum CodeLayout: Sendable {
  /// Python 3.7: 15 parts.
  case python37
  /// Python 3.8 and 3.9: 16 parts.
  case python38
  /// Python 3.10: 16 parts too, with another form of line table.
  case python310
  /// PyPy 3.11: 17 parts.
  case pypy311
  /// Python 3.11 and later: 18 parts.
  case python311
  /// Early versions of Python 3.11: 20 parts.
  case python311Alpha

  /// One part of a code object.
  enum Part: Int, CaseIterable, Sendable {
    case argumentCount, positionalOnlyCount, keywordOnlyCount, localCount, stackSize, flags
    case code, consts, names, varnames, filename, name, qualname, firstLine
    case lineTable, endLineTable, columnTable, exceptionTable, freevars, cellvars
  }

  /// The parts, in order.
  var parts: [Part] {
    switch self {
    case .python37: Self.old
    case .python38, .python310: Self.plain
    case .pypy311: Self.pypy
    case .python311: Self.current
    case .python311Alpha: Part.allCases
    }
  }

  private static let plain = without([.qualname, .endLineTable, .columnTable, .exceptionTable])
  private static let old = plain.filter { $0 != .positionalOnlyCount }
  private static let pypy = without([.endLineTable, .columnTable, .exceptionTable])
  private static let current = without([.endLineTable, .columnTable])

  private static func without(_ missing: Set<Part>) -> [Part] {
    Part.allCases.filter { !missing.contains($0) }
  }
}

/// The parts of a code object as words.
struct CodeParts {
  let layout: CodeLayout
  private var words: [Word]

  subscript(part: CodeLayout.Part) -> Word { words[part.rawValue] }

  /// The parts behind the arguments of a call; `nil` when they are not what `types.CodeType` takes.
  init?(_ graph: PickleGraph, _ arguments: UnsafeBufferPointer<Word>) {
    var arguments = arguments[...]
    if let first = arguments.first, graph.byteCount(first) != nil { arguments = arguments.dropFirst() }
    guard let layout = Self.layout(graph, arguments) else { return nil }
    words = Array(repeating: .absent, count: CodeLayout.Part.allCases.count)
    for (part, word) in zip(layout.parts, arguments) { words[part.rawValue] = word }
    self.layout = layout
    guard isWellFormed(graph) else { return nil }
  }

  private static func layout(_ graph: PickleGraph, _ arguments: Slice<UnsafeBufferPointer<Word>>)
    -> CodeLayout?
  {
    switch arguments.count {
    case 15: .python37
    case 16: hasNewLineTable(graph, arguments) ? .python310 : .python38
    case 17: .pypy311
    case 18: .python311
    case 20: .python311Alpha
    default: nil
    }
  }

  /// A line table of Python 3.10 covers all of the bytecode; those before it end where the last line begins.
  private static func hasNewLineTable(_ graph: PickleGraph, _ arguments: Slice<UnsafeBufferPointer<Word>>)
    -> Bool
  {
    let (code, table) = (arguments[arguments.startIndex + 6], arguments[arguments.startIndex + 13])
    guard let size = graph.byteCount(code), size > 0, graph.byteCount(table) != nil else { return false }
    return size
      == ByValueIndex.of(graph).coverage(of: table) {
        let bytes = graph.byteContent(table)
        return stride(from: 0, to: bytes.count, by: 2).reduce(0) { $0 + Int(bytes[$1]) }
      }
  }

  private func isWellFormed(_ graph: PickleGraph) -> Bool {
    let counts: [CodeLayout.Part] = [.argumentCount, .keywordOnlyCount, .localCount, .stackSize, .flags]
    let tuples: [CodeLayout.Part] = [.consts, .names, .varnames, .freevars, .cellvars]
    guard counts.allSatisfy({ graph.natural(self[$0]) != nil }), tuples.allSatisfy({ self[$0].isTuple }),
      self[.name].has(.string), self[.filename].has(.string), graph.int(self[.firstLine]) != nil,
      graph.byteCount(self[.code]) != nil, graph.byteCount(self[.lineTable]) != nil,
      self[.qualname] == .absent || self[.qualname].has(.string),
      self[.exceptionTable] == .absent || graph.byteCount(self[.exceptionTable]) != nil
    else { return false }
    return hasAllArguments(graph)
  }

  /// Whether there is a name for every argument, and no more positional-only ones than arguments.
  private func hasAllArguments(_ graph: PickleGraph) -> Bool {
    let flags = PickleCodeFlags(rawValue: graph.natural(self[.flags]) ?? 0)
    let stars = (flags.contains(.varArgs) ? 1 : 0) + (flags.contains(.varKeywords) ? 1 : 0)
    guard let positional = graph.natural(self[.argumentCount]),
      let keywordOnly = graph.natural(self[.keywordOnlyCount]),
      let all = positional.adding(keywordOnly)?.adding(stars), all <= graph.items(self[.varnames]).count
    else { return false }
    if self[.positionalOnlyCount] == .absent { return true }
    return graph.natural(self[.positionalOnlyCount]).map { $0 <= positional } ?? false
  }
}
