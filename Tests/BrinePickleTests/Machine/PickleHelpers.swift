import BrineCore
import BrinePickle

/// The typed JSON of a pickle given as text, in which `\x80` and the like stand for bytes.
func json(_ text: String, _ change: (inout PickleOptions) -> Void = { _ in }) throws -> String {
  try value(text, change).typedJSON()
}

/// The value of a pickle given as text.
func value(_ text: String, _ change: (inout PickleOptions) -> Void = { _ in }) throws -> PickleValue {
  var options = PickleOptions()
  change(&options)
  return try Pickle(handmade(text), options: options).root
}

/// Why a pickle given as text is refused; `nil` when it is not.
func refusal(_ text: String, _ change: (inout PickleOptions) -> Void = { _ in }) -> PickleError? {
  refusal(of: handmade(text), change)
}

/// Why the pickle at the start of a source is refused; `nil` when it is not.
func refusal(of source: MemorySource, _ change: (inout PickleOptions) -> Void = { _ in }) -> PickleError? {
  var options = PickleOptions()
  change(&options)
  do {
    _ = try Pickle(source, options: options)
    return nil
  } catch {
    return error
  }
}

extension PickleValue {
  /// How many values a walk hands out.
  var visits: Int { walk.reduce(0) { count, _ in count + 1 } }
}
