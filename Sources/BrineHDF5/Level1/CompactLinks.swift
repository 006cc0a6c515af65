/// The links of a group that are messages of its header.
struct CompactLinks: LinkIndex {
  private let listing: LinkListing
  private let names: [NameSlice]
  private let index: NameIndex
  let tracksCreationOrder: Bool

  var count: Int? { listing.problems.isEmpty ? names.count : nil }

  init(_ header: ObjectHeader, tracksCreationOrder: Bool, in storage: FileStorage) {
    var listing = LinkListing()
    for message in header.messages where message.type == .link {
      do throws(HDF5Error) {
        listing.links.append(try LinkRecord(message: message.reader(in: storage)))
      } catch {
        listing.problems.append(error)
      }
    }
    self.listing = listing
    names = listing.links.map(\.name)
    index = NameIndex(names)
    self.tracksCreationOrder = tracksCreationOrder
  }

  func find(_ name: LookupName, in storage: FileStorage) throws(HDF5Error) -> LinkRecord? {
    if let found = index.find(name, in: names) { return listing.links[found] }
    // It may be the damaged one.
    if let problem = listing.problems.first { throw problem }
    return nil
  }

  func list(in storage: FileStorage) -> LinkListing { listing }
}
