/// One entry of a zip archive, as the central directory has it.
public struct ZipEntry: Sendable, Hashable {
  /// The name: UTF-8 when the entry says so, else code page 437, as Python reads it.
  public let name: String
  /// The name as it is in the file.
  public let rawName: [UInt8]
  /// How the data is compressed.
  public let method: ZipMethod
  /// How large the data is in the file.
  public let compressedSize: Int
  /// How large the data is.
  public let size: Int
  /// The checksum of the data.
  public let crc32: UInt32
  /// Where the header before the data begins, in the file.
  public let headerOffset: Int
  /// The general purpose flags.
  public let flags: UInt16
  /// Date and time of the last change, in the form of MS-DOS.
  public let timestamp: ZipTimestamp
  /// Where it must have ended: at the next header in the file, or at the directory.
  var end = Int.max

  /// Whether the data is encrypted.
  public var isEncrypted: Bool { flags & 0x1 != 0 }
  /// Whether this is a folder.
  public var isFolder: Bool { rawName.last == UInt8(ascii: "/") }
  /// Whether sizes and checksum come after the data.
  var hasDescriptor: Bool { flags & 0x8 != 0 }
}

/// A date and time of MS-DOS: local time of an unknown place, in steps of two seconds.
public struct ZipTimestamp: Sendable, Hashable, CustomStringConvertible {
  /// Year, month and day.
  public var date: UInt16
  /// Hour, minute and second.
  public var time: UInt16

  /// The first of January 1980, which NumPy writes.
  public static let epoch = ZipTimestamp(date: 0x21, time: 0)

  /// A timestamp of its two numbers.
  public init(date: UInt16, time: UInt16) {
    self.date = date
    self.time = time
  }

  /// The parts.
  public var year: Int { 1980 + Int(date >> 9) }
  /// 1 to 12; files may hold others.
  public var month: Int { Int(date >> 5 & 15) }
  /// 1 to 31; files may hold 0.
  public var day: Int { Int(date & 31) }
  /// 0 to 23; files may hold others.
  public var hour: Int { Int(time >> 11) }
  /// 0 to 59; files may hold others.
  public var minute: Int { Int(time >> 5 & 63) }
  /// 0 to 58, even; files may hold others.
  public var second: Int { Int(time & 31) * 2 }

  /// As in `2026-11-21 18:24:38`.
  public var description: String {
    let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day)) \(two(hour)):\(two(minute)):\(two(second))"
  }
}
