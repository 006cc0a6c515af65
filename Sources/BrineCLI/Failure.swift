import Brine
import Foundation

/// Errors as sentences for people.
enum Failure: Error {
  /// What was said, and about which file.
  case inFile(String, any Error)
  /// What a file is instead, as a sentence, where that is known, and why it can't be read as a pickle.
  case notPickle(String?, PickleError)

  static func text(_ error: any Error) -> String {
    switch error {
    case Failure.inFile(let path, let error as ByteSourceError):
      if case .unreadable(let unreadable, let reason) = error { return "\(unreadable): \(reason)" }
      return "\(path): \(error)"
    case Failure.inFile(_, let error as POSIXError): return text(error)
    case Failure.inFile(let path, let error): return "\(path): \(text(error))"
    case Failure.notPickle(let misfit?, _): return misfit
    case Failure.notPickle(nil, let error):
      return isNoPickle(error) ? "not a pickle, nor any other format that brine knows: \(error)" : "\(error)"
    // Only writing to standard output throws these.
    case let error as POSIXError: return "standard output: \(String(cString: strerror(error.code.rawValue)))"
    default: return "\(error)"
    }
  }

  /// A failure at the very start: the file is something else.
  private static func isNoPickle(_ error: PickleError) -> Bool { (error.context.offset ?? .max) < 2 }
}
