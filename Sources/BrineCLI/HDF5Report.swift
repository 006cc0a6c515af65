import Brine

/// What `show` and `dump` print of an HDF5 file.
struct HDF5Report {
  let file: HDF5File
  /// The file's path, and the path inside it.
  let path: String, inner: String

  // MARK: show

  func show(_ options: Show) throws {
    if options.facts {
      try file.writeFacts(to: Output.write)
      return try Output.write("\n")
    }
    if !options.tree, !options.json, try showPandas(options) { return }
    let target = try file.target(inner)
    if options.json { return try writeJSON(target, options) }
    try Output.write(Output.printable(header(target)) + "\n")
    switch target {
    case .object(.dataset(let dataset)) where !options.tree:
      try show(dataset, options)
    case .object(.group(let group)) where options.stats:
      try Output.write(HDF5StatsReport(statistics: HDF5Statistics(group)).text)
    case .object(let object):
      if inner.isEmpty || inner == "/" { try writePandasEntries() }
      try options.printer.print(HDF5Outline(object))
    case .attribute(let attribute):
      if let text = attribute.json {
        try Output.write(Output.printable(text, keepsLines: true) + "\n")
      } else {
        try print(target.array(), target, options)
      }
    case .elements(let array, _): try print(array, target, options)
    }
  }

  /// Shows how a dataset is stored, its attributes, and its elements: of many only those at the corners are read.
  private func show(_ dataset: Dataset, _ options: Show) throws {
    let target = HDF5Target.object(.dataset(dataset))
    let outline = HDF5Outline(.dataset(dataset), isDetailed: true)
    if options.stats {
      let array: NDArray?
      do throws(HDF5Error) { array = try target.array() } catch {
        if error.code == .tooLarge { try options.printer.print(outline) }
        throw error
      }
      return try print(array, target, options)
    }
    try options.printer.print(outline)
    guard dataset.count > ArrayTextOptions().threshold else {
      return try print(target.array(), target, options)
    }
    let corners: NDArray
    do throws(HDF5Error) { corners = try dataset.corners() } catch {
      // As NumPy's text of so many axes, which would have more than anyone reads.
      guard error.code == .tooLarge, error.structure == "corners" else { throw error }
      return try Output.write("[...]\n")
    }
    let text = corners.named(as: dataset.datatype, in: file).text(asCornersOf: dataset.shape)
    try Output.write(Output.printable(text, keepsLines: true) + "\n")
  }

  /// Shows a frame or Series of pandas, or a part of one; false where the path leads elsewhere. What pandas
  /// would not read
  /// is shown as groups and datasets.
  private func showPandas(_ options: Show) throws -> Bool {
    if let target = try? file.target(inner), !options.stats {
      guard let object = (try? target.pandasObject()) ?? nil else { return false }
      let text = ObjectTexts.text(of: object)
      try Output.write(Output.printable(header(target) + ", pandas", keepsLines: true) + "\n")
      try Output.write(Output.printable(text, keepsLines: true) + "\n")
      return true
    }
    guard let value = try file.pandasValue(inner) else { return false }
    try Output.write(Output.printable("\(name)\(inner): HDF5, pandas") + "\n")
    if options.stats, let report = FrameReport(value) {
      try Output.write(Output.printable(report.text, keepsLines: true) + "\n")
    } else if let array = value.ndarray, value.kind != .scalar {
      try print(array, nil, options)
    } else if let text = ObjectTexts.text(of: value) {
      try Output.write(Output.printable(text, keepsLines: true) + "\n")
    } else {
      try options.printer.print(PickleOutline(value))
    }
    return true
  }

  /// `pandas: /prices (frame_table), /names (series)`.
  private func writePandasEntries() throws {
    let entries = file.pandasEntries
    guard !entries.isEmpty else { return }
    let shown = entries.prefix(20).map { "\($0.key) (\($0.type))" }.joined(separator: ", ")
    let more = entries.count > 20 ? ", … \(entries.count - 20) more" : ""
    try Output.write(Output.printable("pandas: \(shown)\(more)") + "\n")
  }

  private var name: String { path == "-" ? "standard input" : path }

  private func print(_ array: NDArray?, _ target: HDF5Target?, _ options: Show) throws {
    guard let array else { return try Output.write("no elements: the dataspace is null\n") }
    if options.stats { return try Output.write(ArrayReport(array: array).text) }
    let text = (target?.datatype).map { array.named(as: $0, in: file) } ?? array
    try Output.write(Output.printable(text.text(), keepsLines: true) + "\n")
  }

  /// `model.h5/dense: HDF5, superblock 0, 1.2 MB`.
  private func header(_ target: HDF5Target) -> String {
    var parts = ["HDF5", "superblock \(file.superblock.version)", size(file.byteCount)]
    if let type = target.datatype { parts.append("\(type)") }
    return "\(name)\(inner): " + parts.joined(separator: ", ")
  }

  private func writeJSON(_ target: HDF5Target, _ options: Show) throws {
    var writer = JSONTextWriter(Output.write)
    try writer.write("{\"file\":")
    try writer.write(string: path)
    try writer.write(",\"path\":")
    try writer.write(string: inner)
    try writer.write(text: ",\"format\":\"HDF5\",\"size\":\(file.byteCount)")
    if case .object(let object) = target {
      try writer.write(",\"tree\":")
      try options.printer.write(HDF5Outline(object), to: &writer)
    }
    if let type = target.datatype {
      try writer.write(",\"type\":")
      try writer.write(string: "\(type)")
    }
    if case .object(.dataset(let dataset)) = target { try writer.write(storageOf: dataset) }
    if options.stats {
      if case .object(.group(let group)) = target {
        try writer.write(",\"stats\":")
        try HDF5StatsReport(statistics: HDF5Statistics(group)).write(to: &writer)
      } else if let array = try target.array() {
        try writer.write(",\"stats\":")
        try ArrayReport(array: array).write(to: &writer)
      }
    }
    try writer.write("}\n")
    try writer.flush()
  }

  // MARK: dump

  /// Typed JSON of what the path leads to, and how many parts of it can't be read.
  func dump(to sink: @escaping JSONTextWriter.Sink) throws -> Int {
    try file.writeTypedJSON(file.target(inner), to: sink)
  }
}

extension JSONTextWriter {
  /// `,"shape":[200,4],"dtype":"float32",…`: what `show --json` says of a dataset beside its tree.
  mutating func write(storageOf dataset: Dataset) throws {
    let isNull = dataset.dataspace.kind == .null
    let limits = dataset.maxShape.map { $0.map(String.init) ?? "null" }.joined(separator: ",")
    try write(text: ",\"shape\":" + (isNull ? "null" : Self.list(dataset.shape)))
    try write(text: ",\"maxShape\":" + (isNull ? "null" : "[\(limits)]"))
    try write(",\"dtype\":", (dataset.dtype?.name).map { "\($0)" })
    try write(",\"layout\":", (try? dataset.layout).map { "\($0)" })
    try write(text: ",\"chunks\":" + (dataset.chunks.map(Self.list) ?? "null"))
    try write(",\"filters\":[")
    for (index, filter) in dataset.filters.enumerated() {
      try write(text: index > 0 ? ",{\"id\":\(filter.id)" : "{\"id\":\(filter.id)")
      try write(",\"name\":", filter.title)
      try write(text: ",\"values\":\(Self.list(filter.values.map(Int.init)))}")
    }
    try write("],\"fillValue\":", dataset.fillText)
    try write(text: ",\"storageSize\":" + ((try? dataset.storageSize).map(String.init) ?? "null"))
  }

  private static func list(_ numbers: [Int]) -> String {
    "[" + numbers.map(String.init).joined(separator: ",") + "]"
  }

  private mutating func write(_ key: StaticString, _ text: String?) throws {
    try write(key)
    guard let text else { return try write("null") }
    try write(string: text)
  }
}

extension Attribute {
  /// The text of an attribute that is JSON, such as Keras' `model_config`, with a line for each member.
  var json: String? {
    guard shape.isEmpty, let text = try? asStrings().first, text.hasPrefix("{") || text.hasPrefix("["),
      (try? JSONDocument(text)) != nil
    else { return nil }
    var indenter = JSONIndenter(width: 2)
    var source = text
    return String(
      decoding: source.withUTF8 { indenter.indented(UnsafeRawBufferPointer($0)) }, as: UTF8.self)
  }
}
