import BrineCore

extension ExternalFiles {
  /// The elements' bytes. What files lack at their end is zeros, as in libhdf5.
  ///
  /// - Throws: `HDF5Error`: `notAllowed`, `brokenLink` for a file that is not there, `truncated` when the
  ///   files
  ///   together are to have fewer than `size` bytes.
  func bytes(_ size: Int, of file: HDF5File) throws(HDF5Error) -> MemorySource {
    var parts: [(source: MemorySource, range: Range<Int>, size: Int)] = []
    var left = size
    for slot in slots where left > 0 {
      let source = try open(slot.name, of: file)
      let wanted = min(slot.size ?? left, left)
      let start = min(slot.offset, source.count)
      parts.append((source, start..<min(source.count, start.adding(wanted) ?? .max), wanted))
      left -= wanted
    }
    guard left == 0 else {
      throw HDF5Error(
        .truncated, "the external files have \(size - left) bytes instead of \(size)",
        structure: "external data files message")
    }
    do throws(ByteSourceError) {
      if parts.count == 1, parts[0].range.count == size { return try parts[0].source.slice(parts[0].range) }
    } catch { throw HDF5Error(.truncated, error.description) }
    // A part may be said to be larger than its file is: by no more than what a file of zeros is packed to.
    guard size <= file.storage.mostElementBytes else {
      throw HDF5Error(.tooLarge, "\(size) bytes in external files are more than the limits allow")
    }
    return MemorySource(byteCount: size) { target in
      var offset = 0
      for part in parts {
        UnsafeMutableRawBufferPointer(rebasing: target[offset...])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: part.source.memory[part.range]))
        offset += part.size
      }
    }
  }

  private func open(_ name: String, of file: HDF5File) throws(HDF5Error) -> MemorySource {
    let path = try file.externalPath(name)
    do throws(ByteSourceError) {
      return try MemorySource(contentsOf: path)
    } catch {
      throw HDF5Error(.unreadable, error.description, structure: "external data files message")
    }
  }
}
