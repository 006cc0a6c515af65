import Brine
import Dispatch
import Foundation

/// What happens when the user presses Ctrl-C or the system asks the program to end.
enum Interruption {
  /// Kept for as long as the program runs.
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  /// From now on files that are only half written are removed before the program ends by a signal.
  static func removesTemporaries() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // The source hears of the signal all the same. What the parent wants ignored, as `nohup` does, stays
      // so.
      let before = signal(number, SIG_IGN)
      if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { continue }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInitiated))
      source.setEventHandler { end(number) }
      source.resume()
      sources.append(source)
    }
  }

  /// Ends the program by the signal, so that the parent sees what it was.
  private static func end(_ number: Int32) {
    AtomicFile.removeTemporaries()
    signal(number, SIG_DFL)
    // Threads of queues take no signals else.
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, number)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(number)
    _exit(128 + number)
  }
}
