#if BRINE_TSAN
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #elseif canImport(Darwin)
    import Darwin
  #endif

  /// Takes the place of the standard library's `Mutex` where the thread sanitizer looks on: it does not see into
  /// that library, and takes everything which a `Mutex` guards for a race. This one is made of what it knows.
  struct Mutex<Value>: Sendable {
    private let content: Content

    private final class Content: @unchecked Sendable {
      // Sendable: `value` is only touched by who holds the lock.
      let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
      var value: Value

      init(_ value: Value) {
        self.value = value
        pthread_mutex_init(lock, nil)
      }

      deinit {
        pthread_mutex_destroy(lock)
        lock.deallocate()
      }
    }

    init(_ value: sending Value) { content = Content(value) }

    func withLock<Result, Failure: Error>(
      _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
      pthread_mutex_lock(content.lock)
      defer { pthread_mutex_unlock(content.lock) }
      return try body(&content.value)
    }
  }
#endif
