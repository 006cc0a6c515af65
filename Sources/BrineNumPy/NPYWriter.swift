public import BrineCore
import BrinePickle

/// Writes arrays as `.npy` files.
public struct NPYWriter: Sendable {
  /// The version of the format, 1 to 3; the lowest that will do when `nil`, as NumPy chooses.
  public var version: UInt8?
  /// The protocol of the pickle that arrays of objects are written as.
  public var pickleProtocol = 4

  /// A writer that does what `numpy.save` does.
  public init() {}

  /// Writes an array piece by piece: the header, then the data.
  ///
  /// An array in Fortran order is written as it is. The data is handed over without a copy where its memory can be.
  /// - Throws: `NumPyError.notWritable`, or what `sink` throws.
  public func write(_ array: NDArray, to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    let isFortran = !array.isContiguous && array.isFortranContiguous
    let version = version ?? NPYHeader.version(for: array.dtype, shape: array.shape)
    guard (1...3).contains(version) else {
      throw NumPyError(.unsupportedVersion, "version \(version) of the format is not known")
    }
    let header = NPYHeader(dtype: array.dtype, shape: array.shape, isFortran: isFortran, version: version)
    try header.encoded().withUnsafeBytes(sink)
    guard !array.dtype.hasObjects else {
      return try array.pickle(PickleWriteOptions(protocolVersion: pickleProtocol), to: sink)
    }
    let stored = isFortran ? try array.transposed() : array
    try stored.withElementBlocks(sink)
  }

  /// The file's bytes.
  ///
  /// - Throws: `NumPyError.notWritable`.
  public func data(_ array: NDArray) throws -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(array.byteCount, 1 << 30) + 256)
    try write(array) { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// Writes a file. What was there is replaced when all is written.
  ///
  /// - Throws: `NumPyError.notWritable`, or what the system reports.
  public func write(_ array: NDArray, toFile path: String) throws {
    let file = try AtomicFile(path: path)
    try write(array) { try file.write($0) }
    try file.commit()
  }
}
