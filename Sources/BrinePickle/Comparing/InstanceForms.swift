/// Ways in which one instance is written by different protocols.
extension PickleDifferences {
  /// Two instances in the form that the higher protocols write.
  ///
  /// Protocols 0 and 1 write an instance of a subclass of `list` or `dict` with its contents as an argument, and a
  /// named tuple with all fields as one tuple.
  static func alike(
    _ old: Meaning.Instance, _ new: Meaning.Instance, _ graphs: ComparedGraphs
  ) -> (old: Meaning.Instance, new: Meaning.Instance) {
    guard (old.base == nil) != (new.base == nil) else { return (old, new) }
    return (old.inNewForm(graphs.old), new.inNewForm(graphs.new))
  }
}

extension Meaning.Instance {
  /// The form that protocols from 2 on write.
  func inNewForm(_ graph: PickleGraph) -> Meaning.Instance {
    guard let base, arguments.count == 1, let argument = arguments.first else { return self }
    var form = self
    switch graph.callableName(base)?.name {
    case "list" where argument.has(.list) && items == nil: (form.arguments, form.items) = ([], argument)
    case "dict" where argument.has(.dict) && entries == nil: (form.arguments, form.entries) = ([], argument)
    case "tuple" where argument.isTuple: form.arguments = Array(graph.items(argument))
    default: break
    }
    return form
  }
}

extension PickleGraph {
  /// The states of an instance that are not dicts of attributes, with their setters; `absent` for BUILD.
  func plainStates(_ instance: Meaning.Instance) -> [(state: Word, setter: Word)] {
    let attributes = Set(attributeDicts(instance))
    return zip(instance.states, instance.setters).compactMap { state, setter in
      let isSlotted = state.has(.tuple) && items(state).count == 2 && attributes.contains(items(state)[1])
      let isHidden = attributes.contains(state) || isSlotted
      return isHidden && setter == .absent ? nil : (isHidden ? .absent : state, setter)
    }
  }
}
