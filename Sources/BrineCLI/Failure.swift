import Brine

/// Errors as sentences for people.
enum Failure: Error {
  /// What was said, and about which file.
  case inFile(String, any Error)

  static func text(_ error: any Error) -> String {
    switch error {
    case Failure.inFile(let path, let error as ByteSourceError):
      if case .unreadable(let unreadable, let reason) = error { return "\(unreadable): \(reason)" }
      return "\(path): \(error)"
    case Failure.inFile(let path, let error as PickleError) where isNoPickle(error):
      return "\(path): not a pickle, nor any other format that brine knows: \(error)"
    case Failure.inFile(let path, let error): return "\(path): \(error)"
    default: return "\(error)"
    }
  }

  /// A first byte that is no opcode: the file is something else.
  private static func isNoPickle(_ error: PickleError) -> Bool {
    error.code == .unknownOpcode && error.context.offset == 0
  }
}
