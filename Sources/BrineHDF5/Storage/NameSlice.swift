import BrineCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a name where they are in the file, so that listing twenty thousand links copies none of them.
struct NameSlice: @unchecked Sendable {
  // Sendable: the memory is that of a `MemorySource`, which never changes.
  /// The bytes. `FileStorage` keeps them if they are in the file, and `owner` else.
  let bytes: UnsafeRawBufferPointer
  private let owner: MemorySource?

  /// How many bytes it has.
  @inline(__always) var count: Int { bytes.count }
  /// Whether the file keeps the bytes.
  var isKept: Bool { owner == nil }

  /// - Precondition: `range` is in `source`.
  /// - Parameter isKept: whether somebody else keeps `source` for as long as the name is used.
  init(source: MemorySource, range: Range<Int>, isKept: Bool) {
    owner = isKept ? nil : source
    bytes = UnsafeRawBufferPointer(rebasing: source.memory[range])
  }

  /// A copy.
  var name: HDF5Name { HDF5Name(bytes: Array(bytes)) }
  /// As text, what is no UTF-8 replaced.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The hash under which HDF5 files the name in an index.
  var hash: UInt32 { Lookup3.hash(bytes) }

  /// Negative, zero or positive as these bytes come before `other`, are the same, or come after it.
  func compare(_ other: UnsafeRawBufferPointer) -> Int {
    Self.compare(bytes, other)
  }

  /// As `strcmp` compares, but by the lengths given.
  @inline(__always)
  static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    if let first = left.baseAddress, let second = right.baseAddress {
      let order = memcmp(first, second, min(left.count, right.count))
      if order != 0 { return Int(order) }
    }
    return left.count - right.count
  }

  /// Whether these are the bytes of `name`.
  func isEqual(to name: LookupName) -> Bool {
    guard count == name.count else { return false }
    return name.withBytes { compare($0) == 0 }
  }
}

/// A name that is looked up: a part of a path.
struct LookupName: Sendable {
  private let path: ArraySlice<UInt8>

  init(_ path: ArraySlice<UInt8>) { self.path = path }
  init(_ text: String) { path = Array(text.utf8)[...] }

  /// How many bytes it has.
  var count: Int { path.count }
  /// The hash under which HDF5 files it in an index.
  var hash: UInt32 { withBytes { Lookup3.hash($0) } }
  /// As text, what is no UTF-8 replaced.
  var text: String { String(decoding: path, as: UTF8.self) }

  /// Calls `body` with its bytes.
  @inline(__always)
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    path.withUnsafeBytes(body)
  }
}
