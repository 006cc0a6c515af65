import BrinePickle

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Arguments of calls as Python would write them, as far as a line has room.
enum ArgumentText {
  static func text(_ values: [PickleValue]) -> String {
    let texts = values.prefix(4).map(text)
    let rest = values.count > 4 ? ", …" : values.count == 1 ? "," : ""
    return "(" + texts.joined(separator: ", ") + rest + ")"
  }

  private static func text(_ value: PickleValue) -> String {
    switch value.kind {
    case .string: return quoted(value.lossyString ?? "")
    case .bytes, .bytearray: return bytes(value)
    case .none, .bool, .int, .float, .global: return value.preview
    default: return value.preview.isEmpty ? value.typeName : value.typeName + " " + value.preview
    }
  }

  /// Texts may be as long as the file; what reaches a terminal is escaped there.
  private static func quoted(_ text: String) -> String {
    let start = String(text.unicodeScalars.prefix(most))
    let quote = start.contains("'") && !start.contains("\"") ? "\"" : "'"
    let escaped = start.replacing("\\", with: "\\\\").replacing(quote, with: "\\" + quote)
    return quote + escaped + (start.utf8.count < text.utf8.count ? "…" : "") + quote
  }

  private static func bytes(_ value: PickleValue) -> String {
    let bytes = value.bytes ?? Data()
    let text = bytes.prefix(most / 2).map { byte in
      (0x20..<0x7F).contains(byte)
        ? String(UnicodeScalar(byte)) : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "b'" + text.joined() + (bytes.count > most / 2 ? "…'" : "'")
  }

  private static let most = 120
}
