import BrineCore

/// Types as `h5dump` prints them, which is HDF5's "DDL".
///
/// Source: <https://docs.hdfgroup.org/hdf5/v1_14/_d_d_l__b_n_f__h_d_f5_d_d_l__i_n__b_n_f.html>; what h5dump 1.10.8 was seen
/// to print, names not escaped.
extension Datatype {
  /// The type as `h5dump` prints it: `H5T_STD_I32LE`, `H5T_COMPOUND { … }` in several lines.
  public var ddl: String { ddl(indentation: 0) }

  /// The type as `h5dump` prints it where the line that it begins in is indented by this many blanks.
  public func ddl(indentation: Int) -> String {
    var text = ""
    appendDDL(&text, indentation)
    return text
  }

  private func appendDDL(_ text: inout String, _ indentation: Int) {
    switch kind {
    case .integer(let integer): text += integer.ddl(size)
    case .float(let float): text += float.ddl(size)
    case .time: text += "H5T_TIME: not yet implemented"
    case .bitfield(let bits):
      let isWhole = bits.precision == size * 8 && [1, 2, 4, 8].contains(size)
      text += isWhole ? "H5T_STD_B\(size * 8)\(bits.byteOrder.ddl)" : "undefined bitfield"
    case .string(let layout): appendText(&text, layout, "\(size)", indentation)
    case .variableString(let layout): appendText(&text, layout, "H5T_VARIABLE", indentation)
    case .opaque(let tag):
      appendBlock(&text, "H5T_OPAQUE", indentation) { text, inner in
        text += Datatype.blanks(inner) + "OPAQUE_TAG \"\(tag)\";\n"
      }
    case .reference(let kind): text += "H5T_REFERENCE { \(kind.ddl) }"
    case .sequence(let base):
      text += "H5T_VLEN { "
      base.appendDDL(&text, indentation)
      text += "}"
    case .array(let base, let shape):
      text += "H5T_ARRAY { " + shape.map { "[\($0)]" }.joined() + " "
      base.appendDDL(&text, indentation)
      text += " }"
    case .complex(let part):
      appendBlock(&text, "H5T_COMPLEX", indentation) { text, inner in
        text += Datatype.blanks(inner)
        part.appendDDL(&text, inner)
        text += ";\n"
      }
    case .enumeration(let base, let members): appendEnumeration(&text, base, members, indentation)
    case .compound(let members):
      appendBlock(&text, "H5T_COMPOUND", indentation) { text, inner in
        for member in members {
          text += Datatype.blanks(inner)
          member.type.appendDDL(&text, inner)
          text += " \"\(member.name)\";\n"
        }
      }
    }
  }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

  /// Lines in braces, indented by three more.
  private func appendBlock(
    _ text: inout String, _ name: String, _ indentation: Int, _ body: (inout String, Int) -> Void
  ) {
    text += name + " {\n"
    body(&text, indentation + 3)
    text += Datatype.blanks(indentation) + "}"
  }

  private func appendText(_ text: inout String, _ layout: TextLayout, _ size: String, _ indentation: Int) {
    appendBlock(&text, "H5T_STRING", indentation) { text, inner in
      let padding =
        [TextLayout.Padding.nullTerminated: "NULLTERM", .nullPadded: "NULLPAD"][layout.padding] ?? "SPACEPAD"
      let set = layout.characterSet == .ascii ? "ASCII" : "UTF8"
      for line in ["STRSIZE \(size)", "STRPAD H5T_STR_\(padding)", "CSET H5T_CSET_\(set)", "CTYPE H5T_C_S1"] {
        text += Datatype.blanks(inner) + line + ";\n"
      }
    }
  }

  private func appendEnumeration(
    _ text: inout String, _ base: Datatype, _ members: [EnumerationMember], _ indentation: Int
  ) {
    appendBlock(&text, "H5T_ENUM", indentation) { text, inner in
      text += Datatype.blanks(inner)
      base.appendDDL(&text, inner)
      text += ";\n"
      for member in members {
        // Values stand in a column.
        let name = "\"\(member.name)\""
        text += Datatype.blanks(inner) + name + Datatype.blanks(max(0, 18 - name.utf8.count))
        text += " \(base.integerText(member.value));\n"
      }
    }
  }

  /// The number that an integer's bytes are, in decimal digits.
  func integerText(_ bytes: [UInt8]) -> String {
    guard case .integer(let integer) = kind, let value = integerValue(bytes) else {
      return "0x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    return integer.isSigned ? "\(value)" : "\(UInt64(bitPattern: value))"
  }
}

extension DType.ByteOrder {
  fileprivate var ddl: String { self == .little ? "LE" : "BE" }
  fileprivate var words: String { self == .little ? "little-endian" : "big-endian" }
}

extension Datatype.Integer {
  fileprivate func ddl(_ size: Int) -> String {
    if bitOffset == 0, precision == size * 8, [1, 2, 4, 8].contains(size) {
      return "H5T_STD_\(isSigned ? "I" : "U")\(size * 8)\(byteOrder.ddl)"
    }
    let order = size > 1 ? " \(byteOrder.words)" : ""
    return "\(size * 8)-bit\(order)\(isSigned ? "" : " unsigned") integer \(precision)-bit precision"
  }
}

extension Datatype.Float {
  fileprivate func ddl(_ size: Int) -> String {
    let suffix = order == .big ? "BE" : "LE"
    if size == 4, isPlain(.float32) { return "H5T_IEEE_F32\(suffix)" }
    if size == 8, isPlain(.float64) { return "H5T_IEEE_F64\(suffix)" }
    if order == .vax, size == 4 || size == 8, precision == size * 8 { return "H5T_VAX_F\(size * 8)" }
    let words = order == .vax ? "mixed-endian" : order == .big ? "big-endian" : "little-endian"
    return "\(size * 8)-bit\(size > 1 ? " " + words : "") floating-point \(precision)-bit precision"
  }
}

extension Datatype.Reference {
  fileprivate var ddl: String {
    switch self {
    case .object: "H5T_STD_REF_OBJECT"
    case .region: "H5T_STD_REF_DSETREG"
    case .standardObject, .standardRegion, .standardAttribute: "H5T_STD_REF"
    }
  }
}
