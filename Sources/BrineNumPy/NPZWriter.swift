import BrineCodecs
public import BrineCore

/// Writes `.npz` files, as `numpy.savez` and `numpy.savez_compressed` do.
///
/// ```swift
/// let writer = try NPZWriter(path: "data.npz", level: 6)
/// try writer.add("x", array)
/// try writer.finish()
/// ```
public final class NPZWriter {
  /// How each array is written.
  public var arrays = NPYWriter()
  private let archive: ZipWriter
  private let level: Int?

  /// Begins a file, which appears under its name, replacing what was there, when ``finish()`` is called.
  ///
  /// - Parameter level: The level of deflate, 0 to 9; `nil` stores arrays as they are, so that they can be mapped.
  /// - Throws: `FileWriteError`.
  public init(path: String, level: Int? = nil) throws {
    archive = try ZipWriter(path: path)
    self.level = level
  }

  /// Begins an archive that is handed to `sink` in pieces.
  public init(level: Int? = nil, sink: @escaping (UnsafeRawBufferPointer) throws -> Void) {
    archive = ZipWriter(sink: sink)
    self.level = level
  }

  /// Adds an array.
  ///
  /// - Throws: `NumPyError.notWritable`, `ZipError` for a name that was used, or what writing throws.
  public func add(_ name: String, _ array: NDArray) throws {
    try archive.begin(name + ".npy", method: level == nil ? .stored : .deflated, level: level)
    try arrays.write(array) { try archive.write($0) }
    try archive.end()
  }

  /// Ends the file.
  ///
  /// - Throws: What writing throws.
  public func finish() throws { try archive.finish() }
}
