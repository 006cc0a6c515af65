import BrineCore

/// The objects of an array that was read from HDF5: text and sequences of any length, references.
///
/// Nothing is taken out of the file's heaps before it is asked for. An object's number is made of the place of its bytes
/// in the raw data and of its type, so that a million references to one large object cost nothing.
final class HDF5Objects: ArrayObjects {
  /// One of the types that objects have.
  struct Leaf: Sendable {
    let type: Datatype
    /// For a sequence: how its elements are converted.
    let element: ElementConverter?
  }

  /// The elements' bytes, as they are in the file.
  let raw: MemorySource
  /// Where in `raw` numbers begin to count.
  let offset: Int
  let leaves: [Leaf]
  let storage: FileStorage

  /// How many numbers there could be, which is more than there are objects.
  let count: Int

  init(raw: MemorySource, offset: Int, leaves: [Leaf], storage: FileStorage) throws(HDF5Error) {
    guard let count = (raw.count - offset).multiplied(leaves.count) else {
      throw HDF5Error(.tooLarge, "\(leaves.count) types of \(raw.count) bytes are too many")
    }
    self.raw = raw
    self.offset = offset
    self.leaves = leaves
    self.storage = storage
    self.count = count
  }

  /// What finds heap objects, one after the other.
  var cursor: HeapCursor { HeapCursor(storage) }

  /// An object by its number.
  func value(_ number: Int) throws(HDF5Error) -> HDF5Value {
    var heap = cursor
    return try value(number, &heap)
  }

  func value(_ number: Int, _ heap: inout HeapCursor) throws(HDF5Error) -> HDF5Value {
    let (leaf, bytes) = try element(number)
    switch leaf.type.kind {
    case .reference(let kind): return .reference(try HDF5Reference(kind, bytes, storage, &heap))
    case .variableString:
      guard let (source, range) = try text(bytes, &heap) else { return .text("") }
      return HDF5Value(text: UnsafeRawBufferPointer(rebasing: source.memory[range]))
    default: return .sequence(try sequence(leaf, bytes, &heap))
    }
  }

  /// The type of an object, and its bytes in the raw data.
  @inline(__always)
  func element(_ number: Int) throws(HDF5Error) -> (Leaf, UnsafeRawBufferPointer) {
    guard number >= 0, number < count else { throw HDF5Objects.wrongNumber(number) }
    let (place, index) = number.quotientAndRemainder(dividingBy: leaves.count)
    let leaf = leaves[index]
    guard offset + place + leaf.type.size <= raw.count else { throw HDF5Objects.wrongNumber(number) }
    let start = offset + place
    return (leaf, UnsafeRawBufferPointer(rebasing: raw.memory[start..<start + leaf.type.size]))
  }

  static func wrongNumber(_ number: Int) -> HDF5Error {
    HDF5Error(.typeMismatch, "\(number) is the number of no object of this array")
  }

  static func tooShort(_ count: Int, _ size: Int, _ found: Int) -> HDF5Error {
    HDF5Error(
      .badStructure, "\(count) elements of \(size) bytes are not in a heap object of \(found)",
      structure: "global heap")
  }

  /// How many elements of `size` bytes there are, and where in a heap; `nil` for none.
  @inline(__always)
  private func heapBytes(
    _ bytes: UnsafeRawBufferPointer, elementSize: Int, _ heap: inout HeapCursor
  ) throws(HDF5Error) -> (source: MemorySource, range: Range<Int>, count: Int)? {
    guard let start = bytes.baseAddress, bytes.count >= 8 + storage.offsetSize else { return nil }
    let count = Int(UInt32(littleEndian: start.loadUnaligned(as: UInt32.self)))
    guard count > 0, let reference = try HeapReference(start + 4, offsetSize: storage.offsetSize) else {
      return nil
    }
    let (source, range) = try heap.object(reference)
    guard let size = count.multiplied(elementSize), size <= range.count else {
      throw HDF5Objects.tooShort(count, elementSize, range.count)
    }
    return (source, range.lowerBound..<range.lowerBound + size, count)
  }

  /// The bytes of text, up to a zero; `nil` for none.
  @inline(__always)
  func text(
    _ bytes: UnsafeRawBufferPointer, _ heap: inout HeapCursor
  ) throws(HDF5Error) -> (source: MemorySource, range: Range<Int>)? {
    guard let (source, range, _) = try heapBytes(bytes, elementSize: 1, &heap) else { return nil }
    let scan = TextScan(UnsafeRawBufferPointer(rebasing: source.memory[range]))
    return (source, range.lowerBound..<range.lowerBound + scan.length)
  }

  private func sequence(
    _ leaf: Leaf, _ bytes: UnsafeRawBufferPointer, _ heap: inout HeapCursor
  ) throws(HDF5Error) -> NDArray {
    guard let converter = leaf.element else {
      throw HDF5Error(.badDatatype, "a sequence has no elements")
    }
    guard let (source, range, count) = try heapBytes(bytes, elementSize: converter.type.size, &heap) else {
      return try converter.array(MemorySource([]), shape: [0])
    }
    return try converter.array(source, offset: range.lowerBound, shape: [count])
  }
}

extension HDF5Objects {
  /// A short text for an object: as h5py would show it, but for text, which is no bytes here. What can't be read is a
  /// question mark.
  func text(_ index: Int) -> String {
    guard let value = try? value(index) else { return "?" }
    switch value {
    case .text(let text): return PythonLiteral.quoted(text)
    case .bytes(let bytes): return ArrayValue.bytes(bytes).text(.init(.bytes(bytes.count)))
    case .sequence(let array): return array.description
    case .reference(let reference): return reference.description
    }
  }
}
