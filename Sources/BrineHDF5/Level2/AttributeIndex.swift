import BrineCore

/// The attributes of an object, wherever they are. What is damaged does not hide the rest.
struct AttributeIndex: Sendable {
  private let compact: [AttributeMessage]
  private let names: [NameSlice]
  private let index = LazyNameIndex()
  private let dense: DenseAttributes?
  private let problems: [HDF5Error]
  /// Whether attributes know when they were made.
  let tracksCreationOrder: Bool

  init(_ header: ObjectHeader, in storage: FileStorage) {
    var (compact, problems): ([AttributeMessage], [HDF5Error]) = ([], [])
    var (dense, info): (DenseAttributes?, DenseStorage?) = (nil, nil)
    for message in header.messages {
      do throws(HDF5Error) {
        switch message.type {
        case .attribute:
          let order = message.creationOrder
          compact.append(try AttributeMessage(reader: message.reader(in: storage), creationOrder: order))
        case .attributeInfo:
          let found = try DenseStorage(attributes: message.reader(in: storage))
          info = found
          if let address = found.heapAddress {
            dense = try DenseAttributes(found, heapAddress: address, in: storage)
          }
        default: break
        }
      } catch {
        problems.append(error)
      }
    }
    self.compact = compact
    self.problems = problems
    self.dense = dense
    names = compact.map(\.name)
    tracksCreationOrder = info?.tracksCreationOrder ?? false
  }

  /// How many there are, the damaged ones included as far as that is known.
  var count: Int { compact.count + (dense?.count ?? 0) + problems.count }

  /// The attribute of a name, found without looking at all others.
  func find(_ name: LookupName, in storage: FileStorage) throws(HDF5Error) -> AttributeMessage? {
    if let found = index.index(of: names).find(name, in: names) { return compact[found] }
    if let found = try dense?.find(name, in: storage) { return found }
    // It may be the damaged one.
    if let problem = problems.first { throw problem }
    return nil
  }

  /// All attributes that can be read: in the order of the header, or in any order.
  func list(in storage: FileStorage) -> (attributes: [AttributeMessage], problems: [HDF5Error]) {
    guard let dense else { return (compact, problems) }
    let (attributes, others) = dense.list(in: storage)
    return (compact + attributes, problems + others)
  }
}
