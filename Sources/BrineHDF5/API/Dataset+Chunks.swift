public import BrineCore

/// One chunk of a dataset as it is in the file.
public struct DatasetChunk: Sendable {
  /// Where in the dataset its first element is.
  public let origin: [Int]
  /// How many elements of the dataset it has along each dimension: fewer at the dataset's end.
  public let shape: [Int]
  /// Where in the file it is.
  public let byteOffset: Int
  /// How many bytes it takes there.
  public let storedSize: Int
  /// A bit for each filter that was left out.
  public let filterMask: UInt32
  let dataset: Dataset

  /// The bytes as they are in the file.
  ///
  /// - Throws: `HDF5Error.Code.truncated` when they are not in the file.
  public func storedBytes() throws(HDF5Error) -> MemorySource {
    do throws(ByteSourceError) {
      guard storedSize >= 0, let end = byteOffset.adding(storedSize) else {
        throw .outOfRange(byteOffset..<byteOffset, count: dataset.file.storage.source.count)
      }
      return try dataset.file.storage.source.slice(byteOffset..<end)
    } catch {
      throw HDF5Error(
        .truncated, error.description, structure: "chunk", offset: byteOffset, path: dataset.path)
    }
  }

  /// The elements.
  ///
  /// - Throws: As ``Dataset/read(_:)-(Selection)``.
  public func read() throws(HDF5Error) -> NDArray {
    try dataset.read(selection)
  }

  /// What this chunk has of its dataset.
  public var selection: Selection {
    Selection(zip(origin, shape).map { Selection.Item.slice(.init($0, $0 + $1)) })
  }
}

/// The chunks of a dataset that were written, in C order. Each is looked at when its turn comes.
public struct DatasetChunks: Sequence, Sendable {
  let dataset: Dataset
  let table: ChunkTable?

  /// How many there are.
  public var count: Int { table?.count ?? 0 }

  /// Goes through the chunks.
  public func makeIterator() -> Iterator {
    Iterator(dataset: dataset, table: table, numbers: table?.numbers ?? [])
  }

  /// Goes through the chunks.
  public struct Iterator: IteratorProtocol {
    let dataset: Dataset
    let table: ChunkTable?
    let numbers: [Int]
    private var place = 0

    init(dataset: Dataset, table: ChunkTable?, numbers: [Int]) {
      self.dataset = dataset
      self.table = table
      self.numbers = numbers
    }

    /// The next chunk; `nil` after the last one.
    public mutating func next() -> DatasetChunk? {
      guard let table, place < numbers.count else { return nil }
      let number = numbers[place]
      place += 1
      guard let chunk = table[number] else { return nil }
      let grid = table.grid
      var rest = number
      var (origin, shape): ([Int], [Int]) = ([], [])
      for axis in grid.shape.indices {
        let (index, remainder) = rest.quotientAndRemainder(dividingBy: Swift.max(grid.strides[axis], 1))
        rest = remainder
        origin.append(index * grid.chunk[axis])
        shape.append(Swift.min(grid.chunk[axis], grid.shape[axis] - index * grid.chunk[axis]))
      }
      return DatasetChunk(
        origin: origin, shape: shape,
        byteOffset: chunk.address.adding(dataset.file.storage.base) ?? .max,
        storedSize: chunk.size, filterMask: chunk.filterMask, dataset: dataset)
    }
  }
}

extension Dataset {
  /// The chunks that were written: none for a dataset that is not in chunks.
  ///
  /// - Throws: `HDF5Error` for an index that is damaged.
  public func storedChunks() throws(HDF5Error) -> DatasetChunks {
    do throws(HDF5Error) {
      return DatasetChunks(dataset: self, table: try raw().chunked()?.locator.table())
    } catch {
      throw error.at(path: path)
    }
  }
}
