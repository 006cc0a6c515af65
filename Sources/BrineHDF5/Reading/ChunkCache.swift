import BrineCore
import Synchronization

/// Decoded chunks of one file, kept for the next read as far as a number of bytes allows.
///
/// They are in slabs. When room is needed, the slab goes that was not asked for the longest.
final class ChunkCache: Sendable {
  /// Which chunk of which dataset.
  struct Key: Hashable, Sendable {
    /// The address of the dataset's chunk index.
    var index: Int
    /// The chunk's number in the grid.
    var number: Int
  }

  /// Memory for a chunk, which becomes part of the cache when it is written.
  struct Room {
    let memory: UnsafeMutableRawBufferPointer
    fileprivate let slab: ChunkSlab
  }

  private struct Entry {
    let bytes: MemorySource
    let slab: ObjectIdentifier
  }

  private struct Slab {
    let slab: ChunkSlab
    var keys: [Key] = []
    var lastUse: Int
  }

  private struct State {
    var entries: [Key: Entry] = [:]
    var slabs: [ObjectIdentifier: Slab] = [:]
    /// The slab that chunks are put into.
    var open: ChunkSlab?
    var size = 0
    var time = 0
  }

  /// How many bytes there may be.
  let limit: Int
  private let state = Mutex(State())

  init(limit: Int) { self.limit = limit }

  /// Whether chunks of this size are kept.
  func keeps(_ size: Int) -> Bool { size <= limit / 4 }

  /// The chunk's bytes, if they are kept.
  func bytes(_ key: Key) -> MemorySource? {
    state.withLock { state in
      guard let entry = state.entries[key] else { return nil }
      state.time += 1
      state.slabs[entry.slab]?.lastUse = state.time
      return entry.bytes
    }
  }

  /// Memory for a chunk; older ones may have to go.
  func room(_ size: Int) -> Room {
    state.withLock { state in
      if let slab = state.open, let memory = slab.take(size) { return Room(memory: memory, slab: slab) }
      // Slabs grow with the cache, so that who reads little takes little.
      let usual = min(max(state.size, 256 << 10), 8 << 20, limit / 8)
      let slab = ChunkSlab(byteCount: max(usual, size, 64))
      while state.size + slab.byteCount > limit, Self.removeOldest(&state) {}
      state.time += 1
      state.size += slab.byteCount
      state.slabs[ObjectIdentifier(slab)] = Slab(slab: slab, lastUse: state.time)
      state.open = slab
      return Room(memory: slab.take(size) ?? UnsafeMutableRawBufferPointer(start: nil, count: 0), slab: slab)
    }
  }

  private static func removeOldest(_ state: inout State) -> Bool {
    guard let (id, oldest) = state.slabs.min(by: { $0.value.lastUse < $1.value.lastUse }) else {
      return false
    }
    for key in oldest.keys { state.entries[key] = nil }
    state.slabs[id] = nil
    state.size -= oldest.slab.byteCount
    if state.open === oldest.slab { state.open = nil }
    return true
  }

  /// Keeps a chunk, whose bytes are in `room` now.
  ///
  /// - Returns: its bytes, which stay for as long as someone has them.
  func add(_ key: Key, _ room: Room) -> MemorySource {
    let bytes = MemorySource(UnsafeRawBufferPointer(room.memory), keptBy: room.slab)
    let id = ObjectIdentifier(room.slab)
    state.withLock { state in
      guard state.slabs[id] != nil, state.entries[key] == nil else { return }
      state.slabs[id]?.keys.append(key)
      state.entries[key] = Entry(bytes: bytes, slab: id)
    }
    return bytes
  }
}
