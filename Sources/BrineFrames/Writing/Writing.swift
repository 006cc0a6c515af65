public import BrinePickle

/// How pandas objects are pickled.
public struct FramePickleOptions: Sendable {
  /// Which pandas must load the pickle. They differ in text columns, `NaT` and the frequency of times.
  public enum Pandas: Sendable, CaseIterable {
    /// pandas 2. Text of the type `str` becomes a column of objects.
    case two
    /// pandas 3.
    case three
  }

  /// Which pandas must load the pickle.
  public var pandas = Pandas.three

  /// For pandas 3.
  public init() {}

  /// For a version of pandas.
  public init(pandas: Pandas) { self.pandas = pandas }
}

extension DataFrame {
  /// The table as a pickle that pandas loads.
  ///
  /// Numbers share memory with the columns; columns that lie one after the other in memory become one block.
  /// - Throws: `FrameError.notEncodable` with the path of a column that pandas has no form for.
  public func pickle(_ options: FramePickleOptions = .init()) throws(FrameError) -> Pickle {
    try FrameWriter(options).pickle { (writer) throws(FrameError) in try writer.dataFrame(self) }
  }
}

extension Series {
  /// The Series as a pickle that pandas loads. See ``DataFrame/pickle(_:)``.
  ///
  /// - Throws: `FrameError.notEncodable`.
  public func pickle(_ options: FramePickleOptions = .init()) throws(FrameError) -> Pickle {
    try FrameWriter(options).pickle { (writer) throws(FrameError) in try writer.series(self) }
  }
}

extension FrameValue {
  /// The value of a cell as a pickle. See ``DataFrame/pickle(_:)``.
  ///
  /// - Throws: `FrameError.notEncodable`.
  public func pickle(_ options: FramePickleOptions = .init()) throws(FrameError) -> Pickle {
    try FrameWriter(options).pickle { (writer) throws(FrameError) in try writer.value(self) }
  }
}

extension Index {
  /// The Index as a pickle that pandas loads. See ``DataFrame/pickle(_:)``.
  ///
  /// - Throws: `FrameError.notEncodable`.
  public func pickle(_ options: FramePickleOptions = .init()) throws(FrameError) -> Pickle {
    try FrameWriter(options).pickle { (writer) throws(FrameError) in try writer.index(self, "") }
  }
}
