/// A code object that a pickle holds by value: what `co_…` attributes say of it. It is never run.
///
/// dill writes it as `_create_code(…)`, cloudpickle as `types.CodeType(…)`; the layouts of Python 3.7 to 3.14 and of
/// PyPy 3.11 are known.
public struct PickleCode: Sendable {
  /// The call that describes it.
  public let value: PickleValue
  let parts: CodeParts
  private var graph: PickleGraph { value.graph }

  init?(_ graph: PickleGraph, _ word: Word) {
    guard let call = graph.byValueCall(word) else { return nil }
    self.init(graph, word, call)
  }

  init?(_ graph: PickleGraph, _ word: Word, _ call: ByValueCall) {
    guard call.maker == .code, let parts = CodeParts(graph, call.arguments) else { return nil }
    self.parts = parts
    value = PickleValue(graph, word)
  }

  // MARK: Names

  /// `co_name`.
  public var name: String { graph.lossyString(parts[.name]) }
  /// `co_qualname`, which code has from Python 3.11 on.
  public var qualname: String? { parts[.qualname] == .absent ? nil : graph.lossyString(parts[.qualname]) }
  /// `co_filename`.
  public var filename: String { graph.lossyString(parts[.filename]) }
  /// `co_names`: the globals and attributes that the code uses.
  public var names: [String] { texts(.names) }
  /// `co_varnames`: arguments first, then the other local variables.
  public var varnames: [String] { texts(.varnames) }
  /// `co_freevars`: the variables of functions around this one.
  public var freevars: [String] { texts(.freevars) }
  /// `co_cellvars`: the local variables that functions inside this one use.
  public var cellvars: [String] { texts(.cellvars) }

  private func texts(_ part: CodeLayout.Part) -> [String] { graph.texts(graph.items(parts[part])) }

  // MARK: Numbers

  /// `co_argcount`: arguments that can be given by position, without `*args`.
  public var argumentCount: Int { number(.argumentCount) }
  /// `co_posonlyargcount`: how many of those can only be given by position.
  public var positionalOnlyCount: Int { number(.positionalOnlyCount) }
  /// `co_kwonlyargcount`: arguments that can only be given by keyword.
  public var keywordOnlyCount: Int { number(.keywordOnlyCount) }
  /// `co_nlocals`.
  public var localCount: Int { number(.localCount) }
  /// `co_stacksize`.
  public var stackSize: Int { number(.stackSize) }
  /// `co_flags`.
  public var flags: PickleCodeFlags { PickleCodeFlags(rawValue: number(.flags)) }
  /// `co_firstlineno`.
  public var firstLine: Int { graph.int(parts[.firstLine]) ?? 0 }

  private func number(_ part: CodeLayout.Part) -> Int { graph.natural(parts[part]) ?? 0 }

  // MARK: Bytecode and tables

  /// The size of `co_code` in bytes.
  public var bytecodeSize: Int { graph.byteCount(parts[.code]) ?? 0 }
  /// The size of `co_exceptiontable` in bytes; `nil` before Python 3.11, which has none.
  public var exceptionTableSize: Int? {
    parts[.exceptionTable] == .absent ? nil : graph.byteCount(parts[.exceptionTable])
  }

  /// Which lines the bytecode comes from.
  public var lineTable: PickleLineTable {
    let format: PickleLineTable.Format =
      switch parts.layout {
      case .python37, .python38: .lnotab
      case .python310: .linetable
      case .python311: .locations
      case .pypy311, .python311Alpha: .unknown
      }
    return PickleLineTable(
      format: format, graph: graph, word: parts[.lineTable], firstLine: firstLine, codeSize: bytecodeSize)
  }

  /// One of the tuples as the pickle holds it.
  package func tuple(_ part: Tuple) -> PickleValue {
    let part: CodeLayout.Part =
      switch part {
      case .consts: .consts
      case .names: .names
      case .varnames: .varnames
      case .freevars: .freevars
      case .cellvars: .cellvars
      }
    return PickleValue(graph, parts[part])
  }

  /// The tuples among the parts of a code object.
  package enum Tuple: String, Sendable { case consts, names, varnames, freevars, cellvars }

  // MARK: Constants

  /// `co_consts`.
  public var consts: [PickleValue] { graph.items(parts[.consts]).map { PickleValue(graph, $0) } }

  /// The code objects among the constants: functions, classes and comprehensions inside this code.
  public var nestedCode: [PickleCode] {
    graph.items(parts[.consts]).compactMap { PickleCode(graph, $0) }
  }

  /// The docstring that the constants hold, where that can be told.
  ///
  /// From Python 3.13 on a flag says that there is one. Before that, the first constant of a function is its docstring or `None`.
  var docstring: Word? {
    guard let first = graph.items(parts[.consts]).first, first.has(.string) else { return nil }
    return first
  }
}
