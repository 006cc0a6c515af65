/// Where hashes were seen, each place to be taken once.
struct Places {
  private let start: Int
  private var first: [UInt64: Int] = [:]
  /// For each place the next one with the same hash, or -1.
  private var following: [Int]

  /// The places of hashes, counted from `start`.
  init(_ hashes: [UInt64], from start: Int = 0) {
    self.start = start
    following = [Int](repeating: -1, count: hashes.count)
    first.reserveCapacity(hashes.count)
    for (index, hash) in hashes.enumerated().reversed() {
      following[index] = first[hash] ?? -1
      first[hash] = start + index
    }
  }

  /// Takes the first place with this hash, if it fits.
  mutating func take(_ hash: UInt64, where fits: (Int) -> Bool = { _ in true }) -> Int? {
    guard let place = first[hash], fits(place) else { return nil }
    let next = following[place - start]
    first[hash] = next < 0 ? nil : next
    return place
  }
}
