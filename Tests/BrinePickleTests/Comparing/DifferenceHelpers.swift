import BrinePickle

/// The differences between two values given as typed JSON, each as `kind path`, `kind path → path` where it moved.
func changes(
  _ old: String, _ new: String, _ change: (inout PickleDifferenceOptions) -> Void = { _ in }
) throws -> [String] {
  try differences(old, new, change).map(\.label)
}

/// The differences between two values given as typed JSON.
func differences(
  _ old: String, _ new: String, _ change: (inout PickleDifferenceOptions) -> Void = { _ in }
) throws -> [PickleDifference] {
  var options = PickleDifferenceOptions()
  change(&options)
  let (old, new) = (try Pickle(typedJSON: old).root, try Pickle(typedJSON: new).root)
  return try new.differences(from: old, options: options)
}

extension PickleDifference {
  /// The kind and the place.
  var label: String { "\(kind) \(path)" + (newPath.map { " → \($0)" } ?? "") }
}
