/// Ways in which one instance is written by different protocols.
extension PickleDifferences {
  /// Two instances in the form that the higher protocols write.
  ///
  /// Protocols 0 and 1 write an instance of a subclass of `list` or `dict` with its contents as an argument, and a
  /// named tuple with all fields as one tuple.
  static func alike(
    _ old: Meaning.Instance, _ new: Meaning.Instance, _ graphs: ComparedGraphs
  ) -> (old: Meaning.Instance, new: Meaning.Instance) {
    (old.inForm(of: new, graphs.old), new.inForm(of: old, graphs.new))
  }
}

extension Meaning.Instance {
  fileprivate func inForm(of other: Meaning.Instance, _ graph: PickleGraph) -> Meaning.Instance {
    guard arguments.count == 1, let argument = arguments.first else { return self }
    var form = self
    if argument.has(.list), items == nil, other.arguments.isEmpty, other.items != nil {
      (form.arguments, form.items) = ([], argument)
    } else if argument.has(.dict), entries == nil, other.arguments.isEmpty, other.entries != nil {
      (form.arguments, form.entries) = ([], argument)
    } else if argument.isTuple, other.arguments.count != 1 || other.arguments.first?.isTuple == false {
      form.arguments = Array(graph.items(argument))
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
