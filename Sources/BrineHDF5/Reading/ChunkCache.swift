import BrineCore
import Synchronization

/// Decoded chunks of one file, kept for the next read as far as a number of bytes allows.
///
/// When room is needed, chunks go that nobody asked for since the last time round.
final class ChunkCache: Sendable {
  /// Which chunk of which dataset.
  struct Key: Hashable, Sendable {
    /// The address of the dataset's chunk index.
    var index: Int
    /// The chunk's number in the grid.
    var number: Int
  }

  private struct Entry {
    var key: Key
    var bytes: MemorySource
    var wasUsed: Bool
  }

  private struct State {
    var places: [Key: Int] = [:]
    var entries: [Entry] = []
    var hand = 0
    var size = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) { self.limit = limit }

  /// Whether chunks of this size are kept.
  func keeps(_ size: Int) -> Bool { size <= limit / 4 }

  /// The chunk's bytes, if they are kept.
  func bytes(_ key: Key) -> MemorySource? {
    state.withLock { state in
      guard let place = state.places[key] else { return nil }
      state.entries[place].wasUsed = true
      return state.entries[place].bytes
    }
  }

  /// Keeps a chunk's bytes.
  func add(_ key: Key, _ bytes: MemorySource) {
    guard keeps(bytes.count) else { return }
    state.withLock { state in
      guard state.places[key] == nil else { return }
      while state.size + bytes.count > limit, !state.entries.isEmpty { Self.removeOne(&state) }
      state.places[key] = state.entries.count
      state.entries.append(Entry(key: key, bytes: bytes, wasUsed: false))
      state.size += bytes.count
    }
  }

  private static func removeOne(_ state: inout State) {
    while true {
      if state.hand >= state.entries.count { state.hand = 0 }
      guard state.entries[state.hand].wasUsed else { break }
      state.entries[state.hand].wasUsed = false
      state.hand += 1
    }
    let place = state.hand
    let old = state.entries[place]
    state.places[old.key] = nil
    state.size -= old.bytes.count
    // The last one takes its place.
    let last = state.entries.removeLast()
    if place < state.entries.count {
      state.entries[place] = last
      state.places[last.key] = place
    }
  }
}
