#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Bytes in one contiguous piece of memory, which never changes: an array, a `Data`, or a mapped file.
///
/// The memory is kept alive by this object and is not copied
/// (except for a `Data` so small that it has no memory of its own).
public final class MemorySource: ByteSource, @unchecked Sendable {
  // Sendable: the bytes are never written to after `init`, and `owner` is only held.
  /// All bytes, for code that can't use a span; valid as long as this object is.
  @usableFromInline package let memory: UnsafeRawBufferPointer
  private let owner: Owner

  private enum Owner {
    case array([UInt8])
    case data(Data)
    case mapping(MappedFile)
    /// Memory of its own, freed at the end.
    case allocation(Allocation)
    /// Something else that keeps the memory.
    case other(any Sendable)
  }

  /// Memory that goes with its last user.
  private final class Allocation: @unchecked Sendable {
    // Sendable: only `MemorySource.init` writes to it, before anyone else has it.
    let memory: UnsafeMutableRawBufferPointer

    init(byteCount: Int) {
      memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(byteCount, 1), alignment: 64)
      #if os(Linux)
        // To touch new memory page by page costs more than to fill it: large memory is asked for in large pages.
        if byteCount >= 4 << 20, let start = memory.baseAddress {
          let page = UnsafeMutableRawPointer(start).alignedUp(toMultipleOf: 4096)
          madvise(page, byteCount - (page - start), MADV_HUGEPAGE)
        }
      #endif
    }

    deinit { memory.deallocate() }
  }

  /// The bytes of an array, without a copy.
  public init(_ bytes: [UInt8]) {
    // An array's elements stay where they are for as long as nobody changes it, and this object's never is.
    memory = bytes.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: $0[...]) }
    owner = .array(bytes)
  }

  /// The bytes of a `Data`, without a copy where it lends its own memory.
  public convenience init(_ data: Data) {
    let (first, second) = (data.withUnsafeBytes(\.baseAddress), data.withUnsafeBytes(\.baseAddress))
    // Small values are stored inside the `Data` itself, others may be put together on each call.
    if data.count > 64, let first, first == second {
      self.init(UnsafeRawBufferPointer(start: first, count: data.count), owner: .data(data))
    } else {
      self.init([UInt8](data))
    }
  }

  /// The bytes of a file, mapped into memory.
  ///
  /// Files under 256 KiB are read instead: that is faster, and a later change of the file is not seen.
  /// - Throws: `ByteSourceError.unreadable`.
  public convenience init(contentsOf path: String) throws(ByteSourceError) {
    let file = try MappedFile(path: path)
    if file.memory.count < 256 << 10 {
      self.init([UInt8](file.memory))
    } else {
      self.init(file.memory, owner: .mapping(file))
    }
  }

  /// The elements of an array, without a copy.
  public convenience init<Element: BitwiseCopyable & Sendable>(keeping elements: [Element]) {
    // As for bytes: the elements stay where they are.
    let memory = elements.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: $0[...]) }
    self.init(memory, owner: .other(elements))
  }

  /// `byteCount` new bytes, aligned to 64, which `fill` writes. They are zero at first, if `isZeroed`.
  ///
  /// - Throws: What `fill` throws.
  public convenience init(
    byteCount: Int, isZeroed: Bool = true, filledBy fill: (UnsafeMutableRawBufferPointer) throws -> Void
  ) rethrows {
    let allocation = Allocation(byteCount: byteCount)
    let used = UnsafeMutableRawBufferPointer(rebasing: allocation.memory[..<byteCount])
    if isZeroed { _ = used.initializeMemory(as: UInt8.self, repeating: 0) }
    try fill(used)
    self.init(UnsafeRawBufferPointer(used), owner: .allocation(allocation))
  }

  /// Part of these bytes, without a copy. It keeps all of them.
  ///
  /// - Throws: `ByteSourceError.outOfRange`.
  public func slice(_ range: Range<Int>) throws(ByteSourceError) -> MemorySource {
    guard range.lowerBound >= 0, range.upperBound <= count else { throw .outOfRange(range, count: count) }
    return MemorySource(UnsafeRawBufferPointer(rebasing: memory[range]), owner: .other(self))
  }

  /// Memory that lives, and never changes, for as long as `owner` does.
  package convenience init(_ memory: UnsafeRawBufferPointer, keptBy owner: any Sendable) {
    self.init(memory, owner: .other(owner))
  }

  private init(_ memory: UnsafeRawBufferPointer, owner: Owner) {
    self.memory = memory
    self.owner = owner
  }

  /// How many bytes there are.
  public var count: Int { memory.count }

  /// All bytes, valid as long as this object is.
  @inlinable public var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      let span = RawSpan(_unsafeBytes: memory)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Copies the bytes of `range` into a new array.
  ///
  /// - Throws: `ByteSourceError.outOfRange`.
  public func read(_ range: Range<Int>) throws(ByteSourceError) -> [UInt8] {
    guard range.lowerBound >= 0, range.upperBound <= count else {
      throw .outOfRange(range, count: count)
    }
    return [UInt8](memory[range])
  }

  /// The bytes of `range` as `Data`: shared with this source when there are many, copied when there are few.
  public func data(_ range: Range<Int>) throws(ByteSourceError) -> Data {
    guard range.lowerBound >= 0, range.upperBound <= count else {
      throw .outOfRange(range, count: count)
    }
    let part = UnsafeRawBufferPointer(rebasing: memory[range])
    guard range.count >= 4096, let start = part.baseAddress else { return Data(part) }
    return Data(
      bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: range.count,
      deallocator: .custom { [self] _, _ in withExtendedLifetime(self) {} })
  }
}
