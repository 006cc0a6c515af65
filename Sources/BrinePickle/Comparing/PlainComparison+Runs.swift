import BrineCore

/// Strings and bytes. Where they are long, the place where they begin to differ tells more than the whole.
extension PlainComparison {
  /// How many bytes are long.
  private static let long = 64

  // MARK: Strings

  func textOutcome(_ old: Word, _ new: Word) -> Outcome? {
    if areEqualTexts(old, new) { return nil }
    return graphs.old.withText(old) { old in
      graphs.new.withText(new) { new in
        guard max(old.count, new.count) > Self.long else { return Outcome(.value) }
        let place = Self.start(ofCharacterAt: Self.commonLength(old, new), old, new)
        // Bytes that go on a character are none of their own.
        let number = old[..<place].count { $0 & 0xC0 != 0x80 }
        let texts = "\(Self.excerpt(old, place)) → \(Self.excerpt(new, place))"
        return Outcome(.value, "from character \(number) on: \(texts)")
      }
    }
  }

  /// How many bytes two strings begin with in common.
  private static func commonLength(_ old: UnsafeRawBufferPointer, _ new: UnsafeRawBufferPointer) -> Int {
    let count = min(old.count, new.count)
    return (0..<count).first { old[$0] != new[$0] } ?? count
  }

  /// Where the character begins that a byte belongs to, in both.
  private static func start(
    ofCharacterAt place: Int, _ old: UnsafeRawBufferPointer, _ new: UnsafeRawBufferPointer
  ) -> Int {
    var place = place
    while place > 0, isInside(old, place) || isInside(new, place) { place -= 1 }
    return place
  }

  private static func isInside(_ text: UnsafeRawBufferPointer, _ place: Int) -> Bool {
    place < text.count && text[place] & 0xC0 == 0x80
  }

  /// A few characters from a place on, as Python writes them.
  private static func excerpt(_ text: UnsafeRawBufferPointer, _ place: Int) -> String {
    var end = min(text.count, place + 24)
    while end > place, isInside(text, end) { end -= 1 }
    let bytes = [UInt8](text[place..<end])
    return PythonRepr.string(utf8: bytes.span.bytes) + (end < text.count ? "…" : "")
  }

  // MARK: Bytes

  func bytesOutcome(_ old: Meaning, _ new: Meaning) -> Outcome? {
    guard let old = Self.bytes(old, graphs.old), let new = Self.bytes(new, graphs.new) else { return nil }
    guard old.count == new.count else { return Outcome(.length) }
    guard old != new else { return nil }
    var (count, first) = (0, 0)
    for index in old.indices.reversed() where old[index] != new[index] { (count, first) = (count + 1, index) }
    let change = "[\(first)] \(old[first]) → \(new[first])"
    return Outcome(.value, count == 1 ? change : "\(count) bytes differ, the first \(change)")
  }

  /// The content of bytes, a bytearray or a buffer.
  private static func bytes(_ meaning: Meaning, _ graph: PickleGraph) -> [UInt8]? {
    switch meaning {
    case .bytes(let bytes), .bytearray(let bytes): graph.content(bytes)
    case .buffer(let number): [UInt8](graph.options.buffers[number].data)
    default: nil
    }
  }
}
