import BrineCodecs
import BrineCore

/// Filters that cut chunks into blocks.
extension ChunkDecoder {
  /// Numbers as these filters write them: big-endian.
  private func number<Number: FixedWidthInteger & BitwiseCopyable>(
    _ input: UnsafeRawBufferPointer, at offset: Int, _ type: Number.Type
  ) throws(HDF5Error) -> Int {
    guard offset + MemoryLayout<Number>.size <= input.count else {
      throw HDF5Error(.badChunk, "the packed data ends too early")
    }
    let value = Number(bigEndian: input.loadUnaligned(fromByteOffset: offset, as: Number.self))
    guard let number = Int(exactly: value) else { throw HDF5Error(.badChunk, "a size of \(value)") }
    return number
  }

  /// The next block's packed bytes, which follow their size.
  private func block(
    _ input: UnsafeRawBufferPointer, at offset: inout Int
  ) throws(HDF5Error) -> UnsafeRawBufferPointer {
    let size = try number(input, at: offset, UInt32.self)
    guard size <= input.count - offset - 4 else { throw HDF5Error(.badChunk, "a block of \(size) bytes") }
    let bytes = UnsafeRawBufferPointer(rebasing: input[(offset + 4)..<(offset + 4 + size)])
    offset += 4 + size
    return bytes
  }

  /// Unpacks a block that must have a size.
  private func unpack(
    _ codec: BlockCodec, _ bytes: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
  ) throws(HDF5Error) {
    do throws(CodecError) {
      let count = try codec.decompress(bytes, into: room)
      guard count == room.count else {
        throw CodecError(.corrupt, "a block of \(codec.rawValue) has \(count) bytes instead of \(room.count)")
      }
    } catch { throw HDF5Error(error) }
  }

  /// The size in eight bytes, that of a block in four, and the blocks, of which those that could not be
  /// packed are as they were.
  func unpackLZ4(_ step: Step) throws(HDF5Error) -> UnsafeRawBufferPointer {
    let total = try number(step.input, at: 0, UInt64.self)
    let blockSize = try number(step.input, at: 8, UInt32.self)
    let room = try checkedOutput(step, total)
    guard blockSize > 0 else { throw HDF5Error(.badChunk, "lz4 blocks of no bytes") }
    var (offset, done) = (12, 0)
    while done < total {
      let count = min(blockSize, total - done)
      let part = UnsafeMutableRawBufferPointer(rebasing: room[done..<done + count])
      let bytes = try block(step.input, at: &offset)
      if bytes.count == count { part.copyMemory(from: bytes) } else { try unpack(.lz4, bytes, into: part) }
      done += count
    }
    return UnsafeRawBufferPointer(room)
  }

  /// Parameters: two of no meaning, the size of an element, how many elements a block has, and how blocks are
  /// packed.
  func unpackBitshuffle(_ filter: Filter, _ step: Step) throws(HDF5Error) -> UnsafeRawBufferPointer {
    let size = filter.value(2)
    guard size > 0, size <= 1 << 20 else {
      throw HDF5Error(.badFilter, "elements of \(size) bytes", structure: "bitshuffle filter")
    }
    var codec: BlockCodec?
    switch filter.value(4) {
    case 0: break
    case 2: codec = .lz4
    case 3: codec = .zstd
    default: throw HDF5Error(.badFilter, "compression \(filter.value(4))", structure: "bitshuffle filter")
    }
    var (offset, total) = (0, step.input.count)
    var elements = filter.value(3)
    if codec != nil {
      total = try number(step.input, at: 0, UInt64.self)
      elements = try number(step.input, at: 8, UInt32.self) / size
      offset = 12
    }
    if elements == 0 { elements = Bitshuffle.defaultBlock(elementSize: size) }
    guard total % size == 0, elements % 8 == 0,
      (elements.multiplied(size) ?? .max) <= max(step.most, 8 * size)
    else {
      throw HDF5Error(.badChunk, "\(total) bytes in blocks of \(elements) elements")
    }
    let room = try checkedOutput(step, total)
    try unshuffleBits(step.input, offset, codec, elements, size, room)
    return UnsafeRawBufferPointer(room)
  }

  private func unshuffleBits(
    _ input: UnsafeRawBufferPointer, _ first: Int, _ codec: BlockCodec?, _ elements: Int, _ size: Int,
    _ room: UnsafeMutableRawBufferPointer
  ) throws(HDF5Error) {
    guard let target = room.baseAddress else { return }
    var (offset, done) = (first, 0)
    let largest = min(elements, room.count / size) * size
    let scratch = extra.take(2 * largest)
    // The last block is as long as it may be; up to seven elements at the end are as they were.
    while room.count - done >= 8 * size {
      let count = min(elements, (room.count - done) / size / 8 * 8)
      let bytes = count * size
      var source = UnsafeRawBufferPointer(rebasing: input[min(offset, input.count)...])
      if let codec {
        let unpacked = UnsafeMutableRawBufferPointer(rebasing: scratch[largest..<largest + bytes])
        try unpack(codec, block(input, at: &offset), into: unpacked)
        source = UnsafeRawBufferPointer(unpacked)
      } else {
        offset += bytes
      }
      guard source.count >= bytes, let from = source.baseAddress, let temporary = scratch.baseAddress else {
        throw HDF5Error(.badChunk, "the shuffled bits end too early")
      }
      Bitshuffle.decode(from, into: target + done, count: count, elementSize: size, scratch: temporary)
      done += bytes
    }
    guard input.count - offset >= room.count - done else {
      throw HDF5Error(.badChunk, "the last elements are not there")
    }
    let rest = UnsafeRawBufferPointer(rebasing: input[offset..<offset + room.count - done])
    UnsafeMutableRawBufferPointer(rebasing: room[done...]).copyMemory(from: rest)
  }
}
