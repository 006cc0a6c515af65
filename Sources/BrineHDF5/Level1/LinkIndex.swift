/// A link as the file has it.
struct LinkRecord: Sendable {
  /// Its name.
  let name: NameSlice
  /// The number of its creation, where the group tracks that.
  let creationOrder: Int?
  /// Where it leads.
  let target: LinkTarget
  /// What its name is written in.
  var characterSet = Datatype.TextLayout.CharacterSet.ascii
}

/// What was found of a group's links. What is damaged does not hide the rest.
struct LinkListing: Sendable {
  /// The links that could be read, in the order of the index.
  var links: [LinkRecord] = []
  /// Why there may be more.
  var problems: [HDF5Error] = []

  /// Puts the links into an order.
  mutating func sort(byCreation: Bool) {
    if byCreation {
      links.sort { ($0.creationOrder ?? 0) < ($1.creationOrder ?? 0) }
    } else if let order = NameOrder.order(of: links.map(\.name)) {
      let unsorted = links
      links = order.map { unsorted[$0] }
    }
  }
}

/// The links of a group, wherever they are.
protocol LinkIndex: Sendable {
  /// The link of a name, found without listing the others where there is an order to search in.
  func find(_ name: LookupName, in storage: FileStorage) throws(HDF5Error) -> LinkRecord?
  /// All links, in any order.
  func list(in storage: FileStorage) -> LinkListing
  /// The names of all links, in any order.
  func names(in storage: FileStorage) -> (names: [NameSlice], problems: [HDF5Error])
  /// Whether links know when they were made.
  var tracksCreationOrder: Bool { get }
  /// How many links there are, where that is written.
  var count: Int? { get }
}

extension LinkIndex {
  func names(in storage: FileStorage) -> (names: [NameSlice], problems: [HDF5Error]) {
    let listing = list(in: storage)
    return (listing.links.map(\.name), listing.problems)
  }
}
