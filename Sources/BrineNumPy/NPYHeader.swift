public import BrineCore

/// What a `.npy` file says before its data.
///
/// Source: <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>.
public struct NPYHeader: Sendable, Equatable {
  /// The version of the format: 1, 2 or 3. Version 2 has room for longer headers, version 3 for names beyond Latin-1.
  public var version: UInt8
  /// The type of the elements.
  public var dtype: DType
  /// The length of each axis.
  public var shape: [Int]
  /// Whether the first index moves fastest.
  public var isFortran: Bool
  /// Where the data begins, in bytes from the start of the file.
  public var dataOffset: Int

  /// How long a header may be: longer than any that NumPy itself would take without being asked to.
  static let longest = 1 << 20

  /// Reads the header at the start of `bytes`.
  ///
  /// - Parameter allowsObjects: Whether arrays of objects are taken, whose data is a pickle.
  /// - Throws: `NumPyError`, with the offset of what is wrong.
  public init(_ bytes: RawSpan) throws(NumPyError) {
    var cursor = ByteCursor(bytes)
    guard let magic = cursor.take(6), magic.withUnsafeBytes({ Array($0) == NPYHeader.magic }) else {
      throw NumPyError(.notNPY, "a .npy file begins with \\x93NUMPY", offset: 0)
    }
    guard let major = cursor.read(UInt8.self), let minor = cursor.read(UInt8.self) else {
      throw NumPyError(.truncated, "the file ends inside its header", offset: bytes.byteCount)
    }
    guard (1...3).contains(major), minor == 0 else {
      throw NumPyError(.unsupportedVersion, "version \(major).\(minor) of the format is not known", offset: 6)
    }
    version = major
    guard
      let length = major == 1
        ? cursor.read(UInt16.self).map(Int.init) : cursor.read(UInt32.self).map(Int.init)
    else {
      throw NumPyError(.truncated, "the file ends inside its header", offset: bytes.byteCount)
    }
    guard length <= NPYHeader.longest else {
      throw NumPyError(
        .badHeader, "a header of \(length) bytes is longer than any that NumPy writes", offset: 8)
    }
    let start = cursor.position
    guard let text = cursor.take(length) else {
      throw NumPyError(
        .truncated, "the header of \(length) bytes goes beyond the end of the file", offset: start)
    }
    dataOffset = cursor.position
    let literal = try NPYHeader.literal(text, isUTF8: major == 3, base: start)
    (dtype, shape, isFortran) = try NPYHeader.parts(literal, at: start)
  }

  /// A header for an array; versions and padding are chosen when it is written.
  init(dtype: DType, shape: [Int], isFortran: Bool, version: UInt8) {
    (self.dtype, self.shape, self.isFortran, self.version) = (dtype, shape, isFortran, version)
    dataOffset = 0
  }

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  private static func literal(_ text: RawSpan, isUTF8: Bool, base: Int) throws(NumPyError) -> PythonLiteral {
    // Versions 1 and 2 are in Latin-1.
    let utf8 = text.withUnsafeBytes { bytes in
      isUTF8 ? Array(bytes) : Array(String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })).utf8)
    }
    guard String(validating: utf8, as: UTF8.self) != nil else {
      throw NumPyError(.badHeader, "the header is not in UTF-8", offset: base)
    }
    do throws(ArrayError) { return try PythonLiteral(parsing: utf8, base: base) } catch {
      throw NumPyError(
        .badHeader, "the header is no dict that Python could read: \(error.detail)",
        offset: error.context.offset)
    }
  }

  private static func parts(
    _ literal: PythonLiteral, at start: Int
  ) throws(NumPyError) -> (DType, [Int], Bool) {
    guard case .dict(let entries) = literal, entries.count == 3, let descr = literal["descr"],
      case .bool(let isFortran)? = literal["fortran_order"], case .tuple(let items)? = literal["shape"]
    else {
      throw NumPyError(
        .badHeader, "the header is not a dict of descr, fortran_order (a bool) and shape (a tuple) alone",
        offset: start)
    }
    var shape: [Int] = []
    for item in items {
      guard case .int(let length) = item else {
        throw NumPyError(.badShape, "a shape is made of integers", offset: start)
      }
      shape.append(length)
    }
    guard NDArray.count(shape) != nil else {
      throw NumPyError(.badShape, "no array has the shape \(shape.prefix(65))", offset: start)
    }
    do throws(ArrayError) { return (try DType(descr: descr), shape, isFortran) } catch {
      throw NumPyError(.badDType, error.detail, offset: start)
    }
  }
}

// MARK: Writing

extension NPYHeader {
  /// The header's bytes, padded so that the data begins at a multiple of 64.
  ///
  /// - Throws: `NumPyError.notWritable` for types that have no description, such as those with overlapping fields,
  ///   and for a header that does not fit the version asked for.
  func encoded() throws(NumPyError) -> [UInt8] {
    guard let descr = dtype.npyDescr else {
      throw NumPyError(
        .notWritable,
        "elements of \(dtype) have no form in .npy files: their fields overlap or are out of order")
    }
    let lengths = PythonLiteral.tuple(shape.map { .int($0) })
    let text = "{'descr': \(descr), 'fortran_order': \(isFortran ? "True" : "False"), 'shape': \(lengths), }"
    let isLatin1 = text.unicodeScalars.allSatisfy { $0.value < 256 }
    guard isLatin1 || version == 3 else {
      throw NumPyError(.notWritable, "names beyond Latin-1 need version 3 of the format")
    }
    var body =
      version == 3 ? Array(text.utf8) : text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    // NumPy leaves room for a longer first axis, so that arrays can be appended to in place.
    let growth = shape.isEmpty ? 0 : max(0, 21 - String(shape[isFortran ? shape.count - 1 : 0]).utf8.count)
    body += [UInt8](repeating: 0x20, count: growth)
    let prefix = version == 1 ? 10 : 12
    // As NumPy does: a whole block of spaces where none would be needed.
    let padding = 64 - (prefix + body.count + 1) % 64
    body += [UInt8](repeating: 0x20, count: padding) + [0x0A]
    guard body.count <= NPYHeader.longest else {
      throw NumPyError(
        .notWritable, "a header of \(body.count) bytes is longer than any that NumPy or Brine reads")
    }
    guard version > 1 || body.count <= 0xFFFF else {
      throw NumPyError(.notWritable, "a header of \(body.count) bytes needs version 2 of the format")
    }
    var writer = NPYHeader.magic + [version, 0]
    let count = UInt32(truncatingIfNeeded: body.count)
    let size = version == 1 ? 2 : 4
    writer += (0..<size).map { UInt8(truncatingIfNeeded: count >> (8 * UInt32($0))) }
    return writer + body
  }

  /// The lowest version that can say this.
  static func version(for dtype: DType, shape: [Int]) -> UInt8 {
    let text = dtype.npyDescr?.description ?? ""
    if !text.unicodeScalars.allSatisfy({ $0.value < 256 }) { return 3 }
    // What is around the description is shorter than this for any shape.
    return text.unicodeScalars.count + 25 * shape.count + 200 > 0xFFFF ? 2 : 1
  }
}

extension DType {
  /// The description in `.npy` files, which know nothing of `bfloat16` and 8-bit floats but how large they are.
  var npyDescr: PythonLiteral? {
    switch kind {
    case .bfloat16: .string("\(byteOrder == .little ? "<" : ">")V2")
    case .float8: .string("|V1")
    default: descr
    }
  }
}
