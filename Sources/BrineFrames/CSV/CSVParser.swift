#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The fields of CSV: where each is in the text. Source: RFC 4180.
///
/// Fields may stand in quotes, in which a quote is written twice; lines end with LF, CR LF or CR. Empty lines
/// are skipped.
struct CSVParser {
  /// A field: its bytes, with what stands between quotes unescaped.
  struct Field {
    var range: Range<Int>
    /// Whether it stood in quotes.
    var isQuoted = false
    /// Whether quotes that are written twice are in it.
    var hasEscapes = false
  }

  private let bytes: UnsafeRawBufferPointer
  private let separator: UInt8
  private var position = 0
  private(set) var line = 1

  init(_ bytes: UnsafeRawBufferPointer, separator: UInt8) {
    self.bytes = bytes
    self.separator = separator
    // A byte order mark is no part of the first field.
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
  }

  /// Where the next line begins.
  var offset: Int { position }

  /// The fields of the next line that is not empty; `false` at the end.
  ///
  /// - Throws: `FrameError.badCSV` for quotes that don't end.
  mutating func next(_ fields: inout [Field]) throws(FrameError) -> Bool {
    fields.removeAll(keepingCapacity: true)
    while position < bytes.count, bytes[position] == 0x0A || bytes[position] == 0x0D { skipLineEnd() }
    guard position < bytes.count else { return false }
    while true {
      fields.append(try field())
      guard position < bytes.count else { return true }
      guard bytes[position] == separator else {
        skipLineEnd()
        return true
      }
      position += 1
    }
  }

  private mutating func skipLineEnd() {
    if bytes[position] == 0x0D, position + 1 < bytes.count, bytes[position + 1] == 0x0A { position += 1 }
    position += 1
    line += 1
  }

  private mutating func field() throws(FrameError) -> Field {
    guard position < bytes.count, bytes[position] == 0x22 else {
      let start = position
      skipPlain()
      return Field(range: start..<position)
    }
    let start = position
    let startLine = line
    position += 1
    var hasEscapes = false
    while true {
      guard position < bytes.count else {
        throw FrameError(.badCSV, "the quote at line \(startLine) doesn't end", offset: start)
      }
      let byte = bytes[position]
      position += 1
      if byte == 0x0A { line += 1 }
      guard byte == 0x22 else { continue }
      guard position < bytes.count, bytes[position] == 0x22 else { break }
      position += 1
      hasEscapes = true
    }
    let content = start + 1..<position - 1
    // Text after the quote belongs to the field, as pandas has it.
    let end = position
    skipPlain()
    if position > end { return Field(range: start..<position, isQuoted: true, hasEscapes: true) }
    return Field(range: content, isQuoted: true, hasEscapes: hasEscapes)
  }

  private mutating func skipPlain() {
    while position < bytes.count {
      let byte = bytes[position]
      if byte == separator || byte == 0x0A || byte == 0x0D { return }
      position += 1
    }
  }

  /// The text of a field.
  func text(_ field: Field) -> String {
    let content = bytes[field.range]
    guard field.hasEscapes else { return String(decoding: content, as: UTF8.self) }
    var plain: [UInt8] = []
    var isInside = content.first != 0x22
    var index = content.startIndex
    while index < content.endIndex {
      let byte = content[index]
      index += 1
      guard byte == 0x22 else {
        plain.append(byte)
        continue
      }
      if isInside, index < content.endIndex, content[index] == 0x22 {
        plain.append(0x22)
        index += 1
      } else {
        isInside.toggle()
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }

  /// The bytes of a field without quotes in it.
  func bytes(_ field: Field) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[field.range])
  }
}
