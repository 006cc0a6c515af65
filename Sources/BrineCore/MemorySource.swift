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
  @usableFromInline let memory: UnsafeRawBufferPointer
  private let owner: Owner

  private enum Owner {
    case array([UInt8])
    case data(Data)
    case mapping(MappedFile)
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
