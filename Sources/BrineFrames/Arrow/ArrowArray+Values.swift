import BrineCore

/// Elements of Arrow arrays.
extension ArrowArray {
  /// The element at an index, which must be below ``count``; `NA` for one that is missing.
  ///
  /// Many elements can refer to one list in a dictionary, and so on: an element of more than a million parts
  /// ends with dots.
  func value(_ index: Int) -> FrameValue {
    var budget = 1 << 20
    return value(index, depth: 0, &budget)
  }

  private func value(_ index: Int, depth: Int, _ budget: inout Int) -> FrameValue {
    guard isValid(index), depth < 32 else { return depth == 0 ? .na : .none }
    budget -= 1
    guard budget > 0 else { return .string("...") }
    switch type {
    case .null: return .na
    case .bool: return .bool(buffer(1).map { bit($0, index) } ?? false)
    case .string, .largeString: return .string(text(index))
    case .binary, .largeBinary: return .bytes(content(range(index)))
    case .fixedBinary(let size): return .bytes(content(size * (offset + index)..<size * (offset + index + 1)))
    case .date32: return .date(number(Int32.self, index))
    case .date64: return .date(number(Int64.self, index).flooredDivision(by: 86_400_000).quotient)
    case .time32(let unit): return time(number(Int32.self, index), unit)
    case .time64(let unit): return time(number(Int64.self, index), unit)
    case .timestamp(let unit, let zone):
      return .timestamp(
        Timestamp(number(Int64.self, index), TimeUnit(unit) ?? .nanoseconds, zone: zone.map { .named($0) }))
    case .duration(let unit):
      return .timedelta(Timedelta(number(Int64.self, index), TimeUnit(unit) ?? .nanoseconds))
    case .decimal128(_, let scale): return .decimal(decimal(index, scale))
    case .list, .largeList, .fixedList: return .list(items(index, depth, &budget))
    case .structure(let fields):
      return .dictionary(
        zip(fields, children).map {
          .init(.string($0.name), $1.value(offset + index, depth: depth + 1, &budget))
        })
    case .dictionary: return entry(index, depth, &budget)
    default: return numbers.map { NumPyText.value($0, index) } ?? .none
    }
  }

  private func buffer(_ index: Int) -> MemorySource? { buffers.at(index) ?? nil }

  private func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, _ index: Int) -> Int64
  {
    let place = (offset + index) * MemoryLayout<Number>.size
    return buffer(1).map {
      $0.bytes.withUnsafeBytes { Int64($0.loadUnaligned(fromByteOffset: place, as: Number.self)) }
    } ?? 0
  }

  /// Where a text or the items of a list are.
  private func range(_ index: Int) -> Range<Int> {
    let isLarge =
      switch type {
      case .largeString, .largeBinary, .largeList: true
      default: false
      }
    let ends = (index...index + 1).map { isLarge ? number(Int64.self, $0) : number(Int32.self, $0) }
    return Int(ends[0])..<Int(ends[1])
  }

  private func content(_ range: Range<Int>) -> [UInt8] {
    let source = type.width == nil ? buffer(2) : buffer(1)
    return source.flatMap { try? $0.read(range) } ?? []
  }

  /// The text at an index.
  func text(_ index: Int) -> String {
    let range = range(index)
    guard let characters = buffer(2) else { return "" }
    return characters.bytes.withUnsafeBytes { String(decoding: $0[range], as: UTF8.self) }
  }

  private func time(_ count: Int64, _ unit: String) -> FrameValue {
    let factor = 1_000_000_000 / ((TimeUnit(unit) ?? .seconds).perSecond ?? 1)
    return .time(count &* factor)
  }

  private func items(_ index: Int, _ depth: Int, _ budget: inout Int) -> [FrameValue] {
    guard let child = children.first else { return [] }
    var range: Range<Int>
    if case .fixedList(_, let length) = type {
      range = (offset + index) * length..<(offset + index + 1) * length
    } else {
      range = self.range(index)
    }
    range = range.clamped(to: 0..<child.count)
    var items: [FrameValue] = []
    for index in range {
      items.append(child.value(index, depth: depth + 1, &budget))
      guard budget > 0 else { break }
    }
    return items
  }

  private func entry(_ index: Int, _ depth: Int, _ budget: inout Int) -> FrameValue {
    guard case .dictionary(let type, _, _) = type, let dtype = type.dtype, let dictionary,
      let values = buffer(1),
      let codes = try? NDArray(dtype, shape: [count], storage: values, offset: offset * dtype.itemSize),
      let code = NumPyText.value(codes, index).int, code >= 0, code < dictionary.count
    else { return .na }
    return dictionary.value(code, depth: depth + 1, &budget)
  }

  private func decimal(_ index: Int, _ scale: Int) -> String {
    let place = (offset + index) * 16
    guard let values = buffer(1) else { return "" }
    let value = values.bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Int128.self) }
    let digits = String(value.magnitude)
    let sign = value < 0 ? "-" : ""
    guard scale > 0, scale < 100 else {
      return sign + digits + (scale < 0 && scale > -100 ? "E+\(-scale)" : "")
    }
    let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
    return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
  }
}
