import Synchronization

/// How far long work has come, for those who want to show it.
///
/// Readers, writers and compressors report to the one that is ``current``:
/// ```swift
/// let progress = TaskProgress()
/// try TaskProgress.$current.withValue(progress) { try InputFile(path: "model.joblib.xz") }
/// // meanwhile, in another task: progress.state
/// ```
public final class TaskProgress: Sendable {
  /// What is being done, and how far it is.
  public struct State: Sendable, Equatable {
    /// What is being done, such as `unpacking xz`.
    public var stage: String
    /// How many bytes are done.
    public var done: Int
    /// How many there are in all, where that is known.
    public var total: Int?

    /// The part that is done, from 0 to 1; `nil` where it is not known how much there is.
    public var fraction: Double? {
      guard let total, total > 0 else { return nil }
      return min(1, Double(done) / Double(total))
    }
  }

  /// The one that work of this task reports to; nobody is told when it is `nil`.
  @TaskLocal public static var current: TaskProgress?

  private let content = Mutex(State(stage: "reading", done: 0, total: nil))

  /// Progress of work that has not begun.
  public init() {}

  /// How far the work is now.
  public var state: State { content.withLock { $0 } }

  /// Begins something new.
  package static func begin(_ stage: @autoclosure () -> String, total: Int? = nil) {
    guard let current else { return }
    let stage = stage()
    current.content.withLock { $0 = State(stage: stage, done: 0, total: total) }
  }

  /// So many bytes more are done.
  package static func advance(by count: Int) {
    guard let current else { return }
    current.content.withLock { $0.done = $0.done.adding(count) ?? .max }
  }
}
