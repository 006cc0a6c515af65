/// A function that a pickle holds by value, with all that dill or cloudpickle wrote of it. It is never run.
///
/// Facts: `_create_function` of dill 0.4 and its state; `_make_function` and `_function_setstate` of cloudpickle 3.
public struct PickleFunctionByValue: Sendable {
  /// The library that wrote a function or class by value.
  public enum Writer: String, Sendable, CaseIterable {
    case dill, cloudpickle
  }

  /// The call that describes it.
  public let value: PickleValue
  /// Its code.
  public let code: PickleCode
  /// Who wrote it.
  public let writer: Writer

  /// The arguments of the call, a tuple.
  private let arguments: Word
  /// The function's own attributes, and what was set of `__doc__`, `__module__` and the like.
  private let state: (attributes: Word?, slots: Word?)
  var graph: PickleGraph { value.graph }

  init?(_ graph: PickleGraph, _ word: Word, _ call: ByValueCall) {
    guard call.maker == .dillFunction || call.maker == .cloudpickleFunction, call.arguments.count >= 2,
      let code = PickleCode(graph, call.arguments[0])
    else { return nil }
    let setter: ByValueMaker? = call.maker == .cloudpickleFunction ? .functionState : nil
    state = graph.statePair(graph.states(of: call.record, setter: setter).last)
    writer = setter == nil ? .dill : .cloudpickle
    arguments = call.record.arguments
    self.code = code
    value = PickleValue(graph, word)
  }

  /// An argument of the call; `nil` for `None` too.
  private func argument(_ index: Int) -> Word? {
    let words = graph.items(arguments)
    return index < words.count && words[index] != .none ? words[index] : nil
  }

  /// What was set of the function; `nil` for `None` too.
  private func slot(_ name: String) -> Word? {
    graph.slot(state.slots, name).flatMap { $0 == .none ? nil : $0 }
  }

  private func text(_ word: Word?) -> String? {
    word.flatMap { $0.has(.string) ? graph.lossyString($0) : nil }
  }

  // MARK: Names

  /// `__name__`.
  public var name: String { text(nameWord) ?? code.name }
  var nameWord: Word { slot("__name__") ?? argument(2) ?? code.parts[.name] }

  /// `__qualname__`. dill leaves it out where it is the name; old versions never wrote it, so that it is the code's.
  public var qualname: String {
    text(slot("__qualname__")) ?? (state.slots == nil ? code.qualname : nil) ?? name
  }

  /// `__module__`.
  public var module: String? {
    if let module = text(slot("__module__")) { return module }
    switch globals {
    case .module(let name): return name
    case .values(let dict): return text(graph.moduleName(ofGlobals: dict.word))
    }
  }

  /// `__doc__`.
  public var doc: String? {
    if let doc = slot("__doc__") { return text(doc) }
    // Old versions of dill write no such state: Python then takes the docstring from the code.
    return state.slots == nil ? text(code.docstring) : nil
  }

  // MARK: Defaults and annotations

  /// `__defaults__`: the defaults of the last positional arguments.
  public var defaults: [PickleValue] { defaultsValue?.array ?? [] }
  /// `__defaults__` as the tuple that the pickle holds; `nil` for none.
  public var defaultsValue: PickleValue? { tuple(slot("__defaults__") ?? argument(3)) }

  /// `__kwdefaults__`: the defaults of keyword-only arguments.
  public var kwdefaults: [(name: String, value: PickleValue)] { graph.namedEntries(kwdefaultsValue?.word) }
  /// `__kwdefaults__` as the dict that the pickle holds; `nil` for none.
  public var kwdefaultsValue: PickleValue? {
    dict(slot("__kwdefaults__") ?? (writer == .dill ? argument(6) : nil))
  }

  /// `__annotations__`; the one of the result is named `return`.
  public var annotations: [(name: String, value: PickleValue)] { graph.namedEntries(annotationsValue?.word) }
  /// `__annotations__` as the dict that the pickle holds; `nil` for none.
  public var annotationsValue: PickleValue? { dict(slot("__annotations__")) }

  /// The function's own attributes, `__dict__`, such as `__wrapped__`.
  public var attributes: [(name: String, value: PickleValue)] { graph.namedEntries(attributesValue?.word) }
  /// `__dict__` as the dict that the pickle holds; `nil` for none.
  public var attributesValue: PickleValue? {
    dict(state.attributes ?? (writer == .dill ? argument(5) : nil))
  }

  private func tuple(_ word: Word?) -> PickleValue? {
    word.flatMap { $0.isTuple ? PickleValue(graph, $0) : nil }
  }

  private func dict(_ word: Word?) -> PickleValue? {
    word.flatMap { $0.has(.dict) ? PickleValue(graph, $0) : nil }
  }

  // MARK: Closure

  /// The cells of the closure, in the order of the code's `freevars`.
  public var closure: [PickleCell] {
    let cells = closureValue?.array ?? []
    let names = code.freevars
    return cells.enumerated().map { index, cell in
      PickleCell(name: index < names.count ? names[index] : "?", value: cell)
    }
  }

  /// `__closure__` as the tuple of cells that the pickle holds; `nil` for none.
  public var closureValue: PickleValue? { tuple(slot("__closure__") ?? argument(4)) }

  // MARK: Globals

  /// Where the function finds its global variables.
  public enum Globals: Sendable {
    /// The namespace of a module, which the pickle only names.
    case module(String)
    /// A dict that the pickle holds.
    case values(PickleValue)
  }

  /// Where the function finds its global variables. Of cloudpickle's functions these are the ones that the code names.
  public var globals: Globals {
    if let used = slot("__globals__"), used.has(.dict) { return .values(PickleValue(graph, used)) }
    let globals = graph.items(arguments)[1]
    if globals.has(.global), let name = graph.shortGlobalName(globals) {
      // `__builtin__.__main__` is the namespace that is being restored: that of a session, or of `__main__`.
      return .module(name.name == "__dict__" ? name.module : graph.mainModule)
    }
    return .values(PickleValue(graph, globals))
  }
}

/// A cell of a closure: one variable of a function around this one.
public struct PickleCell: Sendable {
  /// The name of the variable.
  public let name: String
  /// The call that makes the cell.
  public let value: PickleValue
  /// What the cell holds; `nil` when it is empty. A value that is no cell as dill and cloudpickle write them holds itself.
  public var contents: PickleValue? {
    if case .cell(let contents) = value.byValue { contents } else { value }
  }
}
