import Brine
import Dispatch
import Foundation

/// A line on the terminal that says how far long work is. It appears after a second, and goes away when the work ends or
/// data is printed.
final class ProgressBar: Sendable {
  /// What the work reports to.
  let progress = TaskProgress()
  /// Timers may be used from any thread.
  nonisolated(unsafe) private let timer: any DispatchSourceTimer
  private let line = ProgressLine()

  /// The bar of this process, where standard error is a terminal and data does not go to it line by line.
  static let shared: ProgressBar? = {
    let environment = ProcessInfo.processInfo.environment
    return isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb" ? ProgressBar() : nil
  }()

  private init() {
    let source = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
    timer = source
    let begin = ContinuousClock.now
    source.schedule(deadline: .now() + 1, repeating: 0.1)
    source.setEventHandler { [line, progress] in
      line.show(Self.text(progress.state, seconds: (ContinuousClock.now - begin) / .seconds(1)))
    }
    source.resume()
  }

  /// Runs a command, to whose work the bar belongs.
  static func whileRunning(_ body: () throws -> Void) rethrows {
    guard let shared else { return try body() }
    defer { shared.stop() }
    try TaskProgress.$current.withValue(shared.progress, operation: body)
  }

  /// Takes the bar away for good.
  func stop() {
    timer.cancel()
    line.end()
  }

  /// What the line says: `unpacking xz [########............]  41 % 12.0 s`.
  private static func text(_ state: TaskProgress.State, seconds: Double) -> String {
    let time = String(format: "%.1f s", seconds)
    guard let fraction = state.fraction else {
      let size = state.done > 0 ? " \(state.done >> 20) MiB" : ""
      return "\(state.stage)\(size) \(time)"
    }
    let full = Int(fraction * 20)
    let bar = String(repeating: "#", count: full) + String(repeating: ".", count: 20 - full)
    return "\(state.stage) [\(bar)] \(String(format: "%3d", Int(fraction * 100))) % \(time)"
  }
}

/// The terminal's last line, which two threads write to.
private final class ProgressLine: Sendable {
  private let lock = NSLock()
  nonisolated(unsafe) private var isShown = false
  nonisolated(unsafe) private var hasEnded = false

  func show(_ text: String) {
    lock.withLock {
      guard !hasEnded else { return }
      isShown = true
      Self.write("\r\u{1B}[K\(text)")
    }
  }

  func end() {
    lock.withLock {
      if isShown { Self.write("\r\u{1B}[K") }
      isShown = false
      hasEnded = true
    }
  }

  private static func write(_ text: String) { Output.writeError(text) }
}
