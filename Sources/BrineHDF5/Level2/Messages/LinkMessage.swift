import BrineCore

/// A link of a group that does not use a symbol table: a message, or an object of the group's heap.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.g, "The Link Message".
extension LinkRecord {
  init(message reader: MetadataReader) throws(HDF5Error) {
    var reader = reader
    let version = try reader.uint8()
    guard version == 1 else { throw reader.error(.unsupportedVersion, "link message version \(version)") }
    let flags = try reader.uint8()
    guard flags & 0xE0 == 0 else { throw reader.error(.badStructure, "flags 0x\(String(flags, radix: 16))") }
    let kind = flags & 0x08 != 0 ? try reader.uint8() : 0
    let creationOrder = flags & 0x04 != 0 ? Int(truncatingIfNeeded: try reader.uint64()) : nil
    let number = flags & 0x10 != 0 ? try reader.uint8() : 0
    guard let characterSet = Datatype.TextLayout.CharacterSet(rawValue: number) else {
      throw reader.error(.badStructure, "character set \(number)")
    }
    let count = try reader.int(size: 1 << Int(flags & 0x03))
    guard count > 0 else { throw reader.error(.badStructure, "a link without a name") }
    self.init(
      name: try reader.name(count), creationOrder: creationOrder,
      target: try Self.readTarget(kind, &reader), characterSet: characterSet)
  }

  private static func readTarget(
    _ kind: UInt8, _ reader: inout MetadataReader
  ) throws(HDF5Error) -> LinkTarget {
    if kind == 0 { return .hard(address: try reader.definedAddress()) }
    let count = Int(try reader.uint16())
    switch kind {
    case 1:
      guard count > 0 else { throw reader.error(.badStructure, "a soft link to nothing") }
      return .soft(try reader.name(count))
    case 64...:
      return .userDefined(kind: kind, data: try reader.name(count))
    default:
      throw reader.error(.badStructure, "a link of kind \(kind)")
    }
  }
}

/// Where a link leads, as the file has it.
enum LinkTarget: Sendable {
  case hard(address: Int)
  case soft(NameSlice)
  /// Kinds from 64 on; 64 itself leads to another file.
  case userDefined(kind: UInt8, data: NameSlice)
}
