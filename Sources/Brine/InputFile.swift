import BrineCodecs
public import BrineCore
public import BrineFrames
public import BrineHDF5
import BrineJoblib
public import BrineNumPy
public import BrinePickle

/// A file of any form that Brine knows, recognised by its content and taken out of its compression.
public struct InputFile: Sendable {
  /// What a file holds.
  public enum Format: String, Sendable {
    /// One pickle, or several one after the other; joblib's too.
    case pickle
    /// Typed JSON, as `brine dump` prints it: one text or several.
    case typedJSON = "typed JSON"
    /// One array of NumPy's.
    case npy
    /// An archive of NumPy's arrays.
    case npz
    /// An HDF5 file.
    case hdf5 = "HDF5"
    /// A table as text, told by the file's name.
    case csv = "CSV"
  }

  /// The bytes, decompressed.
  public let source: MemorySource
  /// What the bytes are.
  public let format: Format
  /// The compressions that were taken off, outermost first.
  public let codecs: [String]
  /// How large the file itself is, in bytes.
  public let storedSize: Int
  /// How a table is read. Whether it has a header is found out, unless this says it; `.tsv` files have tabs.
  public var csv = CSVReadOptions()
  /// The arrays of an archive.
  public let npz: NPZFile?
  /// The file, where it is an HDF5 file.
  public let hdf5: HDF5File?
  /// Where the file is, to find others beside it.
  let path: String?

  /// Opens the file at `path`; `-` is standard input.
  ///
  /// - Parameter allowsTruncation: Whether an HDF5 file is opened whose end is missing, to be read as far as it goes.
  /// - Throws: `ByteSourceError`, or `CodecError` and `ZipError` for damaged compression.
  public init(path: String, limits: Limits = .default, allowsTruncation: Bool = false) throws {
    let isStandardInput = path == "-" || path == "/dev/stdin"
    try self.init(
      isStandardInput ? StandardInput.read() : MemorySource(contentsOf: path), limits: limits,
      path: isStandardInput ? nil : path, allowsTruncation: allowsTruncation)
  }

  /// Recognises bytes.
  ///
  /// - Throws: `CodecError` and `ZipError` for damaged compression.
  public init(_ stored: MemorySource, limits: Limits = .default) throws {
    try self.init(stored, limits: limits, path: nil)
  }

  private init(
    _ stored: MemorySource, limits: Limits, path: String?, allowsTruncation: Bool = false
  ) throws {
    var unpacking = Unpacking(stored, limits)
    try unpacking.run()
    (source, codecs, npz) = (unpacking.source, unpacking.codecs, unpacking.npz)
    storedSize = stored.count
    self.path = path
    csv.hasHeader = nil
    csv.separator = path.map(Conversion.Format.separator) ?? ","
    let found = npz != nil ? .npz : Self.format(source, path)
    // Links lead to other files from where this one is, which is no place for one that was unpacked.
    var options = HDF5File.Options()
    (options.limits, options.allowsTruncation) = (limits, allowsTruncation)
    hdf5 = found == .hdf5 ? try Self.hdf5(source, codecs.isEmpty ? path : nil, options) : nil
    format = found
  }

  private static func hdf5(
    _ source: MemorySource, _ path: String?, _ options: HDF5File.Options
  ) throws(HDF5Error) -> HDF5File {
    do throws(HDF5Error) { return try HDF5File(source, path: path, options: options) } catch {
      guard options.allowsTruncation else { throw error }
      // Where too much is missing, that is what is to be said.
      var strict = options
      strict.allowsTruncation = false
      return try HDF5File(source, path: path, options: strict)
    }
  }

  /// What bytes are, by how they begin; tables by the file's name, since text may begin with anything.
  private static func format(_ source: MemorySource, _ path: String?) -> Format {
    if let path, Conversion.Format(path: path) == .csv { return .csv }
    if source.begins(with: [0x93] + Array("NUMPY".utf8)) { return .npy }
    if beginsAsJSON(source) { return .typedJSON }
    // Behind a user block there may be an HDF5 file; inside a pickle there may be one too.
    return !source.begins(with: [0x80]) && HDF5File.recognises(source) ? .hdf5 : .pickle
  }

  /// Whether the first byte that is no space can begin a JSON text. No pickle can begin with one of these.
  private static func beginsAsJSON(_ source: MemorySource) -> Bool {
    let start = (try? source.read(0..<min(source.count, 256))) ?? []
    let mark = start.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let text = start.dropFirst(mark).drop { " \t\r\n".utf8.contains($0) }
    // A single byte may be an opcode that a pickle can't begin with.
    guard let first = text.first, source.count > 1 else { return false }
    if "{[\"-0123456789".utf8.contains(first) { return true }
    let isSpace = { (byte: UInt8) in " \t\r\n".utf8.contains(byte) }
    return ["null", "true", "false"].contains { word in
      text.starts(with: word.utf8) && text.dropFirst(word.utf8.count).allSatisfy(isSpace)
    }
  }

  /// The first pickle in the file.
  ///
  /// - Throws: as ``pickles(options:)``.
  public func first(options: PickleOptions = .init()) throws -> Pickle {
    guard format == .pickle else { return try pickles(options: options).pickles[0] }
    return try JoblibFile(plain: source, path: path, options: options).pickle
  }

  /// The pickles in the file, one after the other, and why what follows the last of them is none. Each text of typed
  /// JSON is a pickle too; an array is one that holds it, and an archive of arrays one that holds a dict of them.
  ///
  /// Like Python's `pickle.load` this takes bytes after a pickle for somebody else's.
  /// - Throws: `PickleError` when the first one is refused; `JSONError` and `TypedJSONError` for typed JSON; `NumPyError`
  ///   and `ZipError` for arrays, `JoblibError` for files of old joblib versions; `HDF5Error`, and `ConversionError` for
  ///   an HDF5 file that is more than a dict of arrays.
  public func pickles(
    options: PickleOptions = .init()
  ) throws -> (pickles: [Pickle], trailing: PickleError?) {
    switch format {
    case .typedJSON: return (try Pickle.all(typedJSON: source), nil)
    case .npy:
      let file = try NPYFile(source)
      return ([try file.pickle ?? Pickle(file.array)], nil)
    case .npz: return ([try npzPickle()], nil)
    case .csv: return ([try DataFrame(csv: source, options: csv).pickle()], nil)
    case .hdf5: return (try hdf5.map { [try $0.target("").pickle()] } ?? [], nil)
    case .pickle: break
    }
    var end = 0
    var pickles: [Pickle] = []
    repeat {
      do {
        let file = try JoblibFile(plain: source, at: end, path: path, options: options)
        pickles.append(file.pickle)
        end = file.byteRange.upperBound
      } catch let error as PickleError where !pickles.isEmpty { return (pickles, error) }
    } while end < source.count
    return (pickles, nil)
  }

  private func npzPickle() throws -> Pickle {
    guard let npz else { return try Pickle([(name: String, array: NDArray)]()) }
    // Each array is held as long as the pickle is, so that all of them have one budget.
    let most = Limits.default.mostDecompressed(from: source.count, isDense: true)
    var total = 0
    for entry in npz.archive.entries where entry.compressedSize < entry.size {
      total = total.adding(entry.size) ?? .max
      guard total <= most else {
        throw ZipError(
          .tooLarge, "the arrays of the archive take more than \(most) bytes together", entry: entry.name)
      }
    }
    return try Pickle(npz.names.map { ($0, try npz[$0]) })
  }
}

extension MemorySource {
  func begins(with prefix: [UInt8]) -> Bool {
    count >= prefix.count && (try? read(0..<prefix.count)) == prefix
  }
}
