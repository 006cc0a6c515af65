public import BigInt
import BrineCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// Values as Swift values: each accessor answers `nil` when the value is of another kind.
extension PickleValue {
  var meaning: Meaning { graph.meaning(word) }

  /// What the value is.
  public var kind: PickleKind { meaning.kind }

  /// Whether the value is Python's `None`.
  public var isNone: Bool { word == .none }

  /// A boolean.
  public var bool: Bool? {
    word == .true ? true : word == .false ? false : nil
  }

  /// An integer that fits 64 bits, NumPy's too. A boolean is none.
  public var int: Int? { graph.int(word) ?? numpyScalar?.int }

  /// An integer of any size, NumPy's too. A boolean is none.
  public var bigInt: BigInt? { graph.integer(word) ?? numpyScalar?.integer }

  /// A float, or an integer that a `Double` holds exactly, NumPy's too.
  public var double: Double? {
    graph.double(word) ?? graph.int(word).flatMap { Double(exactly: $0) } ?? numpyScalar?.double
  }

  /// The value of a NumPy scalar, such as `numpy.float32(0.5)`.
  private var numpyScalar: ArrayValue? {
    guard word.has(.object), case .scalar(let scalar) = meaning, !scalar.dtype.hasObjects else { return nil }
    return graph.ndarray(scalar)?.values.first
  }

  /// The real and imaginary part of a complex number.
  public var complex: (real: Double, imaginary: Double)? {
    guard case .complex(let real, let imaginary) = meaning else { return nil }
    return (real, imaginary)
  }

  /// A string; `nil` also when it has lone surrogates, which Swift's strings can't hold: see ``lossyString``.
  public var string: String? { word.has(.string) ? graph.string(word) : nil }

  /// A string in which U+FFFD stands for each lone surrogate.
  public var lossyString: String? { word.has(.string) ? graph.lossyString(word) : nil }

  /// The content of bytes, a bytearray or an out-of-band buffer. Large ones share memory with the input.
  public var bytes: Data? {
    switch meaning {
    case .bytes(.word(let word)), .bytearray(.word(let word)): graph.data(word)
    case .bytes(let bytes), .bytearray(let bytes): Data(graph.content(bytes))
    case .buffer(let number): graph.options.buffers[number].data
    case .readOnly(let word): PickleValue(graph, word).bytes
    default: nil
    }
  }

  /// Whether these are bytes that Python can't change: `bytes`, a buffer of that kind, or a read-only view.
  var isReadOnlyBytes: Bool {
    switch meaning {
    case .bytes, .readOnly: true
    case .buffer(let number): graph.options.buffers[number].isReadOnly
    default: false
    }
  }

  /// A `datetime.date`.
  public var date: PickleDate? {
    switch meaning {
    case .date(let date): date
    default: nil
    }
  }

  /// A `datetime.datetime` as a point in time. One without a time zone is taken to be in UTC; `nil` for one whose
  /// zone is no fixed offset, such as a `ZoneInfo`, since the pickle does not say when its clocks change.
  public var instant: Date? {
    guard case .datetime(let date, let time, let tz) = meaning, tz == nil || tz.flatMap(graph.offset) != nil
    else { return nil }
    let seconds = date.daysSince1970 * 86_400 + time.hour * 3600 + time.minute * 60 + time.second
    let offset = tz.flatMap { graph.offset($0) } ?? 0
    return Date(timeIntervalSince1970: Double(seconds) + Double(time.microsecond) / 1_000_000 - offset)
  }

  /// A `datetime.timedelta`.
  public var timeDelta: PickleTimeDelta? {
    guard case .timedelta(let delta) = meaning else { return nil }
    return delta
  }

  /// A `uuid.UUID`.
  public var uuid: UUID? {
    guard case .uuid(let uuid) = meaning else { return nil }
    return UUID(uuidString: uuid.description)
  }

  /// A `decimal.Decimal`, as Python writes it: `1.10`, `NaN`, `1E+5`.
  public var decimalText: String? {
    guard case .decimal(let text) = meaning else { return nil }
    return text
  }

  /// The name of a class or function.
  public var global: PickleName? {
    guard case .global(let name) = meaning else { return nil }
    return name
  }
}

extension PickleGraph {
  /// The seconds that a fixed offset is from UTC.
  func offset(_ tz: Word) -> Double? {
    guard tz.has(.object), known(objects[tz.objectIndex].callable) == .timezone,
      let first = items(objects[tz.objectIndex].arguments).first, case .timedelta(let delta) = meaning(first)
    else { return nil }
    return delta.timeInterval
  }
}

extension ArrayValue {
  /// An integer that fits 64 bits.
  fileprivate var int: Int? {
    switch self {
    case .int(let value): Int(exactly: value)
    case .uint(let value): Int(exactly: value)
    default: nil
    }
  }

  /// An integer.
  fileprivate var integer: BigInt? {
    switch self {
    case .int(let value): BigInt(value)
    case .uint(let value): BigInt(value)
    default: nil
    }
  }

  /// A float, or an integer that a `Double` holds exactly.
  fileprivate var double: Double? {
    switch self {
    case .float(let value): value
    case .int(let value): Double(exactly: value)
    case .uint(let value): Double(exactly: value)
    default: nil
    }
  }
}
