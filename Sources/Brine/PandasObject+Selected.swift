import BrineCore
import BrineFrames
import BrinePickle

extension PandasObject {
  /// The column that a label leads to, or the rows that a slice picks; `nil` where there are none.
  ///
  /// - Parameter step: `/label`, `["label"]`, `[3]` or `[0:10]`.
  func selected(_ step: String) throws -> PickleValue? {
    if step.contains(":"), !step.hasPrefix("/"), !step.contains("\"") {
      let selection = try Selection(text: step)
      switch self {
      case .dataFrame(let frame): return try frame.rows(selection).pickle().root
      case .series(let series): return try series.rows(selection).pickle().root
      case .index(let index): return try index.rows(selection).pickle().root
      }
    }
    let number = Int(step.dropFirst().dropLast())
    switch self {
    case .dataFrame(let frame):
      let label =
        number.flatMap { step.hasPrefix("[") ? FrameValue.int(Int64($0)) : nil }
        ?? .string(Self.name(step))
      return frame.column(label) == nil ? nil : try frame.series(label).pickle().root
    case .series(let series):
      return try number.flatMap { Self.at($0, series.count) }?.pickle(series.column)
    case .index(let index):
      return try number.flatMap { Self.at($0, index.count) }?.pickle(index.column)
    }
  }

  /// A step without its stroke, brackets and quotes.
  private static func name(_ step: String) -> String {
    guard step.hasPrefix("[") else { return String(step.dropFirst()) }
    let inner = step.dropFirst().dropLast()
    let isQuoted = inner.count >= 2 && (inner.hasPrefix("\"") || inner.hasPrefix("'"))
    return String(isQuoted ? inner.dropFirst().dropLast() : inner)
  }

  private static func at(_ number: Int, _ count: Int) -> Row? {
    let place = number < 0 ? number &+ count : number
    return place >= 0 && place < count ? Row(place: place) : nil
  }

  private struct Row {
    let place: Int
    func pickle(_ column: Column) throws -> PickleValue? { try column[place]?.pickle().root }
  }
}
