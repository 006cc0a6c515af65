import BrineCodecs
import BrineCore
import BrineJoblib
import BrineNumPy

/// Takes bytes out of their compressions.
struct Unpacking {
  private(set) var source: MemorySource
  private(set) var codecs: [String] = []
  private(set) var npz: NPZFile?
  private var limits: Limits

  /// How many compressions around each other are taken off.
  private static let most = 4

  init(_ stored: MemorySource, _ limits: Limits) {
    source = stored
    self.limits = limits
    // One budget for all layers: a bomb may be wrapped several times.
    self.limits.decompressedSize = limits.mostDecompressed(from: stored.count, isDense: true)
  }

  mutating func run() throws {
    while codecs.count < Self.most {
      if let codec = Codecs.detect(source) {
        source = try codec.decompress(source, limits: limits)
        codecs.append(codec.name)
      } else if ZFile.recognises(source.bytes) {
        source = try ZFile.decompressed(source, limits)
        codecs.append("ZF")
      } else if !(try unzip()) {
        return
      }
    }
  }

  /// An archive of arrays is a format of its own; one that holds a single file is a compression.
  private mutating func unzip() throws -> Bool {
    guard ZipArchive.recognises(source.bytes) else { return false }
    let archive = try ZipArchive(source, limits: limits)
    if NPZFile.recognises(archive) {
      npz = try NPZFile(source, limits: limits)
      return false
    }
    let files = archive.entries.filter { !$0.isFolder }
    guard files.count == 1 else { return false }
    source = try archive.read(files[0])
    codecs.append("zip")
    return true
  }
}
