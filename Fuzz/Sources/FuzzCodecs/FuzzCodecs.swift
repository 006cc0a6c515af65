import Brine
import FuzzMemory
import FuzzSupport

/// Decompresses the input by the codec that it begins as, or else as raw deflate; all ways of doing that must agree, and
/// what comes out must go through the codec and back.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCodecs(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let source = MemorySource([UInt8](UnsafeBufferPointer(start: start, count: count)))
  // A dictionary of lzma takes up to 96 MiB, whatever the input's size.
  fuzz_memory_begin(192 << 20)
  defer { fuzz_memory_end() }
  var limits = Limits.default
  limits.decompressedSize = 4 << 20
  let codec = Codecs.detect(source) ?? DeflateCodec.deflate
  let plain: MemorySource
  do throws(CodecError) {
    plain = try codec.decompress(source, limits: limits)
  } catch {
    if let offset = error.context.offset, !(0...count).contains(offset) {
      wrong("offset \(offset) of \(count)")
    }
    return 0
  }
  guard plain.count <= limits.decompressedSize else { wrong("\(plain.count) bytes are above the limit") }
  checkSizes(codec, source, plain)
  if plain.count <= 1 << 16 { checkRoundTrip(codec, plain, number: choice(source, of: 256)) }
  return 0
}

private func checkSizes(_ codec: any Codec, _ source: MemorySource, _ plain: MemorySource) {
  let sized = try? codec.decompress(source, size: plain.count)
  if sized.map(bytes) != bytes(plain) { wrong("\(codec.name): the known size gives something else") }
  let tooLarge = try? codec.decompress(source, size: plain.count + 1)
  if tooLarge != nil { wrong("\(codec.name): a size that is too large is taken") }
  var output = [UInt8](repeating: 0, count: plain.count)
  let input = bytes(source)
  let count = input.withUnsafeBytes { input in
    output.withUnsafeMutableBytes { try? codec.decompress(input, into: $0) }
  }
  if count != plain.count || output != bytes(plain) { wrong("\(codec.name): memory of the caller's differs") }
}

private func checkRoundTrip(_ codec: any Codec, _ plain: MemorySource, number: Int) {
  // Higher presets of xz take hundreds of megabytes.
  let levels = codec.trait == "XZ" ? 0...1 : codec.levels
  let level = levels.lowerBound + number % levels.count
  var pieces: [UInt8] = []
  do {
    let whole = try codec.compress(plain.bytes, level: level)
    if bytes(try codec.decompress(MemorySource(whole))) != bytes(plain) { wrong("\(codec.name) \(level)") }
    let compressor = try codec.compressor(level: level) { pieces.append(contentsOf: $0) }
    let middle = plain.count * number / 256
    try compressor.write(plain.bytes.extracting(0..<middle))
    try compressor.write(plain.bytes.extracting(middle..<plain.count))
    try compressor.finish()
    if bytes(try codec.decompress(MemorySource(pieces))) != bytes(plain) {
      wrong("\(codec.name) \(level), pieces")
    }
  } catch {
    wrong("\(codec.name) \(level): \(error)")
  }
}

private func bytes(_ source: MemorySource) -> [UInt8] { source.bytes.withUnsafeBytes { [UInt8]($0) } }
