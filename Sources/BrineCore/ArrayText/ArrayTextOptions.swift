/// How arrays are printed: the part of NumPy's `set_printoptions` that its defaults are made of.
public struct ArrayTextOptions: Sendable, Hashable {
  /// Whether the text is that of `repr(array)` or of `str(array)`.
  public enum Style: Sendable, Hashable {
    /// `array([1, 2], dtype=int8)`.
    case repr
    /// `[1 2]`.
    case str
  }

  /// Whether the text is that of `repr` or of `str`.
  public var style = Style.repr
  /// What `repr` has before the parenthesis: `matrix` and `rec.array` for arrays of those classes.
  public var name = "array"
  /// Arrays of more elements are abridged.
  public var threshold = 1000
  /// How many elements an abridged array shows at each end of each axis: one or more.
  public var edgeItems = 3
  /// The longest line.
  public var lineWidth = 75
  /// How many digits floats have after the point, at most.
  public var precision = 8
  /// Whether floats are never written with an exponent because they are small.
  public var suppressesSmall = false

  /// NumPy's defaults.
  public init(style: Style = .repr) { self.style = style }
}
