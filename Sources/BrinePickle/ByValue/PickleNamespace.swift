/// A module that a pickle holds by value: a session that `dill.dump_module` wrote, or a module that is no file.
///
/// Facts: `save_module` and `dump_module` of dill 0.4, `dynamic_subimport` of cloudpickle 3.
public struct PickleNamespace: Sendable {
  /// The call that describes it.
  public let value: PickleValue
  /// The name of the module, such as `__main__`.
  public let name: String
  /// Whether dill made it of a module that can't be imported, such as one made by `types.ModuleType`.
  public let isRuntime: Bool
  private let dict: Word
  private var graph: PickleGraph { value.graph }

  /// A name that the session holds as a reference to what another module has (`refimported=True`).
  public struct Import: Sendable, Hashable {
    /// The name in the session.
    public let name: String
    /// The module that it comes from.
    public let module: String
    /// Its name there; `nil` where it is the module itself.
    public let attribute: String?
  }

  init?(_ graph: PickleGraph, _ word: Word, _ call: ByValueCall) {
    guard let nameWord = call.arguments.first, nameWord.has(.string) else { return nil }
    switch call.maker {
    case .importedModule:
      guard let state = graph.states(of: call.record).last, state.has(.dict) else { return nil }
      dict = state
    case .dynamicModule where call.arguments.count == 2 && call.arguments[1].has(.dict):
      dict = call.arguments[1]
    default: return nil
    }
    let text = graph.lossyString(nameWord)
    isRuntime = call.maker == .dynamicModule || text.hasPrefix(Self.runtime)
    name = text.hasPrefix(Self.runtime) ? String(text.dropFirst(Self.runtime.count)) : text
    value = PickleValue(graph, word)
  }

  /// Whether this is what `dill.dump_module` wrote: the pickle's root, or `__main__`.
  public var isSession: Bool { value.word == graph.root || name == "__main__" }

  /// What dill puts before the names of modules that can't be imported.
  private static let runtime = "__runtime__."

  /// The namespace as the dict that the pickle holds.
  public var variablesValue: PickleValue { PickleValue(graph, dict) }

  /// The names and their values, in order, but for what dill notes for itself (see ``imports``).
  public var variables: [(name: String, value: PickleValue)] {
    graph.namedEntries(dict).filter { !$0.name.hasPrefix(Self.notes) }
  }

  private static let notes = "__dill_imported"

  /// The names that are references to what other modules have, where the session was written with `refimported=True`.
  public var imports: [Import] {
    texts("__dill_imported", 2).map { Import(name: $0[1], module: $0[0], attribute: $0[1]) }
      + texts("__dill_imported_as", 3).map { Import(name: $0[2], module: $0[0], attribute: $0[1]) }
      + texts("__dill_imported_top_level", 2).map { Import(name: $0[1], module: $0[0], attribute: nil) }
  }

  /// The tuples of so many strings in one of dill's notes.
  private func texts(_ name: String, _ count: Int) -> [[String]] {
    guard let list = graph.value(of: dict, key: name), list.has(.list) else { return [] }
    var known: [Word: [String]] = [:]
    return graph.items(list).compactMap { item in
      guard item.has(.tuple), graph.items(item).count == count else { return nil }
      let texts = known[item] ?? graph.texts(graph.items(item))
      known[item] = texts
      return texts
    }
  }

  /// How many names a user of the module would count: those that do not begin with two underscores, and the imports.
  public var nameCount: Int {
    ByValueIndex.of(graph).namespace(dict, graph).plainCount + imports.count { !$0.name.hasPrefix("__") }
  }

  /// The name and how many names there are, as in `__main__ (12 names)`.
  public var title: String {
    ByValueIndex.of(graph).title(value.word) {
      let count = nameCount
      return (name.utf8.count > 200 ? name.prefix(100) + "…" : name)
        + (count == 1 ? " (1 name)" : " (\(count) names)")
    }
  }
}

extension PickleGraph {
  /// The name of the module that reading the pickle restores: that of a session, else `__main__`.
  var mainModule: String { PickleValue(self, root).namespace?.name ?? "__main__" }
}
