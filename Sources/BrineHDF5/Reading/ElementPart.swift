/// Which bytes of each element are read: all of them, or those of one member.
struct ElementPart: Sendable {
  /// Where in the element they are.
  let range: Range<Int>
  /// The bytes of an element that was never written.
  let fillBytes: [UInt8]
  /// The same as a pattern.
  let fill: FillPattern

  /// How many bytes are read of an element.
  var size: Int { range.count }

  /// All bytes of elements.
  init(size: Int, fill: FillPattern) {
    range = 0..<size
    self.fill = fill
    fillBytes = fill.bytes.isEmpty ? [UInt8](repeating: 0, count: size) : fill.bytes
  }

  /// Some of an element's bytes.
  ///
  /// - Precondition: `whole` has them.
  init(_ range: Range<Int>, of whole: ElementPart) {
    self.range = range
    fillBytes = Array(whole.fillBytes[range])
    fill = FillPattern(fillBytes)
  }
}
