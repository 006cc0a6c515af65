import BrineJSON

/// The commas between the members of a JSON object, whose opening brace is written when this is made.
struct JSONFields {
  private var isFirst = true

  init(_ writer: inout JSONTextWriter) throws { try writer.write("{") }

  /// A key, whose value is written next.
  mutating func add(_ key: StaticString, to writer: inout JSONTextWriter) throws {
    try writer.write(isFirst ? "\"" : ",\"")
    isFirst = false
    try writer.write(key)
    try writer.write("\":")
  }

  /// A number; nothing at all for `nil`.
  mutating func add(_ key: StaticString, _ value: Int?, to writer: inout JSONTextWriter) throws {
    guard let value else { return }
    try add(key, to: &writer)
    try writer.write(text: String(value))
  }

  mutating func add(_ key: StaticString, _ value: Bool, to writer: inout JSONTextWriter) throws {
    try add(key, to: &writer)
    try writer.write(text: value ? "true" : "false")
  }

  mutating func add(_ key: StaticString, string: String, to writer: inout JSONTextWriter) throws {
    try add(key, to: &writer)
    try writer.write(string: string)
  }

  mutating func add(_ key: StaticString, type: Datatype, to writer: inout JSONTextWriter) throws {
    try add(key, to: &writer)
    try writer.write(type: type)
  }

  /// The first path of a committed datatype, `#` and its address where no link leads to it; nothing for `nil`.
  mutating func add(
    _ key: StaticString, committed address: Int?, _ paths: FirstPaths, to writer: inout JSONTextWriter
  ) throws {
    guard let address else { return }
    try add(key, to: &writer)
    let path = paths.path(of: address) ?? Array("#\(address)".utf8)
    try path.withUnsafeBytes { try writer.write(name: $0) }
  }
}
