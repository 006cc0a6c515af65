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

  /// What Python would have in memory, to be converted: an array, or for a group a dict of its datasets by name.
  ///
  /// - Throws: `ConversionError` for what has no form outside HDF5, such as references; what is wrong with the file.
  public func pickle() throws -> Pickle {
    if case .object(.group(let group)) = self {
      var arrays: [(name: String, array: NDArray)] = []
      for name in try group.keys {
        guard let link = try group.link(name), case .hard = link.target else { continue }
        guard case .dataset(let dataset) = try group[name] else {
          throw ConversionError("\(group.path) holds more than datasets: name one of its groups or datasets")
        }
        guard dataset.dataspace.kind != .null else { continue }
        arrays.append((name, try HDF5Target.plain(dataset.read(), dataset.path)))
      }
      return try Pickle(arrays)
    }
    guard let array = try array() else {
      throw ConversionError("there are no elements to convert")
    }
    return try Pickle(HDF5Target.plain(array, ""))
  }

  /// An array whose objects are those of a pickle: text becomes `str`, sequences become arrays.
  private static func plain(_ array: NDArray, _ path: String) throws -> NDArray {
    guard array.dtype.hasObjects else { return array }
    guard case .object = array.dtype.kind else {
      throw ConversionError(
        "\(path): compounds that hold text of any length, sequences or references: name a member")
    }
    var texts: [String] = []
    var values: [PickleValue] = []
    for value in try array.hdf5Values() {
      switch value {
      case .text(let text): texts.append(text)
      case .sequence(let part): values.append(try PickleValue(try plain(part, path)))
      case .bytes: throw ConversionError("\(path): text that is not UTF-8")
      case .reference: throw ConversionError("\(path): references mean nothing outside the file")
      }
    }
    if !texts.isEmpty {
      values = try Pickle(PickleEncoder().encode(texts)).root.array ?? []
    }
    return try NDArray(objects: values, shape: array.shape)
  }
}
