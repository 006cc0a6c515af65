import BrineCore

extension InputFile {
  /// The name, with an article, of a format that Brine does not read, when the bytes begin as that does.
  public var foreignFormat: String? {
    let count = min(source.count, 265)
    guard let start = try? source.read(0..<count) else { return nil }
    if count == 265, start[257..<262].elementsEqual("ustar".utf8) { return "a tar archive" }
    return Self.magicNumbers.first { start.starts(with: $0.bytes) }?.name
  }

  private static let magicNumbers: [(bytes: [UInt8], name: String)] = [
    ([0x28, 0xB5, 0x2F, 0xFD], "a zstd file"),
    ([0x50, 0x4B, 0x03, 0x04], "a zip archive, as .keras and .pt files are"),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive"),
    ([0x89] + Array("HDF\r\n".utf8), "an HDF5 file"),
    (Array("GGUF".utf8), "a GGUF file"),
  ]
}
