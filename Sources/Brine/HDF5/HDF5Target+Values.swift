import BrineCore
public import BrineHDF5
public import BrinePickle

extension HDF5Target {
  /// The elements: of a dataset all of them. `nil` for groups, datatypes and null dataspaces.
  ///
  /// - Throws: What is wrong with them.
  public func array() throws(HDF5Error) -> NDArray? {
    switch self {
    case .elements(let array, _): return array
    case .attribute(let attribute): return try attribute.read()
    case .object(.dataset(let dataset)): return dataset.dataspace.kind == .null ? nil : try dataset.read()
    case .object: return nil
    }
  }

  /// The type of the elements; `nil` for groups.
  public var datatype: Datatype? {
    switch self {
    case .elements(_, let type): type
    case .attribute(let attribute): attribute.datatype
    case .object(.dataset(let dataset)): dataset.datatype
    case .object(.datatype(let committed)): committed.datatype
    case .object(.group): nil
    }
  }

  /// What Python would have in memory, to be converted: an array, a frame or Series that pandas wrote, or for another group a dict of its
  /// datasets by name.
  ///
  /// - Throws: `ConversionError` for what has no form outside HDF5, such as references; what is wrong with the file.
  public func pickle() throws -> Pickle {
    if case .object(.group(let group)) = self {
      if let object = try pandasObject() { return try object.pickle() }
      var parts: [(key: PickleTree, value: PickleTree)] = []
      for name in try group.keys {
        guard let link = try group.link(name), case .hard = link.target else { continue }
        guard case .dataset(let dataset) = try group[name] else {
          throw ConversionError("\(group.path) holds more than datasets: name one of its groups or datasets")
        }
        guard dataset.dataspace.kind != .null else { continue }
        let content = try HDF5Content(dataset.read(), of: dataset.datatype, path: dataset.path)
        parts.append((.string(name), try content.tree(dataset.path)))
      }
      return try Pickle(.dict(parts))
    }
    guard let type = datatype else { throw ConversionError("there are no elements to convert") }
    if case .object(.datatype) = self { throw ConversionError("a datatype has no elements to convert") }
    return try Pickle(HDF5Content(try array(), of: type, path: "").tree(""))
  }
}
