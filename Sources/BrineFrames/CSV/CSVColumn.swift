import BrineCore

/// A column while it is read: integers as long as all fields are, then floats, truth values or text.
///
/// The text of all fields is kept until the end, since the last one may tell that the column is text.
struct CSVColumn {
  private enum Kind {
    case unknown, ints, uints, floats, bools, text
  }

  private let missing: CSVMissing
  private var kind = Kind.unknown
  private var hasMissing = false
  private var ints: [Int64] = []
  private var uints: [UInt64] = []
  private var doubles: [Double] = []
  private var ends: [Int64] = [0]
  private var characters: [UInt8] = []
  private var validity: [UInt8] = []
  private var count = 0

  init(missing: CSVMissing) { self.missing = missing }

  mutating func appendMissing() {
    hasMissing = true
    doubles.append(.nan)
    ints.append(0)
    finish(isValid: false)
  }

  mutating func append(_ field: CSVParser.Field, _ parser: CSVParser) {
    if missing.contains(field, parser) { return appendMissing() }
    if field.hasEscapes {
      characters.append(contentsOf: parser.text(field).utf8)
      kind = .text
    } else {
      let bytes = parser.bytes(field)
      characters.append(contentsOf: bytes)
      if kind != .text { classify(bytes) }
    }
    finish(isValid: true)
  }

  private mutating func finish(isValid: Bool) {
    if count & 7 == 0 { validity.append(0) }
    if isValid { validity[count >> 3] |= 1 << UInt8(count & 7) }
    ends.append(Int64(characters.count))
    count += 1
  }

  /// What the column is with one field more.
  private mutating func classify(_ bytes: UnsafeRawBufferPointer) {
    let field = CSVNumber.trimmed(bytes)
    switch kind {
    case .unknown, .ints:
      if let int = CSVNumber.int(field) {
        ints.append(int)
        doubles.append(Double(int))
        kind = .ints
        return
      }
      if CSVNumber.isInteger(field) {
        // Beyond 64 bits with a sign; what is beyond 64 bits at all stays text, so that nothing is lost.
        guard let value = UInt64(String(decoding: field, as: UTF8.self)), !hasMissing,
          ints.allSatisfy({ $0 >= 0 })
        else {
          kind = .text
          return
        }
        uints = ints.map { UInt64($0) } + [value]
        kind = .uints
        return
      }
      if kind == .unknown, let truth = CSVNumber.bool(field) {
        ints.append(truth ? 1 : 0)
        kind = .bools
        return
      }
      fallthrough
    case .floats:
      guard let double = CSVNumber.double(field) else {
        kind = .text
        return
      }
      doubles.append(double)
      kind = .floats
    case .uints:
      guard let value = UInt64(String(decoding: field, as: UTF8.self)), !hasMissing else {
        kind = .text
        return
      }
      uints.append(value)
    case .bools:
      guard let truth = CSVNumber.bool(field) else {
        kind = .text
        return
      }
      ints.append(truth ? 1 : 0)
    case .text: break
    }
  }

  consuming func column() -> Column {
    switch kind {
    case .unknown: return count == 0 ? .objects(ObjectColumn([FrameValue]())) : .array(NDArray(doubles))
    case .ints: return hasMissing ? .array(NDArray(doubles)) : .array(NDArray(ints))
    case .floats: return .array(NDArray(doubles))
    case .uints where !hasMissing: return .array(NDArray(uints))
    case .uints: break
    case .bools where !hasMissing: return .array(NDArray(ints.map { $0 != 0 }))
    case .bools: return .objects(ObjectColumn(mixed()))
    case .text: break
    }
    let buffers = [
      hasMissing ? MemorySource(validity) : nil, MemorySource(keeping: ends), MemorySource(characters),
    ]
    guard let array = try? ArrowArray(.largeString, count: count, buffers: buffers) else {
      return .objects(ObjectColumn([FrameValue]()))
    }
    return .strings(StringColumn(.arrow(array), storage: "python", missing: .float(.nan)))
  }

  /// Truth values among which some are missing are objects.
  private func mixed() -> [FrameValue] {
    (0..<count).map { index in
      let isValid = validity[index >> 3] >> UInt8(index & 7) & 1 == 1
      return isValid ? .bool(ints[index] != 0) : .float(.nan)
    }
  }
}

/// Numbers in CSV.
enum CSVNumber {
  typealias Bytes = UnsafeRawBufferPointer

  static func trimmed(_ bytes: Bytes) -> Bytes {
    var range = 0..<bytes.count
    while let first = range.first, bytes[first] == 0x20 || bytes[first] == 0x09 {
      range = first + 1..<range.upperBound
    }
    while let last = range.last, bytes[last] == 0x20 || bytes[last] == 0x09 {
      range = range.lowerBound..<last
    }
    return range.count == bytes.count ? bytes : Bytes(rebasing: bytes[range])
  }

  static func int(_ bytes: Bytes) -> Int64? {
    let isNegative = bytes.first == UInt8(ascii: "-")
    let start = isNegative || bytes.first == UInt8(ascii: "+") ? 1 : 0
    guard bytes.count > start, bytes.count - start <= 19 else { return nil }
    var value: Int64 = 0
    for place in start..<bytes.count {
      let byte = bytes[place]
      guard (0x30...0x39).contains(byte) else { return nil }
      let (times, isOver) = value.multipliedReportingOverflow(by: 10)
      let digit = Int64(byte - 0x30)
      let (next, isOver2) =
        isNegative ? times.subtractingReportingOverflow(digit) : times.addingReportingOverflow(digit)
      guard !isOver, !isOver2 else { return nil }
      value = next
    }
    return value
  }

  /// Whether a field is an integer, however long.
  static func isInteger(_ bytes: Bytes) -> Bool {
    let isSigned = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+")
    let digits = bytes.dropFirst(isSigned ? 1 : 0)
    return !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
  }

  static func bool(_ bytes: Bytes) -> Bool? {
    guard bytes.count == 4 || bytes.count == 5 else { return nil }
    switch String(decoding: bytes, as: UTF8.self) {
    case "True", "TRUE", "true": return true
    case "False", "FALSE", "false": return false
    default: return nil
    }
  }

  /// A decimal number, `inf` or `infinity`. Swift reads more than that, hexadecimal for one.
  static func double(_ bytes: Bytes) -> Double? {
    if let number = CSVDecimal.double(bytes) { return number }
    guard let last = bytes.last, bytes.count <= 1024 else { return nil }
    let isPlain = bytes.allSatisfy { byte in
      (0x30...0x39).contains(byte) || byte == 0x2E || byte == 0x2B || byte == 0x2D || byte | 0x20 == 0x65
    }
    let text = String(decoding: bytes, as: UTF8.self)
    if isPlain { return last | 0x20 == 0x65 ? nil : Double(text) }
    switch text.lowercased() {
    case "inf", "+inf", "infinity", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    default: return nil
    }
  }
}
