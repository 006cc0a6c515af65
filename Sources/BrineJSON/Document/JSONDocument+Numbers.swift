import BrineCore

extension JSONDocument {
  /// The value of an integer node; `nil` where it does not fit, or the node is none.
  public func int(at index: Int) -> Int? {
    guard self[index].kind == .integer else { return nil }
    return text(at: index).withUnsafeBytes { digits in
      let isNegative = digits.first == UInt8(ascii: "-")
      var value = 0
      // Summed up below zero, where there is one number more.
      for digit in digits.dropFirst(isNegative ? 1 : 0) {
        guard let tens = value.multiplied(10), let sum = tens.subtracting(Int(digit) &- 0x30) else {
          return nil
        }
        value = sum
      }
      return isNegative ? value : 0.subtracting(value)
    }
  }

  /// The value of a number node rounded to the nearest `Double`, as Python's `float` does; infinity where it is too
  /// large. `nil` where the node is no number.
  ///
  /// Text of up to 15 bytes is read without an allocation. The time is linear in the text's length.
  public func double(at index: Int) -> Double? {
    let kind = self[index].kind
    guard kind == .float || kind == .integer else { return nil }
    let text = text(at: index).withUnsafeBytes {
      String(decoding: $0.assumingMemoryBound(to: UInt8.self), as: UTF8.self)
    }
    return Double(text)
  }
}
