import BrineCore
import BrineFrames
public import BrineHDF5
import BrineJSON
import BrineNumPy
import BrinePickle

/// A part of an HDF5 file, or all of it, to be written in another format.
public struct HDF5Conversion {
  private let file: HDF5File
  private let target: HDF5Target
  private let path: String
  /// What has no form in the format that was asked for, and why: only groups leave anything out.
  public private(set) var leftOut: [String] = []
  /// Whether something was left out because it is damaged.
  public private(set) var isDamaged = false

  /// What a path leads to: see `HDF5File.target`.
  ///
  /// - Throws: `HDF5Error`.
  public init(_ file: HDF5File, path: String) throws(HDF5Error) {
    self.file = file
    self.path = path
    target = try file.target(path)
  }

  /// Writes it to a file: of groups the datasets, by path in an archive of arrays, as nested dicts in a pickle, and all that
  /// `brine dump` prints in JSON.
  ///
  /// - Throws: `ConversionError` for what can't be written so, what is wrong with the HDF5 file, `FileWriteError`.
  public mutating func write(
    to path: String, as format: Conversion.Format, options: Conversion.Options = .init()
  ) throws {
    switch format {
    case .typedJSON:
      var unreadable = 0
      try Conversion.write(to: path, options) { unreadable = try writeJSON(options.indent, $0) }
      isDamaged = unreadable > 0
      if isDamaged { leftOut.append("\(unreadable) parts that can't be read; the JSON says why") }
    case .npz: try writeArchive(to: path, options)
    case .csv: try writeCSV(to: path, options)
    case .npy:
      let arrays = try elements().arrays(name) { throw $0 }
      guard let array = arrays.first?.array, arrays.count == 1 else {
        throw ConversionError("\(name): a compound with text has no form as one array; .npz has its members")
      }
      try Conversion([PickleValue(array)]).write(to: path, as: format, options: options)
    case .pickle, .joblib:
      try Conversion([pickle().root]).write(to: path, as: format, options: options)
    }
  }

  private var name: String { path.hasPrefix("/") ? String(path.dropFirst()) : path }

  private func elements() throws -> HDF5Content {
    guard let type = target.datatype else {
      throw ConversionError(
        "\(path.isEmpty ? "/" : path) is a group: only .npz, .json and pickles hold many arrays")
    }
    if case .object(.datatype) = target { throw ConversionError("\(path) is a datatype without elements") }
    return try HDF5Content(try target.array(), of: type, path: name)
  }

  // MARK: JSON

  /// - Returns: How many parts can't be read.
  private func writeJSON(
    _ indent: Int?, _ sink: @escaping (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Int {
    var indenter = indent.map { JSONIndenter(width: $0) }
    let unreadable = try file.writeTypedJSON(target) { block in
      guard let spaced = indenter?.indented(block) else { return try sink(block) }
      try spaced.withUnsafeBytes(sink)
    }
    try Array("\n".utf8).withUnsafeBytes(sink)
    return unreadable
  }

  // MARK: CSV

  private func writeCSV(to path: String, _ options: Conversion.Options) throws {
    guard let array = try target.array(), target.datatype?.hasReferences == false else {
      _ = try elements()
      throw ConversionError("\(name): its dataspace is null, so that there are no elements")
    }
    guard array.dtype.hasObjects else {
      return try Conversion([PickleValue(array)]).write(to: path, as: .csv, options: options)
    }
    var table = CSVWriteOptions()
    table.separator = options.separator
    try Conversion.write(to: path, options) { sink in
      try ArrayTable(array: array, mask: nil).write(table, to: sink)
    }
  }

  // MARK: Archives

  private mutating func writeArchive(to path: String, _ options: Conversion.Options) throws {
    if let name = options.compressor, name != "zlib", name != "deflate" {
      throw ConversionError("a npz file is compressed by zlib, which is deflate, and not by \(name)")
    }
    let output = path == "-" ? AtomicFile.standardOutput() : try AtomicFile(path: path)
    let level = options.compressor == nil ? nil : options.level ?? 6
    let writer = NPZWriter(level: level) { try output.write($0) }
    var (count, refused) = (0, [String]())
    try forEachDataset { name, content in
      for (name, array) in try content.arrays(name, refused: { refused.append($0.description) }) {
        guard array.dtype.descr != nil else {
          refused.append("\(name): its members overlap, or are not in the order of their offsets")
          continue
        }
        try writer.add(Self.memberName(name), array)
        count += 1
      }
    }
    leftOut += refused
    guard count > 0 else { throw nothing }
    try writer.finish()
    try output.commit()
  }

  /// A path as a name in an archive, which must not lead out of a folder when it is unpacked.
  private static func memberName(_ path: String) -> String {
    path.split(separator: "/").map { $0 == ".." || $0 == "." ? "_" : String($0) }.joined(separator: "/")
  }

  private var nothing: ConversionError {
    ConversionError(
      (["there is no dataset that could be written"] + leftOut.prefix(3)).joined(separator: "; "))
  }

  /// Each dataset once, under the first of its paths. What `body` refuses is left out, unless it is all there is.
  private mutating func forEachDataset(_ body: (String, HDF5Content) throws -> Void) throws {
    guard case .object(.group(let group)) = target else {
      let content = try elements()
      return try body(name.isEmpty ? "arr_0" : name, content)
    }
    for element in group.walk() {
      do {
        guard let dataset = try element.object.get().dataset else { continue }
        let array = dataset.dataspace.kind == .null ? nil : try dataset.read()
        try body(element.path, HDF5Content(array, of: dataset.datatype, path: element.path))
      } catch {
        guard error is ConversionError || error is HDF5Error else { throw error }
        isDamaged = isDamaged || error is HDF5Error
        leftOut.append("\(error)")
      }
    }
    if let links = LeftOutLinks(group).text { leftOut.append(links) }
  }

  // MARK: Pickles

  private mutating func pickle() throws -> Pickle {
    if let object = try target.pandasObject() { return try object.pickle() }
    guard case .object(.group) = target else { return try Pickle(elements().tree(name)) }
    var root = Branch()
    try forEachDataset { path, content in
      let parts = path.split(separator: "/").map(String.init)
      guard parts.count <= 200 else { throw ConversionError("\(path.prefix(80))…: too many groups deep") }
      try root.set(parts[...], try content.tree(path))
    }
    guard !root.isEmpty else { throw nothing }
    return try Pickle(root.tree)
  }

  /// A dict that is being put together, in the order in which things come.
  private struct Branch {
    private var keys: [String] = []
    private var branches: [String: Branch] = [:]
    private var leaves: [String: PickleTree] = [:]

    var isEmpty: Bool { keys.isEmpty }

    mutating func set(_ path: ArraySlice<String>, _ leaf: PickleTree) throws {
      guard let first = path.first else { return }
      if branches[first] == nil, leaves[first] == nil { keys.append(first) }
      if path.count == 1 {
        leaves[first] = leaf
      } else {
        try branches[first, default: Branch()].set(path.dropFirst(), leaf)
      }
    }

    var tree: PickleTree {
      .dict(keys.map { (.string($0), branches[$0]?.tree ?? leaves[$0] ?? .none) })
    }
  }
}

extension HDF5File {
  /// Writes typed JSON of what a path leads to.
  ///
  /// - Returns: How many parts can't be read, and have an error in their place.
  /// - Throws: As `writeTypedJSON(to:)`.
  @discardableResult
  public func writeTypedJSON(
    _ target: HDF5Target, to sink: @escaping (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Int {
    switch target {
    case .object(.group(let group)) where group.path == "/": return try writeTypedJSON(to: sink)
    case .object(let object): return try writeTypedJSON(object, to: sink)
    case .attribute(let attribute):
      guard let array = try attribute.read() else {
        try Array("null".utf8).withUnsafeBytes(sink)
        return 0
      }
      return try writeTypedJSON(array, of: attribute.datatype, to: sink)
    case .elements(let array, let type): return try writeTypedJSON(array, of: type, to: sink)
    }
  }
}
