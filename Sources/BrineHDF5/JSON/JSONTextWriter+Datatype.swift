import BrineCore
import BrineJSON

extension JSONTextWriter {
  /// Writes a type, bit for bit: see "The facts" in `Documentation/hdf5-json.md`.
  mutating func write(type: Datatype) throws {
    // libhdf5 tells sizes in memory of what lies in heaps.
    let isSized = !type.hasHeapParts
    var fields = try JSONFields(&self)
    func size() -> Int? { isSized ? type.size : nil }
    switch type.kind {
    case .integer(let integer), .bitfield(let integer):
      let isBitfield = if case .bitfield = type.kind { true } else { false }
      try fields.add("class", string: isBitfield ? "bitfield" : "integer", to: &self)
      try fields.add("size", size(), to: &self)
      try write(integer, size: type.size, isBitfield: isBitfield, &fields)
    case .float(let float):
      try fields.add("class", string: "float", to: &self)
      try fields.add("size", size(), to: &self)
      try write(float, &fields)
    case .time(let order, let precision):
      try fields.add("class", string: "time", to: &self)
      try fields.add("size", size(), to: &self)
      try fields.add("order", string: order.text, to: &self)
      try fields.add("precision", precision, to: &self)
    case .string(let layout): try write(layout, size: type.size, &fields)
    case .variableString(let layout): try write(layout, size: nil, &fields)
    case .opaque(let tag):
      try fields.add("class", string: "opaque", to: &self)
      try fields.add("size", size(), to: &self)
      try fields.add("tag", string: tag, to: &self)
    case .compound(let members): try write(members, size: size(), isSized, &fields)
    case .reference(let kind):
      try fields.add("class", string: "reference", to: &self)
      let name = kind == .object ? "object" : kind == .region ? "region" : "standard"
      try fields.add("kind", string: name, to: &self)
    case .enumeration(let base, _):
      try fields.add("class", string: "enum", to: &self)
      try fields.add("size", size(), to: &self)
      try fields.add("base", type: base, to: &self)
      try fields.add("members", to: &self)
      try write(enumeration: type)
    case .sequence(let base):
      try fields.add("class", string: "sequence", to: &self)
      try fields.add("base", type: base, to: &self)
    case .array(let base, let shape):
      try fields.add("class", string: "array", to: &self)
      try fields.add("size", size(), to: &self)
      try fields.add("shape", to: &self)
      try write(shape: shape)
      try fields.add("base", type: base, to: &self)
    case .complex(let base):
      try fields.add("class", string: "complex", to: &self)
      try fields.add("size", size(), to: &self)
      try fields.add("base", type: base, to: &self)
    }
    try write("}")
  }

  private mutating func write(
    _ integer: Datatype.Integer, size: Int, isBitfield: Bool, _ fields: inout JSONFields
  ) throws {
    try fields.add("order", string: integer.byteOrder.text, to: &self)
    if !isBitfield { try fields.add("signed", integer.isSigned, to: &self) }
    try fields.add("precision", integer.precision, to: &self)
    try fields.add("offset", integer.bitOffset, to: &self)
    try fields.add("padding", to: &self)
    try write(shape: [integer.lowPadding, integer.highPadding].map { $0 ? 1 : 0 })
  }

  private mutating func write(_ float: Datatype.Float, _ fields: inout JSONFields) throws {
    let order =
      switch float.order {
      case .little: "LE"
      case .big: "BE"
      case .vax: "VAX"
      }
    let norm =
      switch float.normalization {
      case .none: "none"
      case .stored: "set"
      case .implied: "implied"
      }
    try fields.add("order", string: order, to: &self)
    try fields.add("precision", float.precision, to: &self)
    try fields.add("offset", float.bitOffset, to: &self)
    try fields.add("sign", float.signPosition, to: &self)
    try fields.add("exponent", to: &self)
    try write(shape: [float.exponentPosition, float.exponentSize])
    try fields.add("mantissa", to: &self)
    try write(shape: [float.mantissaPosition, float.mantissaSize])
    try fields.add("bias", float.exponentBias, to: &self)
    try fields.add("norm", string: norm, to: &self)
    try fields.add("padding", to: &self)
    try write(shape: [float.lowPadding, float.highPadding, float.innerPadding].map { $0 ? 1 : 0 })
  }

  private mutating func write(_ layout: Datatype.TextLayout, size: Int?, _ fields: inout JSONFields) throws {
    try fields.add("class", string: "string", to: &self)
    try fields.add("size", to: &self)
    try write(text: size.map(String.init) ?? "null")
    let padding =
      switch layout.padding {
      case .nullTerminated: "null-terminated"
      case .nullPadded: "null-padded"
      case .spacePadded: "space-padded"
      }
    try fields.add("padding", string: padding, to: &self)
    try fields.add("set", string: layout.characterSet.text, to: &self)
  }

  private mutating func write(
    _ members: [Datatype.Member], size: Int?, _ isSized: Bool, _ fields: inout JSONFields
  ) throws {
    try fields.add("class", string: "compound", to: &self)
    try fields.add("size", size, to: &self)
    try fields.add("members", to: &self)
    try write("[")
    for (index, member) in members.enumerated() {
      if index > 0 { try write(",") }
      var fields = try JSONFields(&self)
      try fields.add("name", string: member.name, to: &self)
      if isSized { try fields.add("offset", member.offset, to: &self) }
      try fields.add("type", type: member.type, to: &self)
      try write("}")
    }
    try write("]")
  }

  private mutating func write(enumeration type: Datatype) throws {
    try write("[")
    for (index, member) in type.enumNumbers.enumerated() {
      try write(text: index > 0 ? ",[" : "[")
      try write(string: member.name)
      try write(text: ",\(member.number)]")
    }
    try write("]")
  }
}

extension Datatype {
  /// Whether it is or holds a sequence, text of any length, or a reference.
  var hasHeapParts: Bool {
    switch kind {
    case .sequence, .variableString, .reference: true
    case .array(let base, _), .enumeration(let base, _), .complex(let base): base.hasHeapParts
    case .compound(let members): members.contains { $0.type.hasHeapParts }
    default: false
    }
  }
}

extension DType.ByteOrder {
  fileprivate var text: String { self == .little ? "LE" : "BE" }
}
