/// Base64 as RFC 4648 has it in section 4: the standard alphabet, padded, and nothing in between.
enum Base64 {
  /// The bytes that a text stands for; `nil` where it is not Base64, or has bits set that stand for no byte.
  static func decoded(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    let padding = text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
    return decoded(UnsafeRawBufferPointer(rebasing: text.dropLast(padding)), padding: padding)
  }

  private static func decoded(_ digits: UnsafeRawBufferPointer, padding: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity((digits.count + padding) / 4 * 3)
    var (group, isGood, count): (UInt32, UInt8, Int) = (0, 0, 0)
    for digit in digits {
      let value = values[Int(digit)]
      // The invalid ones have the highest bit set.
      isGood |= value
      group = group &<< 6 | UInt32(value & 63)
      count &+= 1
      guard count == 4 else { continue }
      for shift: UInt32 in [16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: group &>> shift)) }
      (group, count) = (0, 0)
    }
    guard isGood < 0x80 else { return nil }
    switch padding {
    case 1 where group & 3 == 0:
      bytes.append(UInt8(truncatingIfNeeded: group &>> 10))
      bytes.append(UInt8(truncatingIfNeeded: group &>> 2))
    case 2 where group & 15 == 0: bytes.append(UInt8(truncatingIfNeeded: group &>> 4))
    case 0: break
    default: return nil
    }
    return bytes
  }

  /// What each byte is as a digit; 255 for those that are none.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for (value, digit) in alphabet.utf8.enumerated() { values[Int(digit)] = UInt8(truncatingIfNeeded: value) }
    return values
  }()
}
