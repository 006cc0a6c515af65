import BrineCore

/// A place in a flat pickle. Each reading function answers `nil` when something else is there.
struct FlatCursor: ~Escapable {
  enum Kind { case list, dict }

  private var cursor: ByteCursor
  private var kind = Kind.list
  /// Whether a MARK is open: items follow until APPENDS or SETITEMS.
  private var isInBatch = false
  /// Whether STOP was reached, with nothing amiss before it.
  private(set) var isDone = false

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) { cursor = ByteCursor(bytes) }

  /// Reads up to the empty container.
  @_lifetime(self: copy self)
  mutating func open(_ kind: Kind) -> Bool {
    self.kind = kind
    if cursor.skip(over: PickleOpcode.proto.rawValue) {
      guard let version = cursor.read(UInt8.self), version <= 5 else { return false }
    }
    guard skipFrames() else { return false }
    let opcode = kind == .list ? PickleOpcode.emptyList : .emptyDict
    return cursor.skip(over: opcode.rawValue) && skipMemo()
  }

  /// Whether an item follows; moves over marks, frames and the ends of batches.
  @inline(__always) @_lifetime(self: copy self)
  mutating func isAtItem() -> Bool {
    if isInBatch, let byte = cursor.peek(), byte != PickleOpcode.frame.rawValue,
      byte != PickleOpcode.appends.rawValue, byte != PickleOpcode.setItems.rawValue
    {
      return true
    }
    return nextBatch()
  }

  @inline(never) @_lifetime(self: copy self)
  private mutating func nextBatch() -> Bool {
    while true {
      guard skipFrames() else { return false }
      if isInBatch {
        let end = kind == .list ? PickleOpcode.appends : .setItems
        guard cursor.skip(over: end.rawValue) else { return cursor.remaining > 0 && !isAtEndOfBatch() }
        isInBatch = false
      } else if cursor.skip(over: PickleOpcode.stop.rawValue) {
        isDone = true
        return false
      } else {
        guard cursor.skip(over: PickleOpcode.mark.rawValue) else { return false }
        isInBatch = true
      }
    }
  }

  /// Whether the end of the other kind of batch is here, which makes no sense.
  private func isAtEndOfBatch() -> Bool {
    cursor.peek() == PickleOpcode.appends.rawValue || cursor.peek() == PickleOpcode.setItems.rawValue
  }

  @_lifetime(self: copy self)
  private mutating func skipFrames() -> Bool {
    while cursor.skip(over: PickleOpcode.frame.rawValue) {
      guard let count = cursor.read(UInt64.self), count <= UInt64(cursor.remaining) else { return false }
    }
    return true
  }

  /// A frame may begin before any opcode, also between a key and its value.
  @inline(__always) @_lifetime(self: copy self)
  private mutating func skipFrameIfNext() -> Bool {
    cursor.peek() != PickleOpcode.frame.rawValue || skipFrames()
  }

  @inline(__always) @_lifetime(self: copy self)
  private mutating func skipMemo() -> Bool {
    guard skipFrameIfNext() else { return false }
    return switch cursor.peek() {
    case PickleOpcode.memoize.rawValue: cursor.skip(1)
    case PickleOpcode.binPut.rawValue: cursor.skip(2)
    case PickleOpcode.longBinPut.rawValue: cursor.skip(5)
    default: true
    }
  }

  // MARK: Items

  @inline(__always) @_lifetime(self: copy self)
  mutating func int() -> Int? {
    guard skipFrameIfNext() else { return nil }
    return switch cursor.read(UInt8.self) {
    case PickleOpcode.binInt1.rawValue: cursor.read(UInt8.self).map(Int.init)
    case PickleOpcode.binInt2.rawValue: cursor.read(UInt16.self).map(Int.init)
    case PickleOpcode.binInt.rawValue: cursor.read(Int32.self).map(Int.init)
    case PickleOpcode.long1.rawValue: long()
    default: nil
    }
  }

  @inline(never) @_lifetime(self: copy self)
  private mutating func long() -> Int? {
    guard let count = cursor.read(UInt8.self), count <= 8, let body = cursor.take(Int(count)) else {
      return nil
    }
    return PythonInteger.small(body)
  }

  @inline(__always) @_lifetime(self: copy self)
  mutating func double() -> Double? {
    guard skipFrameIfNext(), cursor.skip(over: PickleOpcode.binFloat.rawValue),
      let bits = cursor.readBigEndian(UInt64.self)
    else {
      return nil
    }
    return Double(bitPattern: bits)
  }

  @inline(__always) @_lifetime(self: copy self)
  mutating func string() -> String? {
    guard let count = stringLength(), let body = cursor.take(count), skipMemo() else { return nil }
    return body.withUnsafeBytes { bytes in
      if isASCII(body) { return String(ascii: bytes.assumingMemoryBound(to: UInt8.self)) }
      return GeneralizedUTF8.isValid(body) ? GeneralizedUTF8.string(bytes) : nil
    }
  }

  @inline(__always) @_lifetime(self: copy self)
  mutating func skipString() -> Bool {
    guard let count = stringLength() else { return false }
    return cursor.skip(count) && skipMemo()
  }

  @inline(__always) @_lifetime(self: copy self)
  private mutating func stringLength() -> Int? {
    switch cursor.read(UInt8.self) {
    case PickleOpcode.shortBinUnicode.rawValue: cursor.read(UInt8.self).map(Int.init)
    case PickleOpcode.binUnicode.rawValue: cursor.read(UInt32.self).map(Int.init)
    default: nil
    }
  }
}
