import BrineCore
import BrinePickle

/// A pickle from text, in which `\x80` and the like stand for bytes.
func handmade(_ text: String) -> MemorySource {
  var bytes: [UInt8] = []
  var rest = text[...]
  while let character = rest.first {
    if rest.hasPrefix("\\x"), let byte = UInt8(rest.dropFirst(2).prefix(2), radix: 16) {
      bytes.append(byte)
      rest = rest.dropFirst(4)
    } else {
      bytes += Array(String(character).utf8)
      rest = rest.dropFirst()
    }
  }
  return MemorySource(bytes)
}

extension PickleDisassembler {
  /// The text, and the error that ended it.
  func outcome(_ source: MemorySource, from offset: Int = 0) -> (text: String, error: PickleError?) {
    var memo = Memo()
    return outcome(source, from: offset, memo: &memo)
  }

  /// The text, and the error that ended it.
  func outcome(
    _ source: MemorySource, from offset: Int = 0, memo: inout Memo
  ) -> (text: String, error: PickleError?) {
    var bytes: [UInt8] = []
    var failure: PickleError?
    do {
      try disassemble(source, from: offset, memo: &memo) { part in
        part.withUnsafeBytes { bytes.append(contentsOf: $0) }
      }
    } catch {
      failure = error as? PickleError
    }
    return (String(decoding: bytes, as: UTF8.self), failure)
  }
}
