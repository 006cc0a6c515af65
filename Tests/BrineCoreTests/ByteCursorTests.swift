import BrineCore
import Testing

/// `#expect` can't take a cursor apart, which may not leave its scope: results are put aside first.
@Suite struct ByteCursorTests {
  private let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9]

  @Test func integersInBothOrders() {
    var cursor = ByteCursor(bytes.span.bytes)
    let little = cursor.read(UInt16.self)
    let big = cursor.readBigEndian(UInt16.self)
    let byte = cursor.read(UInt8.self)
    let signed = cursor.read(Int32.self)
    let (left, end) = (cursor.remaining, cursor.read(UInt8.self))
    #expect(little == 0x0201)
    #expect(big == 0x0304)
    #expect(byte == 5)
    #expect(signed == 0x0908_0706)
    #expect(left == 0)
    #expect(end == nil)
  }

  @Test func aReadTooFarMovesNothing() {
    var cursor = ByteCursor(bytes.span.bytes)
    let isSkipped = cursor.skip(2)
    let tooLong = [cursor.read(UInt64.self), cursor.readBigEndian(UInt64.self)]
    let position = cursor.position
    let next = cursor.read(UInt32.self)
    #expect(isSkipped)
    #expect(tooLong == [nil, nil])
    #expect(position == 2)
    #expect(next == 0x0605_0403)
  }

  @Test func skippingAndPeeking() {
    var cursor = ByteCursor(bytes.span.bytes)
    let peeked = [
      cursor.peek(), cursor.skip(over: 2) ? 0 : cursor.peek(), cursor.skip(over: 1) ? cursor.peek() : 0,
    ]
    #expect(peeked == [1, 1, 2])
    let outside = [cursor.skip(-1), cursor.skip(9), cursor.skip(.max), cursor.skip(.min)]
    let position = cursor.position
    #expect(outside == [false, false, false, false])
    #expect(position == 1)
    let moved = [cursor.skip(8), cursor.skip(over: 0), cursor.skip(0)]
    let end = cursor.peek()
    #expect(moved == [true, false, true])
    #expect(end == nil)
  }

  @Test func partsKnowWhereTheyAre() {
    var cursor = ByteCursor(bytes.span.bytes)
    _ = cursor.skip(3)
    let start = cursor.position
    guard let span = cursor.take(4) else {
      Issue.record("four bytes are there")
      return
    }
    let end = cursor.position
    var part = ByteCursor(span, base: start)
    let (partStart, first, left) = (part.position, part.read(UInt8.self), part.remaining)
    let outside = [part.seek(to: 2), part.seek(to: 8), part.seek(to: .min), part.seek(to: .max)]
    let position = part.position
    let atEnd = part.seek(to: 7) ? part.read(UInt8.self) : 0
    let atStart = part.seek(to: 3) ? part.peek() : 0
    #expect(end == 7)
    #expect(partStart == 3)
    #expect(first == 4)
    #expect(left == 3)
    #expect(outside == [false, false, false, false])
    #expect(position == 4)
    #expect(atEnd == nil)
    #expect(atStart == 4)
  }

  @Test func taking() {
    var cursor = ByteCursor(bytes.span.bytes)
    var sizes: [Int?] = []
    for count in [10, -1, Int.max, Int.min, 0, 9, 1] { sizes.append(cursor.take(count)?.byteCount) }
    #expect(sizes == [nil, nil, nil, nil, 0, 9, nil])
  }

  @Test func lines() {
    let text = Array("ab\n\nrest".utf8)
    var cursor = ByteCursor(text.span.bytes)
    let sizes = [cursor.takeLine()?.byteCount, cursor.takeLine()?.byteCount, cursor.takeLine()?.byteCount]
    let position = cursor.position
    #expect(sizes == [2, 0, nil])
    #expect(position == 4)
  }

  @Test func nothing() {
    let none: [UInt8] = []
    var cursor = ByteCursor(none.span.bytes)
    let found = [cursor.peek(), cursor.read(UInt8.self)]
    let moved = [cursor.seek(to: 0), cursor.seek(to: 1)]
    #expect(found == [nil, nil])
    #expect(moved == [true, false])
  }
}
