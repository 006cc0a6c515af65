/// Puts opcodes together into a pickle as Python's pickler does, in frames where the protocol has them.
struct FrameWriter {
  private(set) var bytes: [UInt8] = []
  private var frame: [UInt8] = []
  private let framed: Bool

  /// A frame is closed when it has this many bytes; a single opcode above this is left outside.
  private static let target = 64 * 1024
  /// Anything shorter is not worth a frame.
  private static let minimum = 4

  init(header: [UInt8], framed: Bool) {
    bytes = header
    self.framed = framed
  }

  /// Writes one opcode with its argument.
  mutating func write(_ opcode: UnsafeRawBufferPointer) {
    guard framed else {
      bytes.append(contentsOf: opcode)
      return
    }
    let alone = opcode.count > Self.target
    if alone || frame.count >= Self.target { commit() }
    if alone {
      bytes.append(contentsOf: opcode)
    } else {
      frame.append(contentsOf: opcode)
    }
  }

  /// Closes the last frame and gives everything away.
  mutating func finish() -> [UInt8] {
    commit()
    return bytes
  }

  private mutating func commit() {
    if frame.count >= Self.minimum {
      bytes.append(PickleOpcode.frame.rawValue)
      withUnsafeBytes(of: UInt64(frame.count).littleEndian) { bytes.append(contentsOf: $0) }
    }
    bytes.append(contentsOf: frame)
    frame.removeAll(keepingCapacity: true)
  }
}
