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

  private func text(_ differences: ArrayDifferences, _ old: NDArray, _ new: NDArray) -> String {
    guard let first = differences.first, let before = try? old.value(at: first),
      let after = try? new.value(at: first)
    else { return "\(differences.differing) elements differ" }
    return differences.text("\(before.text(old.dtype)) → \(after.text(new.dtype))")
  }
}
