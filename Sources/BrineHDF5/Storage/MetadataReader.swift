import BrineCore

/// Reads the fields of one structure, one after the other, and never beyond its end.
///
/// Numbers are little-endian. What can't be read is an error that names the structure and the offset in the file.
struct MetadataReader: @unchecked Sendable {
  // Sendable: the memory is that of `source`, which never changes.
  /// The memory that is read: the file, or an object that was taken out of a filtered heap.
  ///
  /// Counting references to the file for every structure, from many tasks at once, would take longer than reading
  /// it. So a reader does not keep the file: `FileStorage` does, which everyone has who reads. Other memory is
  /// kept by `owner`.
  unowned(unsafe) let source: MemorySource
  private let owner: MemorySource?
  /// The bytes of `source`, at hand without a look at the object.
  let memory: UnsafeRawBufferPointer
  /// Where the next field is, in `source`.
  private(set) var position: Int
  /// Where the structure ends, in `source`.
  let end: Int
  /// How many bytes an address takes.
  let offsetSize: Int
  /// How many bytes a length takes.
  let lengthSize: Int
  /// What is read, for errors.
  let structure: StaticString

  /// - Parameter isKept: whether somebody else keeps `source` for as long as the reader is used.
  init(
    source: MemorySource, range: Range<Int>, offsetSize: Int, lengthSize: Int, structure: StaticString,
    isKept: Bool = false
  ) {
    self.source = source
    owner = isKept ? nil : source
    memory = source.memory
    position = range.lowerBound
    end = min(range.upperBound, source.count)
    self.offsetSize = offsetSize
    self.lengthSize = lengthSize
    self.structure = structure
  }

  /// How many bytes are left.
  @inline(__always) var remaining: Int { end &- position }

  /// An error at the next field.
  func error(_ code: HDF5Error.Code, _ detail: String) -> HDF5Error {
    HDF5Error(code, detail, structure: "\(structure)", offset: position)
  }

  private func missing(_ count: Int) -> HDF5Error {
    error(.truncated, "\(count) bytes are needed, \(max(remaining, 0)) are left")
  }

  /// An integer of a fixed width.
  @inline(__always)
  private mutating func load<T: FixedWidthInteger & BitwiseCopyable>(
    _ type: T.Type
  ) throws(HDF5Error) -> T {
    guard remaining >= MemoryLayout<T>.size else { throw missing(MemoryLayout<T>.size) }
    let value = memory.loadUnaligned(fromByteOffset: position, as: T.self)
    position &+= MemoryLayout<T>.size
    return T(littleEndian: value)
  }

  /// One byte.
  mutating func uint8() throws(HDF5Error) -> UInt8 { try load(UInt8.self) }
  /// Two bytes.
  mutating func uint16() throws(HDF5Error) -> UInt16 { try load(UInt16.self) }
  /// Four bytes.
  mutating func uint32() throws(HDF5Error) -> UInt32 { try load(UInt32.self) }
  /// Eight bytes.
  mutating func uint64() throws(HDF5Error) -> UInt64 { try load(UInt64.self) }

  /// An unsigned integer of any number of bytes, of which those beyond the eighth must be zero.
  mutating func uint(size: Int) throws(HDF5Error) -> UInt64 {
    switch size {
    case 8: return try load(UInt64.self)
    case 4: return UInt64(try load(UInt32.self))
    case 2: return UInt64(try load(UInt16.self))
    case 1: return UInt64(try load(UInt8.self))
    default: break
    }
    guard size >= 0, remaining >= size else { throw missing(size) }
    var value: UInt64 = 0
    for index in 0..<size {
      let byte = memory[position + index]
      guard index < 8 || byte == 0 else { throw error(.tooLarge, "a number of \(size) bytes is too large") }
      if index < 8 { value |= UInt64(byte) << UInt64(index * 8) }
    }
    position += size
    return value
  }

  /// An unsigned integer of any number of bytes, which must fit `Int`.
  mutating func int(size: Int) throws(HDF5Error) -> Int {
    let value = try uint(size: size)
    guard let int = Int(exactly: value) else { throw error(.tooLarge, "\(value) is too large") }
    return int
  }

  /// An address; `nil` for the undefined one, all of whose bits are set.
  mutating func address() throws(HDF5Error) -> Int? {
    if try skipOnes(offsetSize) { return nil }
    return try int(size: offsetSize)
  }

  /// An address that must be defined.
  mutating func definedAddress() throws(HDF5Error) -> Int {
    guard let address = try address() else { throw error(.badStructure, "an address is undefined") }
    return address
  }

  /// A length.
  mutating func length() throws(HDF5Error) -> Int { try int(size: lengthSize) }

  /// A length; `nil` for the unlimited one, all of whose bits are set.
  mutating func lengthOrUnlimited() throws(HDF5Error) -> Int? {
    if try skipOnes(lengthSize) { return nil }
    return try length()
  }

  /// Moves over `count` bytes if all of their bits are set.
  private mutating func skipOnes(_ count: Int) throws(HDF5Error) -> Bool {
    guard remaining >= count else { throw missing(count) }
    for index in position..<position + count where memory[index] != 0xFF { return false }
    position += count
    return true
  }

  /// Moves over bytes.
  mutating func skip(_ count: Int) throws(HDF5Error) {
    guard count >= 0, count <= remaining else { throw missing(count) }
    position += count
  }

  /// The next `count` bytes, copied.
  mutating func bytes(_ count: Int) throws(HDF5Error) -> [UInt8] {
    let start = position
    try skip(count)
    return [UInt8](memory[start..<position])
  }

  /// The next `count` bytes as a name, not copied.
  mutating func name(_ count: Int) throws(HDF5Error) -> NameSlice {
    let start = position
    try skip(count)
    return NameSlice(source: source, range: start..<position, isKept: owner == nil)
  }

  /// A reader for the next `count` bytes, which this one moves over.
  mutating func take(_ count: Int, _ structure: StaticString? = nil) throws(HDF5Error) -> MetadataReader {
    let start = position
    try skip(count)
    return MetadataReader(
      source: source, range: start..<position, offsetSize: offsetSize, lengthSize: lengthSize,
      structure: structure ?? self.structure, isKept: owner == nil)
  }

  /// Text up to a zero byte, which is moved over, or to the end of `count` bytes; all of `count` are moved over.
  mutating func text(_ count: Int) throws(HDF5Error) -> HDF5Name {
    HDF5Name(bytes: Array(try bytes(count).prefix { $0 != 0 }))
  }

  /// Text up to a zero byte, which is moved over.
  mutating func zeroTerminatedText() throws(HDF5Error) -> HDF5Name {
    var stop = position
    while stop < end, memory[stop] != 0 { stop += 1 }
    guard stop < end else { throw error(.truncated, "text without an end") }
    let name = HDF5Name(bytes: Array(memory[position..<stop]))
    position = stop + 1
    return name
  }

  /// Whether the next four bytes are these letters.
  func hasSignature(_ signature: StaticString) -> Bool {
    guard remaining >= 4, signature.utf8CodeUnitCount == 4 else { return false }
    let expected = UnsafeRawPointer(signature.utf8Start).loadUnaligned(as: UInt32.self)
    return memory.loadUnaligned(fromByteOffset: position, as: UInt32.self) == expected
  }

  /// Moves over a structure's signature of four letters.
  mutating func expect(signature: StaticString) throws(HDF5Error) {
    guard remaining >= 4 else { throw missing(4) }
    guard hasSignature(signature) else {
      let found = memory[position..<position + 4]
      let text = String(decoding: found.map { 0x20...0x7E ~= $0 ? $0 : 0x3F }, as: UTF8.self)
      throw error(.badSignature, "begins with \"\(text)\" instead of \"\(signature)\"")
    }
    position += 4
  }

  /// Reads the checksum of what was read from `start` on.
  ///
  /// - Throws: `HDF5Error.Code.badChecksum` when it is another one.
  mutating func verifyChecksum(from start: Int) throws(HDF5Error) {
    let computed = Lookup3.hash(UnsafeRawBufferPointer(rebasing: memory[start..<position]))
    let stored = try uint32()
    guard Lookup3.isSame(stored, computed) else {
      throw error(
        .badChecksum,
        "the checksum is 0x\(String(stored, radix: 16)), not 0x\(String(computed, radix: 16)) as computed")
    }
  }
}
