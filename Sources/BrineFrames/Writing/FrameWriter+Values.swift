import BrinePickle

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Values of cells, labels, zones and frequencies.
extension FrameWriter {
  func value(_ value: FrameValue) throws(FrameError) -> PickleTree {
    switch value {
    case .none: return .none
    case .na: return .global("pandas._libs.missing.NA")
    case .nat:
      let function = isThree ? "_nat_unpickle" : "__nat_unpickle"
      return .call(PickleName(module: "pandas._libs.tslibs.nattype", name: function), arguments: [.none])
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .uint(let value): return .int(.init(value))
    case .float(let value): return .float(value)
    case .complex(let real, let imaginary): return .complex(real, imaginary)
    case .string(let text): return .string(text)
    case .bytes(let bytes): return .bytes(Data(bytes))
    case .decimal(let text): return .call("decimal.Decimal", arguments: [.string(text)])
    case .tuple(let items): return .tuple(try values(items))
    case .list(let items): return .list(try values(items))
    case .dictionary(let entries):
      var items: [(key: PickleTree, value: PickleTree)] = []
      for entry in entries {
        items.append((key: try self.value(entry.key), value: try self.value(entry.value)))
      }
      return .dict(items)
    case .object(let object): return .value(object.value)
    default: return try moment(value)
    }
  }

  private func values(_ values: [FrameValue]) throws(FrameError) -> [PickleTree] {
    var trees: [PickleTree] = []
    for value in values { trees.append(try self.value(value)) }
    return trees
  }

  private func moment(_ value: FrameValue) throws(FrameError) -> PickleTree {
    switch value {
    case .timestamp(let time):
      let zone = time.zone.map { self.zone($0) } ?? .none
      return .call(
        "pandas._libs.tslibs.timestamps._unpickle_timestamp",
        arguments: [.int(time.count), .none, zone, .int(time.unit.resolution)])
    case .timedelta(let span):
      return .call(
        "pandas._libs.tslibs.timedeltas._timedelta_unpickle",
        arguments: [.int(span.count), .int(span.unit.resolution)])
    case .period(let period):
      return .call(
        "pandas._libs.tslibs.period.Period",
        arguments: [.none, frequency(period.frequency), .int(period.ordinal)])
    case .interval(let interval):
      return .call(
        "pandas._libs.interval.Interval",
        arguments: [
          try self.value(interval.left), try self.value(interval.right), .string(interval.closed.rawValue),
        ])
    case .date(let days): return try date(days)
    case .time(let nanoseconds): return try time(nanoseconds)
    default: return .none
    }
  }

  /// A `datetime.date`, which has years 1 to 9999.
  private func date(_ days: Int64) throws(FrameError) -> PickleTree {
    let civil = CivilTime(days: days)
    guard (1...9999).contains(civil.year) else {
      throw FrameError(.notEncodable, "Python has no date in the year \(civil.year)")
    }
    let bytes = [civil.year >> 8, civil.year & 255, civil.month, civil.day].map { UInt8($0) }
    return .call("datetime.date", arguments: [.bytes(Data(bytes))])
  }

  /// A `datetime.time`, which has microseconds.
  private func time(_ nanoseconds: Int64) throws(FrameError) -> PickleTree {
    guard (0..<86_400_000_000_000).contains(nanoseconds) else {
      throw FrameError(.notEncodable, "\(nanoseconds) ns are no time of a day")
    }
    let civil = CivilTime(nanoseconds, .nanoseconds)
    let micro = civil.nanosecond / 1000
    let bytes = [civil.hour, civil.minute, civil.second, micro >> 16, micro >> 8 & 255, micro & 255].map {
      UInt8($0)
    }
    return .call("datetime.time", arguments: [.bytes(Data(bytes))])
  }

  /// A time zone, as an object of the library that it is from.
  func zone(_ zone: Zone) -> PickleTree {
    if let object = zone.object { return .value(object.value) }
    switch (zone.rule, zone.library) {
    case (.object(let object), _): return .value(object.value)
    case (.utc, .pytz): return .call("pytz._UTC")
    case (.utc, .dateutil): return .call("dateutil.tz.tz.tzutc")
    case (.utc, _): return .call("datetime.timezone", arguments: [span(0)])
    case (.fixed(let seconds, _), .pytz): return .call("pytz.FixedOffset", arguments: [.int(seconds / 60)])
    case (.fixed(let seconds, let name), .dateutil):
      return .call("dateutil.tz.tz.tzoffset", arguments: [name.map { .string($0) } ?? .none, span(seconds)])
    case (.fixed(let seconds, let name), _):
      return .call("datetime.timezone", arguments: [span(seconds)] + (name.map { [.string($0)] } ?? []))
    case (.named(let name), .pytz): return .call("pytz._p", arguments: [.string(name)])
    case (.named(let name), .dateutil):
      return .call("dateutil.tz.gettz", arguments: [.string(zone.path ?? name)])
    case (.named(let name), _): return .call("zoneinfo.ZoneInfo", arguments: [.string(name)])
    }
  }

  private func span(_ seconds: Int) -> PickleTree {
    let days = seconds < 0 ? -1 : 0
    return .call("datetime.timedelta", arguments: [.int(days), .int(seconds - days * 86_400), 0])
  }

  func frequency(_ frequency: Frequency) -> PickleTree {
    if let object = frequency.object { return .value(object.value) }
    var arguments: [PickleTree] = [.int(frequency.count), .bool(frequency.isNormalized)]
    for argument in frequency.arguments {
      switch argument {
      case .int(let value): arguments.append(.int(value))
      case .string(let text): arguments.append(.string(text))
      case .object(let object): arguments.append(.value(object.value))
      }
    }
    return .call(
      PickleName(module: "pandas._libs.tslibs.offsets", name: frequency.offset), arguments: arguments)
  }
}
