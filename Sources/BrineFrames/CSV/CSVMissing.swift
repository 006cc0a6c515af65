/// The fields that are missing values. Most others are told by their first and last byte.
struct CSVMissing {
  private let names: Set<String>
  private let longest: Int
  private let hasEmpty: Bool
  private var firsts = [Bool](repeating: false, count: 256)
  private var lasts = [Bool](repeating: false, count: 256)

  init(_ names: Set<String>) {
    self.names = names
    longest = names.map(\.utf8.count).max() ?? 0
    hasEmpty = names.contains("")
    for name in names {
      if let first = name.utf8.first { firsts[Int(first)] = true }
      if let last = name.utf8.last { lasts[Int(last)] = true }
    }
  }

  func contains(_ field: CSVParser.Field, _ parser: CSVParser) -> Bool {
    if field.range.isEmpty { return hasEmpty }
    guard field.range.count <= longest else { return false }
    let bytes = parser.bytes(field)
    guard let first = bytes.first, let last = bytes.last, firsts[Int(first)], lasts[Int(last)] else {
      return false
    }
    return names.contains(parser.text(field))
  }
}
