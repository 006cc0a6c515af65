import BrineCore
import Synchronization

/// The messages that several objects of a file share, in heaps of their own.
///
/// Source: HDF5 File Format Specification 3.0, section III.I, "Shared Object Header Message Table".
final class SharedMessageTable: Sendable {
  /// One index of the table: which messages it has, and in which heap.
  struct Index: Sendable {
    /// A bit for each message type.
    let types: UInt16
    /// How many bytes a message has at least that is shared.
    let leastSize: Int
    let heap: FractalHeap?
    let heapError: HDF5Error?
  }

  private enum State {
    /// The file has no such table, or the superblock extension can't be read.
    case none(HDF5Error?)
    case unread(SharedMessageTableMessage)
    case read([Index])
  }
  private let state = Mutex<State>(.none(nil))

  /// Says where the table is, or why that is not known.
  func configure(_ message: SharedMessageTableMessage?, problem: HDF5Error? = nil) {
    state.withLock { $0 = message.map(State.unread) ?? .none(problem) }
  }

  /// A reader of the message of type `type` with this identifier.
  func reader(
    _ type: MessageType, id: MetadataReader, in storage: FileStorage
  ) throws(HDF5Error) -> MetadataReader {
    for index in try indexes(storage) where type.rawValue < 16 && index.types & 1 << type.rawValue != 0 {
      guard let heap = index.heap else {
        throw index.heapError ?? id.error(.badStructure, "the heap of shared messages is missing")
      }
      return try heap.reader(id: id, HeaderMessage.structure(of: type), in: storage)
    }
    throw id.error(.badStructure, "no heap has shared messages of type \(type.rawValue)")
  }

  /// The indexes of the table; none is an error.
  func indexes(_ storage: FileStorage) throws(HDF5Error) -> [Index] {
    let message: SharedMessageTableMessage
    switch state.withLock({ $0 }) {
    case .none(let problem):
      throw problem
        ?? HDF5Error(.badStructure, "the file has no table of shared messages", structure: "shared message")
    case .read(let indexes): return indexes
    case .unread(let found): message = found
    }
    let indexes = try Self.read(message, in: storage)
    state.withLock { $0 = .read(indexes) }
    return indexes
  }

  private static func read(
    _ message: SharedMessageTableMessage, in storage: FileStorage
  ) throws(HDF5Error) -> [Index] {
    var reader = try storage.reader(at: message.address, "shared message table")
    let start = reader.position
    try reader.expect(signature: "SMTB")
    var indexes: [Index] = []
    for _ in 0..<message.count {
      let version = try reader.uint8()
      guard version <= 1 else {
        throw reader.error(.unsupportedVersion, "shared message index version \(version)")
      }
      try reader.skip(1)
      let types = try reader.uint16()
      let leastSize = Int(try reader.uint32())
      // Counts that only a writer needs, and the index by which it finds equal messages.
      try reader.skip(6)
      _ = try reader.address()
      let heapAddress = try reader.address()
      let (heap, problem) = heap(at: heapAddress, in: storage)
      indexes.append(Index(types: types, leastSize: leastSize, heap: heap, heapError: problem))
    }
    try reader.verifyChecksum(from: start)
    return indexes
  }

  /// A heap that can't be read does not hide the others.
  private static func heap(at address: Int?, in storage: FileStorage) -> (FractalHeap?, HDF5Error?) {
    guard let address else { return (nil, nil) }
    do throws(HDF5Error) {
      return (try FractalHeap(address: address, in: storage), nil)
    } catch {
      return (nil, error)
    }
  }
}
