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
}
