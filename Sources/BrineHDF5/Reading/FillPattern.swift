/// The value of elements that were never written.
struct FillPattern: Sendable {
  /// The value's bytes; empty for zeros.
  let bytes: [UInt8]

  /// A value; all zeros are the same as none.
  init(_ bytes: [UInt8]) { self.bytes = bytes.allSatisfy { $0 == 0 } ? [] : bytes }

  /// Writes it over all of `target`.
  func fill(_ target: UnsafeMutableRawBufferPointer) {
    guard let base = target.baseAddress, target.count > 0 else { return }
    guard !bytes.isEmpty else {
      base.initializeMemory(as: UInt8.self, repeating: 0, count: target.count)
      return
    }
    var done = min(bytes.count, target.count)
    bytes.withUnsafeBytes { base.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(base), byteCount: done) }
    // What is there is doubled, in pieces that stay in the processor's cache.
    let most = max(bytes.count, (256 << 10) / bytes.count * bytes.count)
    while done < target.count {
      let count = min(done, most, target.count - done)
      (base + done).copyMemory(from: base, byteCount: count)
      done += count
    }
  }
}
