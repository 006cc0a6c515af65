/// How the data of an entry is compressed: the numbers of APPNOTE.TXT, section 4.4.5.
public struct ZipMethod: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// The number in the file.
  public let rawValue: UInt16

  /// Any method.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// As it is.
  public static let stored = ZipMethod(rawValue: 0)
  /// Deflate.
  public static let deflated = ZipMethod(rawValue: 8)
  /// bzip2, where the trait `BZip2` is on.
  public static let bzip2 = ZipMethod(rawValue: 12)
  /// LZMA, where the trait `XZ` is on.
  public static let lzma = ZipMethod(rawValue: 14)

  /// The name, or the number.
  public var description: String {
    switch self {
    case .stored: "stored"
    case .deflated: "deflated"
    case .bzip2: "bzip2"
    case .lzma: "lzma"
    default: "method \(rawValue)"
    }
  }
}
