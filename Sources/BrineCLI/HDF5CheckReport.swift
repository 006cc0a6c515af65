import Brine

/// What `check` prints about one HDF5 file.
struct HDF5CheckReport: FileReport {
  let file: String
  private let check: HDF5Check?
  /// Why the file can't be opened as it is.
  private let refusal: HDF5Error?
  private let sizes: (plain: Int, stored: Int)
  private let codecs: [String]

  var isValid: Bool { refusal == nil && check?.isValid == true }

  init(file: String, input: InputFile, hdf5: HDF5File) {
    self.file = file
    check = HDF5Check(hdf5)
    refusal = nil
    sizes = (input.source.count, input.storedSize)
    codecs = input.codecs
  }

  /// A file that can't be opened; what is there of one whose end is missing is looked at nevertheless.
  init(file: String, refusal: HDF5Error) {
    (self.file, self.refusal, codecs) = (file, refusal, [])
    var options = HDF5File.Options()
    options.allowsTruncation = true
    let source = try? MemorySource(contentsOf: file)
    sizes = (source?.count ?? 0, source?.count ?? 0)
    let opened = source.flatMap { try? HDF5File($0, path: file, options: options) }
    check = refusal.code == .truncated ? opened.map { HDF5Check($0) } : nil
  }

  private var problems: [HDF5Check.Problem] { check?.problems ?? [] }

  // MARK: Text

  func text(quiet: Bool) -> String {
    var lines: [String] = []
    if !quiet, let check { lines.append("  " + counts(check)) }
    if let refusal, check == nil { lines.append(text("error", refusal)) }
    lines += problems.map { text($0.severity.rawValue, $0.error) }
    if quiet, lines.isEmpty { return "" }
    var parts = [isValid ? "valid" : Output.colour("invalid", .warning), "HDF5", size(sizes.plain)]
    if !codecs.isEmpty { parts.append("\(size(sizes.stored)) as \(codecs.joined(separator: " in "))") }
    let name = Output.printable(file == "-" ? "standard input" : file)
    return (["\(name): \(parts.joined(separator: ", "))"] + lines).joined(separator: "\n") + "\n"
  }

  /// `2 of 3 objects, 4 attributes and 12 of 20 chunks can be read; 17 structures`.
  private func counts(_ check: HDF5Check) -> String {
    let parts = [
      counted(check.objects, "object"), counted(check.attributes, "attribute"),
      counted(check.chunks, "chunk"),
    ].compactMap(\.self)
    let structures = check.structures.values.reduce(0, +)
    return parts.joined(separator: ", ") + " can be read; \(structures) structures with "
      + size(check.coveredBytes)
  }

  private func counted(_ count: HDF5Check.Count, _ name: String) -> String? {
    guard count.total > 0 else { return nil }
    let number =
      count.readable == count.total ? "\(count.total)" : "\(count.readable) of \(count.total)"
    return "\(number) \(name)\(count.total == 1 ? "" : "s")"
  }

  private func text(_ severity: String, _ error: HDF5Error) -> String {
    var place = ""
    if let offset = error.context.offset { place = " at byte \(offset)" }
    if let path = error.context.path { place += " in \(path)" }
    let text = error.structure.map { "\($0): \(error.detail)" } ?? error.detail
    return "  \(Output.colour(severity, .warning))\(Output.printable(place)): \(Output.printable(text))"
  }

  // MARK: JSON

  func write(to writer: inout JSONTextWriter) throws {
    try writer.write("{\"file\":")
    try writer.write(string: file)
    try writer.write(text: ",\"format\":\"HDF5\",\"valid\":\(isValid),\"size\":\(sizes.plain),")
    try writer.write(text: "\"storedSize\":\(sizes.stored),\"codecs\":[")
    try writer.write(text: codecs.map { "\"\($0)\"" }.joined(separator: ",") + "]")
    if let check {
      try write("objects", check.objects, to: &writer)
      try write("attributes", check.attributes, to: &writer)
      try write("chunks", check.chunks, to: &writer)
      let structures = check.structures.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
      try writer.write(text: ",\"structures\":{\(structures.joined(separator: ","))}")
    }
    try writer.write(",\"findings\":[")
    let refused = check == nil ? refusal.map { [("error", $0)] } ?? [] : []
    let all = refused + problems.map { ($0.severity.rawValue, $0.error) }
    for (index, (severity, error)) in all.enumerated() {
      if index > 0 { try writer.write(",") }
      try write(severity, error, to: &writer)
    }
    try writer.write("]}")
  }

  private func write(_ name: String, _ count: HDF5Check.Count, to writer: inout JSONTextWriter) throws {
    try writer.write(text: ",\"\(name)\":{\"readable\":\(count.readable),\"total\":\(count.total)}")
  }

  private func write(_ severity: String, _ error: HDF5Error, to writer: inout JSONTextWriter) throws {
    try writer.write(text: "{\"severity\":\"\(severity)\",\"code\":\"\(error.code.rawValue)\"")
    if let offset = error.context.offset { try writer.write(text: ",\"offset\":\(offset)") }
    for (name, value) in [("structure", error.structure), ("path", error.context.path)] {
      guard let value else { continue }
      try writer.write(text: ",\"\(name)\":")
      try writer.write(string: value)
    }
    try writer.write(",\"message\":")
    try writer.write(string: error.detail)
    try writer.write("}")
  }
}
