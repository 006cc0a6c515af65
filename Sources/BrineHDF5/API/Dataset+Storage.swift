public import BrineCore

/// How a dataset is stored.
extension Dataset {
  /// Where the elements of a dataset are.
  public enum Layout: Sendable, Hashable, CustomStringConvertible {
    /// In the object's header.
    case compact
    /// In one piece.
    case contiguous
    /// In chunks of a shape, which an index finds.
    case chunked(shape: [Int], index: String)
    /// In other files, one after the other.
    case external
    /// In other datasets.
    case virtual

    /// The name that HDF5's tools have for it.
    public var description: String {
      switch self {
      case .compact: "compact"
      case .contiguous: "contiguous"
      case .chunked: "chunked"
      case .external: "external"
      case .virtual: "virtual"
      }
    }
  }

  /// Where the elements are.
  ///
  /// - Throws: `HDF5Error` for messages that are damaged.
  public var layout: Layout {
    get throws(HDF5Error) {
      let raw = try raw()
      switch raw.layout {
      case .compact: return .compact
      case .contiguous: return raw.externalFiles == nil ? .contiguous : .external
      case .chunked(let layout): return .chunked(shape: layout.chunk, index: layout.index.name)
      case .virtual: return .virtual
      }
    }
  }

  /// How many elements a chunk has along each dimension; `nil` for a dataset that is not in chunks.
  public var chunks: [Int]? {
    guard let raw = try? raw(), case .chunked(let layout) = raw.layout else { return nil }
    return layout.chunk
  }

  /// What chunks go through on their way to the file, in this order.
  public var filters: [Filter] { (try? raw())?.pipeline.filters ?? [] }

  /// The value of elements that were never written, as an array of one element.
  ///
  /// - Throws: `HDF5Error` for a value that does not fit the datatype.
  public var fillValue: NDArray {
    get throws(HDF5Error) {
      try file.storage.checkSize(of: 1, datatype.size)
      var bytes = [UInt8](repeating: 0, count: datatype.size)
      if case .bytes(let value) = fill.value {
        guard value.count == datatype.size else {
          throw HDF5Error(
            .badStructure, "a fill value of \(value.count) bytes for elements of \(datatype.size)",
            structure: "fill value message", path: path)
        }
        bytes = value
      }
      return try ElementConverter(datatype, file.storage).array(MemorySource(bytes), shape: [])
    }
  }

  /// How many bytes of the file, or of external ones, the elements take.
  ///
  /// - Throws: `HDF5Error` for an index of chunks that is damaged.
  public var storageSize: Int {
    get throws(HDF5Error) {
      let raw = try raw()
      switch raw.layout {
      case .compact(_, let range): return range.count
      case .contiguous(let address, let size):
        guard address != nil || raw.externalFiles != nil else { return 0 }
        return size ?? raw.count.multiplied(raw.elementSize) ?? .max
      case .virtual: return 0
      case .chunked: return try table()?.storedBytes ?? 0
      }
    }
  }

  /// The files beside this one that have the elements, one after the other; none for most datasets.
  public var externalFiles: [ExternalFile] { (try? raw())?.externalFiles?.slots ?? [] }

  /// What a virtual dataset is made of, in the order in which it is laid down; none for all others.
  public var virtualMappings: [VirtualMapping] { (try? raw())?.virtual?.mappings ?? [] }

  /// The address of the committed datatype that the dataset has, if its type is one.
  var committedTypeAddress: Int? {
    guard let message = state.header.first(.datatype) else { return nil }
    return try? message.ownerAddress(in: file.storage)
  }

  /// How many chunks were written.
  ///
  /// - Throws: `HDF5Error` for an index that is damaged.
  public var numberOfChunks: Int { get throws(HDF5Error) { try table()?.count ?? 0 } }

  /// Where in the file the first byte of a dataset is that lies there in one piece and unchanged.
  public var byteOffset: Int? {
    guard let raw = try? raw(), raw.externalFiles == nil else { return nil }
    switch raw.layout {
    case .contiguous(let address?, _): return address.adding(file.storage.base)
    case .compact(let source, let range): return source === file.storage.source ? range.lowerBound : nil
    default: return nil
    }
  }

  private func table() throws(HDF5Error) -> ChunkTable? {
    do throws(HDF5Error) {
      return try raw().chunked()?.locator.table()
    } catch {
      throw error.at(path: path)
    }
  }
}
