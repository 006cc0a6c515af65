import BrineCodecs
import BrineCore
import BrineJoblib

/// Content that is compressed.
extension ContentScan {
  mutating func scanCompressed(_ source: MemorySource, _ place: Place) -> Bool {
    limits.decompressedSize = max(budget, 0)
    let codec = Codecs.detect(source)
    guard codec != nil || ZFile.recognises(source.bytes) else { return false }
    do {
      let content = try codec?.decompress(source, limits: limits) ?? ZFile.decompressed(source, limits)
      note(format: codec?.name ?? "ZF", place, isLayer: true)
      scanContent(content, place)
    } catch {
      // What only begins like compressed data may be a pickle all the same.
      if scanPickles(source, place) { return true }
      note(format: codec?.name ?? "ZF", place, isLayer: true)
      unreadable(place, "\(error)")
      // Loaders read piece by piece, and may be done before they come to the damage.
      guard let content = codec?.decompressPartially(source, limits: limits) else { return true }
      scanContent(content, place)
    }
    return true
  }

  /// What came out of a compression.
  private mutating func scanContent(_ content: MemorySource, _ place: Place) {
    budget -= content.count
    allow(content.count)
    var inner = place
    inner.depth += 1
    scan(content, inner)
  }

  /// The .lzma format has no signature: Python's module takes what a decoder takes. Here it is what has a known format
  /// inside.
  mutating func scanLooseLZMA(_ source: MemorySource, _ place: Place) -> Bool {
    guard !place.isOptional, XZCodec.mayBeAlone(source.bytes), XZCodec.lzma.isAvailable else { return false }
    // A dictionary that is larger than the content is never filled, and only costs memory.
    var bytes = (try? source.read(0..<source.count)) ?? []
    if bytes[4] >= 1 || bytes[1..<4].allSatisfy({ $0 == 0 }) {
      bytes.replaceSubrange(1..<5, with: [0, 0, 0, 1])
    }
    limits.decompressedSize = max(budget, 0)
    let packed = MemorySource(bytes)
    var (whole, isTooLarge) = (MemorySource?.none, false)
    do { whole = try XZCodec.lzma.decompress(packed, limits: limits) } catch {
      isTooLarge = error.code == .tooLarge
    }
    let content = whole ?? XZCodec.lzma.decompressPartially(packed, limits: limits)
    guard content.count > 0 else { return false }
    let found = apart { $0.scanContent(content, place) }
    guard found.isKnown || !found.findings.isEmpty || isTooLarge else { return false }
    note(format: "lzma", place)
    report(found.findings)
    if whole == nil { unreadable(place, "the lzma data is damaged, or not all of its kind") }
    return true
  }
}
