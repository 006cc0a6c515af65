import Testing

@testable import BrineHDF5

@Suite struct Lookup3Tests {
  /// The values that the hash's author gives for his own test.
  @Test func hashesAsItsAuthorSays() {
    let text = Array("Four score and seven years ago".utf8)
    text.withUnsafeBytes { bytes in
      #expect(Lookup3.hash(bytes) == 0x1777_0551)
      #expect(Lookup3.hash(bytes, initial: 1) == 0xCD62_8161)
    }
    #expect(Lookup3.hash(UnsafeRawBufferPointer(start: nil, count: 0)) == 0xDEAD_BEEF)
  }
}
