import BrineCore

/// One entry of a virtual dataset: which elements of it are which of another dataset.
public struct VirtualMapping: Sendable, Hashable {
  /// The file that has the other dataset, `.` for this one; may have `%b` for the number of a block.
  public let fileName: String
  /// The other dataset's path; may have `%b`.
  public let datasetName: String
  /// What is taken of the other dataset.
  public let source: DataspaceSelection
  /// Where that belongs.
  public let virtual: DataspaceSelection

  /// The entries of a virtual dataset.
  ///
  /// Source: HDF5 File Format Specification 3.0, section III.F, "Global Heap Block for Virtual Datasets".
  /// Version 1 is that of HDF5 2.0, which writes each name once.
  static func all(
    heap: Int?, index: Int, in storage: FileStorage
  ) throws(HDF5Error) -> [VirtualMapping] {
    guard let heap else { return [] }
    let range = try storage.globalHeaps.collection(at: heap, in: storage).range(of: index)
    var reader = storage.reader(of: storage.source, range: range, "global heap block for virtual datasets")
    let start = reader.position
    let version = try reader.uint8()
    guard version <= 1 else {
      throw reader.error(.unsupportedVersion, "version \(version) of a virtual dataset's mappings")
    }
    let count = try reader.length()
    guard count <= reader.remaining / 18 else {
      throw reader.error(.truncated, "\(count) mappings in \(reader.remaining) bytes")
    }
    var mappings: [VirtualMapping] = []
    for _ in 0..<count {
      let (file, dataset) = try names(&reader, version, mappings)
      let source = try DataspaceSelection(&reader)
      mappings.append(
        VirtualMapping(
          fileName: file, datasetName: dataset, source: source, virtual: try DataspaceSelection(&reader)))
    }
    try reader.verifyChecksum(from: start)
    return mappings
  }

  /// The names of a file and of a dataset: version 1 says for each where it stood before, or that it is this
  /// file.
  private static func names(
    _ reader: inout MetadataReader, _ version: UInt8, _ known: [VirtualMapping]
  ) throws(HDF5Error) -> (file: String, dataset: String) {
    let flags = version == 0 ? 0 : try reader.uint8()
    guard flags & ~7 == 0 else { throw reader.error(.badStructure, "flags \(flags) of a mapping") }
    let file: String
    switch flags & 5 {
    case 0: file = try reader.zeroTerminatedText().text
    case 1: file = try earlier(&reader, known).fileName
    default: file = "."
    }
    guard flags & 2 != 0 else { return (file, try reader.zeroTerminatedText().text) }
    return (file, try earlier(&reader, known).datasetName)
  }

  private static func earlier(
    _ reader: inout MetadataReader, _ known: [VirtualMapping]
  ) throws(HDF5Error) -> VirtualMapping {
    let number = try reader.length()
    guard number < known.count else {
      throw reader.error(.badStructure, "mapping \(known.count) has the names of mapping \(number)")
    }
    return known[number]
  }

  /// The axis along which the virtual selection goes on for ever.
  var unlimitedAxis: Int? {
    guard case .regular(let axes) = virtual.kind else { return nil }
    return axes.firstIndex { $0.count == nil || $0.block == nil }
  }

  /// Whether the names have a block's number in them, so that each block has a dataset of its own.
  var isNumbered: Bool {
    unlimitedAxis != nil && (Self.hasNumber(fileName) || Self.hasNumber(datasetName))
  }

  static func hasNumber(_ name: String) -> Bool {
    name.replacing("%%", with: "").contains("%b")
  }

  /// A name with a block's number in it.
  static func name(_ name: String, block: Int?) -> String {
    guard name.contains("%") else { return name }
    var result = ""
    var rest = name[...]
    while let place = rest.firstIndex(of: "%") {
      result += rest[..<place]
      let next = rest.index(after: place)
      let letter = next < rest.endIndex ? rest[next] : " "
      switch letter {
      case "%": result += "%"
      case "b": result += block.map { "\($0)" } ?? "%b"
      default:
        result += "%"
        rest = rest[next...]
        continue
      }
      rest = rest[rest.index(after: next)...]
    }
    return result + rest
  }
}
