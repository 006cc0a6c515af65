/// Reads the datatype message, versions 1 to 5.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.d. Version 5 and class 11 are those of HDF5 2.0.
extension Datatype {
  /// How deep types may be nested in each other. Honest files stay far below.
  static let mostLevels = 128

  /// Reads a datatype and moves the reader behind it.
  ///
  /// - Throws: `HDF5Error.Code.badDatatype` for a type that can't be, `unsupportedVersion`, `truncated`.
  init(reader: inout MetadataReader) throws(HDF5Error) {
    try self.init(&reader, level: 0)
  }

  private init(_ reader: inout MetadataReader, level: Int) throws(HDF5Error) {
    guard level < Datatype.mostLevels else {
      throw reader.error(.badDatatype, "types are nested more than \(Datatype.mostLevels) levels deep")
    }
    let start = reader
    let first = try reader.uint8()
    let flags =
      try UInt32(reader.uint8()) | UInt32(reader.uint8()) << 8 | UInt32(reader.uint8()) << 16
    let header = Header(version: first >> 4, flags: flags, size: Int(try reader.uint32()), level: level)
    guard 1...5 ~= header.version else {
      throw start.error(.unsupportedVersion, "version \(header.version) of a datatype is unknown")
    }
    guard header.size > 0 else { throw start.error(.badDatatype, "elements of a datatype take no bytes") }
    kind =
      switch first & 0xF {
      case 0: .integer(try Datatype.integer(&reader, header, isSigned: flags & 8 != 0))
      case 1: .float(try Datatype.float(&reader, header))
      case 2: .time(flags & 1 == 0 ? .little : .big, precision: Int(try reader.uint16()))
      case 3: .string(try TextLayout(padding: flags, characterSet: flags >> 4, start))
      case 4: .bitfield(try Datatype.integer(&reader, header, isSigned: false))
      case 5: .opaque(tag: try reader.text(Int(flags & 0xFF)).text)
      case 6: try Datatype.compound(&reader, header)
      case 7: .reference(try Datatype.reference(reader, header))
      case 8: try Datatype.enumeration(&reader, header)
      case 9: try Datatype.variable(&reader, header)
      case 10: try Datatype.array(&reader, header)
      case 11: try Datatype.complex(&reader, header)
      default: throw start.error(.badDatatype, "there is no class \(first & 0xF) of datatypes")
      }
    size = header.size
  }

  /// What every class begins with.
  private struct Header {
    let version: UInt8
    /// The class bit field.
    let flags: UInt32
    let size: Int
    let level: Int
    var order: DType.ByteOrder { flags & 1 == 0 ? .little : .big }
  }

  private static func integer(
    _ reader: inout MetadataReader, _ header: Header, isSigned: Bool
  ) throws(HDF5Error) -> Integer {
    let type = Integer(
      byteOrder: header.order, isSigned: isSigned, bitOffset: Int(try reader.uint16()),
      precision: Int(try reader.uint16()), lowPadding: header.flags & 2 != 0,
      highPadding: header.flags & 4 != 0)
    guard type.precision > 0, type.bitOffset + type.precision <= header.size * 8 else {
      throw reader.error(
        .badDatatype, "\(type.precision) bits from bit \(type.bitOffset) on are not in \(header.size) bytes")
    }
    return type
  }

  private static func float(_ reader: inout MetadataReader, _ header: Header) throws(HDF5Error) -> Float {
    let flags = header.flags
    let isVAX = flags & 0x40 != 0 && header.version >= 3
    guard !isVAX || flags & 1 != 0 else {
      throw reader.error(.badDatatype, "a float's byte order is one that is reserved")
    }
    guard let normalization = Float.Normalization(rawValue: UInt8(flags >> 4 & 3)) else {
      throw reader.error(.badDatatype, "a float's mantissa is of a kind that is reserved")
    }
    let type = Float(
      order: isVAX ? .vax : header.order == .little ? .little : .big, bitOffset: Int(try reader.uint16()),
      precision: Int(try reader.uint16()), signPosition: Int(flags >> 8 & 0xFF),
      exponentPosition: Int(try reader.uint8()), exponentSize: Int(try reader.uint8()), exponentBias: 0,
      mantissaPosition: Int(try reader.uint8()), mantissaSize: Int(try reader.uint8()),
      normalization: normalization, lowPadding: flags & 2 != 0, highPadding: flags & 4 != 0,
      innerPadding: flags & 8 != 0)
    let bits = header.size * 8
    guard type.exponentSize > 0, type.mantissaSize > 0, type.precision > 0,
      type.bitOffset + type.precision <= bits, type.signPosition < bits,
      type.exponentPosition + type.exponentSize <= bits, type.mantissaPosition + type.mantissaSize <= bits
    else { throw reader.error(.badDatatype, "a float's parts are not in its \(header.size) bytes") }
    return Float(type, bias: Int(try reader.uint32()))
  }

  private static func reference(
    _ reader: MetadataReader, _ header: Header
  ) throws(HDF5Error) -> Reference {
    guard let type = Reference(rawValue: UInt8(header.flags & 0xF)) else {
      throw reader.error(.badDatatype, "there is no kind \(header.flags & 0xF) of references")
    }
    guard type == .object || type == .region || header.flags >> 4 & 0xF == 1 else {
      throw reader.error(
        .unsupportedVersion, "version \(header.flags >> 4 & 0xF) of references is unknown")
    }
    return type
  }

  private static func complex(_ reader: inout MetadataReader, _ header: Header) throws(HDF5Error) -> Kind {
    let part = try Datatype(&reader, level: header.level + 1)
    guard case .float = part.kind, part.size * 2 == header.size else {
      throw reader.error(.badDatatype, "a complex number of \(header.size) bytes is not two of \(part.size)")
    }
    return .complex(part)
  }
}

/// Types made of others.
extension Datatype {
  private static func compound(_ reader: inout MetadataReader, _ header: Header) throws(HDF5Error) -> Kind {
    let count = Int(header.flags & 0xFFFF)
    guard count > 0 else { throw reader.error(.badDatatype, "a compound has no members") }
    let offsetSize = (UInt.bitWidth - header.size.leadingZeroBitCount + 7) / 8
    var members: [Member] = []
    for _ in 0..<count {
      let name = try paddedName(&reader, header)
      let offset = try reader.int(size: header.version >= 3 ? offsetSize : 4)
      let shape = header.version == 1 ? try oldShape(&reader) : []
      var type = try Datatype(&reader, level: header.level + 1)
      if !shape.isEmpty { type = try array(of: type, shape, size: nil, reader) }
      guard let end = offset.adding(type.size), end <= header.size else {
        throw reader.error(.badDatatype, "member \(name.text) ends beyond its compound")
      }
      members.append(Member(name: name.text, offset: offset, type: type))
    }
    let sorted = members.sorted { $0.offset < $1.offset }
    for (member, next) in zip(sorted, sorted.dropFirst()) where member.offset + member.type.size > next.offset
    {
      throw reader.error(.badDatatype, "members \(member.name) and \(next.name) overlap")
    }
    // So does libhdf5, when it takes such types into memory.
    return .compound(members.contains { $0.type.refersToHeap } ? sorted : members)
  }

  /// A name and a zero byte; up to version 2 filled to a multiple of eight bytes.
  private static func paddedName(_ reader: inout MetadataReader, _ header: Header) throws(HDF5Error)
    -> HDF5Name
  {
    let start = reader.position
    let name = try reader.zeroTerminatedText()
    let excess = (reader.position - start) % 8
    if header.version < 3, excess > 0 { try reader.skip(8 - excess) }
    return name
  }

  /// The shape of a member, which version 1 has in place of arrays.
  private static func oldShape(_ reader: inout MetadataReader) throws(HDF5Error) -> [Int] {
    let axes = Int(try reader.uint8())
    guard axes <= 4 else { throw reader.error(.badDatatype, "a member has \(axes) axes, more than 4") }
    try reader.skip(3 + 4 + 4)
    var shape: [Int] = []
    for _ in 0..<4 { shape.append(Int(try reader.uint32())) }
    return Array(shape[..<axes])
  }

  private static func array(_ reader: inout MetadataReader, _ header: Header) throws(HDF5Error) -> Kind {
    let axes = Int(try reader.uint8())
    guard 1...32 ~= axes else { throw reader.error(.badDatatype, "an array type has \(axes) axes") }
    if header.version < 3 { try reader.skip(3) }
    var shape: [Int] = []
    for _ in 0..<axes { shape.append(Int(try reader.uint32())) }
    if header.version < 3 { try reader.skip(4 * axes) }
    let base = try Datatype(&reader, level: header.level + 1)
    return try array(of: base, shape, size: header.size, reader).kind
  }

  private static func array(
    of base: Datatype, _ shape: [Int], size: Int?, _ reader: MetadataReader
  ) throws(HDF5Error) -> Datatype {
    guard !shape.contains(0), let total = shape.checkedProduct?.multiplied(base.size),
      total <= Int(UInt32.max), size == nil || size == total
    else {
      throw reader.error(.badDatatype, "an array of shape \(shape) of \(base.size) bytes each can't be")
    }
    return Datatype(.array(base, shape: shape), size: total)
  }

  private static func enumeration(
    _ reader: inout MetadataReader, _ header: Header
  ) throws(HDF5Error) -> Kind {
    let base = try Datatype(&reader, level: header.level + 1)
    guard base.size == header.size else {
      throw reader.error(.badDatatype, "an enumeration of \(header.size) bytes has a type of \(base.size)")
    }
    let count = Int(header.flags & 0xFFFF)
    var names: [HDF5Name] = []
    for _ in 0..<count { names.append(try paddedName(&reader, header)) }
    var members: [EnumerationMember] = []
    for name in names {
      members.append(EnumerationMember(name: name.text, value: try reader.bytes(base.size)))
    }
    return .enumeration(base, members)
  }

  private static func variable(_ reader: inout MetadataReader, _ header: Header) throws(HDF5Error) -> Kind {
    guard header.size == 8 + reader.offsetSize else {
      throw reader.error(.badDatatype, "a reference to a global heap can't have \(header.size) bytes")
    }
    let start = reader
    let base = try Datatype(&reader, level: header.level + 1)
    switch header.flags & 0xF {
    case 0: return .sequence(base)
    case 1:
      return .variableString(
        try TextLayout(padding: header.flags >> 4, characterSet: header.flags >> 8, start))
    default: throw start.error(.badDatatype, "there is no kind \(header.flags & 0xF) of variable lengths")
    }
  }
}

extension Datatype.TextLayout {
  /// From the lowest four bits of each number.
  fileprivate init(padding: UInt32, characterSet: UInt32, _ reader: MetadataReader) throws(HDF5Error) {
    guard let padding = Padding(rawValue: UInt8(padding & 0xF)),
      let characterSet = CharacterSet(rawValue: UInt8(characterSet & 0xF))
    else { throw reader.error(.badDatatype, "text of a padding or character set that is reserved") }
    self.init(padding: padding, characterSet: characterSet)
  }
}

extension Datatype.Float {
  /// The same float with a bias.
  fileprivate init(_ other: Datatype.Float, bias: Int) {
    self = other
    exponentBias = bias
  }
}

extension Datatype {
  /// Whether an element is, or holds, a reference to an object, or to bytes in a global heap.
  public var refersToHeap: Bool {
    switch kind {
    case .reference, .sequence, .variableString: true
    case .array(let base, _): base.refersToHeap
    case .compound(let members): members.contains { $0.type.refersToHeap }
    default: false
    }
  }
}
