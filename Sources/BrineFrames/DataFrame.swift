public import BrinePickle

/// A table: pandas' DataFrame.
public struct DataFrame: Sendable {
  /// The labels of the rows.
  public var index: Index
  /// The labels of the columns.
  public var labels: Index
  /// The columns, in the order of their labels.
  public var columns: [Column]
  /// What `attrs` holds.
  public var attrs: [Attribute]
  /// Whether two rows or columns may have the same label.
  public var allowsDuplicateLabels: Bool
  /// The class, where it is not pandas' own.
  public var subclass: Subclass?

  /// An entry of `attrs`, or a property of a subclass.
  public struct Attribute: Sendable {
    /// The key.
    public var key: FrameValue
    /// What it is.
    public var value: FrameValue

    /// A key with its value.
    public init(_ key: FrameValue, _ value: FrameValue) {
      self.key = key
      self.value = value
    }
  }

  /// A class that is derived from pandas'.
  public struct Subclass: Sendable {
    /// Its name.
    public var name: PickleName
    /// What pandas pickles of it besides the frame: the properties that `_metadata` names.
    public var properties: [Attribute]
  }

  /// A table of columns that are as long as the index.
  ///
  /// - Throws: `FrameError.lengthMismatch` when columns, labels and index don't fit each other.
  public init(labels: Index, columns: [Column], index: Index? = nil, attrs: [Attribute] = [])
    throws(FrameError)
  {
    let index = index ?? Index(count: columns.first?.count ?? 0)
    guard labels.count == columns.count else {
      throw FrameError(.lengthMismatch, "\(columns.count) columns have \(labels.count) labels")
    }
    for (position, column) in columns.enumerated() where column.count != index.count {
      throw FrameError(
        .lengthMismatch, "a column has \(column.count) values, the index \(index.count)",
        path: "columns[\(position)]")
    }
    self.labels = labels
    self.columns = columns
    self.index = index
    self.attrs = attrs
    allowsDuplicateLabels = true
  }

  /// A table of named columns.
  ///
  /// - Throws: `FrameError.lengthMismatch` when columns differ in length.
  public init(_ columns: KeyValuePairs<String, Column>) throws(FrameError) {
    try self.init(labels: Index(columns.map(\.key)), columns: columns.map(\.value))
  }

  /// How many rows and columns there are.
  public var shape: (rows: Int, columns: Int) { (index.count, columns.count) }

  /// The first column with this label.
  public subscript(label: String) -> Column? { column(.string(label)) }

  /// The first column with this label.
  public func column(_ label: FrameValue) -> Column? { labels.firstIndex(of: label).map { columns[$0] } }

  /// A column with its label and the rows' index.
  public func series(_ label: FrameValue) throws(FrameError) -> Series {
    guard let column = column(label) else { throw FrameError(.notFound, "there is no column \(label)") }
    return try Series(column, index: index, name: label)
  }
}

/// A column with an index: pandas' Series.
public struct Series: Sendable {
  /// The values.
  public var column: Column
  /// The labels of the rows.
  public var index: Index
  /// The name; `none` where there is none.
  public var name: FrameValue
  /// What `attrs` holds.
  public var attrs: [DataFrame.Attribute]
  /// Whether two rows may have the same label.
  public var allowsDuplicateLabels: Bool
  /// The class, where it is not pandas' own.
  public var subclass: DataFrame.Subclass?

  /// A column with an index; the numbers from 0 on, if none is given.
  ///
  /// - Throws: `FrameError.lengthMismatch` when they differ in length.
  public init(_ column: Column, index: Index? = nil, name: FrameValue = .none) throws(FrameError) {
    let index = index ?? Index(count: column.count)
    guard column.count == index.count else {
      throw FrameError(.lengthMismatch, "a column of \(column.count) values has \(index.count) labels")
    }
    self.column = column
    self.index = index
    self.name = name
    attrs = []
    allowsDuplicateLabels = true
  }

  /// How many values there are.
  public var count: Int { column.count }

  /// A value; `nil` where there is none.
  public subscript(index: Int) -> FrameValue? { column[index] }
}
