import BrineCore
import BrineHDF5
import BrinePickle

/// Reads what pandas wrote as a group of an HDF5 file.
///
/// Nothing is made whose size only a number in the file says: labels and values are datasets, whose sizes
/// HDF5's reader checks.
///
/// Source: `pandas/io/pytables.py` of pandas 1.5, 2.2 and 3.
struct HDFReader {
  let group: Group
  let attributes: NodeAttributes
  /// How bytes become text.
  let encoding: HDFTextEncoding
  let limits: Limits
  /// How many bytes of elements may still be read: a file can name one dataset any number of times.
  var bytesLeft: Int
  /// How many parts of labels may still be made: a pickle can refer to one tuple any number of times.
  var partsLeft = 1 << 20
  /// How many tables this one is within: those of categories.
  let depth: Int

  init(_ group: Group, limits: Limits, depth: Int = 0, bytesLeft: Int? = nil) throws {
    self.group = group
    self.limits = limits
    self.depth = depth
    attributes = NodeAttributes(group.attrs)
    encoding = try HDFTextEncoding(attributes.some("encoding")?.text, path: group.path)
    self.bytesLeft = bytesLeft ?? limits.mostDecompressed(from: group.file.byteCount)
  }

  /// The group of a key.
  static func group(_ file: HDF5File, _ key: String) throws -> Group {
    let object: HDF5Object
    do throws(HDF5Error) {
      object = try file.root[key]
    } catch {
      guard error.code == .notFound else { throw error }
      throw FrameError(.notFound, "there is no object of this name", path: key)
    }
    guard case .group(let group) = object else { throw notWritten(key) }
    return group
  }

  static func notWritten(_ key: String) -> FrameError {
    FrameError(.notAFrame, "no frame or Series of pandas that can be read is there", path: key)
  }

  func malformed(_ detail: String, _ name: String = "") -> FrameError {
    FrameError(.malformed, detail, path: name.isEmpty ? group.path : "\(group.path)/\(name)")
  }

  /// A dataset of the group.
  func dataset(_ name: String) throws -> Dataset {
    let object: HDF5Object
    do throws(HDF5Error) {
      object = try group[name]
    } catch {
      // What is wrong with it is worth more than that it is not there.
      throw error.code == .notFound ? malformed("there is no dataset", name) : error
    }
    guard case .dataset(let dataset) = object else { throw malformed("there is no dataset", name) }
    return dataset
  }

  /// All elements of a dataset. Bits, which is what PyTables makes of truth values, are such.
  mutating func elements(_ dataset: Dataset) throws -> NDArray {
    guard let size = dataset.count.multiplied(max(dataset.datatype.size, 1)), size <= bytesLeft else {
      throw FrameError(
        .limitExceeded, "the parts of the object are far larger than the file", path: dataset.path)
    }
    bytesLeft -= size
    return try HDFReader.withTruth(dataset.read(), dataset.datatype)
  }

  static func withTruth(_ array: NDArray, _ type: Datatype) throws -> NDArray {
    var type = type
    while case .array(let base, _) = type.kind { type = base }
    guard case .bitfield = type.kind, type.size == 1 else { return array }
    return try array.viewed(as: .bool)
  }

  /// The pickled array that PyTables keeps as the first row of an array of bytes; `nil` for other datasets.
  mutating func pickledArray(_ dataset: Dataset) throws -> NDArray? {
    guard case .sequence = dataset.datatype.kind else { return nil }
    guard case .sequence(let bytes)? = try elements(dataset).hdf5Values().first, bytes.count <= bytesLeft
    else {
      throw FrameError(.malformed, "an array of objects has no rows", path: dataset.path)
    }
    bytesLeft -= bytes.count
    guard let value = try NodeValue.unpickled(bytes.elementBytes()), let array = value.ndarray else {
      throw FrameError(.malformed, "an array of objects is no pickled array", path: dataset.path)
    }
    return array
  }

  /// A label of a pickle.
  mutating func label(_ value: PickleValue) -> FrameValue { ValueReader.value(value, within: &partsLeft) }

  /// The labels of a pickled list.
  mutating func labels(_ value: NodeValue?, _ name: String) throws -> [FrameValue] {
    guard let items = value?.pickle?.array else { throw malformed("\(name) is no list") }
    var labels: [FrameValue] = []
    labels.reserveCapacity(items.count)
    for item in items { labels.append(label(item)) }
    return labels
  }

  /// A name: text, a number or a pickle.
  mutating func name(_ value: NodeValue?) -> FrameValue {
    switch value {
    case nil, .other?: .none
    case .text(let text)?: .string(text)
    case .number(let number)?: NumPyText.value(number)
    case .pickle(let value)?: label(value)
    }
  }
}
