/// Tables in text, as pandas prints them.
extension DataFrame: CustomStringConvertible {
  /// The table as pandas prints it in a terminal of 80 places.
  public var description: String { text() }

  /// The table as pandas prints it. Text from a file stands in it as it is: see to it before it reaches a
  /// terminal.
  public func text(_ options: DisplayOptions = .init()) -> String {
    FrameText(frame: self, options: options).text
  }
}

extension Series: CustomStringConvertible {
  /// The column with its labels, as pandas prints it.
  public var description: String { text() }

  /// The column with its labels, as pandas prints it. Text from a file stands in it as it is.
  public func text(_ options: DisplayOptions = .init()) -> String {
    SeriesText(series: self, options: options).text
  }
}
