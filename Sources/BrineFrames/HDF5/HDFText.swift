import BrineCore

/// How a store encodes text.
enum HDFTextEncoding {
  case utf8, latin1

  /// The encoding of this name; UTF-8 where there is none.
  init(_ name: String?, path: String) throws(FrameError) {
    let plain = (name ?? "utf-8").lowercased().filter { $0 != "-" && $0 != "_" }
    switch plain {
    case "utf8", "ascii", "usascii": self = .utf8
    case "latin1", "iso88591", "l1", "cp819": self = .latin1
    default: throw FrameError(.typeMismatch, "text in the encoding \(name ?? "") is not read", path: path)
    }
  }

  /// The text of some bytes, up to the zeros at their end.
  func text(_ bytes: some BidirectionalCollection<UInt8>) -> String {
    let end = bytes.lastIndex { $0 != 0 }.map { bytes.index(after: $0) } ?? bytes.startIndex
    switch self {
    case .utf8: return String(decoding: bytes[..<end], as: UTF8.self)
    case .latin1: return String(String.UnicodeScalarView(bytes[..<end].map { Unicode.Scalar($0) }))
    }
  }

  /// The texts of an array of bytes of one length, in C order; `nil` for those that say that a value is
  /// missing.
  func texts(_ array: NDArray, missing: String?) throws -> [String?] {
    guard case .bytes(let size) = array.dtype.kind, size > 0 else {
      throw FrameError(.malformed, "text is an array of \(array.dtype)")
    }
    return try array.withElementBytes { memory in
      (0..<array.count).map { row in
        let text = text(UnsafeRawBufferPointer(rebasing: memory[row * size..<(row + 1) * size]))
        return text == missing ? nil : text
      }
    }
  }
}
