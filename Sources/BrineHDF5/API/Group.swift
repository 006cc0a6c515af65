import BrineCore

/// A group: links by name to datasets, groups and datatypes.
public struct Group: Sendable {
  /// The file that has it.
  public let file: HDF5File
  /// The path by which it was found.
  public let path: String
  let state: ObjectState

  /// The order in which links are given.
  public enum Order: Sendable, Hashable {
    /// By the bytes of their names.
    case name
    /// In the order in which they were made, where the group tracks that, else by name.
    case creation
  }

  init(file: HDF5File, state: ObjectState, path: String) {
    self.file = file
    self.state = state
    self.path = path
  }

  /// What identifies the object in its file.
  public var objectAddress: Int { state.address }
  /// The attributes of the group.
  public var attrs: Attributes { Attributes(file: file, state: state, path: path) }

  /// Whether links know when they were made.
  public var tracksCreationOrder: Bool {
    get throws(HDF5Error) { try index().tracksCreationOrder }
  }

  /// The names of all links, in the order of their bytes.
  ///
  /// - Throws: `HDF5Error` when some can't be read; `readableLinks` gives the others.
  public var keys: [String] {
    get throws(HDF5Error) { try keys(in: .name) }
  }

  /// The names of all links.
  ///
  /// - Throws: `HDF5Error` when some can't be read; `readableLinks` gives the others.
  public func keys(in order: Order) throws(HDF5Error) -> [String] {
    let index = try index()
    if order == .creation, index.tracksCreationOrder { return try records(order).map(\.name.text) }
    let (names, problems) = index.names(in: file.storage)
    if let problem = problems.first { throw problem.at(path: path) }
    guard let numbers = NameOrder.order(of: names) else { return names.map(\.text) }
    return numbers.map { names[$0].text }
  }

  /// All links.
  ///
  /// - Throws: `HDF5Error` when some can't be read; `readableLinks` gives the others.
  public func links(in order: Order = .name) throws(HDF5Error) -> [Link] {
    try records(order).map(Link.init)
  }

  /// How many links there are.
  ///
  /// - Throws: `HDF5Error` when some can't be read.
  public var count: Int {
    get throws(HDF5Error) {
      if let count = try index().count { return count }
      return try records(.name).count
    }
  }

  /// The links that can be read, and why others can't be.
  public func readableLinks(in order: Order = .name) -> (links: [Link], problems: [HDF5Error]) {
    let listing = listing(order)
    return (listing.links.map(Link.init), listing.problems)
  }

  /// The link of a name, not followed; `nil` when there is none.
  ///
  /// - Throws: What is wrong with the group.
  public func link(_ name: String) throws(HDF5Error) -> Link? {
    try record(LookupName(name)).map(Link.init)
  }

  /// Whether a path from here leads to an object.
  public func contains(_ path: String) -> Bool {
    do throws(HDF5Error) {
      _ = try self[path]
      return true
    } catch {
      return false
    }
  }

  /// The object that a path leads to: from here, or from the root when it begins with a slash.
  ///
  /// - Throws: `HDF5Error.Code.notFound`, `brokenLink`, or what is wrong with the object.
  public subscript(path: String) -> HDF5Object {
    get throws(HDF5Error) {
      var resolver = PathResolver(self)
      return try resolver.object(Array(path.utf8))
    }
  }

  // MARK: Inside

  func index() throws(HDF5Error) -> any LinkIndex {
    do throws(HDF5Error) {
      return try state.links(in: file.storage)
    } catch {
      throw error.at(path: path)
    }
  }

  /// The link of a name; for a text that replaced bytes which are no UTF-8, the link of these.
  func record(_ name: LookupName) throws(HDF5Error) -> LinkRecord? {
    let index = try index()
    do throws(HDF5Error) {
      if let found = try index.find(name, in: file.storage) { return found }
    } catch {
      throw error.at(path: path)
    }
    let text = name.text
    guard text.unicodeScalars.contains("\u{FFFD}") else { return nil }
    return index.list(in: file.storage).links.first { $0.name.text == text }
  }

  /// What can be read of the links.
  func listing(_ order: Order) -> LinkListing {
    do throws(HDF5Error) {
      let index = try index()
      var listing = index.list(in: file.storage)
      listing.sort(byCreation: order == .creation && index.tracksCreationOrder)
      for number in listing.problems.indices {
        listing.problems[number] = listing.problems[number].at(path: path)
      }
      return listing
    } catch {
      return LinkListing(problems: [error])
    }
  }

  private func records(_ order: Order) throws(HDF5Error) -> [LinkRecord] {
    let listing = listing(order)
    if let problem = listing.problems.first { throw problem }
    return listing.links
  }
}
