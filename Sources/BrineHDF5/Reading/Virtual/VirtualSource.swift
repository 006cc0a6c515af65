import BrineCore

/// A dataset that others take elements from, converted to their type.
struct VirtualSource {
  let dataset: Dataset
  let raw: RawDataset
  /// The type that elements are to have.
  private let type: Datatype
  /// NumPy's type of that; `nil` when nothing needs to be converted.
  private let target: DType?

  /// - Throws: `HDF5Error.Code.typeMismatch` for types that are not numbers.
  init(_ dataset: Dataset, type: Datatype, in file: HDF5File) throws(HDF5Error) {
    self.dataset = dataset
    self.type = type
    raw = try dataset.raw()
    guard dataset.datatype != type else {
      target = nil
      return
    }
    let own = try ElementConverter(type, file.storage)
    guard own.isIdentity, own.dtype.itemSize == type.size else {
      throw HDF5Error(
        .typeMismatch,
        "the source \(dataset.path) of a virtual dataset has elements of \(dataset.datatype), not \(type)")
    }
    target = own.dtype
  }

  /// Writes a block of the elements.
  ///
  /// - Parameter base: Where the element with the number zero of the result belongs.
  func read(_ box: ResolvedSelection.Box, into base: UnsafeMutableRawPointer) throws(HDF5Error) {
    guard let target else { return try raw.read(box, into: base) }
    let array = try elements(box)
    let values: NDArray
    do throws(ArrayError) {
      values = try array.converted(to: target)
    } catch { throw HDF5Error(error) }
    guard values.dtype.itemSize == type.size, values.count == box.elements else {
      throw HDF5Error(.typeMismatch, "the source \(dataset.path) of a virtual dataset has arrays as elements")
    }
    var copy = StridedBox(axes: box.count.count)
    for axis in box.count.indices {
      copy.add(
        count: box.count[axis], source: values.strides[axis], target: box.targetStrides[axis] * type.size)
    }
    guard let source = swapped(values, to: target) else { return }
    source.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      copy.copy(from: start, to: base + box.target * type.size, size: type.size)
    }
  }

  /// A block's elements as an array of their own.
  private func elements(_ box: ResolvedSelection.Box) throws(HDF5Error) -> NDArray {
    var dense = box
    dense.target = 0
    dense.targetStrides = NDArray.strides(of: box.count, itemSize: 1) ?? []
    let size = try raw.checkSize(of: box.elements)
    var failure: HDF5Error?
    let bytes = MemorySource(byteCount: size, isZeroed: false) { memory in
      guard let base = memory.baseAddress else { return }
      do throws(HDF5Error) { try raw.read(dense, into: base) } catch { failure = error }
    }
    if let failure { throw failure }
    return try ElementConverter(dataset.datatype, dataset.file.storage).array(bytes, shape: box.count)
  }

  /// The bytes of elements in the order that a type has.
  private func swapped(_ values: NDArray, to target: DType) -> [UInt8]? {
    guard var bytes = try? values.elementBytes() else { return nil }
    guard values.dtype.byteOrder != target.byteOrder, target.hasByteOrder else { return bytes }
    let size = target.itemSize
    for first in stride(from: 0, to: bytes.count, by: size) { bytes[first..<first + size].reverse() }
    return bytes
  }
}
