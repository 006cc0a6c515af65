import BrineCore
import BrineFrames
import BrinePickle

extension TruthWriter {
  func scalar(_ value: FrameValue) -> Truth { .array(parts(value)) }

  private func parts(_ value: FrameValue) -> [Truth] {
    switch value {
    case .none: [.string("missing"), .string("None")]
    case .na: [.string("missing"), .string("NA")]
    case .nat: [.string("missing"), .string("NaT")]
    case .bool(let value): [.string("bool"), .bool(value)]
    case .int(let value): [.string("int"), .int(value)]
    case .uint(let value): [.string("int"), .int(value)]
    case .float(let number):
      number.isNaN ? [.string("missing"), .string("NaN")] : [.string("float"), .string(value.text)]
    case .complex(let real, let imaginary):
      [.string("complex"), .string(FrameValue.float(real).text), .string(FrameValue.float(imaginary).text)]
    case .string(let text): [.string("str"), .string(text)]
    case .bytes(let bytes):
      [.string("bytes"), .string(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())]
    case .timestamp(let time):
      [
        .string("Timestamp"), .int(time.count), .string("\(time.unit)"),
        time.zone.map { .string("\($0)") } ?? .null,
      ]
    case .timedelta(let span): [.string("Timedelta"), .int(span.count), .string("\(span.unit)")]
    case .period(let period):
      [.string("Period"), .int(period.ordinal), .string(period.frequency.periodText(isOld: isOld))]
    case .interval(let interval):
      [.string("Interval"), scalar(interval.left), scalar(interval.right), .string(interval.closed.rawValue)]
    case .date: [.string("date"), .string(value.text)]
    case .time: [.string("time"), .string(value.text)]
    case .decimal(let text): [.string("Decimal"), .string(text)]
    case .tuple(let items): [.string("tuple"), .array(items.map { scalar($0) })]
    case .list(let items): [.string("list"), .array(items.map { scalar($0) })]
    case .dictionary(let entries):
      [.string("dict"), .array(entries.map { .array([scalar($0.key), scalar($0.value)]) })]
    case .object(let object): parts(object.value)
    }
  }

  /// What has no form in a frame: by its kind.
  private func parts(_ value: PickleValue) -> [Truth] {
    switch value.kind {
    case .int: return [.string("int"), .int(value.bigInt.map { String($0) } ?? "")]
    case .list, .tuple:
      return [.string(value.kind.rawValue), .array((value.array ?? []).map { scalar(cell($0)) })]
    case .dict:
      return [
        .string("dict"),
        .array((value.entries ?? []).map { .array([scalar(cell($0.key)), scalar(cell($0.value))]) }),
      ]
    case .ndarray:
      return [.string("ndarray"), .array((value.ndarray?.values ?? []).map { scalar(element($0)) })]
    case .time, .datetime: return [.string(value.kind.rawValue), .string(value.preview)]
    case .uuid: return [.string("other"), .string("UUID"), .string(value.preview)]
    default:
      switch try? PandasObject(value) {
      case .dataFrame(let frame): return [.string("pandas"), self.frame(frame)]
      case .series(let series): return [.string("pandas"), self.series(series)]
      case .index(let index): return [.string("pandas"), self.index(index)]
      case nil: return [.string("other"), .string(value.typeName)]
      }
    }
  }

  private func cell(_ value: PickleValue) -> FrameValue { FrameValue(value) }

  private func element(_ value: ArrayValue) -> FrameValue {
    switch value {
    case .int(let value): .int(value)
    case .float(let value): .float(value)
    default: .none
    }
  }
}
