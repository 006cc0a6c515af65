import BrineCore
import Synchronization

/// An `array.array`: a typecode, and its items as a list or as packed bytes.
struct PackedArray {
  let typecode: String
  let content: Content

  enum Content {
    case items(Word)
    case packed(Format, Meaning.Bytes)
  }

  /// The machine formats of `array._array_reconstructor`.
  ///
  /// Source: `enum machine_format_code` in CPython's `Modules/arraymodule.c`.
  struct Format {
    enum Kind { case unsigned, signed, float, utf16, utf32 }
    let kind: Kind
    let size: Int
    let isBigEndian: Bool

    init?(_ code: Int) {
      let kinds: [(Kind, Int)] = [
        (.unsigned, 2), (.signed, 2), (.unsigned, 4), (.signed, 4), (.unsigned, 8), (.signed, 8), (.float, 4),
        (.float, 8), (.utf16, 2), (.utf32, 4),
      ]
      switch code {
      case 0: (kind, size, isBigEndian) = (.unsigned, 1, false)
      case 1: (kind, size, isBigEndian) = (.signed, 1, false)
      case 2...21:
        (kind, size) = kinds[(code - 2) / 2]
        isBigEndian = code % 2 == 1
      default: return nil
      }
    }
  }

  /// One item of packed bytes.
  enum Item {
    case int(Int)
    case unsigned(UInt64)
    case float(Double)
    case scalar(UInt32)
  }

  /// The items that packed bytes hold.
  static func items(_ bytes: [UInt8], _ format: Format) -> [Item] {
    stride(from: 0, to: bytes.count - format.size + 1, by: format.size).map { start in
      var bits: UInt64 = 0
      for index in 0..<format.size {
        let position = format.isBigEndian ? start + index : start + format.size - 1 - index
        bits = bits << 8 | UInt64(bytes[position])
      }
      let unused = UInt64(64 - 8 * format.size)
      switch format.kind {
      case .unsigned: return .unsigned(bits)
      case .signed: return .int(Int(truncatingIfNeeded: Int64(bitPattern: bits << unused) >> Int64(unused)))
      case .float:
        let isSingle = format.size == 4
        return .float(
          isSingle
            ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))) : Double(bitPattern: bits))
      case .utf16, .utf32: return .scalar(UInt32(truncatingIfNeeded: bits))
      }
    }
  }
}

extension PickleGraph {
  /// The content of bytes, wherever they are.
  func content(_ bytes: Meaning.Bytes) -> [UInt8] {
    switch bytes {
    case .word(let word): withBytes(word) { [UInt8]($0) }
    case .latin1(let word): latin1(word) ?? []
    case .empty: []
    }
  }

  /// How many bytes there are.
  func count(_ bytes: Meaning.Bytes) -> Int {
    switch bytes {
    case .word(let word): withBytes(word) { $0.count }
    case .latin1(let word): latin1Count(word)
    case .empty: 0
    }
  }

  private func latin1Count(_ word: Word) -> Int {
    guard leafSize(word) > 256 else { return latin1(word)?.count ?? 0 }
    if let known = latin1Counts.withLock({ $0[word] }) { return known }
    let count = latin1(word)?.count ?? 0
    latin1Counts.withLock { $0[word] = count }
    return count
  }

  /// The bytes that a string stands for, which are kept until another one is asked for.
  func latin1Source(_ word: Word) -> MemorySource {
    if let last = lastLatin1.withLock({ $0 }), last.word == word { return last.source }
    let source = MemorySource(latin1(word) ?? [])
    lastLatin1.withLock { $0 = (word, source) }
    return source
  }

  /// A string in Latin-1; `nil` when it has other characters.
  func latin1(_ word: Word) -> [UInt8]? {
    withText(word) { text in
      var bytes: [UInt8] = []
      bytes.reserveCapacity(text.count)
      var index = 0
      while index < text.count {
        guard let (value, length) = GeneralizedUTF8.scalar(text, at: index), value < 256 else { return nil }
        bytes.append(UInt8(truncatingIfNeeded: value))
        index += length
      }
      return bytes
    }
  }
}
