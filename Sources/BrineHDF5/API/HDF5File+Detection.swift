public import BrineCore

extension HDF5File {
  /// Whether bytes are an HDF5 file: its signature is at the start, or behind a user block of 512, 1024, … bytes.
  public static func recognises(_ source: MemorySource) -> Bool {
    var offset = 0
    while offset + Superblock.signature.count <= source.count {
      if source.memory[offset..<offset + Superblock.signature.count].elementsEqual(Superblock.signature) {
        return true
      }
      offset = offset == 0 ? 512 : offset * 2
    }
    return false
  }

  /// What bytes are that are no HDF5 file, but might be taken for one: a whole sentence. `nil` where nothing is known.
  ///
  /// Source: NetCDF Classic Format Specification, "The Format in Detail", for the first bytes of netCDF-3.
  public static func nearMiss(_ source: MemorySource) -> String? {
    let start = source.memory.prefix(8)
    if start.isEmpty { return "it is empty" }
    if start.starts(with: "CDF".utf8), start.count > 3 {
      switch start[3] {
      case 1: return "it is a netCDF-3 (classic) file, which is not HDF5"
      case 2: return "it is a netCDF-3 (classic, 64-bit offset) file, which is not HDF5"
      case 5: return "it is a netCDF-3 (classic, 64-bit data) file, which is not HDF5"
      default: break
      }
    }
    if start.count < 8, start.count > 1, Superblock.signature.starts(with: start) {
      return "it begins as HDF5's signature does, and ends after \(start.count) bytes"
    }
    if start.starts(with: Superblock.signature.prefix(4)) {
      return "it begins with a damaged signature of HDF5, as files do that were copied as text"
    }
    guard let place = signature(in: source) else { return nil }
    return
      "HDF5's signature is at byte \(place), where no HDF5 file begins: only at byte 0, 512, 1024, 2048 and so on"
  }

  /// Where the signature is in the first megabyte, at any place.
  private static func signature(in source: MemorySource) -> Int? {
    let (signature, bytes) = (Superblock.signature, source.memory.prefix(1 << 20))
    guard bytes.count >= signature.count else { return nil }
    return (0...bytes.count - signature.count).first { place in
      bytes[place] == signature[0] && bytes[place..<place + signature.count].elementsEqual(signature)
    }
  }
}
