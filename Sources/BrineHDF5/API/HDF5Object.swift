/// What a path leads to.
public enum HDF5Object: Sendable {
  /// A group: links to other objects.
  case group(Group)
  /// A dataset: an array of elements.
  case dataset(Dataset)
  /// A datatype that datasets and attributes share.
  case datatype(CommittedDatatype)

  init(file: HDF5File, state: ObjectState, path: String) throws(HDF5Error) {
    switch state.kind {
    case .group: self = .group(Group(file: file, state: state, path: path))
    case .dataset: self = .dataset(try Dataset(file: file, state: state, path: path))
    case .datatype: self = .datatype(try CommittedDatatype(file: file, state: state, path: path))
    case nil:
      throw HDF5Error(
        .badStructure, "it is neither a group nor a dataset nor a datatype", structure: "object header",
        offset: state.address.adding(file.storage.base))
    }
  }

  /// The path by which the object was found.
  public var path: String {
    switch self {
    case .group(let group): group.path
    case .dataset(let dataset): dataset.path
    case .datatype(let datatype): datatype.path
    }
  }

  /// What identifies the object in its file: links of the same address lead to one object.
  public var objectAddress: Int {
    switch self {
    case .group(let group): group.objectAddress
    case .dataset(let dataset): dataset.objectAddress
    case .datatype(let datatype): datatype.objectAddress
    }
  }

  /// The attributes of the object.
  public var attrs: Attributes {
    switch self {
    case .group(let group): group.attrs
    case .dataset(let dataset): dataset.attrs
    case .datatype(let datatype): datatype.attrs
    }
  }

  /// The group, if it is one.
  public var group: Group? { if case .group(let group) = self { group } else { nil } }
  /// The dataset, if it is one.
  public var dataset: Dataset? { if case .dataset(let dataset) = self { dataset } else { nil } }
  /// The datatype, if it is one.
  public var datatype: CommittedDatatype? { if case .datatype(let datatype) = self { datatype } else { nil } }
}

/// A datatype that is an object of its own.
public struct CommittedDatatype: Sendable {
  /// The file that has it.
  public let file: HDF5File
  /// The path by which it was found.
  public let path: String
  /// The type.
  public let datatype: Datatype
  let state: ObjectState

  init(file: HDF5File, state: ObjectState, path: String) throws(HDF5Error) {
    self.file = file
    self.state = state
    self.path = path
    guard let message = state.header.first(.datatype) else {
      throw HDF5Error(.wrongKind, "it is not a datatype", offset: state.address.adding(file.storage.base))
    }
    var reader = try message.reader(in: file.storage)
    datatype = try Datatype(reader: &reader)
  }

  /// What identifies the object in its file.
  public var objectAddress: Int { state.address }
  /// The attributes of the datatype.
  public var attrs: Attributes { Attributes(file: file, state: state, path: path) }
}
