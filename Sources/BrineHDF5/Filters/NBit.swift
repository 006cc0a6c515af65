/// The n-bit filter: of each number, only the bits that count.
///
/// Source: HDF5 Reference Manual, `H5Pset_nbit`; the parameters are a tree of types, as libhdf5 writes it.
struct NBit {
  /// A type as the parameters have it.
  private indirect enum Kind {
    /// Numbers: bytes, whether they are big-endian, and which bits count.
    case atomic(size: Int, isBigEndian: Bool, precision: Int, offset: Int)
    case array(size: Int, base: Kind, baseSize: Int)
    case compound([(offset: Int, kind: Kind)])
    /// Bytes that are left as they are.
    case bytes(Int)
  }

  private let kind: Kind
  private let elementSize: Int
  private let count: Int
  /// Whether chunks are left as they are.
  let isIdentity: Bool

  private static let mostLevels = 64

  /// - Throws: `HDF5Error.Code.badFilter` for parameters that can't be.
  init(_ filter: Filter) throws(HDF5Error) {
    guard filter.values.count >= 3 else { throw Self.error("\(filter.values.count) parameters") }
    isIdentity = filter.value(1) != 0
    count = filter.value(2)
    if isIdentity {
      (kind, elementSize) = (.bytes(1), 1)
      return
    }
    var position = 3
    (kind, elementSize) = try Self.kind(filter.values, &position, level: 0)
  }

  private static func error(_ detail: String) -> HDF5Error {
    HDF5Error(.badFilter, detail, structure: "nbit filter")
  }

  private static func next(_ values: [UInt32], _ position: inout Int) throws(HDF5Error) -> Int {
    guard position < values.count else { throw error("parameters are missing") }
    position += 1
    return Int(values[position - 1])
  }

  private static func kind(
    _ values: [UInt32], _ position: inout Int, level: Int
  ) throws(HDF5Error) -> (Kind, Int) {
    guard level < mostLevels else { throw error("types are nested too deep") }
    let type = try next(values, &position)
    let size = try next(values, &position)
    guard size > 0 else { throw error("a type of no bytes") }
    switch type {
    case 1:
      let order = try next(values, &position)
      let precision = try next(values, &position)
      let offset = try next(values, &position)
      guard order <= 1, precision > 0, precision + offset <= size * 8 else {
        throw error("\(precision) bits from bit \(offset) on of \(size) bytes")
      }
      return (.atomic(size: size, isBigEndian: order == 1, precision: precision, offset: offset), size)
    case 2:
      let (base, baseSize) = try kind(values, &position, level: level + 1)
      guard size % baseSize == 0 else { throw error("\(size) bytes of elements of \(baseSize)") }
      return (.array(size: size, base: base, baseSize: baseSize), size)
    case 3:
      let members = try next(values, &position)
      var parts: [(Int, Kind)] = []
      var total = 0
      for _ in 0..<members {
        let offset = try next(values, &position)
        let (member, memberSize) = try kind(values, &position, level: level + 1)
        total += memberSize
        guard offset + memberSize <= size, total <= size else { throw error("a member beyond its compound") }
        parts.append((offset, member))
      }
      return (.compound(parts), size)
    case 4: return (.bytes(size), size)
    default: throw error("class \(type)")
    }
  }

  /// How many bytes a chunk has; `nil` for more than there can be.
  var byteCount: Int? { count.multiplied(elementSize) }

  /// Unpacks a chunk into `output`, which has room for `byteCount` bytes.
  func decode(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(HDF5Error) {
    guard let base = output.baseAddress else { return }
    output.initializeMemory(as: UInt8.self, repeating: 0)
    var reader = BitReader(input)
    for index in 0..<count { Self.decode(kind, &reader, base + index * elementSize) }
    guard !reader.isBeyond else {
      throw HDF5Error(.badChunk, "the packed numbers end too early", structure: "nbit filter")
    }
  }

  private static func decode(_ kind: Kind, _ reader: inout BitReader, _ target: UnsafeMutableRawPointer) {
    switch kind {
    case .atomic(let size, let isBigEndian, let precision, let offset):
      number(size, isBigEndian, precision, offset, &reader, target)
    case .bytes(let size):
      for index in 0..<size {
        (target + index).storeBytes(of: UInt8(truncatingIfNeeded: reader.read(8)), as: UInt8.self)
      }
    case .array(let size, let base, let baseSize):
      for place in stride(from: 0, to: size, by: baseSize) { decode(base, &reader, target + place) }
    case .compound(let members):
      for member in members { decode(member.kind, &reader, target + member.offset) }
    }
  }

  @inline(__always)
  private static func number(
    _ size: Int, _ isBigEndian: Bool, _ precision: Int, _ offset: Int, _ reader: inout BitReader,
    _ target: UnsafeMutableRawPointer
  ) {
    // Byte by byte, the highest first: as many bits as count in it.
    var bit = offset + precision
    while bit > offset {
      let byte = (bit - 1) / 8
      let low = max(byte * 8, offset)
      let value = UInt8(truncatingIfNeeded: reader.read(bit - low) << UInt64(low - byte * 8))
      (target + (isBigEndian ? size - 1 - byte : byte)).storeBytes(of: value, as: UInt8.self)
      bit = low
    }
  }
}
