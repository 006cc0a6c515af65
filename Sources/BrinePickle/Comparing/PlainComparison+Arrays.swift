import BrineCore

/// NumPy's arrays and scalars.
extension PlainComparison {
  func outcome(_ old: ArrayDescription, _ new: ArrayDescription) -> Outcome? {
    let names = (graphs.old.className(of: old), graphs.new.className(of: new))
    guard old.dtype.native == new.dtype.native, names.0 == names.1 else { return Outcome(.type) }
    guard old.shape == new.shape else { return Outcome(.length) }
    if case .items = old.content { return nil }
    guard let before = graphs.old.ndarray(old), let after = graphs.new.ndarray(new) else {
      return Outcome(.value)
    }
    var tolerance = ArrayTolerance()
    (tolerance.relative, tolerance.absolute) = (options.relativeTolerance, options.absoluteTolerance)
    tolerance.equalNaN = options.equalNaN
    guard let differences = try? after.differences(from: before, tolerance: tolerance) else {
      return Outcome(.value)
    }
    return differences.differing == 0 ? nil : Outcome(.value, text(differences, before, after))
  }

  /// `3 of 600 elements differ, all in [0:2, 5:9]; the first, [0, 5], 1.0 → 2.0; largest difference 0.5`.
  private func text(_ differences: ArrayDifferences, _ old: NDArray, _ new: NDArray) -> String {
    guard let first = differences.first, let before = try? old.value(at: first),
      let after = try? new.value(at: first)
    else { return "\(differences.differing) elements differ" }
    let change = "\(before.text(old.dtype)) → \(after.text(new.dtype))"
    guard !first.isEmpty else { return change }
    var parts = ["\(differences.differing) of \(differences.count) elements differ"]
    if differences.differing == 1 {
      parts = ["1 of \(differences.count) elements differs, \(first): \(change)"]
    } else {
      let box = differences.box.map { "\($0.lowerBound):\($0.upperBound)" }.joined(separator: ", ")
      parts[0] += ", all in [\(box)]"
      parts.append("the first, \(first), \(change)")
      if let largest = differences.largest { parts.append("largest difference \(PythonRepr.float(largest))") }
    }
    return parts.joined(separator: "; ")
  }
}
