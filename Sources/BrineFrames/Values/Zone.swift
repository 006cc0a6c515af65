import BrinePickle

/// A time zone as Python has it: where its clocks stand, and which library's object it is.
public struct Zone: Sendable, Hashable {
  /// Whose object a zone is. pandas 3 makes `zoneinfo`'s of names, earlier ones `pytz`'.
  public enum Library: String, Sendable, Hashable {
    case datetime, zoneinfo, pytz, dateutil
  }

  /// Where the clocks stand.
  public enum Rule: Sendable, Hashable {
    case utc
    /// So many seconds east of UTC, under a name if it was given one.
    case fixed(seconds: Int, name: String?)
    /// A zone of the IANA database.
    case named(String)
    /// Another object, as its pickle describes it.
    case object(PickleObject)
  }

  /// Where the clocks stand.
  public var rule: Rule
  /// Whose object it is.
  public var library: Library
  /// The file that dateutil found the zone in.
  public var path: String?
  /// The zone as its pickle describes it, if it is one of dateutil's and came from one.
  public var object: PickleObject?

  /// A zone of a library.
  public init(_ rule: Rule, _ library: Library, path: String? = nil, object: PickleObject? = nil) {
    self.rule = rule
    self.library = library
    self.path = path
    self.object = object
  }

  /// `datetime.timezone.utc`, which is what pandas makes of `"UTC"` from version 2 on.
  public static let utc = Zone(.utc, .datetime)

  /// The zone of this name in the IANA database, as a `zoneinfo.ZoneInfo`.
  public static func named(_ name: String) -> Zone { name == "UTC" ? .utc : Zone(.named(name), .zoneinfo) }
}

extension Zone: CustomStringConvertible {
  /// The zone as Python's `str` has it.
  public var description: String {
    switch (rule, library) {
    case (.utc, .dateutil): "tzutc()"
    case (.utc, _): "UTC"
    case (.fixed(let seconds, let name), .dateutil):
      "tzoffset(\(name.map { PythonText.quoted($0) } ?? "None"), \(seconds))"
    case (.fixed(let seconds, _), .pytz): "pytz.FixedOffset(\(seconds / 60))"
    case (.fixed(let seconds, let name), _): name ?? "UTC" + Zone.offsetText(seconds)
    case (.named(let name), .dateutil): "tzfile('\(path ?? name)')"
    case (.named(let name), _): name
    case (.object(let object), _): object.value.typeName
    }
  }

  /// `+05:30`.
  static func offsetText(_ seconds: Int) -> String {
    let magnitude = seconds.magnitude
    let text = "\(seconds < 0 ? "-" : "+")\(padded(magnitude / 3600, 2)):\(padded(magnitude / 60 % 60, 2))"
    return magnitude % 60 == 0 ? text : text + ":" + padded(magnitude % 60, 2)
  }

  /// How many seconds the clocks are ahead of UTC at a time; `nil` when this machine doesn't know the zone.
  public func offset(atSecond second: Int64) -> Int? {
    switch rule {
    case .utc: 0
    case .fixed(let seconds, _): seconds
    case .named(let name): ZoneFile.named(name)?.offset(atSecond: second)
    case .object: nil
    }
  }
}
