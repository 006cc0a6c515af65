import Dispatch
import Synchronization

/// Work that several threads share, piece by piece.
package enum ParallelLoop {
  /// What the threads have in common.
  private final class Shared<Failure: Error>: Sendable {
    let next = Atomic<Int>(0)
    let isStopped = Atomic<Bool>(false)
    let failure = Mutex<Failure?>(nil)
  }

  /// Calls `body` on several threads at once, with a function that gives each of the numbers below `count`
  /// once.
  ///
  /// - Throws: The first error that a thread threw; the others stop then.
  package static func run<Failure: Error>(
    _ count: Int, threads: Int, _ body: @Sendable (() -> Int?) throws(Failure) -> Void
  ) throws(Failure) {
    let shared = Shared<Failure>()
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      do throws(Failure) {
        try body {
          if shared.isStopped.load(ordering: .relaxed) { return nil }
          let number = shared.next.add(1, ordering: .relaxed).oldValue
          return number < count ? number : nil
        }
      } catch {
        shared.isStopped.store(true, ordering: .relaxed)
        shared.failure.withLock { $0 = $0 ?? error }
      }
    }
    if let failure = shared.failure.withLock({ $0 }) { throw failure }
  }
}
