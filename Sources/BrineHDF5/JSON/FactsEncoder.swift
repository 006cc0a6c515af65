import BrineCore
import BrineJSON

/// Writes how a file holds what it holds: see "The facts" in `Documentation/hdf5-json.md`.
struct FactsEncoder {
  var writer: JSONTextWriter
  let file: HDF5File
  let paths: FirstPaths

  init(_ file: HDF5File, to sink: @escaping JSONTextWriter.Sink) {
    self.file = file
    writer = JSONTextWriter(sink)
    paths = FirstPaths(file)
  }

  mutating func encode() throws {
    try writer.write("{\"format\":\"hdf5\",\"superblock\":")
    try writeSuperblock()
    try writer.write(",\"objects\":[")
    try write(.group(file.root), path: Array("/".utf8))
    for element in file.root.walk() {
      guard case .success(let object) = element.object else { continue }
      try writer.write(",")
      try write(object, path: paths.path(of: object.objectAddress) ?? Array(object.path.utf8))
    }
    try writer.write("]}")
    try writer.flush()
  }

  private mutating func writeSuperblock() throws {
    let superblock = file.superblock
    var fields = try JSONFields(&writer)
    try fields.add("version", superblock.version, to: &writer)
    try fields.add("userBlock", superblock.offset, to: &writer)
    try fields.add("offsetSize", superblock.offsetSize, to: &writer)
    try fields.add("lengthSize", superblock.lengthSize, to: &writer)
    try fields.add("groupInternalK", file.bTreeK.groups, to: &writer)
    try fields.add("groupLeafK", file.bTreeK.groupLeaves, to: &writer)
    try fields.add("chunkK", file.bTreeK.chunks, to: &writer)
    let space = file.fileSpace
    try fields.add("strategy", string: (space?.strategy ?? .aggregates).text, to: &writer)
    try fields.add("persist", space?.isPersistent ?? false, to: &writer)
    try fields.add("threshold", space?.threshold ?? 1, to: &writer)
    try fields.add("pageSize", space?.pageSize ?? 4096, to: &writer)
    try fields.add("sharedIndexes", to: &writer)
    try writeSharedIndexes()
    try writer.write("}")
  }

  private mutating func writeSharedIndexes() throws {
    try writer.write("[")
    let indexes = (try? file.storage.sharedMessages.indexes(file.storage)) ?? []
    for (number, index) in indexes.enumerated() {
      try writer.write(
        text: "\(number > 0 ? "," : ""){\"types\":\(index.types),\"least\":\(index.leastSize)}")
    }
    try writer.write("]")
  }

  // MARK: Objects

  private mutating func write(_ object: HDF5Object, path: [UInt8]) throws {
    var fields = try JSONFields(&writer)
    try fields.add("path", to: &writer)
    try path.withUnsafeBytes { try writer.write(name: $0) }
    let header = object.state.header
    try fields.add("kind", string: object.kindText, to: &writer)
    try fields.add("links", header.linkCount(in: file.storage), to: &writer)
    try fields.add("attributes", to: &writer)
    try writeAttributes(of: object)
    if object.datatype == nil {
      try fields.add("attributeOrder", string: attributeOrder(header), to: &writer)
    }
    if let comment = header.comment(in: file.storage) {
      try fields.add("comment", to: &writer)
      try comment.bytes.withUnsafeBytes { try writer.write(name: $0) }
    }
    try fields.add("modified", header.modificationTime(in: file.storage), to: &writer)
    switch object {
    case .group(let group): try write(group, &fields)
    case .dataset(let dataset): try write(dataset, &fields)
    case .datatype(let committed): try fields.add("type", type: committed.datatype, to: &writer)
    }
    try writer.write("}")
  }

  private func attributeOrder(_ header: ObjectHeader) -> String {
    guard header.tracksAttributeOrder else { return "none" }
    return header.flags & 0x08 != 0 ? "indexed" : "tracked"
  }

  private mutating func writeAttributes(of object: HDF5Object) throws {
    try writer.write("[")
    var isFirst = true
    for message in object.attributeMessages.messages {
      guard let attribute = try? Attribute(message, file: file, path: object.path) else { continue }
      if !isFirst { try writer.write(",") }
      isFirst = false
      var fields = try JSONFields(&writer)
      try fields.add("name", to: &writer)
      try writer.write(name: message.name.bytes)
      try fields.add("type", type: attribute.datatype, to: &writer)
      try fields.add("shape", to: &writer)
      if attribute.dataspace.kind == .null {
        try writer.write("null")
      } else {
        try writer.write(shape: attribute.shape)
      }
      try fields.add("committed", committed: try? message.committedTypeAddress(), paths, to: &writer)
      try fields.add("set", string: message.characterSet.text, to: &writer)
      try fields.add("creationOrder", message.creationOrder, to: &writer)
      try writer.write("}")
    }
    try writer.write("]")
  }

  // MARK: Groups

  private mutating func write(_ group: Group, _ fields: inout JSONFields) throws {
    let header = group.state.header
    var (storage, order) = ("compact", "none")
    if header.has(.symbolTable) {
      storage = "symbol table"
    } else if let message = header.first(.linkInfo), let reader = try? message.reader(in: file.storage),
      let info = try? DenseStorage(links: reader)
    {
      if info.heapAddress != nil { storage = "dense" }
      if info.tracksCreationOrder { order = info.indexesCreationOrder ? "indexed" : "tracked" }
    }
    try fields.add("storage", string: storage, to: &writer)
    try fields.add("linkOrder", string: order, to: &writer)
    try fields.add("members", to: &writer)
    try writer.write("[")
    for (index, link) in group.listing(.name).links.enumerated() {
      if index > 0 { try writer.write(",") }
      try write(link)
    }
    try writer.write("]")
  }

  private mutating func write(_ link: LinkRecord) throws {
    var fields = try JSONFields(&writer)
    try fields.add("name", to: &writer)
    try writer.write(name: link.name.bytes)
    switch link.target {
    case .hard: try fields.add("kind", string: "hard", to: &writer)
    case .soft(let target):
      try fields.add("kind", string: "soft", to: &writer)
      try fields.add("target", to: &writer)
      try writer.write(name: target.bytes)
    case .userDefined(let kind, let data):
      if kind == 64, let external = ExternalTarget(data) {
        try fields.add("kind", string: "external", to: &writer)
        try fields.add("target", to: &writer)
        try external.path.withUnsafeBytes { try writer.write(name: $0) }
        try fields.add("file", to: &writer)
        try external.file.withUnsafeBytes { try writer.write(name: $0) }
      } else {
        try fields.add("kind", string: "user-defined", to: &writer)
        try writer.write(text: ",\"target\":null,\"class\":\(kind),\"value\":")
        try writer.write(base64: data.bytes)
      }
    }
    try fields.add("set", string: link.characterSet.text, to: &writer)
    try fields.add("creationOrder", link.creationOrder, to: &writer)
    try writer.write("}")
  }
}

extension FileSpaceInfo.Strategy {
  fileprivate var text: String {
    switch self {
    case .aggregates: "fsm aggregation"
    case .pages: "page"
    case .aggregatorsOnly: "aggregation"
    case .none: "none"
    }
  }
}

extension HDF5Object {
  fileprivate var kindText: String {
    switch self {
    case .group: "group"
    case .dataset: "dataset"
    case .datatype: "datatype"
    }
  }
}

extension ObjectHeader {
  /// How many hard links lead to the object. Headers of version 2 only say so when it is not one.
  fileprivate func linkCount(in storage: FileStorage) -> Int {
    if let referenceCount { return referenceCount }
    guard let message = first(.referenceCount), let reader = try? message.reader(in: storage) else {
      return 1
    }
    return (try? ObjectFacts.referenceCount(reader)) ?? 1
  }

  /// What somebody remarked about the object.
  fileprivate func comment(in storage: FileStorage) -> HDF5Name? {
    guard let message = first(.comment), let reader = try? message.reader(in: storage) else { return nil }
    return try? ObjectFacts.comment(reader)
  }

  /// When the object was changed, in seconds since 1970.
  fileprivate func modificationTime(in storage: FileStorage) -> Int? {
    if let times { return Int(times.change) }
    if let message = first(.modificationTime), let reader = try? message.reader(in: storage) {
      return try? ObjectFacts.modificationTime(reader)
    }
    guard let message = first(.oldModificationTime), let reader = try? message.reader(in: storage) else {
      return nil
    }
    return try? ObjectFacts.oldModificationTime(reader)
  }
}
