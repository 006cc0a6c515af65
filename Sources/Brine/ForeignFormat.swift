import BrineCore
import BrineHDF5

extension InputFile {
  /// What the bytes are instead of something that Brine reads, as a sentence: `it is a tar archive, which brine does not
  /// read yet`. `nil` where nothing is known.
  public var misfit: String? {
    if let miss = nearMiss { return miss }
    if let format = foreignFormat { return "it is \(format), which brine does not read yet" }
    guard isNamedAsHDF5 else { return nil }
    return "it is not an HDF5 file: HDF5's signature is not at byte 0, 512, 1024, 2048 and so on"
  }

  /// Whether the bytes are nothing at all, or have something of an HDF5 file, as the name may have.
  public var isNearHDF5: Bool { nearMiss != nil || isNamedAsHDF5 }

  /// What is a pickle by its first byte may hold an HDF5 file.
  private var nearMiss: String? { source.begins(with: [0x80]) ? nil : HDF5File.nearMiss(source) }

  private var isNamedAsHDF5: Bool {
    path.map { Self.endings.contains(where: $0.lowercased().hasSuffix) } ?? false
  }

  private static let endings = [".h5", ".hdf5", ".hdf", ".h4", ".he5", ".nc", ".nc4", ".cdf"]

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
    ([0x0E, 0x03, 0x13, 0x01], "an HDF4 file"),
    (Array("GGUF".utf8), "a GGUF file"),
  ]
}
