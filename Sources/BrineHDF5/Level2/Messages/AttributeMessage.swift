import BrineCore

/// An attribute: a message of its object's header, or an object of a heap. Type and shape are read on demand.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.m, "The Attribute Message".
struct AttributeMessage: Sendable {
  /// Its name.
  let name: NameSlice
  /// The number of its creation, where the object tracks that.
  let creationOrder: Int?
  /// What its name is written in.
  let characterSet: Datatype.TextLayout.CharacterSet
  private let datatype: MetadataReader
  private let dataspace: MetadataReader
  private let flags: UInt8
  /// The elements, and what may follow them.
  let data: MetadataReader

  init(reader: MetadataReader, creationOrder: Int?) throws(HDF5Error) {
    var reader = reader
    self.creationOrder = creationOrder
    let version = try reader.uint8()
    guard 1...3 ~= version else {
      throw reader.error(.unsupportedVersion, "attribute message version \(version)")
    }
    // Version 1 had no flags, and what is there need not be zero.
    let flags = try reader.uint8()
    self.flags = version == 1 ? 0 : flags
    let nameSize = Int(try reader.uint16())
    let typeSize = Int(try reader.uint16())
    let spaceSize = Int(try reader.uint16())
    let set = version == 3 ? try reader.uint8() : 0
    guard let characterSet = Datatype.TextLayout.CharacterSet(rawValue: set) else {
      throw reader.error(.badStructure, "character set \(set)")
    }
    self.characterSet = characterSet
    let padding = version == 1 ? 7 : 0
    var field = try reader.take((nameSize + padding) & ~padding, "attribute message")
    name = try field.name(Self.nameLength(field, size: nameSize))
    guard name.count > 0 else { throw field.error(.badStructure, "an attribute without a name") }
    datatype = try reader.take((typeSize + padding) & ~padding, "datatype message")
    dataspace = try reader.take((spaceSize + padding) & ~padding, "dataspace message")
    data = reader
  }

  /// How many bytes are before the first zero.
  private static func nameLength(_ field: MetadataReader, size: Int) -> Int {
    var end = field.position
    while end < field.position + size, field.memory[end] != 0 { end += 1 }
    return end - field.position
  }

  /// The address of the committed type that the attribute has, if its type is one.
  func committedTypeAddress() throws(HDF5Error) -> Int? {
    guard flags & 0x01 != 0 else { return nil }
    if case .header(let address) = try SharedMessage(reader: datatype) { return address }
    return nil
  }

  /// The type of its elements.
  func datatype(in storage: FileStorage) throws(HDF5Error) -> Datatype {
    var reader = datatype
    if flags & 0x01 != 0 { reader = try SharedMessage(reader: datatype).reader(.datatype, in: storage) }
    return try Datatype(reader: &reader)
  }

  /// How many elements there are.
  func dataspace(in storage: FileStorage) throws(HDF5Error) -> Dataspace {
    if flags & 0x02 != 0 {
      return try Dataspace(reader: SharedMessage(reader: dataspace).reader(.dataspace, in: storage))
    }
    return try Dataspace(reader: dataspace)
  }
}
