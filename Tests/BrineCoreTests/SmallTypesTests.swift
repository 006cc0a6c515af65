import BrineCore
import Testing

@Suite struct CheckedArithmeticTests {
  @Test func sums() {
    #expect(1.adding(2) == 3)
    #expect(Int.max.adding(1) == nil)
    #expect(Int.min.adding(-1) == nil)
    #expect(UInt8(200).adding(55) == 255)
    #expect(UInt8(200).adding(56) == nil)
  }

  @Test func differences() {
    #expect(1.subtracting(2) == -1)
    #expect(UInt(1).subtracting(2) == nil)
    #expect(Int.min.subtracting(1) == nil)
  }

  @Test func products() {
    #expect(6.multiplied(7) == 42)
    #expect((1 << 32).multiplied(1 << 31) == nil)
    #expect(Int.min.multiplied(-1) == nil)
    #expect(UInt64.max.multiplied(1) == .max)
  }
}

@Suite struct ByteWriterTests {
  @Test func everythingThatCanBeWritten() {
    var writer = ByteWriter(capacity: 4)
    writer.write(7)
    writer.write(contentsOf: [1, 2])
    writer.write("é")
    writer.write(([9, 8] as [UInt8]).span.bytes)
    writer.writeInteger(UInt32(0x0403_0201))
    writer.writeInteger(Int16(-2))
    let expected: [UInt8] = [7, 1, 2, 0xC3, 0xA9, 9, 8, 1, 2, 3, 4, 0xFE, 0xFF]
    #expect(writer.count == 13)
    #expect(writer.bytes == expected)
    #expect(writer.finish() == expected)
    #expect(writer.bytes.isEmpty)
  }

  @Test(arguments: [-1, 0, Int.max])
  func anyCapacityIsTaken(_ capacity: Int) {
    var writer = ByteWriter(capacity: capacity)
    writer.write(1)
    #expect(writer.bytes == [1])
  }
}

@Suite struct ErrorContextTests {
  @Test func descriptions() {
    #expect(ErrorContext().description == "")
    #expect(ErrorContext(offset: 12).description == "at byte 12")
    #expect(ErrorContext(offset: 0, path: "a/b").description == "at byte 0, in a/b")
    #expect(ByteSourceError.unreadable(path: "x", reason: "gone").description == "x: gone")
    #expect(
      ByteSourceError.outOfRange(2..<9, count: 4).description == "bytes 2..<9 were asked for, but there are 4"
    )
  }
}
