import BrineCore

/// A block of 512 bytes before a member of a tar archive.
struct TarHeader {
  let bytes: [UInt8]

  var isEmpty: Bool { bytes.allSatisfy { $0 == 0 } }
  var type: UInt8 { bytes[156] }
  var size: Int? { number(124, 12).value }
  var linkName: String { text(157, 100) }
  /// Whether the size is written as all programs write it.
  var isPlain: Bool { number(124, 12).isPlain }

  /// Whether the block describes the member that follows.
  var isExtension: Bool { "LKxXg".utf8.contains(type) }
  var isLink: Bool { type == UInt8(ascii: "1") || type == UInt8(ascii: "2") }

  /// Whether data follows: not for links, devices, folders and pipes. As POSIX has it and Python does it, members of
  /// unknown types are files. In the old form a folder is a file whose name ends in a slash.
  var hasData: Bool {
    if type == 0 { return text(0, 100).last != "/" }
    return !"123456".utf8.contains(type)
  }

  var name: String {
    let prefix = bytes[257..<262].elementsEqual("ustar".utf8) && bytes[262] == 0 ? text(345, 155) : ""
    return prefix.isEmpty ? text(0, 100) : prefix + "/" + text(0, 100)
  }

  /// The sum of all bytes, those of the checksum as spaces. Old programs summed signed bytes.
  var isValid: Bool {
    guard let expected = number(148, 8).value else { return false }
    var (unsigned, signed) = (8 * 32, 8 * 32)
    for (index, byte) in bytes.enumerated() where !(148..<156).contains(index) {
      unsigned += Int(byte)
      signed += Int(Int8(bitPattern: byte))
    }
    return expected == unsigned || expected == signed
  }

  private func text(_ start: Int, _ count: Int) -> String {
    String(decoding: bytes[start..<start + count].prefix { $0 != 0 }, as: UTF8.self)
  }

  /// A number as `tarfile.nti` reads it: octal digits up to a zero byte; GNU's base 256 behind a first byte of 0x80.
  ///
  /// Python's `int` takes signs, underscores and a prefix too; such numbers, and bytes behind the zero, are not plain.
  private func number(_ start: Int, _ count: Int) -> (value: Int?, isPlain: Bool) {
    let field = bytes[start..<start + count]
    if field[start] == 0x80 {
      var value = 0
      for byte in field.dropFirst() {
        guard let next = value.multiplied(256)?.adding(Int(byte)) else { return (nil, false) }
        value = next
      }
      return (value, true)
    }
    let spaces = " \t\n\r\u{B}\u{C}".utf8
    let text = field.prefix { $0 != 0 }
    let digits = text.drop { spaces.contains($0) }.reversed().drop { spaces.contains($0) }.reversed()
    let isClean = field[text.endIndex...].allSatisfy { $0 == 0 || $0 == 0x20 }
    let isOctal = digits.allSatisfy { (0x30...0x37).contains($0) }
    if isOctal {
      return (digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 8), isClean)
    }
    var loose = digits.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "+") }
    if loose.starts(with: "0o".utf8) || loose.starts(with: "0O".utf8) { loose.removeFirst(2) }
    return (Int(String(decoding: loose, as: UTF8.self), radix: 8), false)
  }
}
