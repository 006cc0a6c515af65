public import BrineCore
public import BrinePickle

extension DataFrame {
  /// The DataFrame that a pickle holds, from pandas 1, 2 or 3, or an instance of a class derived from it.
  ///
  /// Columns of numbers share memory with the pickle. Arrays of classes that Brine doesn't know become
  /// ``Column/other(_:)``.
  ///
  /// - Parameter path: Where the value is in the pickle, for errors.
  /// - Throws: `FrameError.notAFrame` for anything else; `malformed`, `lengthMismatch`, `outOfRange` with the
  ///   path of
  ///   the part that is wrong; `limitExceeded`.
  public init(_ value: PickleValue, path: String = "", limits: Limits = .default) throws(FrameError) {
    var reader = FrameReader(limits: limits)
    self = try reader.dataFrame(value, path)
  }
}

extension Series {
  /// The Series that a pickle holds. See ``DataFrame/init(_:path:limits:)``.
  ///
  /// - Throws: `FrameError`.
  public init(_ value: PickleValue, path: String = "", limits: Limits = .default) throws(FrameError) {
    var reader = FrameReader(limits: limits)
    self = try reader.series(value, path)
  }
}

extension Index {
  /// The Index that a pickle holds. See ``DataFrame/init(_:path:limits:)``.
  ///
  /// - Throws: `FrameError`.
  public init(_ value: PickleValue, path: String = "", limits: Limits = .default) throws(FrameError) {
    var reader = FrameReader(limits: limits)
    self = try reader.index(value, path)
  }
}

/// A pandas object of a pickle.
public enum PandasObject: Sendable {
  case dataFrame(DataFrame)
  case series(Series)
  case index(Index)

  /// The pandas object that a value is; `nil` when it is none.
  ///
  /// - Throws: `FrameError` when it is one, but is not as pandas writes it.
  public init?(_ value: PickleValue, path: String = "", limits: Limits = .default) throws(FrameError) {
    guard let name = value.instance?.name else { return nil }
    let typ = name.name.hasPrefix("_new_") ? nil : value["_typ"]?.string
    if typ == "dataframe" || (name.name == "DataFrame" && name.module.hasPrefix("pandas")) {
      self = .dataFrame(try DataFrame(value, path: path, limits: limits))
    } else if typ == "series" || (name.name == "Series" && name.module.hasPrefix("pandas")) {
      self = .series(try Series(value, path: path, limits: limits))
    } else if name.module.hasPrefix("pandas.core.indexes"), name.name.hasPrefix("_new_") {
      self = .index(try Index(value, path: path, limits: limits))
    } else {
      return nil
    }
  }
}

extension FrameValue {
  /// The value of a pickle as one of a cell: what has no form there becomes ``object(_:)``.
  public init(_ value: PickleValue) { self = ValueReader.value(value) }
}
