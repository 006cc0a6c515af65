import BrineCore
import BrineJSON

/// Writes objects as typed JSON: see `Documentation/hdf5-json.md`.
///
/// Groups are entered with a stack, since a file may nest them as deep as it likes.
struct HDF5JSONEncoder {
  var writer: JSONTextWriter
  /// How many parts could not be read, and have an error in their place.
  private(set) var unreadable = 0
  let file: HDF5File
  /// The number of the first path of each object that was met, by its address.
  private var seen: [Int: Int] = [:]
  private var table = PathTable()
  private var steps: [Step] = []
  /// Where references lead.
  let paths: FirstPaths

  /// What is still to be written.
  private enum Step {
    case members([LinkRecord], next: Int, path: Int, areKeys: Bool)
    case text(StaticString)
    case problems([HDF5Error])
  }

  init(_ file: HDF5File, to sink: @escaping JSONTextWriter.Sink) {
    self.init(file, JSONTextWriter(sink), FirstPaths(file))
  }

  init(_ file: HDF5File, _ writer: JSONTextWriter, _ paths: FirstPaths) {
    self.file = file
    self.writer = writer
    self.paths = paths
  }

  /// Writes a whole file.
  mutating func encodeFile() throws {
    try writer.write("{\"$file\":{\"format\":\"hdf5\",\"attributes\":")
    try write(attributesOf: .group(file.root))
    seen[file.root.objectAddress] = 0
    try begin(membersOf: file.root, path: 0)
    try run()
    try writer.flush()
  }

  /// Writes one object and what is in it.
  mutating func encode(_ object: HDF5Object) throws {
    if object.objectAddress == file.root.objectAddress { return try encodeFile() }
    table = PathTable(root: object.path)
    seen[object.objectAddress] = 0
    try write(object, path: 0)
    try run()
    try writer.flush()
  }

  private mutating func run() throws {
    while let step = steps.popLast() {
      switch step {
      case .text(let text): try writer.write(text)
      case .problems(let problems): try write(problems)
      case .members(let links, let next, let path, let areKeys):
        guard next < links.count else {
          try writer.write(areKeys ? "}" : "]}")
          continue
        }
        steps.append(.members(links, next: next + 1, path: path, areKeys: areKeys))
        try write(links[next], at: next, path: path, areKeys: areKeys)
      }
    }
  }

  // MARK: Objects

  private mutating func write(_ object: HDF5Object, path: Int) throws {
    switch object {
    case .group(let group):
      try writer.write("{\"$group\":{\"attributes\":")
      try write(attributesOf: object)
      try begin(membersOf: group, path: path)
    case .dataset(let dataset): try write(dataset)
    case .datatype(let committed):
      try writer.write("{\"$datatype\":{\"type\":")
      try writer.write(type: committed.datatype)
      try writer.write(",\"attributes\":")
      try write(attributesOf: object)
      try writer.write("}}")
    }
  }

  /// The rest of a group, whose attributes are written.
  private mutating func begin(membersOf group: Group, path: Int) throws {
    try writer.write(",\"members\":")
    let listing = group.listing(.name)
    steps.append(.text("}}"))
    if listing.links.isEmpty, let problem = listing.problems.first {
      return try write(problem)
    }
    if !listing.problems.isEmpty { steps.append(.problems(listing.problems)) }
    let areKeys = listing.links.allSatisfy { HDF5Name.isKey($0.name.bytes) }
    try writer.write(areKeys ? "{" : "{\"$dict\":[")
    steps.append(.members(listing.links, next: 0, path: path, areKeys: areKeys))
  }

  /// A link's name, and what it leads to.
  private mutating func write(_ link: LinkRecord, at index: Int, path: Int, areKeys: Bool) throws {
    if index > 0 { try writer.write(",") }
    if !areKeys { try writer.write("[") }
    try writer.write(name: link.name.bytes)
    try writer.write(areKeys ? ":" : ",")
    // Whatever comes is written before what closes the pair.
    if !areKeys { steps.append(.text("]")) }
    switch link.target {
    case .hard(let address): try write(hardLinkTo: address, link.name, in: path)
    case .soft(let target):
      try writer.write("{\"$link\":")
      try writer.write(name: target.bytes)
      try writer.write("}")
    case .userDefined(let kind, let data):
      if kind == 64, let external = ExternalTarget(data) {
        try writer.write("{\"$link\":")
        try external.path.withUnsafeBytes { try writer.write(name: $0) }
        try writer.write(",\"file\":")
        try external.file.withUnsafeBytes { try writer.write(name: $0) }
        try writer.write("}")
      } else {
        try writer.write(text: "{\"$link\":null,\"class\":\(kind)}")
      }
    }
  }

  private mutating func write(hardLinkTo address: Int, _ name: NameSlice, in group: Int) throws {
    if let first = seen[address] {
      try writer.write("{\"$ref\":")
      try table.bytes(of: first).withUnsafeBytes { try writer.write(name: $0) }
      return try writer.write("}")
    }
    let path = table.add(name, to: group)
    seen[address] = path
    let object: HDF5Object
    do throws(HDF5Error) {
      object = try file.object(at: address, path: table.text(of: path))
    } catch {
      return try write(error)
    }
    try write(object, path: path)
  }

  // MARK: Problems

  mutating func write(_ error: HDF5Error) throws {
    unreadable += 1
    try writer.write("{\"$error\":")
    try writer.write(string: error.description)
    try writer.write("}")
  }

  /// What keeps further links from being read, beside those that are.
  private mutating func write(_ problems: [HDF5Error]) throws {
    unreadable += problems.count
    try writer.write(",\"problems\":[")
    for (index, problem) in problems.enumerated() {
      if index > 0 { try writer.write(",") }
      try writer.write(string: problem.description)
    }
    try writer.write("]")
  }

  // MARK: Attributes

  mutating func write(attributesOf object: HDF5Object) throws {
    let (messages, problems) = object.attributeMessages
    if messages.isEmpty, let problem = problems.first { return try write(problem) }
    let areKeys = messages.allSatisfy { HDF5Name.isKey($0.name.bytes) }
    try writer.write(areKeys ? "{" : "{\"$dict\":[")
    for (index, message) in messages.enumerated() {
      if index > 0 { try writer.write(",") }
      if !areKeys { try writer.write("[") }
      try writer.write(name: message.name.bytes)
      try writer.write(areKeys ? ":" : ",")
      let attribute: Result<Attribute, HDF5Error>
      do throws(HDF5Error) {
        attribute = .success(try Attribute(message, file: object.file, path: object.path))
      } catch { attribute = .failure(error) }
      switch attribute {
      case .success(let attribute): try write(attribute)
      case .failure(let error): try write(error)
      }
      if !areKeys { try writer.write("]") }
    }
    try writer.write(areKeys ? "}" : "]}")
  }

  private mutating func write(_ attribute: Attribute) throws {
    let array: NDArray?
    do throws(HDF5Error) { array = try attribute.read() } catch { return try write(error) }
    guard let array else { return try writeNull(attribute.datatype) }
    try write(array, attribute.datatype)
  }

  /// No elements, of a type.
  private mutating func writeNull(_ type: Datatype) throws {
    try writer.write("{\"$ndarray\":{")
    if type.isPlain {
      try writer.write("\"dtype\":")
      try writer.write(descr: type.memoryDType?.packed.descr)
      try writer.write(",")
    }
    try writer.write("\"shape\":null}}")
  }

  // MARK: Datasets

  private mutating func write(_ dataset: Dataset) throws {
    try writer.write("{\"$dataset\":{\"shape\":")
    if dataset.dataspace.kind == .null {
      try writer.write("null")
    } else {
      try writer.write(shape: dataset.shape)
    }
    try writer.write(",\"attributes\":")
    try write(attributesOf: .dataset(dataset))
    if dataset.dataspace.kind != .null { try writeData(dataset) }
    try writer.write("}}")
  }

  private mutating func writeData(_ dataset: Dataset) throws {
    let array: NDArray
    do throws(HDF5Error) { array = try dataset.read() } catch {
      unreadable += 1
      try writer.write(",\"error\":")
      return try writer.write(string: error.description)
    }
    try writer.write(",\"data\":")
    try write(array, dataset.datatype)
  }
}

extension HDF5Object {
  /// The messages of the attributes in the order of their names' bytes, and what is wrong with others.
  var attributeMessages: (messages: [AttributeMessage], problems: [HDF5Error]) {
    let index = state.attributes(in: file.storage)
    var (messages, problems) = index.list(in: file.storage)
    messages.sort { $0.name.compare($1.name.bytes) < 0 }
    return (messages, problems)
  }

  /// The file that has the object.
  var file: HDF5File {
    switch self {
    case .group(let group): group.file
    case .dataset(let dataset): dataset.file
    case .datatype(let datatype): datatype.file
    }
  }

  /// What is known of the object.
  var state: ObjectState {
    switch self {
    case .group(let group): group.state
    case .dataset(let dataset): dataset.state
    case .datatype(let datatype): datatype.state
    }
  }
}

extension HDF5Name {
  /// Whether a name can be a key of a JSON object as it is: it is UTF-8, and does not begin as tags do.
  static func isKey(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.first != UInt8(ascii: "$") && String(validating: bytes, as: UTF8.self) != nil
  }
}

extension JSONTextWriter {
  /// Writes a name or a path: a string, or its bytes where it is not UTF-8.
  mutating func write(name bytes: UnsafeRawBufferPointer) throws {
    if String(validating: bytes, as: UTF8.self) != nil { return try write(string: bytes) }
    try write("{\"$bytes\":")
    try write(base64: bytes)
    try write("}")
  }
}
