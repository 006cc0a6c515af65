import BrineCore
import Synchronization

/// A zone of the IANA database, as the system has it in a TZif file. Source: RFC 8536.
struct ZoneFile {
  private let times: [Int64]
  private let types: [UInt8]
  private let offsets: [Int]
  private let rule: ZoneRule?

  /// How many seconds the clocks are ahead of UTC at a time.
  func offset(atSecond second: Int64) -> Int {
    if let last = times.last, second >= last, let rule { return rule.offset(atSecond: second) }
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= second { low = middle + 1 } else { high = middle }
    }
    let type = low == 0 ? 0 : Int(types[low - 1])
    return offsets.indices.contains(type) ? offsets[type] : 0
  }

  private static let known = Mutex<[String: ZoneFile?]>([:])
  private static let folders = ["/usr/share/zoneinfo/", "/var/db/timezone/zoneinfo/", "/usr/lib/zoneinfo/"]

  /// The zone of a name, read once. Names come from files, so only those that can't lead out of the folder
  /// are looked up.
  static func named(_ name: String) -> ZoneFile? {
    let isPlain = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || [0x2B, 0x2D, 0x2F, 0x5F].contains(byte)
    }
    guard isPlain, !name.isEmpty, name.utf8.count < 64, name.utf8.first != 0x2F else { return nil }
    return known.withLock { known in
      if let zone = known[name] { return zone }
      // A file may name as many zones as it likes.
      guard known.count < 1024 else { return nil }
      let zone = folders.lazy.compactMap { read($0 + name) }.first
      known[name] = .some(zone)
      return zone
    }
  }

  private static func read(_ path: String) -> ZoneFile? {
    guard let source = try? MemorySource(contentsOf: path), source.count < 1 << 20,
      let bytes = try? source.read(0..<source.count)
    else { return nil }
    return ZoneFile(bytes)
  }

  /// The counts of a header: what RFC 8536 calls isutcnt, isstdcnt, leapcnt, timecnt, typecnt and charcnt.
  private struct Header {
    var isUTC = 0, isStandard = 0, leaps = 0, times = 0, types = 0, characters = 0

    init?(_ bytes: [UInt8], at start: Int) {
      guard start >= 0, start + 44 <= bytes.count, bytes[start..<start + 4].elementsEqual("TZif".utf8) else {
        return nil
      }
      let counts = (0..<6).map { ZoneFile.integer(bytes, start + 20 + $0 * 4, 4) }
      guard counts.allSatisfy({ (0...100_000).contains($0) }) else { return nil }
      isUTC = Int(counts[0])
      isStandard = Int(counts[1])
      leaps = Int(counts[2])
      times = Int(counts[3])
      types = Int(counts[4])
      characters = Int(counts[5])
    }

    func size(timeSize: Int) -> Int {
      times * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + isStandard + isUTC
    }
  }

  init?(_ bytes: [UInt8]) {
    guard let first = Header(bytes, at: 0) else { return nil }
    // The second part repeats the first with times of 64 bits; files of version 1 lack it.
    let second = 44 + first.size(timeSize: 4)
    guard bytes[4] >= UInt8(ascii: "2"), let header = Header(bytes, at: second) else { return nil }
    let start = second + 44
    guard start + header.size(timeSize: 8) <= bytes.count else { return nil }
    times = (0..<header.times).map { ZoneFile.integer(bytes, start + $0 * 8, 8) }
    let typeStart = start + header.times * 8
    types = Array(bytes[typeStart..<typeStart + header.times])
    let offsetStart = typeStart + header.times
    offsets = (0..<header.types).map { Int(ZoneFile.integer(bytes, offsetStart + $0 * 6, 4)) }
    let footer = bytes[(start + header.size(timeSize: 8))...].dropFirst().prefix { $0 != 0x0A }
    rule = ZoneRule(String(decoding: footer, as: UTF8.self))
  }

  private static func integer(_ bytes: [UInt8], _ start: Int, _ size: Int) -> Int64 {
    var value: UInt64 = 0
    for byte in bytes[start..<start + size] { value = value << 8 | UInt64(byte) }
    return size == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
  }
}
