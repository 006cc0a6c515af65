#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Work that is split over the processor's cores.
package enum Parallel {
  /// How many cores there are.
  package static let cores = max(1, min(processorCount, 64))

  private static var processorCount: Int {
    #if canImport(Darwin)
      var count: Int32 = 0
      var size = MemoryLayout<Int32>.size
      return sysctlbyname("hw.activecpu", &count, &size, nil, 0) == 0 ? Int(count) : 1
    #else
      return sysconf(Int32(_SC_NPROCESSORS_ONLN))
    #endif
  }

  /// Calls `body` once for each number below `count`, on all cores at once; returns when all calls have.
  package static func forEach(_ count: Int, _ body: (Int) -> Void) {
    guard count > 1, cores > 1 else { return (0..<max(count, 0)).forEach(body) }
    withoutActuallyEscaping(body) { body in
      // The caller's word: its calls don't touch the same memory. None is running any more at the end.
      nonisolated(unsafe) let work = body
      ParallelLoop.run(count, threads: min(count, cores)) { next in
        while let number = next() { work(number) }
      }
    }
  }

  /// The parts that so much work is best split into: ranges of nearly the same length, more than there are cores,
  /// since these are not equally fast; one part where there is too little work.
  static func parts(of count: Int, bytes: Int) -> [Range<Int>] {
    let parts = bytes < 4 << 20 ? 1 : min(count, cores * 4)
    guard parts > 1, cores > 1 else { return [0..<count] }
    return (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
  }
}
