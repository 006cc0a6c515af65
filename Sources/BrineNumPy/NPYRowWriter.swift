public import BrineCore

/// Writes an array as a `.npy` file whose number of rows is not known beforehand: rows come as they are made, and nothing is
/// gathered in memory.
///
/// ```swift
/// let rows = try NPYRowWriter(toFile: "log.npy", dtype: .float32, rowShape: [3])
/// for sample in samples { try rows.append(sample) }   // arrays of shape [3], or [n, 3] for many at once
/// try rows.finish()
/// ```
/// The file appears under its name when it is finished. NumPy leaves room in the header for a longer first axis, and so
/// does this.
public final class NPYRowWriter {
  /// The type of the elements.
  public let dtype: DType
  /// The shape of one row: that of the array without its first axis.
  public let rowShape: [Int]
  /// How many rows were written.
  public private(set) var rows = 0

  private let file: AtomicFile
  private let headerSize: Int
  private let version: UInt8
  private var isFinished = false

  /// Begins a file.
  ///
  /// - Throws: `NumPyError.notWritable` for elements that `.npy` files have no form for, arrays of objects among them;
  ///   `badShape` for rows that can't be; `FileWriteError`.
  public init(toFile path: String, dtype: DType, rowShape: [Int] = []) throws {
    guard !dtype.hasObjects else {
      throw NumPyError(.notWritable, "arrays of objects are one pickle, and can't be written row by row")
    }
    guard rowShape.count < 64, NDArray.count(rowShape) != nil else {
      throw NumPyError(.badShape, "\(rowShape) is no shape of a row")
    }
    self.dtype = dtype
    self.rowShape = rowShape
    version = NPYHeader.version(for: dtype, shape: [0] + rowShape)
    let header = try NPYHeader(dtype: dtype, shape: [0] + rowShape, isFortran: false, version: version)
      .encoded()
    headerSize = header.count
    file = try AtomicFile(path: path)
    try header.withUnsafeBytes { try file.write($0) }
  }

  /// Appends a row, of the shape ``rowShape``, or several, which then have an axis before it.
  ///
  /// Elements of another type are converted as ``NDArray/converted(to:)`` does.
  /// - Throws: `NumPyError.badShape` for another shape, `notWritable` after ``finish()``; `ArrayError` for elements that
  ///   don't fit the type; `FileWriteError`.
  public func append(_ array: NDArray) throws {
    guard !isFinished else { throw NumPyError(.notWritable, "the file is finished") }
    let isOne = array.shape == rowShape
    guard isOne || (array.axes == rowShape.count + 1 && Array(array.shape.dropFirst()) == rowShape) else {
      throw NumPyError(.badShape, "rows of the shape \(rowShape) are needed, not \(array.shape)")
    }
    let count = isOne ? 1 : array.shape[0]
    guard let total = rows.adding(count) else { throw NumPyError(.badShape, "there are too many rows") }
    let converted = array.dtype == dtype ? array : try array.converted(to: dtype)
    try converted.withElementBlocks { try file.write($0) }
    rows = total
  }

  /// Writes the number of rows into the header, and gives the file its name.
  ///
  /// - Throws: `FileWriteError`; `NumPyError.notWritable` when it is finished already.
  public func finish() throws {
    guard !isFinished else { throw NumPyError(.notWritable, "the file is finished") }
    isFinished = true
    let header = try NPYHeader(dtype: dtype, shape: [rows] + rowShape, isFortran: false, version: version)
      .encoded()
    guard header.count == headerSize else {
      throw NumPyError(.notWritable, "the header for \(rows) rows is longer than the one that was begun with")
    }
    try file.overwrite(header, at: 0)
    try file.commit()
  }
}
