/// Objects of one kind by their paths.
extension Group {
  /// The dataset that a path leads to.
  ///
  /// - Throws: `HDF5Error.Code.wrongKind` when it leads to something else, and as ``subscript(_:)``.
  public func dataset(_ path: String) throws(HDF5Error) -> Dataset {
    guard case .dataset(let dataset) = try self[path] else {
      throw HDF5Error(.wrongKind, "it is not a dataset", path: path)
    }
    return dataset
  }

  /// The group that a path leads to.
  ///
  /// - Throws: `HDF5Error.Code.wrongKind` when it leads to something else, and as ``subscript(_:)``.
  public func group(_ path: String) throws(HDF5Error) -> Group {
    guard case .group(let group) = try self[path] else {
      throw HDF5Error(.wrongKind, "it is not a group", path: path)
    }
    return group
  }
}

/// A file is used as its root group is.
extension HDF5File {
  /// The names of all links of the root group, in the order of their bytes.
  ///
  /// - Throws: As ``Group/keys``.
  public var keys: [String] { get throws(HDF5Error) { try root.keys } }

  /// The attributes of the root group.
  public var attrs: Attributes { root.attrs }

  /// Whether a path leads to an object.
  public func contains(_ path: String) -> Bool { root.contains(path) }

  /// The dataset that a path leads to.
  ///
  /// - Throws: As ``Group/dataset(_:)``.
  public func dataset(_ path: String) throws(HDF5Error) -> Dataset { try root.dataset(path) }

  /// The group that a path leads to.
  ///
  /// - Throws: As ``Group/group(_:)``.
  public func group(_ path: String) throws(HDF5Error) -> Group { try root.group(path) }

  /// Calls `body` with everything in the file, until it returns false.
  ///
  /// - Throws: As ``Group/visit(_:)``.
  public func visit(_ body: (String, HDF5Object) throws -> Bool) throws { try root.visit(body) }
}
