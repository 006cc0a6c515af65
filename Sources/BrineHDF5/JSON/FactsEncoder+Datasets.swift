import BrineCore
import BrineJSON

/// Datasets.
extension FactsEncoder {
  mutating func write(_ dataset: Dataset, _ fields: inout JSONFields) throws {
    let isNull = dataset.dataspace.kind == .null
    try fields.add("shape", to: &writer)
    if isNull { try writer.write("null") } else { try writer.write(shape: dataset.shape) }
    try fields.add("maxShape", to: &writer)
    let limits = dataset.maxShape.map { $0.map(String.init) ?? "null" }
    try writer.write(text: isNull ? "null" : "[" + limits.joined(separator: ",") + "]")
    try fields.add("type", type: dataset.datatype, to: &writer)
    try fields.add("committed", committed: dataset.committedTypeAddress, paths, to: &writer)
    try fields.add("dtype", to: &writer)
    try writer.write(
      descr: dataset.datatype.isPlain ? dataset.datatype.innermost.memoryDType?.packed.descr : nil)
    let layout: Dataset.Layout
    do throws(HDF5Error) { layout = try dataset.layout } catch {
      return try fields.add("error", string: error.description, to: &writer)
    }
    try fields.add("layout", string: "\(layout == .external ? .contiguous : layout)", to: &writer)
    try fields.add("chunks", to: &writer)
    if let chunks = dataset.chunks { try writer.write(shape: chunks) } else { try writer.write("null") }
    try fields.add("filters", to: &writer)
    try write(dataset.filters)
    try fields.add("fill", to: &writer)
    try writeFill(dataset, layout == .external ? .contiguous : layout)
    if layout != .virtual { try fields.add("storageSize", try? dataset.storageSize, to: &writer) }
    if case .chunked = layout { try writeChunks(dataset, &fields) }
    try write(dataset.externalFiles, &fields)
    if layout == .virtual { try write(dataset.virtualMappings, &fields) }
  }

  private mutating func write(_ filters: [Filter]) throws {
    try writer.write("[")
    for (index, filter) in filters.enumerated() {
      if index > 0 { try writer.write(",") }
      var fields = try JSONFields(&writer)
      try fields.add("id", filter.id, to: &writer)
      try fields.add("flags", filter.isOptional ? 1 : 0, to: &writer)
      try fields.add("values", to: &writer)
      try writer.write(shape: filter.values.map(Int.init))
      // Version 2 of the message leaves out the names of HDF5's own.
      try fields.add("name", string: filter.name ?? FilterID.name(filter.id) ?? "", to: &writer)
      try writer.write("}")
    }
    try writer.write("]")
  }

  private mutating func writeFill(_ dataset: Dataset, _ layout: Dataset.Layout) throws {
    let fill = dataset.fill
    var fields = try JSONFields(&writer)
    let status =
      switch fill.value {
      case .undefined: "undefined"
      case .zeros: "default"
      case .bytes: "user"
      }
    let time =
      switch fill.writeTime {
      case .onAllocation: "allocation"
      case .never: "never"
      case .ifSet: "ifset"
      }
    try fields.add("status", string: status, to: &writer)
    try fields.add("time", string: time, to: &writer)
    let allocation =
      switch fill.allocationTime {
      case .byLayout: layout == .compact ? "early" : layout == .contiguous ? "late" : "incremental"
      case .early: "early"
      case .late: "late"
      case .incremental: "incremental"
      }
    try fields.add("allocation", string: allocation, to: &writer)
    if case .bytes = fill.value, let value = try? dataset.fillValue {
      try fields.add("value", to: &writer)
      try write(value, dataset.datatype)
    }
    try writer.write("}")
  }

  /// Writes elements as the typed JSON of the file has them.
  private mutating func write(_ array: NDArray, _ type: Datatype) throws {
    var encoder = HDF5JSONEncoder(file, writer, paths)
    try encoder.write(array, type)
    writer = encoder.writer
  }

  private mutating func write(_ files: [ExternalFile], _ fields: inout JSONFields) throws {
    guard !files.isEmpty else { return }
    try fields.add("external", to: &writer)
    try writer.write("[")
    for (index, file) in files.enumerated() {
      if index > 0 { try writer.write(",") }
      var fields = try JSONFields(&writer)
      try fields.add("file", string: file.name, to: &writer)
      try fields.add("offset", file.offset, to: &writer)
      try fields.add("size", to: &writer)
      try writer.write(text: file.size.map(String.init) ?? "null")
      try writer.write("}")
    }
    try writer.write("]")
  }

  private mutating func write(_ mappings: [VirtualMapping], _ fields: inout JSONFields) throws {
    try fields.add("virtual", to: &writer)
    try writer.write("[")
    for (index, mapping) in mappings.enumerated() {
      if index > 0 { try writer.write(",") }
      var fields = try JSONFields(&writer)
      try fields.add("file", string: mapping.fileName, to: &writer)
      try fields.add("dataset", string: mapping.datasetName, to: &writer)
      try fields.add("source", to: &writer)
      try write(mapping.source)
      try fields.add("target", to: &writer)
      try write(mapping.virtual)
      try writer.write("}")
    }
    try writer.write("]")
  }

  /// A selection of a mapping, which may go on for ever.
  private mutating func write(_ selection: DataspaceSelection) throws {
    guard case .regular(let axes) = selection.kind else { return try writer.write(selection: selection) }
    try writer.write(axes: axes)
  }

  /// How many chunks there are, and where the first of them.
  private mutating func writeChunks(_ dataset: Dataset, _ fields: inout JSONFields) throws {
    guard let chunks = try? dataset.storedChunks() else { return }
    try fields.add("storedChunks", chunks.count + (chunks.table?.outside.count ?? 0), to: &writer)
    try fields.add("chunkTable", to: &writer)
    try writer.write("[")
    for (index, chunk) in chunks.prefix(2000).enumerated() {
      if index > 0 { try writer.write(",") }
      try writer.write("[")
      try writer.write(shape: chunk.origin)
      try writer.write(
        text: ",\(chunk.filterMask),\(chunk.byteOffset),\(chunk.storedSize)]")
    }
    try writer.write("]")
  }
}
