import BrineCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes flat arrays and dictionaries of numbers and strings straight into a pickle, without a graph.
///
/// Nothing in such a pickle is referred to twice, so nothing is stored in the memo. Protocol 0, which is text, is left
/// to the graph.
struct FlatWriter: ~Copyable {
  private var output: PickleOutput
  private let version: Int

  private init(_ version: Int, capacity: Int, sink: PickleOutput.Sink?) {
    self.version = version
    output = PickleOutput(capacity: sink == nil ? capacity : 2 * PickleOutput.frameTarget, sink: sink)
    output.write(.proto)
    output.reserve(1)
    output.put(UInt8(truncatingIfNeeded: version))
    if version >= 4 { output.startFraming() }
  }

  /// The whole pickle of a value; `nil` when it is of another type.
  static func written<T>(_ value: T, _ options: PickleWriteOptions, sink: PickleOutput.Sink?) throws
    -> FlatWriter?
  {
    let version = options.protocolVersion ?? 4
    guard (2...5).contains(version) else { return nil }
    if T.self == [Int].self, let value = value as? [Int] {
      var writer = FlatWriter(version, capacity: 5 * value.count + 4096, sink: sink)
      try writer.write(ints: value)
      return writer
    }
    if T.self == [Double].self, let value = value as? [Double] {
      var writer = FlatWriter(version, capacity: 9 * value.count + value.count / 256 + 4096, sink: sink)
      try writer.write(doubles: value)
      return writer
    }
    if T.self == [String].self, let value = value as? [String] {
      var writer = FlatWriter(version, capacity: 16 * value.count + 4096, sink: sink)
      try writer.write(strings: value)
      return writer
    }
    if T.self == [String: Int].self, let value = value as? [String: Int] {
      var writer = FlatWriter(version, capacity: 20 * value.count + 4096, sink: sink)
      try writer.write(entries: value)
      return writer
    }
    if T.self == Data.self, let value = value as? Data, version >= 3 {
      var writer = FlatWriter(version, capacity: value.count + 4096, sink: sink)
      try writer.write(bytes: value)
      return writer
    }
    return nil
  }

  consuming func takeData() -> Data { output.takeBytes().takeData() }

  // MARK: Items

  private mutating func write(ints: [Int]) throws {
    try writeBatches(.emptyList, .appends, ints.count) { writer, range in
      for index in range {
        try writer.output.begin()
        writer.output.put(int: ints[index])
      }
    }
  }

  private mutating func write(doubles: [Double]) throws {
    try writeBatches(.emptyList, .appends, doubles.count) { writer, range in
      for index in range {
        try writer.output.begin()
        writer.output.put(PickleOpcode.binFloat.rawValue)
        writer.output.put(doubles[index].bitPattern.byteSwapped)
      }
    }
  }

  private mutating func write(strings: [String]) throws {
    try writeBatches(.emptyList, .appends, strings.count) { writer, range in
      for index in range { try writer.write(strings[index]) }
    }
  }

  private mutating func write(entries: [String: Int]) throws {
    var entry = entries.startIndex
    try writeBatches(.emptyDict, .setItems, entries.count) { writer, range in
      for _ in range {
        let (key, value) = entries[entry]
        entries.formIndex(after: &entry)
        try writer.write(key)
        try writer.output.begin()
        writer.output.put(int: value)
      }
    }
  }

  @inline(__always)
  private mutating func writeBatches(
    _ empty: PickleOpcode, _ end: PickleOpcode, _ count: Int,
    _ body: (inout FlatWriter, Range<Int>) throws -> Void
  ) throws {
    output.write(empty)
    var start = 0
    while start < count {
      let next = min(start + GraphEncoder.batch, count)
      output.write(.mark)
      try body(&self, start..<next)
      output.write(end)
      start = next
    }
    try finish()
  }

  @inline(__always)
  private mutating func write(_ string: String) throws {
    try output.begin()
    var string = string
    try string.withUTF8 { text in
      let text = UnsafeRawBufferPointer(text)
      guard text.count < 256, version >= 4 else { return try write(long: text) }
      output.put(PickleOpcode.shortBinUnicode.rawValue)
      output.put(UInt8(truncatingIfNeeded: text.count))
      output.put(text)
    }
  }

  @inline(never)
  private mutating func write(long text: UnsafeRawBufferPointer) throws {
    if let count = UInt32(exactly: text.count) {
      try output.write(.binUnicode, length: count, text)
    } else {
      try output.write(.binUnicode8, length: UInt64(text.count), text)
    }
  }

  private mutating func write(bytes: Data) throws {
    try output.begin()
    try bytes.withUnsafeBytes { content in
      if content.count < 256 {
        try output.write(.shortBinBytes, length: UInt8(truncatingIfNeeded: content.count), content)
      } else if let count = UInt32(exactly: content.count) {
        try output.write(.binBytes, length: count, content)
      } else {
        try output.write(.binBytes8, length: UInt64(content.count), content)
      }
    }
    try finish()
  }

  private mutating func finish() throws {
    output.write(.stop)
    try output.finish()
  }
}

extension PickleOutput {
  /// An integer of protocol 2 and up, for which `begin` made room.
  @inline(__always)
  mutating func put(int value: Int) {
    let bits = UInt32(truncatingIfNeeded: value)
    if value == Int(Int32(truncatingIfNeeded: value)), bits >= 65_536 {
      put(PickleOpcode.binInt.rawValue)
      put(bits)
    } else {
      putOther(int: value)
    }
  }

  @inline(never)
  private mutating func putOther(int value: Int) {
    switch value {
    case 0..<256:
      put(PickleOpcode.binInt1.rawValue)
      put(UInt8(truncatingIfNeeded: value))
    case 256..<65_536:
      put(PickleOpcode.binInt2.rawValue)
      put(UInt16(truncatingIfNeeded: value))
    default:
      // The fewest bytes that keep the sign.
      let unused = (value < 0 ? ~value : value).leadingZeroBitCount
      let count = (64 - unused) / 8 + 1
      put(PickleOpcode.long1.rawValue)
      put(UInt8(truncatingIfNeeded: count))
      for index in 0..<count { put(UInt8(truncatingIfNeeded: value &>> min(8 &* index, 63))) }
    }
  }

  /// Copies up to 255 bytes for which `begin` made room, reading no more than those.
  @inline(__always)
  mutating func put(_ content: UnsafeRawBufferPointer) {
    guard let source = content.baseAddress else { return }
    let target = UnsafeMutableRawPointer(bytes.base + bytes.count)
    // Two overlapping words are all that most strings take.
    if content.count >= 8, content.count <= 16 {
      target.storeBytes(of: source.loadUnaligned(as: UInt64.self), as: UInt64.self)
      let last = content.count &- 8
      target.storeBytes(
        of: source.loadUnaligned(fromByteOffset: last, as: UInt64.self), toByteOffset: last, as: UInt64.self)
    } else {
      target.copyMemory(from: source, byteCount: content.count)
    }
    bytes.count &+= content.count
  }
}
