import BrinePickle

/// NumPy's arrays and types are made in two steps, and NumPy believes the second: what does not go as NumPy writes it may
/// crash Python, or worse.
extension PickleScan {
  /// `_reconstruct(ndarray, (0,), b'b')`, `_mareconstruct(MaskedArray, ndarray, (0,), b'b')`: arrays that have memory before
  /// they are given their state could be looked at by others, and then have it taken away.
  mutating func emptyArray(_ call: Int, _ values: [PickleValue], _ function: PickleName) {
    let types = values.dropLast(2)
    guard values.count == types.count + 2, !types.isEmpty, types.allSatisfy(isName),
      let shape = values[types.count].array, values[types.count].kind == .tuple,
      shape.allSatisfy({ $0.int == 0 }), !shape.isEmpty
    else {
      return report(
        .arrayState, .unknown, at: run.offset(ofCall: call), name: function, use: .call, call: call,
        "\(function) makes something else than an empty array")
    }
  }

  private func isName(_ value: PickleValue) -> Bool {
    if case .global = run.reference(value) { true } else { false }
  }

  /// The state of a type, which must come before anything is made with the type.
  mutating func buildDType(_ call: Int, _ offset: Int) {
    let isUsed = lastOtherEffect > run.offset(ofCall: call) || isFollowed(call, before: offset)
    guard isUsed || !isCopy(call) || !run.isSoundDType(call: call) else { return }
    report(
      .arrayState, .unknown, at: offset, name: Self.dtype, use: .build,
      isUsed
        ? "a type of NumPy's is changed after it may have been used"
        : "the state of a type of NumPy's contradicts itself, which may crash Python")
  }

  /// Whether a type is made as a copy, `dtype('f8', False, True)`: others are those that all of NumPy uses.
  private func isCopy(_ call: Int) -> Bool {
    let values = run.arguments(ofCall: call)
    return values.count == 3 && (values[2].bool ?? (values[2].int == 1))
  }

  /// Whether anything but types is made between the call that makes a type and its state.
  private func isFollowed(_ call: Int, before offset: Int) -> Bool {
    var (low, high) = (0, otherCalls.count)
    while low < high {
      let middle = (low + high) / 2
      if otherCalls[middle] > call { high = middle } else { low = middle + 1 }
    }
    return low < otherCalls.count && run.offset(ofCall: otherCalls[low]) < offset
  }

  static let dtype = PickleName(module: "numpy", name: "dtype")

  /// Whether a call may come between a type and its state: it makes another type, or the bytes of a unit's name.
  func isPartOfDType(_ call: Int) -> Bool {
    guard let name = name(ofCall: call) else { return false }
    return name == Self.dtype || name == PickleName(module: "_codecs", name: "encode")
  }

  /// The state of an array: `(1, shape, dtype, is_fortran, elements)`, with the elements in a list where they are objects.
  /// NumPy does not look how long that list is.
  mutating func checkArray(_ state: PickleValue, _ offset: Int) {
    let parts = state.array ?? []
    guard state.kind == .tuple, parts.count >= 4 else { return }
    let first = parts[0].kind == .tuple ? 0 : 1
    guard parts.count > first + 3, parts[first].kind == .tuple, let shape = parts[first].array else {
      return reportArray(offset)
    }
    var count: Int? = 1
    for length in shape {
      guard let length = length.int, length >= 0 else { return reportArray(offset) }
      count = count?.multiplied(length)
    }
    let elements = parts[first + 3]
    if elements.kind == .list, elements.count != count { reportArray(offset) }
  }

  private mutating func reportArray(_ offset: Int) {
    report(
      .arrayState, .unknown, at: offset, use: .build,
      "the state of an array of NumPy's contradicts itself, which may crash Python")
  }

  /// What scikit-learn's compiled classes take for a tuple of so many parts, whatever it is.
  mutating func checkNative(_ name: PickleName, _ state: PickleValue, _ offset: Int) {
    guard name.module.hasPrefix("sklearn.") else { return }
    let isTree =
      name.module.hasSuffix("_tree") && (name.name.hasPrefix("KDTree") || name.name.hasPrefix("BallTree"))
    guard isTree || name.module.hasSuffix("dist_metrics") else { return }
    if state.kind == .tuple, state.count == (isTree ? 12 : 3) { return }
    report(
      .arrayState, .unknown, at: offset, name: name, use: .build,
      "the state of \(name) is not of its form, which may crash Python")
  }

  // MARK: joblib's arrays

  /// The bytes of an array follow joblib's wrappers, where Brine must find them as joblib does: else one would read as
  /// opcodes what is an array to the other.
  mutating func reportArrayWrappers() {
    guard run.looksForArrays, run.error == nil,
      globals.decisions.contains(where: { Self.isWrapper($0.name) })
    else { return }
    var held = run.heldGlobals
    for call in 0..<run.callCount {
      let values = run.arguments(ofCall: call)
      let isMade = [run.callable(ofCall: call)] + values.map { run.reference($0) }
      guard isMade.contains(where: isWrapper) else { continue }
      if name(ofCall: call)?.name == "_reconstructor", let first = values.first,
        case .global(let index) = run.reference(first)
      {
        held.remove(index)
      } else if case .global = run.callable(ofCall: call), !run.isNew(call: call) {
        reportWrapper(run.offset(ofCall: call))
      }
      if !run.hasInlineArray(call: call) { reportWrapper(run.offset(ofCall: call)) }
    }
    for index in held where Self.isWrapper(globals[index].name) { reportWrapper(run.offset(ofGlobal: index)) }
  }

  private func isWrapper(_ reference: PickleRun.Reference) -> Bool {
    if case .global(let index) = reference { Self.isWrapper(globals[index].name) } else { false }
  }

  private static func isWrapper(_ name: PickleName) -> Bool {
    name.name == "NumpyArrayWrapper" && name.module.hasPrefix("joblib")
      || name.name.hasSuffix(".NumpyArrayWrapper")
      || name.module.hasSuffix("externals.joblib.numpy_pickle") && name.name == "NumpyArrayWrapper"
  }

  private mutating func reportWrapper(_ offset: Int) {
    report(
      .arrayState, .unreadable, at: offset,
      "joblib may read an array here, of which nobody else could tell where it ends")
  }
}
