/// Up to sixteen characters of ASCII, ready to be copied.
struct ShortText: Sendable {
  private(set) var first: UInt64 = 0
  private(set) var second: UInt64 = 0
  let count: Int

  /// The first sixteen characters of `text`.
  init(_ text: String) {
    count = min(text.utf8.count, 16)
    for (index, byte) in text.utf8.prefix(16).enumerated() {
      if index < 8 { first |= UInt64(byte) << (8 * UInt64(index)) }
      if index >= 8 { second |= UInt64(byte) << (8 * UInt64(index - 8)) }
    }
  }
}
