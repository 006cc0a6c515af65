public import BrineCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// How CSV is read.
public struct CSVReadOptions: Sendable {
  /// What parts the fields: one character of ASCII.
  public var separator: Character = ","
  /// Whether the first line has the names of the columns; else they are numbered. `nil` finds out: a first line of
  /// numbers alone has no names.
  public var hasHeader: Bool? = true
  /// The number of the column that has the labels of the rows, if one has.
  public var indexColumn: Int?
  /// Fields that are missing values, besides empty ones: those that pandas knows.
  public var missing = CSVReadOptions.missingNames
  /// The most columns that there may be.
  public var maxColumns = 1 << 20

  /// As pandas' `read_csv` reads by default.
  public init() {}

  /// What pandas takes to be missing.
  public static let missingNames: Set<String> = [
    "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A",
    "NA",
    "NULL", "NaN", "None", "n/a", "nan", "null",
  ]
}

extension DataFrame {
  /// A table from CSV, as pandas' `read_csv` reads it: a column of integers becomes `int64`, of numbers or
  /// missing values
  /// `float64`, of `True` and `False` `bool`, any other `str`.
  ///
  /// - Throws: `FrameError.badCSV` with the line for quotes that don't end and lines with more fields than
  ///   names;
  ///   `limitExceeded` for more columns than the options allow.
  public init(csv text: String, options: CSVReadOptions = .init()) throws(FrameError) {
    try self.init(csv: MemorySource([UInt8](text.utf8)), options: options)
  }

  /// A table from CSV in UTF-8. See ``init(csv:options:)-(String,_)``.
  ///
  /// - Throws: `FrameError`.
  public init(csv data: Data, options: CSVReadOptions = .init()) throws(FrameError) {
    try self.init(csv: MemorySource(data), options: options)
  }

  /// A table from CSV in UTF-8. See ``init(csv:options:)-(String,_)``.
  ///
  /// - Throws: `FrameError`.
  public init(csv source: MemorySource, options: CSVReadOptions = .init()) throws(FrameError) {
    var reader = CSVReader(options)
    try source.bytes.withUnsafeBytes { (bytes) throws(FrameError) in try reader.read(bytes) }
    self = try reader.frame()
  }
}

/// Reads lines into columns.
struct CSVReader {
  private let options: CSVReadOptions
  private var hasHeader: Bool
  private var names: [String] = []
  private var columns: [CSVColumn] = []
  private var rows = 0
  /// How many fields that lines leave out may still be filled in: they take no bytes of the text.
  private var fillings = 0
  /// Whether lines have more fields than there are names: then the first ones are labels.
  private var extra = 0

  init(_ options: CSVReadOptions) {
    self.options = options
    hasHeader = options.hasHeader ?? true
  }

  mutating func read(_ bytes: UnsafeRawBufferPointer) throws(FrameError) {
    var parser = CSVParser(bytes, separator: options.separator.asciiValue ?? UInt8(ascii: ","))
    var fields: [CSVParser.Field] = []
    fillings = (bytes.count.multiplied(16) ?? .max).adding(1 << 20) ?? .max
    if options.hasHeader == nil { hasHeader = try startsWithNames(parser) }
    if hasHeader {
      guard try parser.next(&fields) else { return }
      names = CSVReader.unique(fields.map { parser.text($0) })
      try check(fields.count)
    }
    while try parser.next(&fields) {
      if rows == 0 { try begin(fields.count) }
      guard fields.count <= columns.count else {
        throw FrameError(
          .badCSV, "line \(parser.line - 1) has \(fields.count) fields instead of \(columns.count)",
          offset: parser.offset)
      }
      for (number, field) in fields.enumerated() { columns[number].append(field, parser) }
      fillings -= columns.count - fields.count
      guard fillings >= 0 else {
        throw FrameError(
          .limitExceeded, "lines leave out far more fields than the text has bytes", offset: parser.offset)
      }
      for number in fields.count..<columns.count { columns[number].appendMissing() }
      rows += 1
    }
    if rows == 0 { try begin(names.count) }
  }

  /// Whether the first line is more than numbers.
  private func startsWithNames(_ parser: CSVParser) throws(FrameError) -> Bool {
    var (parser, fields) = (parser, [CSVParser.Field]())
    guard try parser.next(&fields) else { return true }
    return !fields.allSatisfy { field in
      !field.isQuoted && CSVNumber.double(CSVNumber.trimmed(parser.bytes(field))) != nil
    }
  }

  private func check(_ count: Int) throws(FrameError) {
    guard count <= options.maxColumns else {
      throw FrameError(.limitExceeded, "there are \(count) columns; see CSVReadOptions.maxColumns")
    }
  }

  /// The first line of values tells how many columns there are.
  private mutating func begin(_ count: Int) throws(FrameError) {
    try check(count)
    if !hasHeader { names = (0..<count).map { String($0) } }
    extra = max(count - names.count, 0)
    let missing = CSVMissing(options.missing)
    columns = (0..<max(count, names.count)).map { _ in CSVColumn(missing: missing) }
  }

  /// Names as pandas makes them different: `a`, `a.1`, `a.2`; empty ones by their number.
  private static func unique(_ names: [String]) -> [String] {
    var seen: [String: Int] = [:]
    var used = Set(names)
    return names.enumerated().map { number, name in
      let base = name.isEmpty ? "Unnamed: \(number)" : name
      guard let count = seen[base] else {
        seen[base] = 0
        return base
      }
      var next = count + 1
      while used.contains("\(base).\(next)") { next += 1 }
      seen[base] = next
      used.insert("\(base).\(next)")
      return "\(base).\(next)"
    }
  }

  consuming func frame() throws(FrameError) -> DataFrame {
    var values = columns.map { $0.column() }
    var index = Index(count: rows)
    var names = names
    if extra == 1 {
      index = Index(values.removeFirst())
    } else if extra > 1 {
      throw FrameError(.badCSV, "lines have \(extra) fields more than there are names")
    } else if let number = options.indexColumn {
      guard values.indices.contains(number) else {
        throw FrameError(.notFound, "there is no column \(number) to be the index")
      }
      let name = names.remove(at: number)
      index = Index(values.remove(at: number), name: name.hasPrefix("Unnamed: ") ? .none : .string(name))
    }
    var labels = Index(names)
    if !hasHeader { labels = Index(.array(NDArray(names.map { Int64($0) ?? 0 }))) }
    return try DataFrame(labels: labels, columns: values, index: index)
  }
}
