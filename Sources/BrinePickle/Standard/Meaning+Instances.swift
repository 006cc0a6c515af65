import BigInt
import BrineCore

/// The five ways in which pickles make instances.
extension PickleGraph {
  func instance(_ word: Word, _ record: ObjectRecord) -> Meaning.Instance {
    var instance = creation(word.construction, record)
    add(record.state, to: &instance)
    if record.items.has(.parts) {
      let both = items(record.items)
      (instance.items, instance.entries) = (both[0], both[1])
    } else if record.items.has(.list) {
      instance.items = record.items
    } else if record.items.has(.dict) {
      instance.entries = record.items
    }
    return instance
  }

  /// Tells states, with their setters, from calls whose results were dropped.
  func add(_ state: Word, to instance: inout Meaning.Instance) {
    for state in states(state) {
      if let effect = effectCall(state) {
        instance.effects.append(effect)
      } else {
        let setter = setterCall(state)
        instance.states.append(setter?.state ?? state)
        instance.setters.append(setter?.function ?? .absent)
      }
    }
  }

  /// The call whose result was dropped, where a state is one.
  func effectCall(_ state: Word) -> Word? {
    state.has(.object) && state.construction == .effect ? .object(state.objectIndex, .reduce) : nil
  }

  /// The parts of the call of a state setter, where a state is one.
  func setterCall(_ state: Word) -> (function: Word, state: Word)? {
    guard state.has(.object), state.construction == .setter else { return nil }
    let record = objects[state.objectIndex]
    return (record.callable, items(record.arguments)[1])
  }

  /// The class and its arguments.
  private func creation(_ construction: Construction, _ record: ObjectRecord) -> Meaning.Instance {
    switch construction {
    case .newObj, .inst, .obj: return of(record.callable, Array(items(record.arguments)))
    case .newObjEx:
      let both = items(record.arguments)
      return of(record.callable, Array(items(both[0])), keywords: both[1])
    case .reduce, .setter, .effect: return called(record)
    }
  }

  private func of(_ type: Word, _ arguments: [Word], keywords: Word? = nil) -> Meaning.Instance {
    let isEmpty = keywords.map { containers[$0.payload].count == 0 } ?? true
    return Meaning.Instance(
      isCall: false, name: callableName(type), callable: type, arguments: arguments,
      keywords: isEmpty ? nil : keywords)
  }

  private func called(_ record: ObjectRecord) -> Meaning.Instance {
    let arguments = items(record.arguments)
    switch known(record.callable) {
    case .reconstructor where arguments.count == 3: return reconstructed(record, arguments)
    case .newObject where arguments.count >= 1:
      return of(arguments[0], Array(arguments.dropFirst()))
    case .newObjectEx where arguments.count == 3 && arguments[1].isTuple && arguments[2].has(.dict):
      return of(arguments[0], Array(items(arguments[1])), keywords: arguments[2])
    case .compile:
      return known(PickleName(module: "re", name: "Pattern"), record)
    case .zoneInfoUnpickle:
      return known(PickleName(module: "zoneinfo", name: "ZoneInfo"), record)
    case .unknown, .encode, .getattr, .reconstructor, .newObject, .newObjectEx, .arrayReconstructor,
      .reconstructArray, .arrayFromBuffer, .arrayScalar, .dtype, .maskedArray:
      return call(record)
    default:
      return of(record.callable, Array(arguments))
    }
  }

  /// `copyreg._reconstructor(class, base, value)`.
  private func reconstructed(_ record: ObjectRecord, _ arguments: UnsafeBufferPointer<Word>)
    -> Meaning.Instance
  {
    let base = callableName(arguments[1])
    guard base != Self.object else { return of(arguments[0], []) }
    guard base != nil, callableName(arguments[0]) != nil else { return call(record) }
    var instance = of(arguments[0], [arguments[2]])
    instance.base = arguments[1]
    return instance
  }

  private func known(_ name: PickleName, _ record: ObjectRecord) -> Meaning.Instance {
    var instance = of(record.callable, Array(items(record.arguments)))
    instance.name = name
    return instance
  }

  private static let object = PickleName(module: "builtins", name: "object")
  private static let zoneInfo = PickleName(module: "zoneinfo", name: "ZoneInfo._unpickle")

  private func call(_ record: ObjectRecord) -> Meaning.Instance {
    if let instance = newThroughPartial(record) { return instance }
    let name = callableName(record.callable)
    if name == Self.zoneInfo { return known(PickleName(module: "zoneinfo", name: "ZoneInfo"), record) }
    return Meaning.Instance(
      isCall: true, name: name, callable: record.callable, arguments: Array(items(record.arguments)))
  }

  /// `functools.partial(cls.__new__, cls, *args, **kwargs)()`: protocols 2 and 3 have no NEWOBJ_EX.
  private func newThroughPartial(_ record: ObjectRecord) -> Meaning.Instance? {
    guard record.callable.has(.object), record.arguments == .emptyTuple else { return nil }
    let partial = objects[record.callable.objectIndex]
    guard known(partial.callable) == .partial, partial.state.has(.tuple) else { return nil }
    let state = items(partial.state)
    guard state.count == 4, state[1].isTuple, state[2].has(.dict), items(state[1]).count >= 1,
      callableName(state[0])?.name.hasSuffix("__new__") == true
    else { return nil }
    let arguments = items(state[1])
    return of(arguments[0], Array(arguments.dropFirst()), keywords: state[2])
  }

  /// The UUID that an instance of `uuid.UUID` with nothing but its number is.
  func uuid(_ instance: Meaning.Instance) -> PickleUUID? {
    guard instance.states.count == 1, instance.effects.isEmpty,
      known(instance.callable) == .uuid || isUUID(instance),
      instance.states[0].has(.dict), instance.arguments.isEmpty, instance.keywords == nil,
      instance.items == nil,
      instance.entries == nil
    else { return nil }
    let entries = rawEntries(instance.states[0])
    guard entries.count == 1, entries.key(0).has(.string), leafSize(entries.key(0)) <= 8,
      string(entries.key(0)) == "int", leafSize(entries.value(0)) <= 64,
      let value = integer(entries.value(0))
    else { return nil }
    return PickleUUID(value)
  }

  private func isUUID(_ instance: Meaning.Instance) -> Bool {
    instance.name == PickleName(module: "uuid", name: "UUID")
  }
}
