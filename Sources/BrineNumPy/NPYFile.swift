public import BrineCore
public import BrinePickle

/// A `.npy` file: one NumPy array.
///
/// Source: <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>.
public struct NPYFile: Sendable {
  /// What the file says before its data.
  public let header: NPYHeader
  /// The array. It shares the memory of the file: nothing of its data is read until it is looked at.
  public let array: NDArray
  /// The pickle that holds the elements of an array of objects.
  public let pickle: Pickle?

  /// Reads a file by its path. Files of 256 KiB and more are mapped.
  ///
  /// - Parameter allowsObjects: Whether arrays of objects are taken. Their pickle is read and never run.
  /// - Throws: `NumPyError`, `ByteSourceError`; `PickleError` from the pickle of objects.
  public init(contentsOf path: String, allowsObjects: Bool = true) throws {
    try self.init(try MemorySource(contentsOf: path), allowsObjects: allowsObjects)
  }

  /// Reads a file from memory.
  ///
  /// - Throws: `NumPyError`; `PickleError` from the pickle of objects.
  public init(_ source: MemorySource, allowsObjects: Bool = true) throws {
    header = try NPYHeader(source.bytes)
    guard header.dtype.hasObjects else {
      array = try NPYFile.array(header, source)
      pickle = nil
      return
    }
    guard allowsObjects else {
      throw NumPyError(
        .objectsNotAllowed, "this is an array of objects, which the caller does not take", offset: 0)
    }
    let body = try source.slice(header.dataOffset..<source.count)
    let pickle = try Pickle(body)
    array = try NPYFile.objects(header, pickle)
    self.pickle = pickle
  }

  private static func array(_ header: NPYHeader, _ source: MemorySource) throws(NumPyError) -> NDArray {
    let strides = NDArray.strides(
      of: header.shape, itemSize: header.dtype.itemSize, isFortran: header.isFortran)
    guard let strides, let size = NDArray.count(header.shape)?.multiplied(header.dtype.itemSize) else {
      throw NumPyError(.badShape, "an array of shape \(header.shape) is larger than memory can be", offset: 0)
    }
    guard size <= source.count - header.dataOffset else {
      throw NumPyError(
        .truncated,
        "an array of shape \(header.shape) and type \(header.dtype) needs \(size) bytes, but \(source.count - header.dataOffset) follow",
        offset: header.dataOffset)
    }
    do throws(ArrayError) {
      let array = try NDArray(
        header.dtype, shape: header.shape, strides: strides, storage: source, offset: header.dataOffset)
      guard let expanded = array.expandedSubarrays else {
        throw ArrayError(.badShape, "the sub-arrays in the elements make too many axes or elements")
      }
      return expanded
    } catch {
      throw NumPyError(.badShape, error.detail, offset: header.dataOffset)
    }
  }

  /// The objects: NumPy pickles the array itself, its type and shape once more.
  private static func objects(_ header: NPYHeader, _ pickle: Pickle) throws(NumPyError) -> NDArray {
    guard let array = pickle.root.ndarray else {
      throw NumPyError(.badObjects, "the pickle holds \(pickle.root), no array", offset: header.dataOffset)
    }
    guard array.dtype == header.dtype, array.shape == header.shape else {
      throw NumPyError(
        .badObjects,
        "the pickle holds an array of shape \(array.shape) and type \(array.dtype), other than the header says",
        offset: header.dataOffset)
    }
    return array
  }
}
