import Synchronization

/// The virtual datasets that are being read, each for the one before: none may be among them twice.
final class VirtualNesting: Sendable {
  @TaskLocal private static var current: VirtualNesting?

  private let outer: VirtualNesting?
  private let file: ObjectIdentifier
  private let address: Int
  private let depth: Int
  /// How often a dataset was entered, shared by all of one read.
  private let work: Work

  private final class Work: Sendable {
    let count = Atomic<Int>(0)
  }

  private init(_ outer: VirtualNesting?, _ file: HDF5File, _ address: Int) {
    self.outer = outer
    self.file = ObjectIdentifier(file)
    self.address = address
    depth = (outer?.depth ?? 0) + 1
    work = outer?.work ?? Work()
  }

  /// Calls `body`, for the sake of the virtual dataset at an address.
  ///
  /// - Throws: `HDF5Error.Code.cyclic` when that dataset is being read already, `tooLarge` when too many are.
  static func enter<Result>(
    _ file: HDF5File, _ address: Int, _ body: () throws(HDF5Error) -> Result
  ) throws(HDF5Error) -> Result {
    let nesting = VirtualNesting(current, file, address)
    var outer = nesting.outer
    while let level = outer {
      guard level.file != nesting.file || level.address != address else {
        throw HDF5Error(.cyclic, "a virtual dataset is made of itself", structure: "virtual dataset")
      }
      outer = level.outer
    }
    guard nesting.depth <= 16, nesting.work.count.add(1, ordering: .relaxed).oldValue < 1 << 20 else {
      throw HDF5Error(.tooLarge, "a virtual dataset is made of too many others", structure: "virtual dataset")
    }
    var failure: HDF5Error?
    var result: Result?
    $current.withValue(nesting) {
      do throws(HDF5Error) { result = try body() } catch { failure = error }
    }
    if let failure { throw failure }
    guard let result else { throw HDF5Error(.badStructure, "nothing was read", structure: "virtual dataset") }
    return result
  }
}
