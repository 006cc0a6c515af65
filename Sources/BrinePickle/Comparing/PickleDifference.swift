/// One way in which two pickled values differ.
public struct PickleDifference: Sendable {
  /// What changed.
  public enum Kind: String, Sendable, CaseIterable {
    /// Only the new value has this item, entry, attribute or argument.
    case added
    /// Only the old value has it.
    case removed
    /// A plain value changed.
    case value
    /// A value is of another kind than before.
    case type
    /// Bytes or an array became longer or shorter.
    case length
    /// A class, function or callable has another name.
    case name
    /// The same keys come in another order. Only reported with ``PickleDifferenceOptions/order``.
    case order
    /// One object became two equal ones, or two became one. Only reported with
    /// ``PickleDifferenceOptions/sharing``.
    case sharing
  }

  /// What changed.
  public let kind: Kind
  /// Where it is in the old value; what was added has its place in the new one.
  public let path: PicklePath
  /// Where it is in the new value, when items before it came or went, so that its index is another.
  public let newPath: PicklePath?
  /// What was there; `nil` when it was added.
  public let old: PickleValue?
  /// What is there now; `nil` when it was removed.
  public let new: PickleValue?
  /// The last step of the path; `nil` for the root.
  public let step: PickleStep?
  /// How many steps the path has. Its text may be as long as the file, and there may be as many such paths.
  public let depth: Int
  /// What the two values do not tell by themselves: where bytes begin to differ, how many items of an array do.
  public let detail: String?
  /// For ``Kind/sharing`` the place where the object was met first; `nil` where that is
  /// not known, or more than a thousand steps deep.
  public let firstPath: PicklePath?
  /// For ``Kind/sharing`` whether one object became two, rather than two one.
  public let wasShared: Bool
}

/// How two values are compared.
public struct PickleDifferenceOptions: Sendable {
  /// How far floats may be apart, relative to the new one.
  public var relativeTolerance = 0.0
  /// How far floats may be apart, whatever they are.
  public var absoluteTolerance = 0.0
  /// Whether NaN counts as equal to NaN.
  public var equalNaN = true
  /// Whether to report objects that are shared in one value and copied in the other.
  public var sharing = false
  /// Whether to report another order of a dict's keys.
  public var order = false

  /// Exact comparison of what the values hold, not of how they are stored.
  public init() {}
}

extension PickleDifferenceOptions {
  /// Whether two floats are as near as `numpy.isclose(old, new)` wants: `|old - new| <= atol + rtol * |new|`.
  func areClose(_ old: Double, _ new: Double) -> Bool {
    if old == new { return true }
    if old.isNaN || new.isNaN { return equalNaN && old.isNaN && new.isNaN }
    guard old.isFinite, new.isFinite else { return false }
    return (old - new).magnitude <= absoluteTolerance + relativeTolerance * new.magnitude
  }

  /// The same for complex numbers, by their distance.
  func areClose(_ old: (Double, Double), _ new: (Double, Double)) -> Bool {
    if old == new { return true }
    let (oldIsNaN, newIsNaN) = (old.0.isNaN || old.1.isNaN, new.0.isNaN || new.1.isNaN)
    if oldIsNaN || newIsNaN { return equalNaN && oldIsNaN && newIsNaN }
    guard old.0.isFinite, old.1.isFinite, new.0.isFinite, new.1.isFinite else { return false }
    let distance = Self.size(old.0 - new.0, old.1 - new.1)
    return distance <= absoluteTolerance + relativeTolerance * Self.size(new.0, new.1)
  }

  /// The length of a vector, without overflow on the way.
  private static func size(_ x: Double, _ y: Double) -> Double {
    let larger = max(x.magnitude, y.magnitude)
    guard larger > 0, larger.isFinite else { return larger }
    let (x, y) = (x / larger, y / larger)
    return larger * (x * x + y * y).squareRoot()
  }
}

extension PickleValue {
  /// What changed from `old` to this value, which may be from another pickle, of another protocol.
  ///
  /// All of it at once; ``PickleDifferences`` gives one after the other.
  /// - Throws: `PickleError.Code.limitExceeded` when the pickles refer to the same parts far too often.
  public func differences(
    from old: PickleValue, options: PickleDifferenceOptions = .init()
  ) throws(PickleError) -> [PickleDifference] {
    var comparison = PickleDifferences(from: old, to: self, options: options)
    var differences: [PickleDifference] = []
    while let difference = try comparison.next() { differences.append(difference) }
    return differences
  }
}
