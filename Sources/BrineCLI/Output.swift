import BrinePickle
import Foundation

/// Standard output for data, standard error for messages.
enum Output {
  /// Whether standard output is a terminal that may be given colours.
  static let hasColour: Bool = {
    let environment = ProcessInfo.processInfo.environment
    return isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR"] == nil && environment["TERM"] != "dumb"
  }()

  private static let isTerminal = isatty(STDOUT_FILENO) == 1

  /// Writes bytes to standard output.
  ///
  /// - Throws: `Closed` when nobody reads any more, as `head` does; `POSIXError` for a full disk and the like.
  static func write(_ bytes: UnsafeRawBufferPointer) throws {
    if isTerminal { ProgressBar.shared?.stop() }
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = Foundation.write(STDOUT_FILENO, rest.baseAddress, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EPIPE { throw Closed() }
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      }
      written += count
    }
  }

  /// Writes text to standard output.
  static func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }

  /// Text from a file as it may reach a terminal: what Python would not print as it is, escape sequences and
  /// marks that turn the direction of text among it, is escaped.
  ///
  /// - Parameter keepsLines: Whether newlines are Brine's own.
  static func printable(_ text: String, keepsLines: Bool = false) -> String {
    if keepsLines {
      return text.split(separator: "\n", omittingEmptySubsequences: false).map { printable(String($0)) }
        .joined(separator: "\n")
    }
    guard !text.unicodeScalars.allSatisfy(\.isPrintableInPython) else { return text }
    return text.unicodeScalars.reduce(into: "") {
      $0 += $1.isPrintableInPython ? String($1) : $1.escaped(asASCII: true)
    }
  }

  /// Writes a line to standard error.
  static func message(_ text: String) {
    let text = printable(text)
    ProgressBar.shared?.stop()
    writeError(text + "\n")
  }

  /// Writes text to standard error. When nobody reads it, nobody can be told either.
  static func writeError(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// The reader of standard output has gone away.
  struct Closed: Error {}

  static func isClosed(_ error: any Error) -> Bool {
    if case Failure.inFile(_, let inner) = error { return isClosed(inner) }
    return error is Closed || (error as? FileWriteError)?.isClosedOutput == true
  }

  /// Text in a colour, where colours are shown.
  static func colour(_ text: String, _ colour: Colour) -> String {
    hasColour && !text.isEmpty ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// The colours of a tree.
  enum Colour: String {
    case name = "36"
    case type = "2"
    case value = "32"
    case warning = "33"
  }
}
