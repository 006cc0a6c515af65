public import BrineCore
import Synchronization

/// An HDF5 file that is read: its root group, and whatever a path leads to.
///
/// Opening reads no more than the superblock and the root group's header. Everything else is read when it is asked
/// for. Any number of tasks may use one file at once.
public final class HDF5File: Sendable {
  /// What may be used up, and which other files may be opened.
  public struct Options: Sendable {
    /// What may be used up.
    public var limits = Limits.default
    /// Which other files links may lead to.
    public var external = ExternalAccess.folderOfFile
    /// How the elements of datasets are read.
    public var reading = ReadingOptions.default
    /// Whether a file is read whose end is missing, as far as it goes.
    public var allowsTruncation = false

    /// The default options, to be changed one by one.
    public init() {}
  }

  /// Where the file is; `nil` for bytes in memory.
  public let path: String?
  /// The facts about the file as a whole.
  public let superblock: Superblock
  /// What may be used up, and which other files may be opened.
  public let options: Options
  /// How the file's writer finds free space, where it says so.
  public let fileSpace: FileSpaceInfo?
  /// What is wrong with the superblock extension, which does not keep the rest from being read.
  public let extensionProblem: HDF5Error?

  let storage: FileStorage
  private let rootState: ObjectState
  private let kept = Mutex<[Int: ObjectState]>([:])
  private let others = Mutex<[String: HDF5File]>([:])
  private let shownPaths = Mutex<[Int: [UInt8]]?>(nil)

  /// Opens a file.
  ///
  /// - Throws: `HDF5Error`, such as `notHDF5`, or `truncated` when its end is missing.
  public convenience init(_ path: String, options: Options = Options()) throws(HDF5Error) {
    let source: MemorySource
    do throws(ByteSourceError) {
      source = try MemorySource(contentsOf: path)
    } catch {
      throw HDF5Error(.unreadable, "\(error)")
    }
    try self.init(source, path: path, options: options)
  }

  /// Opens a file that is in memory. Links to other files need `path`, the place from which they are looked up.
  ///
  /// - Throws: `HDF5Error`, such as `notHDF5`, or `truncated` when its end is missing.
  public init(_ source: MemorySource, path: String? = nil, options: Options = Options()) throws(HDF5Error) {
    self.path = path
    self.options = options
    let opened = try OpenedFile(source, path: path, options)
    superblock = opened.superblock
    storage = opened.storage
    fileSpace = opened.fileSpace
    extensionProblem = opened.problem
    rootState = try ObjectState(address: superblock.rootAddress, in: storage)
    guard rootState.kind == .group else {
      throw HDF5Error(
        .badStructure, "the root is not a group", structure: "object header",
        offset: superblock.rootAddress.adding(storage.base), path: "/")
    }
  }

  /// The group in which all paths begin.
  public var root: Group { Group(file: self, state: rootState, path: "/") }

  /// The sizes of the nodes of B-trees of version 1.
  var bTreeK: BTreeK { storage.bTreeK }

  /// Why the file would be refused without ``Options/allowsTruncation``: its end is missing. `nil` for whole files.
  public var truncation: HDF5Error? { OpenedFile.truncation(superblock, storage.source) }

  /// How many bytes the file has.
  public var byteCount: Int { storage.source.count }

  /// The object that a path leads to.
  ///
  /// - Throws: `HDF5Error.Code.notFound`, `brokenLink`, or what is wrong with the object.
  public subscript(path: String) -> HDF5Object {
    get throws(HDF5Error) { try root[path] }
  }

  /// The object at an address, which an object reference has.
  ///
  /// - Parameter path: under which name it is known, for errors and for `HDF5Object.path`.
  /// - Throws: What is wrong with the object.
  public func object(at address: Int, path: String = "") throws(HDF5Error) -> HDF5Object {
    do throws(HDF5Error) {
      return try HDF5Object(file: self, state: state(at: address), path: path)
    } catch {
      throw error.at(path: path)
    }
  }

  /// What is known of the object at an address.
  func state(at address: Int) throws(HDF5Error) -> ObjectState {
    if address == rootState.address { return rootState }
    if let known = kept.withLock({ $0[address] }) { return known }
    let new = try ObjectState(address: address, in: storage)
    guard new.isWorthKeeping else { return new }
    return kept.withLock {
      if let known = $0[address] { return known }
      if $0.count >= 256 { $0.removeAll(keepingCapacity: true) }
      $0[address] = new
      return new
    }
  }

  /// The first path of an object by its address, to be shown: `nil` where no link leads there, or not soon.
  func shownPath(of address: Int) -> String? {
    let path = shownPaths.withLock { paths in
      if paths == nil { paths = FirstPaths.make(self, mostObjects: 1 << 14) }
      return paths?[address]
    }
    return path.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The path of a file to which this one leads by name.
  ///
  /// - Throws: `HDF5Error.Code.notAllowed`, or `brokenLink` when there is no such file.
  func externalPath(_ name: String) throws(HDF5Error) -> String {
    try options.external.locate(name, from: path)
  }

  /// The HDF5 file to which this one leads by name. It is opened once.
  func externalFile(_ name: String) throws(HDF5Error) -> HDF5File {
    let place = try externalPath(name)
    if let path, place == ExternalAccess.real(path) { return self }
    if let known = others.withLock({ $0[place] }) { return known }
    let new = try HDF5File(place, options: options)
    return others.withLock {
      if let known = $0[place] { return known }
      if $0.count >= 64 { $0.removeAll() }
      $0[place] = new
      return new
    }
  }
}
