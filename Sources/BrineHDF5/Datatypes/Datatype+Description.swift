import BrineCore

/// Types in one line.
extension Datatype: CustomStringConvertible {
  /// How long a description gets before members are left out.
  private static let longestDescription = 400

  /// The type in one line: `float32`, `int16 (big-endian)`, `str[10] (utf-8)`, `compound {x: int32, y: float64}`,
  /// `enum int8 {RED=0, GREEN=1}`.
  public var description: String {
    var text = ""
    append(&text)
    return text
  }

  private func append(_ text: inout String) {
    switch kind {
    case .integer(let integer):
      text += integer.isSigned ? "int" : "uint"
      text += integer.precision == size * 8 ? "\(size * 8)" : "\(integer.precision) in \(size * 8) bits"
      appendOrder(&text, integer.byteOrder == .big)
    case .bitfield(let bits):
      text += "bits\(bits.precision)"
      if bits.precision != size * 8 { text += " in \(size * 8) bits" }
      appendOrder(&text, bits.byteOrder == .big)
    case .float(let float):
      text += float.name(size)
      if float.order == .vax { text += " (VAX)" } else { appendOrder(&text, float.order == .big) }
    case .time(let order, _):
      text += "time\(size * 8)"
      appendOrder(&text, order == .big)
    case .string(let layout): text += "str[\(size)] (\(layout.characterSet.text))"
    case .variableString(let layout): text += "str (\(layout.characterSet.text))"
    case .opaque(let tag): text += tag.isEmpty ? "opaque[\(size)]" : "opaque[\(size)] \"\(tag)\""
    case .reference(let kind): text += "reference to \(kind.target)"
    case .sequence(let base):
      text += "sequence of "
      base.append(&text)
    case .array(let base, let shape):
      text += "array [" + shape.map(String.init).joined(separator: ", ") + "] of "
      base.append(&text)
    case .complex(let part): text += "complex of \(part.description)"
    case .enumeration(let base, let members):
      if dtype == .bool {
        text += "bool"
        return
      }
      text += "enum "
      base.append(&text)
      Datatype.list(&text, members) { text, member in
        text += "\(member.name)=\(base.integerText(member.value))"
      }
    case .compound(let members):
      if let dtype, case .structured = dtype.kind {
      } else if let dtype {
        text += dtype.name
        return
      }
      text += "compound"
      Datatype.list(&text, members) { text, member in
        text += "\(member.name): "
        member.type.append(&text)
      }
    }
  }

  private func appendOrder(_ text: inout String, _ isBig: Bool) {
    if isBig, size > 1 { text += " (big-endian)" }
  }

  /// Members in braces, as many as there is room for.
  private static func list<Member>(
    _ text: inout String, _ members: [Member], _ append: (inout String, Member) -> Void
  ) {
    text += " {"
    for (index, member) in members.enumerated() {
      if index > 0 { text += ", " }
      if text.utf8.count > longestDescription {
        text += "…"
        break
      }
      append(&text, member)
    }
    text += "}"
  }
}

extension Datatype.Float {
  fileprivate func name(_ size: Int) -> String {
    switch target(size: size) {
    case .float16? where size == 2 && isPlain(.float16): "float16"
    case .float32? where size == 4 && isPlain(.float32): "float32"
    case .float64? where size == 8 && isPlain(.float64): "float64"
    case .extended? where isPlain(.extended): "float80 in \(size * 8) bits"
    case _ where isQuad && size == 16: "float128"
    case .float32? where size == 2 && exponentSize == 8 && mantissaSize == 7 && exponentBias == 127:
      "bfloat16"
    default: "float\(precision) (\(exponentSize) bits of exponent, \(mantissaSize) of mantissa)"
    }
  }
}

extension Datatype.TextLayout.CharacterSet {
  /// `ascii` or `utf-8`.
  var text: String { self == .ascii ? "ascii" : "utf-8" }
}

extension Datatype.Reference {
  fileprivate var target: String {
    switch self {
    case .object, .standardObject: "object"
    case .region, .standardRegion: "region"
    case .standardAttribute: "attribute"
    }
  }
}
