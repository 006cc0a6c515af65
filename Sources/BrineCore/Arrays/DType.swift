/// The type of an array's elements, as NumPy has it: what an element is, in which byte order, and how many bytes it
/// takes.
///
/// Source: <https://numpy.org/doc/stable/reference/arrays.dtypes.html>. `bfloat16` and the 8-bit floats, which NumPy
/// itself lacks, are those of models (`ml_dtypes`, PyTorch, safetensors).
public struct DType: Sendable, Hashable {
  /// What an element is.
  public indirect enum Kind: Sendable, Hashable {
    /// One byte, zero or not.
    case bool
    case int8, int16, int32, int64
    case uint8, uint16, uint32, uint64
    case float16, float32, float64
    /// C's `long double` of the given size in bytes: 80-bit x87 numbers in 12 or 16 bytes (`isQuad` is false), or
    /// IEEE 754 binary128 numbers.
    case longdouble(size: Int, isQuad: Bool)
    /// The upper half of a 32-bit float.
    case bfloat16
    /// An 8-bit float of this layout.
    case float8(Float8)
    case complex64, complex128
    /// Two `longdouble`s, each of the given size.
    case clongdouble(size: Int, isQuad: Bool)
    /// Bytes of a fixed length, padded with zeros: NumPy's `S`.
    case bytes(Int)
    /// Text of a fixed number of code points, four bytes each, padded with zeros: NumPy's `U`.
    case str(Int)
    /// Opaque bytes: NumPy's `V`.
    case void(Int)
    /// A point in time: 64 bits that count a unit from 1970. The lowest number is `NaT`.
    case datetime64(TimeUnit)
    /// A time span: 64 bits that count a unit. The lowest number is `NaT`.
    case timedelta64(TimeUnit)
    /// Any Python object.
    case object
    /// Named fields.
    case structured(Record)
    /// An array in each element.
    case subarray(DType, shape: [Int])
  }

  /// What order the bytes of a number are in.
  public enum ByteOrder: Sendable, Hashable {
    case little, big

    /// That of this machine.
    public static var native: ByteOrder { 1.littleEndian == 1 ? .little : .big }
  }

  /// What an element is.
  public let kind: Kind
  /// The order of the bytes of a number or a character; of no meaning where ``hasByteOrder`` is false.
  public let byteOrder: ByteOrder
  /// How many bytes an element takes.
  public let itemSize: Int

  /// A type of this kind. Elements of structured types and sub-arrays have byte orders of their own.
  ///
  /// Sizes must have been checked: see ``init(checking:byteOrder:)``.
  public init(_ kind: Kind, byteOrder: ByteOrder = .native) {
    self.kind = kind
    self.itemSize = kind.checkedSize ?? 0
    self.byteOrder = DType.isOrdered(kind) ? byteOrder : .native
  }

  /// A type whose sizes come from a file; `nil` when one is negative or beyond 2^31 - 1 bytes, which is what NumPy has.
  public init?(checking kind: Kind, byteOrder: ByteOrder = .native) {
    guard kind.checkedSize != nil else { return nil }
    self.init(kind, byteOrder: byteOrder)
  }

  private static func isOrdered(_ kind: Kind) -> Bool {
    switch kind {
    case .bool, .int8, .uint8, .float8, .bytes, .void, .object, .structured, .subarray: false
    default: true
    }
  }

  /// Whether the order of bytes matters to this kind.
  public var hasByteOrder: Bool { DType.isOrdered(kind) }

  /// Whether this machine can use elements as they are: no field, however deep, has the other byte order.
  public var isNative: Bool {
    switch kind {
    case .structured(let record): record.fields.allSatisfy(\.dtype.isNative)
    case .subarray(let base, _): base.isNative
    default: byteOrder == .native
    }
  }

  /// The same type in another byte order, fields included.
  public func with(byteOrder: ByteOrder) -> DType {
    switch kind {
    case .structured(let record): DType(.structured(record.mappingTypes { $0.with(byteOrder: byteOrder) }))
    case .subarray(let base, let shape): DType(.subarray(base.with(byteOrder: byteOrder), shape: shape))
    default: DType(kind, byteOrder: byteOrder)
    }
  }

  /// The same type in this machine's byte order.
  public var native: DType { isNative ? self : with(byteOrder: .native) }

  /// Whether an element is or holds a Python object.
  public var hasObjects: Bool {
    switch kind {
    case .object: true
    case .structured(let record): record.fields.contains { $0.dtype.hasObjects }
    case .subarray(let base, _): base.hasObjects
    default: false
    }
  }
}

extension DType.Kind {
  /// How many bytes an element takes; `nil` when that is negative or no NumPy type could be so large.
  var checkedSize: Int? {
    switch self {
    case .bool, .int8, .uint8, .float8: 1
    case .int16, .uint16, .float16, .bfloat16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64, .complex64, .datetime64, .timedelta64, .object: 8
    case .complex128: 16
    case .longdouble(let size, _): [8, 12, 16].contains(size) ? size : nil
    case .clongdouble(let size, _): [8, 12, 16].contains(size) ? size * 2 : nil
    case .bytes(let count), .void(let count): checked(count)
    case .str(let count): count.multiplied(4).flatMap(checked)
    case .structured(let record): checked(record.itemSize)
    case .subarray(let base, let shape):
      // Of elements that take no bytes there is nothing else that would bound their number.
      shape.contains { $0 < 0 } || base.itemSize == 0 && (shape.checkedProduct ?? .max) > 1 << 16
        ? nil : shape.checkedProduct?.multiplied(base.itemSize).flatMap(checked)
    }
  }

  private func checked(_ size: Int) -> Int? { size >= 0 && size <= Int(Int32.max) ? size : nil }
}

/// The types that need no arguments.
extension DType {
  /// Truth values of one byte.
  public static let bool = DType(.bool)
  /// Signed integers of one byte.
  public static let int8 = DType(.int8)
  /// Signed integers of two bytes.
  public static let int16 = DType(.int16)
  /// Signed integers of four bytes.
  public static let int32 = DType(.int32)
  /// Signed integers of eight bytes.
  public static let int64 = DType(.int64)
  /// Unsigned integers of one byte.
  public static let uint8 = DType(.uint8)
  /// Unsigned integers of two bytes.
  public static let uint16 = DType(.uint16)
  /// Unsigned integers of four bytes.
  public static let uint32 = DType(.uint32)
  /// Unsigned integers of eight bytes.
  public static let uint64 = DType(.uint64)
  /// Floats of two bytes.
  public static let float16 = DType(.float16)
  /// The upper halves of 32-bit floats.
  public static let bfloat16 = DType(.bfloat16)
  /// Floats of four bytes.
  public static let float32 = DType(.float32)
  /// Floats of eight bytes.
  public static let float64 = DType(.float64)
  /// Complex numbers of two 32-bit floats.
  public static let complex64 = DType(.complex64)
  /// Complex numbers of two 64-bit floats.
  public static let complex128 = DType(.complex128)
  /// Python objects.
  public static let object = DType(.object)
}

extension Collection<Int> {
  /// The product, or `nil` on overflow. A zero anywhere makes it zero.
  public var checkedProduct: Int? {
    if contains(0) { return 0 }
    var product = 1
    for factor in self {
      guard let next = product.multiplied(factor) else { return nil }
      product = next
    }
    return product
  }
}
