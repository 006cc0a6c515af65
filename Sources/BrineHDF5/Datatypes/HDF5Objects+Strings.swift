import BrineCore
import Synchronization

/// All strings of an array at once.
extension HDF5Objects {
  /// How many strings a thread makes before it takes more.
  private static let blockLength = 1 << 14

  /// The texts of an array of these objects, in C order. What is no UTF-8 becomes U+FFFD.
  ///
  /// Many are made on all cores. Heaps are never packed, so that honest texts are no longer than the file is; where many
  /// elements share one text they may be.
  func strings(of array: NDArray) throws(HDF5Error) -> [String] {
    let array = try contiguous(array)
    let budget = TextBudget(storage)
    let numbers = ObjectNumbers(source: array.storage, offset: array.offset)
    let total = array.count
    let blocks = (total + HDF5Objects.blockLength - 1) / HDF5Objects.blockLength
    var strings = [String](repeating: "", count: total)
    var failure: HDF5Error?
    strings.withUnsafeMutableBufferPointer { buffer in
      let places = StringPlaces(buffer: buffer)
      do throws(HDF5Error) {
        guard blocks > 1, storage.reading.threads > 1 else {
          return try write(numbers, 0..<total, to: places, budget)
        }
        try ParallelLoop.run(blocks, threads: min(storage.reading.threads, blocks)) {
          next throws(HDF5Error) in
          while let block = next() {
            let first = block * HDF5Objects.blockLength
            try self.write(numbers, first..<min(first + HDF5Objects.blockLength, total), to: places, budget)
          }
        }
      } catch { failure = error }
    }
    if let failure { throw failure }
    return strings
  }

  private func contiguous(_ array: NDArray) throws(HDF5Error) -> NDArray {
    do { return try array.contiguous() } catch { throw HDF5Error(.tooLarge, "\(error)") }
  }

  private func write(
    _ numbers: ObjectNumbers, _ range: Range<Int>, to places: StringPlaces, _ budget: TextBudget
  ) throws(HDF5Error) {
    var heap = cursor
    if leaves.count == 1, case .variableString = leaves[0].type.kind {
      return try writeText(numbers, range, &heap, to: places, budget)
    }
    var count = 0
    for index in range {
      let (leaf, bytes) = try element(numbers[index])
      guard case .variableString = leaf.type.kind else {
        throw HDF5Error(.typeMismatch, "elements are no text")
      }
      if let (source, range) = try text(bytes, &heap) {
        count += range.count
        if count >= TextBudget.step { try budget.spend(&count) }
        places.buffer[index] = String(heap: UnsafeRawBufferPointer(rebasing: source.memory[range]))
      }
    }
    try budget.spend(&count)
  }

  /// The same for arrays of nothing but text: no object but the strings is touched in the loop.
  private func writeText(
    _ numbers: ObjectNumbers, _ range: Range<Int>, _ heap: inout HeapCursor, to places: StringPlaces,
    _ budget: TextBudget
  ) throws(HDF5Error) {
    let memory = storage.source.memory
    let (size, offsetSize) = (leaves[0].type.size, storage.offsetSize)
    guard size >= 8 + offsetSize else { throw HDF5Error(.badDatatype, "references to heaps are too short") }
    let elements = UnsafeRawBufferPointer(rebasing: raw.memory[offset...])
    var spent = 0
    for index in range {
      let number = numbers[index]
      guard number >= 0, number <= elements.count - size, let base = elements.baseAddress else {
        throw HDF5Objects.wrongNumber(number)
      }
      let count = Int(UInt32(littleEndian: (base + number).loadUnaligned(as: UInt32.self)))
      guard count > 0, let reference = try HeapReference(base + number + 4, offsetSize: offsetSize) else {
        continue
      }
      let range = try heap.range(reference)
      guard count <= range.count else { throw HDF5Objects.tooShort(count, 1, range.count) }
      spent &+= count
      if spent >= TextBudget.step { try budget.spend(&spent) }
      places.buffer[index] = String(
        heap: UnsafeRawBufferPointer(rebasing: memory[range.lowerBound..<range.lowerBound + count]))
    }
    try budget.spend(&spent)
  }
}

/// How many bytes of text are still to be had from a file's heaps by one reading.
private final class TextBudget: Sendable {
  /// Threads tell what they took each time it is so much.
  static let step = 1 << 20

  private let most: Int
  private let taken = Atomic<Int>(0)

  init(_ storage: FileStorage) { most = storage.source.count.adding(64 << 20) ?? .max }

  func spend(_ count: inout Int) throws(HDF5Error) {
    let total = taken.wrappingAdd(count, ordering: .relaxed).newValue
    count = 0
    guard total <= most else {
      throw HDF5Error(
        .tooLarge, "elements share texts that are longer than the file by far", structure: "global heap")
    }
  }
}

/// The numbers of objects where an array has them, one after the other.
private struct ObjectNumbers: Sendable {
  let source: MemorySource
  let offset: Int

  @inline(__always)
  subscript(index: Int) -> Int {
    Int(truncatingIfNeeded: source.memory.loadUnaligned(fromByteOffset: offset &+ index &* 8, as: Int64.self))
  }
}

/// Where threads put the strings that they make.
private struct StringPlaces: @unchecked Sendable {
  // Sendable: each place is written by one thread.
  let buffer: UnsafeMutableBufferPointer<String>
}

/// How much of some bytes is text: up to the first zero, and whether all of it is ASCII.
struct TextScan {
  let length: Int
  let isASCII: Bool

  @inline(__always)
  init(_ bytes: UnsafeRawBufferPointer) {
    var place = 0
    var seen: UInt64 = 0
    // Eight bytes at a time, until one of them may be zero.
    while place &+ 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { break }
      seen |= word
      place &+= 8
    }
    while place < bytes.count {
      let byte = bytes[place]
      if byte == 0 { break }
      seen |= UInt64(byte)
      place &+= 1
    }
    length = place
    isASCII = seen & 0x8080_8080_8080_8080 == 0
  }
}

extension String {
  /// Text from a heap, up to the first zero.
  @inline(__always)
  fileprivate init(heap bytes: UnsafeRawBufferPointer) {
    let scan = TextScan(bytes)
    if scan.length <= 15, scan.isASCII {
      // So few bytes fit the string itself, and this way of filling them is the shortest.
      self.init(unsafeUninitializedCapacity: scan.length) { target in
        for index in 0..<scan.length { target[index] = bytes[index] }
        return scan.length
      }
    } else {
      self.init(decoding: UnsafeRawBufferPointer(rebasing: bytes[..<scan.length]), as: UTF8.self)
    }
  }
}
