/// A class that a pickle holds by value, with all that dill or cloudpickle wrote of it. It is never made.
///
/// Facts: `save_type` of dill 0.4, which writes `_create_type`, `types.new_class` and `_create_namedtuple`;
/// `_make_skeleton_class`, `_make_skeleton_enum` and `_class_setstate` of cloudpickle 3.
public struct PickleClassByValue: Sendable {
  /// The call that describes it.
  public let value: PickleValue
  private let maker: ByValueMaker
  /// The arguments of the call, a tuple.
  private let arguments: Word
  private let nameWord: Word
  private let basesWord: Word?
  /// What the class body defined, a dict.
  private let membersWord: Word?
  var graph: PickleGraph { value.graph }

  init?(_ graph: PickleGraph, _ word: Word, _ call: ByValueCall) {
    let words = call.arguments
    var members: Word?
    switch call.maker {
    case .dillClass where words.count >= 4 && words[2].isTuple && words[3].has(.dict):
      (nameWord, basesWord, members) = (words[1], words[2], words[3])
    case .newClass where words.count >= 2 && words[1].isTuple:
      (nameWord, basesWord) = (words[0], words[1])
      if words.count >= 4 { members = graph.membersOfPartial(words[3]) }
    case .namedTuple where words.count >= 3:
      (nameWord, basesWord) = (words[0], nil)
    case .skeletonClass where words.count >= 4 && words[2].isTuple:
      (nameWord, basesWord) = (words[1], words[2])
    case .skeletonEnum where words.count >= 5 && words[0].isTuple:
      (nameWord, basesWord) = (words[1], words[0])
    default: return nil
    }
    guard nameWord.has(.string) else { return nil }
    if call.maker == .skeletonClass || call.maker == .skeletonEnum {
      members = graph.statePair(graph.states(of: call.record, setter: .classState).last).attributes
    }
    (maker, arguments, membersWord) = (call.maker, call.record.arguments, members)
    value = PickleValue(graph, word)
  }

  private func argument(_ index: Int) -> Word? {
    let words = graph.items(arguments)
    return index < words.count && words[index] != .none ? words[index] : nil
  }

  private func text(_ word: Word?) -> String? {
    word.flatMap { $0.has(.string) ? graph.lossyString($0) : nil }
  }

  /// `__module__`, `__qualname__` or `__doc__` among the members.
  private func member(_ name: String) -> Word? {
    membersWord.flatMap { ByValueIndex.of(graph).namespace($0, graph).dunders[name] }
  }

  // MARK: Names

  /// `__name__`.
  public var name: String { graph.lossyString(nameWord) }

  /// `__qualname__`. Where the pickle does not say, it is the name.
  public var qualname: String {
    if let set = ByValueIndex.of(graph).assigned(.qualname, to: value.word) { return text(set) ?? name }
    return text(maker == .skeletonEnum ? argument(2) : member("__qualname__")) ?? name
  }

  /// `__module__`.
  public var module: String? {
    switch maker {
    case .namedTuple: text(argument(2))
    case .skeletonEnum: text(argument(4))
    case .skeletonClass: text(graph.slot(argument(3), "__module__")) ?? text(member("__module__"))
    default: text(member("__module__"))
    }
  }

  /// `__doc__`.
  public var doc: String? { text(member("__doc__")) }

  // MARK: Bases

  /// The base classes, in order; none where the pickle leaves them to Python, as it does for named tuples.
  public var bases: [PickleValue] { basesValue?.array ?? [] }
  /// The base classes as the tuple that the pickle holds.
  public var basesValue: PickleValue? { basesWord.map { PickleValue(graph, $0) } }

  /// The class of the class; `nil` where it is `type`, and for enumerations, which take that of their base.
  public var metaclass: PickleValue? {
    let word =
      switch maker {
      case .dillClass, .skeletonClass: argument(0)
      case .newClass: graph.slot(argument(2), "metaclass")
      default: Word?.none
      }
    guard let word, graph.typeReference(word) != PickleName(module: "builtins", name: "type") else {
      return nil
    }
    return PickleValue(graph, word)
  }

  // MARK: Members

  /// What the class body defined, in the order of the pickle: methods, properties, values, `__doc__` and the like.
  public var members: [(name: String, value: PickleValue)] { graph.namedEntries(membersWord) }
  /// The members as the dict that the pickle holds; `nil` where there is none.
  public var membersValue: PickleValue? { membersWord.map { PickleValue(graph, $0) } }

  /// The members of an enumeration and their values; `nil` for other classes, and where dill wrote it, which keeps them among ``members``.
  public var enumMembers: [(name: String, value: PickleValue)]? {
    enumMembersValue.map { graph.namedEntries($0.word) }
  }
  /// The members of an enumeration as the dict that the pickle holds.
  public var enumMembersValue: PickleValue? {
    guard maker == .skeletonEnum, let dict = argument(3), dict.has(.dict) else { return nil }
    return PickleValue(graph, dict)
  }

  /// The fields of a named tuple that dill wrote; `nil` for other classes.
  public var fieldNames: [String]? { fieldsValue.map { graph.texts(graph.items($0.word)) } }
  /// The fields of a named tuple as the tuple that the pickle holds.
  public var fieldsValue: PickleValue? {
    guard maker == .namedTuple, let fields = argument(1), fields.isTuple || fields.has(.list) else {
      return nil
    }
    return PickleValue(graph, fields)
  }
  /// The defaults of the last fields of a named tuple, a list; `nil` for none.
  public var fieldDefaults: PickleValue? {
    maker == .namedTuple ? argument(3).map { PickleValue(graph, $0) } : nil
  }

  /// The id by which cloudpickle tells whether it has made this class before; `nil` for dill.
  public var trackerID: String? {
    maker == .skeletonClass ? text(argument(4)) : maker == .skeletonEnum ? text(argument(5)) : nil
  }

  // MARK: Text

  /// The name and the bases, as in `Circle(Shape)`; `object` is left out.
  public var title: String {
    ByValueIndex.of(graph).title(value.word) {
      var text = SignatureText(graph, most: 300)
      text.write(graph.clippedText(nameWord))
      let bases = basesWord.map { Array(graph.items($0)) } ?? []
      let isPlain = bases.count == 1 && graph.typeText(bases[0]) == "object"
      if maker == .namedTuple { text.write("(tuple)") }
      if isPlain || bases.isEmpty { return text.text }
      for (index, base) in bases.prefix(8).enumerated() {
        text.write(index == 0 ? "(" : ", ")
        // What is in the pickle too needs no module to be found.
        if let type = PickleValue(graph, base).classByValue {
          text.write(type.qualname)
        } else {
          text.write(annotation: base)
        }
      }
      text.write(bases.count > 8 ? ", …)" : ")")
      return text.ended
    }
  }
}

extension PickleGraph {
  /// The members in `functools.partial(dill._dill._setitems, source=members)`, which fills a class made by `types.new_class`.
  fileprivate func membersOfPartial(_ word: Word) -> Word? {
    guard word.has(.object) else { return nil }
    let record = objects[word.objectIndex]
    guard let state = states(of: record).last, state.has(.tuple), items(state).count == 4 else { return nil }
    return slot(items(state)[2], "source").flatMap { $0.has(.dict) ? $0 : nil }
  }
}
