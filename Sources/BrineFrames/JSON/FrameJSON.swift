import BrineCore
import BrineJSON
import BrinePickle

/// Writes tables as JSON.
struct FrameJSON {
  private var json: JSONTextWriter

  init(_ sink: @escaping JSONTextWriter.Sink) { json = JSONTextWriter(sink) }

  mutating func write(_ frame: DataFrame) throws {
    try json.write("{\"$dataframe\":{\"columns\":")
    try write(frame.labels)
    try json.write(",\"index\":")
    try write(frame.index)
    try json.write(",\"dtypes\":")
    try list(frame.columns) { (json, column) in try json.json.write(string: column.dtype) }
    try json.write(",\"data\":")
    try list(frame.columns) { (json, column) in try json.write(column) }
    try attributes(frame.attrs)
    try json.write("}}")
    try json.flush()
  }

  mutating func write(_ series: Series) throws {
    try json.write("{\"$series\":{\"name\":")
    try write(series.name)
    try json.write(",\"index\":")
    try write(series.index)
    try json.write(",\"dtype\":")
    try json.write(string: series.column.dtype)
    try json.write(",\"data\":")
    try write(series.column)
    try attributes(series.attrs)
    try json.write("}}")
    try json.flush()
  }

  private mutating func attributes(_ attrs: [DataFrame.Attribute]) throws {
    guard !attrs.isEmpty else { return }
    try json.write(",\"attrs\":[")
    for (number, attribute) in attrs.enumerated() {
      try json.write(number == 0 ? "[" : ",[")
      try write(attribute.key)
      try json.write(",")
      try write(attribute.value)
      try json.write("]")
    }
    try json.write("]")
  }

  private mutating func write(_ index: Index) throws {
    try json.write("{\"class\":")
    try json.write(string: index.className)
    try json.write(",\"names\":")
    try list(index.names) { (json, name) in try json.write(name) }
    switch index.content {
    case .range(let start, let stop, let step): try json.write(text: ",\"range\":[\(start),\(stop),\(step)]")
    case .multi(let multi):
      try json.write(",\"levels\":")
      try list(multi.levels) { (json, level) in try json.write(level) }
      try json.write(",\"codes\":")
      try list(multi.codes) { (json, codes) in try json.write(.array(codes)) }
    case .column(let column):
      try json.write(",\"dtype\":")
      try json.write(string: column.dtype)
      if let frequency = index.frequency {
        try json.write(",\"freq\":")
        try json.write(string: frequency.description)
      }
      try json.write(",\"data\":")
      try write(column)
    }
    try json.write("}")
  }

  private mutating func write(_ column: Column) throws {
    switch column {
    case .categorical(let categorical):
      try json.write("{\"categories\":")
      try write(categorical.categories)
      try json.write(text: ",\"ordered\":\(categorical.isOrdered),\"codes\":")
      try write(.array(categorical.codes))
      try json.write("}")
    case .other(let other): try json.write(text: other.value.typedJSON())
    default: try list(0..<column.count) { (json, row) in try json.write(column.value(row)) }
    }
  }

  private mutating func list<Items: Sequence>(
    _ items: Items, _ write: (inout FrameJSON, Items.Element) throws -> Void
  ) throws {
    try json.write("[")
    for (number, item) in items.enumerated() {
      if number > 0 { try json.write(",") }
      try write(&self, item)
    }
    try json.write("]")
  }

  // MARK: Values

  private mutating func write(_ value: FrameValue) throws {
    switch value {
    case .none: try json.write("null")
    case .na: try json.write("{\"$missing\":\"NA\"}")
    case .nat: try json.write("{\"$missing\":\"NaT\"}")
    case .bool(let value): try json.write(value ? "true" : "false")
    case .int, .uint: try json.write(text: value.text)
    case .float(let number):
      try json.write(
        text: number.isFinite ? PythonText.float(number) : "{\"$float\":\"\(PythonText.float(number))\"}")
    case .string(let text): try json.write(string: text)
    case .tuple(let items):
      try json.write("{\"$tuple\":")
      try list(items) { (json, item) in try json.write(item) }
      try json.write("}")
    case .list(let items): try list(items) { (json, item) in try json.write(item) }
    case .dictionary(let entries):
      try json.write("{\"$dict\":")
      try list(entries) { (json, entry) in try json.write(.list([entry.key, entry.value])) }
      try json.write("}")
    case .complex(let real, let imaginary):
      try json.write("{\"$complex\":")
      try list([real, imaginary]) { (json, part) in try json.write(.float(part)) }
      try json.write("}")
    case .object(let object): try json.write(text: object.value.typedJSON())
    default:
      try json.write(text: "{\"\(FrameJSON.tag(value))\":")
      try json.write(string: value.text)
      try json.write("}")
    }
  }

  private static func tag(_ value: FrameValue) -> String {
    switch value {
    case .timestamp: "$timestamp"
    case .timedelta: "$timedelta"
    case .period: "$period"
    case .interval: "$interval"
    case .date: "$date"
    case .time: "$time"
    case .decimal: "$decimal"
    default: "$bytes"
    }
  }
}
