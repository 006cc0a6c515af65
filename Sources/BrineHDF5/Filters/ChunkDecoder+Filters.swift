import BrineCodecs
import BrineCore

extension ChunkDecoder {
  /// Undoes one filter.
  func run(_ filter: Filter, _ step: Step) throws(HDF5Error) -> UnsafeRawBufferPointer {
    switch filter.id {
    case FilterID.deflate: return try inflate(step)
    case FilterID.shuffle: return unshuffle(filter, step)
    case FilterID.szip: return try unpackSzip(filter, step)
    case FilterID.nbit: return try unpackNBit(filter, step)
    case FilterID.scaleOffset: return try unpackScaleOffset(filter, step)
    case FilterID.bzip2: return try unpackBZip2(step)
    case FilterID.lzf: return try unpackLZF(filter, step)
    case FilterID.blosc: return try unpackWhole(.blosc, step)
    case FilterID.lz4: return try unpackLZ4(step)
    case FilterID.bitshuffle: return try unpackBitshuffle(filter, step)
    case FilterID.zstd: return try unpackWhole(.zstd, step)
    default:
      throw HDF5Error(.unavailable, "Brine can't undo the filter \(filter) (number \(filter.id))")
    }
  }

  /// Memory for a result of a size that the file gives.
  func checkedOutput(_ step: Step, _ count: Int) throws(HDF5Error) -> UnsafeMutableRawBufferPointer {
    guard count >= 0, count <= step.most else {
      throw HDF5Error(.tooLarge, "a chunk unpacks to \(count) bytes, more than \(step.most)")
    }
    return output(step, count)
  }

  /// Memory for a result of unknown size: as much as is expected.
  private func guessedOutput(_ step: Step) -> UnsafeMutableRawBufferPointer {
    output(step, step.size ?? min(step.most, max(4 * step.input.count, 4096)))
  }

  private func grown(
    _ step: Step, _ room: UnsafeMutableRawBufferPointer
  ) throws(HDF5Error) -> UnsafeMutableRawBufferPointer {
    guard let next = larger(step, than: room) else {
      throw HDF5Error(.tooLarge, "a chunk unpacks to more than \(step.most) bytes")
    }
    return next
  }

  private func inflate(_ step: Step) throws(HDF5Error) -> UnsafeRawBufferPointer {
    var room = guessedOutput(step)
    while true {
      do throws(CodecError) {
        if let count = try inflater.decompress(step.input, into: room) {
          return UnsafeRawBufferPointer(rebasing: room[..<count])
        }
      } catch {
        throw HDF5Error(error)
      }
      room = try grown(step, room)
    }
  }

  private func unpackBZip2(_ step: Step) throws(HDF5Error) -> UnsafeRawBufferPointer {
    var room = guessedOutput(step)
    while true {
      do throws(CodecError) {
        let count = try BZip2Codec().decompress(step.input, into: room, limits: limits)
        return UnsafeRawBufferPointer(rebasing: room[..<count])
      } catch {
        guard error.code == .tooLarge else { throw HDF5Error(error) }
      }
      room = try grown(step, room)
    }
  }

  private func unpackLZF(_ filter: Filter, _ step: Step) throws(HDF5Error) -> UnsafeRawBufferPointer {
    var room = guessedOutput(step)
    while true {
      switch LZF.decode(step.input, into: room) {
      case .done(let count): return UnsafeRawBufferPointer(rebasing: room[..<count])
      case .corrupt: throw HDF5Error(.badChunk, "the lzf data is corrupt")
      case .tooSmall: room = try grown(step, room)
      }
    }
  }

  private func unshuffle(_ filter: Filter, _ step: Step) -> UnsafeRawBufferPointer {
    let size = filter.value(0)
    guard size > 1 else { return step.input }
    let room = output(step, step.input.count)
    Shuffle.decode(step.input, into: room, elementSize: size)
    return UnsafeRawBufferPointer(room)
  }

  private func unpackNBit(_ filter: Filter, _ step: Step) throws(HDF5Error) -> UnsafeRawBufferPointer {
    let nbit = try NBit(filter)
    if nbit.isIdentity { return step.input }
    let room = try checkedOutput(step, nbit.byteCount ?? .max)
    try nbit.decode(step.input, into: room)
    return UnsafeRawBufferPointer(room)
  }

  private func unpackScaleOffset(
    _ filter: Filter, _ step: Step
  ) throws(HDF5Error) -> UnsafeRawBufferPointer {
    let scale = try ScaleOffset(filter)
    if scale.isIdentity { return step.input }
    let room = try checkedOutput(step, scale.byteCount)
    try scale.decode(step.input, into: room)
    return UnsafeRawBufferPointer(room)
  }

  /// The chunk's size in four bytes, and the packed numbers.
  private func unpackSzip(_ filter: Filter, _ step: Step) throws(HDF5Error) -> UnsafeRawBufferPointer {
    guard step.input.count >= 4 else { throw HDF5Error(.badChunk, "szip data of \(step.input.count) bytes") }
    let room = try checkedOutput(step, Int(step.input.loadUnaligned(as: UInt32.self).littleEndian))
    let szip = SzipBlock(
      options: filter.value(0), bitsPerPixel: filter.value(2), pixelsPerBlock: filter.value(1),
      pixelsPerScanline: filter.value(3))
    do throws(CodecError) {
      let packed = UnsafeRawBufferPointer(rebasing: step.input[4...])
      return UnsafeRawBufferPointer(rebasing: room[..<(try szip.decompress(packed, into: room))])
    } catch { throw HDF5Error(error) }
  }

  /// A block that says itself how large it is.
  private func unpackWhole(_ codec: BlockCodec, _ step: Step) throws(HDF5Error) -> UnsafeRawBufferPointer {
    let room: UnsafeMutableRawBufferPointer
    if let size = codec.size(of: step.input) {
      room = try checkedOutput(step, size)
    } else {
      room = guessedOutput(step)
    }
    do throws(CodecError) {
      return UnsafeRawBufferPointer(rebasing: room[..<(try codec.decompress(step.input, into: room))])
    } catch { throw HDF5Error(error) }
  }
}

extension HDF5Error {
  /// What a codec said of a chunk.
  init(_ error: CodecError) {
    let code: Code =
      switch error.code {
      case .unavailable: .unavailable
      case .tooLarge: .tooLarge
      default: .badChunk
      }
    self.init(code, error.detail)
  }
}
