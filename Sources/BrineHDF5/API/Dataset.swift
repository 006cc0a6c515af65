public import BrineCore

/// A dataset: an array of elements in a file.
///
/// Its facts are read when it is opened, its elements when they are asked for. Any number of tasks may read
/// one dataset at once.
public struct Dataset: Sendable {
  /// The file that has it.
  public let file: HDF5File
  /// The path by which it was found.
  public let path: String
  /// The type of its elements.
  public let datatype: Datatype
  /// How many elements there are.
  public let dataspace: Dataspace
  /// The value of elements that were never written, as the file has it.
  public let fill: FillValue
  let state: ObjectState
  private let content: Result<RawDataset, HDF5Error>

  init(file: HDF5File, state: ObjectState, path: String) throws(HDF5Error) {
    self.file = file
    self.path = path
    self.state = state
    let header = state.header
    guard let type = header.first(.datatype), let spaceMessage = header.first(.dataspace) else {
      throw HDF5Error(.wrongKind, "it is not a dataset", offset: state.address.adding(file.storage.base))
    }
    var reader = try type.reader(in: file.storage)
    datatype = try Datatype(reader: &reader)
    let space = try Dataspace(reader: spaceMessage.reader(in: file.storage))
    (content, fill) = Self.content(header, datatype, space, file)
    if case .success(let raw) = content, raw.virtual != nil, raw.shape != space.shape {
      dataspace = Dataspace(.simple, shape: raw.shape, maxShape: space.maxShape)
    } else {
      dataspace = space
    }
  }

  /// Where the elements are. What is wrong with that is no reason not to show the dataset.
  private static func content(
    _ header: ObjectHeader, _ type: Datatype, _ space: Dataspace, _ file: HDF5File
  ) -> (Result<RawDataset, HDF5Error>, FillValue) {
    do throws(HDF5Error) {
      let fill = try FillValue(header, in: file.storage)
      do throws(HDF5Error) {
        return (.success(try RawDataset(header, type: type, space: space, fill: fill, in: file)), fill)
      } catch { return (.failure(error), fill) }
    } catch { return (.failure(error), FillValue()) }
  }

  /// Where the elements are.
  ///
  /// - Throws: What is wrong with the messages that say so.
  func raw() throws(HDF5Error) -> RawDataset {
    switch content {
    case .success(let raw): return raw
    case .failure(let error): throw error.at(path: path)
    }
  }

  /// The size along each dimension; empty for a dataset of one element, and for one of none.
  public var shape: [Int] { dataspace.shape }
  /// How long each dimension may become; `nil` for one that may grow for ever.
  public var maxShape: [Int?] { dataspace.maxShape }
  /// How many elements there are.
  public var count: Int { dataspace.count ?? .max }
  /// NumPy's type of the elements; `nil` where it has none.
  public var dtype: DType? { datatype.dtype }
  /// What identifies the object in its file.
  public var objectAddress: Int { state.address }
  /// The attributes of the dataset.
  public var attrs: Attributes { Attributes(file: file, state: state, path: path) }
}
