#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The scale-offset filter: differences to the smallest number, in as few bits as they need; decimal
/// fractions as integers.
///
/// Source: HDF5 Reference Manual, `H5Pset_scaleoffset`; the parameters are those of libhdf5's `H5Z_PARM`
/// list.
struct ScaleOffset {
  private let scaleType: Int
  private let scaleFactor: Int32
  private let count: Int
  private let isFloat: Bool
  private let size: Int
  private let isBigEndian: Bool
  private let fill: UInt64?

  /// - Throws: `HDF5Error.Code.badFilter` for parameters that can't be.
  init(_ filter: Filter) throws(HDF5Error) {
    guard filter.values.count >= 8 else { throw Self.error("\(filter.values.count) parameters") }
    scaleType = filter.value(0)
    scaleFactor = Int32(bitPattern: filter.values[1])
    count = filter.value(2)
    isFloat = filter.value(3) == 1
    size = filter.value(4)
    isBigEndian = filter.value(6) == 1
    fill = filter.value(7) == 1 ? UInt64(filter.value(8)) | UInt64(filter.value(9)) << 32 : nil
    guard scaleType <= 2, (scaleType == 2) == !isFloat,
      isFloat ? [4, 8].contains(size) : [1, 2, 4, 8].contains(size)
    else { throw Self.error("type \(scaleType), class \(filter.value(3)), numbers of \(size) bytes") }
    guard scaleType != 1 else { throw Self.error("E-scaling, which nobody has written") }
  }

  private static func error(_ detail: String) -> HDF5Error {
    HDF5Error(.badFilter, detail, structure: "scaleoffset filter")
  }

  /// Whether chunks are left as they are.
  var isIdentity: Bool { scaleType == 2 && scaleFactor == size * 8 }

  /// How many bytes a chunk has.
  var byteCount: Int { count * size }

  /// Unpacks a chunk into `output`, which has room for `byteCount` bytes.
  func decode(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(HDF5Error) {
    // Four bytes for the number of bits, one for the size of the smallest number, and this.
    guard input.count >= 13 else {
      throw HDF5Error(.badChunk, "a chunk of \(input.count) bytes", structure: "scaleoffset filter")
    }
    let bits = Int(input.loadUnaligned(as: UInt32.self).littleEndian)
    let width = min(Int(input[4]), 8)
    var least: UInt64 = 0
    for index in 0..<width { least |= UInt64(input[5 + index]) << UInt64(8 * index) }
    guard bits <= size * 8 else {
      throw HDF5Error(.badChunk, "\(bits) bits for numbers of \(size) bytes", structure: "scaleoffset filter")
    }
    let packed =
      input.count > 21
      ? UnsafeRawBufferPointer(rebasing: input[21...]) : UnsafeRawBufferPointer(rebasing: input[..<0])
    guard (count.multiplied(bits) ?? .max) <= packed.count * 8 else {
      throw HDF5Error(
        .badChunk, "\(count) numbers of \(bits) bits are not there", structure: "scaleoffset filter")
    }
    if bits == size * 8 {
      UnsafeMutableRawBufferPointer(rebasing: output[..<byteCount])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: packed[..<byteCount]))
      return swap(output)
    }
    unpack(packed, bits, least, output)
    swap(output)
  }

  private func unpack(
    _ packed: UnsafeRawBufferPointer, _ bits: Int, _ least: UInt64, _ output: UnsafeMutableRawBufferPointer
  ) {
    switch (isFloat, size) {
    case (true, 4):
      let scale = powf(10, Float(scaleFactor))
      let low = Float(bitPattern: UInt32(truncatingIfNeeded: least))
      numbers(packed, bits, UInt32.self, output) {
        (Float(Int32(bitPattern: $0)) / scale + low).bitPattern
      }
    case (true, _):
      let scale = pow(10, Double(scaleFactor))
      let low = Double(bitPattern: least)
      numbers(packed, bits, UInt64.self, output) {
        (Double(Int64(bitPattern: $0)) / scale + low).bitPattern
      }
    case (_, 1): numbers(packed, bits, UInt8.self, output) { $0 &+ UInt8(truncatingIfNeeded: least) }
    case (_, 2): numbers(packed, bits, UInt16.self, output) { $0 &+ UInt16(truncatingIfNeeded: least) }
    case (_, 4): numbers(packed, bits, UInt32.self, output) { $0 &+ UInt32(truncatingIfNeeded: least) }
    default: numbers(packed, bits, UInt64.self, output) { $0 &+ least }
    }
  }

  @inline(__always)
  private func numbers<Number: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ packed: UnsafeRawBufferPointer, _ bits: Int, _ type: Number.Type,
    _ output: UnsafeMutableRawBufferPointer, _ value: (Number) -> Number
  ) {
    var reader = BitReader(packed)
    // All bits set stand for the fill value.
    let none = (1 as UInt64) << UInt64(bits) &- 1
    for index in 0..<count {
      let number = bits == 0 ? 0 : reader.read(bits)
      let result =
        if let fill, number == none {
          Number(truncatingIfNeeded: fill)
        } else {
          value(Number(truncatingIfNeeded: number))
        }
      output.storeBytes(of: result, toByteOffset: index &* size, as: Number.self)
    }
  }

  /// Puts the bytes into the order of the file, where that is another than this machine's.
  private func swap(_ output: UnsafeMutableRawBufferPointer) {
    guard isBigEndian != (Int(1).littleEndian != 1), size > 1 else { return }
    for index in 0..<count {
      for byte in 0..<size / 2 { output.swapAt(index * size + byte, index * size + size - 1 - byte) }
    }
  }
}
