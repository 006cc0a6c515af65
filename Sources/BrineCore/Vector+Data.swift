#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension Vector where Element == UInt8 {
  /// The bytes as `Data`, which takes the memory over where there is much of it.
  public consuming func takeData() -> Data {
    let used = count
    // A copy of few bytes costs less than the memory that would stay unused.
    if used < 64 << 10 || capacity / 2 > used {
      return Data(bytes: base, count: used)
    }
    let block = release()
    return Data(
      bytesNoCopy: block.address, count: used, deallocator: .custom { _, _ in BlockCache.give(block) })
  }
}
