import BigInt

/// Large numbers in hexadecimal, in time that grows with their length and not its square.
enum Hexadecimal {
  /// The digits, without leading zeros.
  static func text(_ value: BigUInt) -> String {
    let words = Array(value.words)
    let last = words.lastIndex { $0 != 0 } ?? 0
    var text = String(words.isEmpty ? 0 : words[last], radix: 16)
    for word in words[..<last].reversed() {
      let digits = String(word, radix: 16)
      text += String(repeating: "0", count: UInt.bitWidth / 4 - digits.utf8.count) + digits
    }
    return text
  }
}
