import BrineCore

/// A reference to an object, to elements of a dataset, or to an attribute, as it stands in a file.
public struct HDF5Reference: Sendable, Hashable {
  /// What it refers to, and how it is stored.
  public let kind: Datatype.Reference
  /// The address of the object's header; `nil` for a reference to nothing.
  public let address: Int?
  /// The elements that are meant, where it refers to a region.
  public var selection: DataspaceSelection?
  /// The name of the attribute, where it refers to one.
  public var attribute: String?
  /// The name of the file, where it refers to another one.
  public var file: String?

  /// Whether it refers to nothing.
  public var isNull: Bool { address == nil }

  init(_ kind: Datatype.Reference, address: Int?) {
    self.kind = kind
    self.address = address
  }
}

/// Source: HDF5 File Format Specification 3.0, sections VIII.B and VIII.C, "Reference Encoding".
extension HDF5Reference {
  /// Reads a reference of `bytes.count` bytes.
  ///
  /// - Throws: `HDF5Error` when it is damaged, or the heap that it leads to.
  init(
    _ kind: Datatype.Reference, _ bytes: UnsafeRawBufferPointer, _ storage: FileStorage,
    _ heap: inout HeapCursor
  ) throws(HDF5Error) {
    guard let start = bytes.baseAddress else { throw HDF5Reference.tooShort(bytes.count) }
    let offsetSize = storage.offsetSize
    switch kind {
    case .object:
      guard bytes.count >= offsetSize else { throw HDF5Reference.tooShort(bytes.count) }
      self.init(.object, address: try HeapReference.address(start, offsetSize))
    case .region:
      guard bytes.count >= offsetSize + 4 else { throw HDF5Reference.tooShort(bytes.count) }
      guard let reference = try HeapReference(start, offsetSize: offsetSize) else {
        self.init(.region, address: nil)
        return
      }
      var reader = try HDF5Reference.reader(reference, storage, &heap)
      self.init(.region, address: try reader.address())
      selection = try DataspaceSelection(&reader)
    case .standardObject, .standardRegion, .standardAttribute:
      try self.init(standard: kind, bytes, storage, &heap)
    }
  }

  /// A reference as HDF5 1.12 writes it: a header of two bytes, then the block itself, or its length and where it is in
  /// a global heap.
  private init(
    standard kind: Datatype.Reference, _ bytes: UnsafeRawBufferPointer, _ storage: FileStorage,
    _ heap: inout HeapCursor
  ) throws(HDF5Error) {
    guard bytes.count >= 2 else { throw HDF5Reference.tooShort(bytes.count) }
    // The header of a reference to nothing is zeros; that of another type in the same dataset can be.
    guard bytes.contains(where: { $0 != 0 }) else {
      self.init(kind, address: nil)
      return
    }
    guard let found = Datatype.Reference(rawValue: bytes[0]), found != .object, found != .region else {
      throw HDF5Error(.badStructure, "there is no type \(bytes[0]) of references", structure: "reference")
    }
    let isExternal = bytes[1] & 1 != 0
    var reader: MetadataReader
    if found == .standardObject, !isExternal {
      reader = MetadataReader(
        source: MemorySource([UInt8](bytes)), range: 2..<bytes.count, offsetSize: storage.offsetSize,
        lengthSize: storage.lengthSize, structure: "reference")
    } else {
      guard bytes.count >= 2 + 4 + storage.offsetSize + 4, let start = bytes.baseAddress else {
        throw HDF5Reference.tooShort(bytes.count)
      }
      guard let reference = try HeapReference(start + 6, offsetSize: storage.offsetSize) else {
        self.init(kind, address: nil)
        return
      }
      reader = try HDF5Reference.reader(reference, storage, &heap)
    }
    try self.init(found, isExternal: isExternal, &reader)
  }

  private init(
    _ kind: Datatype.Reference, isExternal: Bool, _ reader: inout MetadataReader
  ) throws(HDF5Error) {
    let tokenSize = Int(try reader.uint8())
    var token = try reader.take(tokenSize)
    self.init(kind, address: try token.int(size: tokenSize))
    if isExternal { file = try reader.text(Int(try reader.uint16())).text }
    switch kind {
    case .standardRegion:
      let size = Int(try reader.uint32())
      let rank = Int(try reader.uint32())
      var part = try reader.take(size)
      let selection = try DataspaceSelection(&part)
      guard selection.rank == nil || selection.rank == rank else {
        throw reader.error(.badSelection, "a selection of \(selection.rank ?? 0) axes is one of \(rank) axes")
      }
      self.selection = selection
    case .standardAttribute: attribute = try reader.text(Int(try reader.uint16())).text
    default: break
    }
  }

  private static func reader(
    _ reference: HeapReference, _ storage: FileStorage, _ heap: inout HeapCursor
  ) throws(HDF5Error) -> MetadataReader {
    let (source, range) = try heap.object(reference)
    return MetadataReader(
      source: source, range: range, offsetSize: storage.offsetSize, lengthSize: storage.lengthSize,
      structure: "reference")
  }

  private static func tooShort(_ count: Int) -> HDF5Error {
    HDF5Error(.badDatatype, "\(count) bytes are too few for a reference", structure: "reference")
  }
}

extension HDF5Reference: CustomStringConvertible {
  /// `<HDF5 object reference>` as h5py has it, with what is known.
  public var description: String {
    switch kind {
    case .object, .standardObject: isNull ? "<HDF5 object reference (null)>" : "<HDF5 object reference>"
    case .region, .standardRegion: isNull ? "<HDF5 region reference (null)>" : "<HDF5 region reference>"
    case .standardAttribute: isNull ? "<HDF5 attribute reference (null)>" : "<HDF5 attribute reference>"
    }
  }
}
