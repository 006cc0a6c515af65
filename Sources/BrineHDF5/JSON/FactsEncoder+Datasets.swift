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
    try fields.add("dtype", to: &writer)
    try writer.write(descr: dataset.datatype.isPlain ? dataset.datatype.memoryDType?.descr : nil)
    let layout: Dataset.Layout
    do throws(HDF5Error) { layout = try dataset.layout } catch {
      return try fields.add("error", string: error.description, to: &writer)
    }
    let name = layout == .external ? Dataset.Layout.contiguous : layout
    try fields.add("layout", string: "\(name)", to: &writer)
    try fields.add("chunks", to: &writer)
    if let chunks = dataset.chunks { try writer.write(shape: chunks) } else { try writer.write("null") }
    try fields.add("filters", to: &writer)
    try write(dataset.filters)
    try fields.add("fill", to: &writer)
    try writeFill(dataset)
    if layout != .virtual { try fields.add("storageSize", try? dataset.storageSize, to: &writer) }
    if case .chunked = layout { try writeChunks(dataset, &fields) }
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
      if let name = filter.name { try fields.add("name", string: name, to: &writer) }
      try writer.write("}")
    }
    try writer.write("]")
  }

  private mutating func writeFill(_ dataset: Dataset) throws {
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
      case .byLayout: "default"
      case .early: "early"
      case .late: "late"
      case .incremental: "incremental"
      }
    try fields.add("allocation", string: allocation, to: &writer)
    try writer.write("}")
  }

  /// How many chunks there are, and where the first of them.
  private mutating func writeChunks(_ dataset: Dataset, _ fields: inout JSONFields) throws {
    guard let chunks = try? dataset.storedChunks() else { return }
    try fields.add("storedChunks", chunks.count, to: &writer)
    try fields.add("chunkTable", to: &writer)
    try writer.write("[")
    for (index, chunk) in chunks.prefix(2000).enumerated() {
      if index > 0 { try writer.write(",") }
      try writer.write("[")
      try writer.write(shape: chunk.origin)
      try writer.write(
        text: ",\(chunk.filterMask),\(chunk.byteOffset - file.superblock.offset),\(chunk.storedSize)]")
    }
    try writer.write("]")
  }
}
