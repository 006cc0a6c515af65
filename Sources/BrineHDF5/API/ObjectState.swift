import BrineCore
import Synchronization

/// What is known of an object: its header, and the indexes of its links and attributes once they are needed.
///
/// It does not refer to the file, so that the file may keep it.
final class ObjectState: Sendable {
  /// All messages about the object.
  let header: ObjectHeader
  private let lazy = Mutex(Lazy())

  private struct Lazy {
    var links: (any LinkIndex)?
    var attributes: AttributeIndex?
  }

  /// What an object is.
  enum Kind { case group, dataset, datatype }

  init(address: Int, in storage: FileStorage) throws(HDF5Error) {
    header = try ObjectHeader(address: address, in: storage)
  }

  /// What identifies the object in its file.
  var address: Int { header.address }

  /// What the object is, as its messages tell; HDF5 looks for groups first, and for datatypes last.
  var kind: Kind? {
    var (hasType, hasSpace) = (false, false)
    for message in header.messages {
      switch message.type {
      case .symbolTable, .linkInfo: return .group
      case .datatype: hasType = true
      case .dataspace: hasSpace = true
      default: break
      }
    }
    return hasType ? (hasSpace ? .dataset : .datatype) : nil
  }

  /// Whether it is worth keeping: groups are passed through again and again, and long headers take time to read.
  var isWorthKeeping: Bool { header.messages.count > 32 || kind == .group }

  /// The links of a group.
  ///
  /// - Throws: `HDF5Error.Code.wrongKind` when it is none, or what is wrong with its index.
  func links(in storage: FileStorage) throws(HDF5Error) -> any LinkIndex {
    if let known = lazy.withLock({ $0.links }) { return known }
    let new = try readLinks(in: storage)
    lazy.withLock { $0.links = new }
    return new
  }

  private func readLinks(in storage: FileStorage) throws(HDF5Error) -> any LinkIndex {
    if let message = header.first(.symbolTable) {
      return try SymbolTable(SymbolTableMessage(reader: message.reader(in: storage)), in: storage)
    }
    guard let message = header.first(.linkInfo) else {
      throw HDF5Error(.wrongKind, "it is not a group", offset: address.adding(storage.base))
    }
    let info = try DenseStorage(links: message.reader(in: storage))
    if let heapAddress = info.heapAddress {
      return try DenseLinks(info, heapAddress: heapAddress, in: storage)
    }
    return CompactLinks(header, tracksCreationOrder: info.tracksCreationOrder, in: storage)
  }

  /// The attributes of the object.
  func attributes(in storage: FileStorage) -> AttributeIndex {
    if let known = lazy.withLock({ $0.attributes }) { return known }
    let new = AttributeIndex(header, in: storage)
    lazy.withLock { $0.attributes = new }
    return new
  }
}
