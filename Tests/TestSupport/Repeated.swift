extension [UInt8] {
  /// These bytes so many times over, put together fast enough for millions in a debug build.
  public func repeated(_ times: Int) -> [UInt8] {
    guard times > 0 else { return [] }
    var bytes = self
    while bytes.count <= count * times / 2 { bytes += bytes }
    return bytes + bytes[..<(count * times - bytes.count)]
  }
}
