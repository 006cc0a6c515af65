/// A Swift type that an array's elements can be read as, in place.
///
/// `Bool` is none of them, since a file may have bytes other than 0 and 1: read those as `UInt8`, or with
/// ``NDArray/bools()``.
public protocol NDElement: BitwiseCopyable, Sendable {
  /// NumPy's type of the same memory layout, in this machine's byte order.
  static var dtype: DType { get }
}

extension Int8: NDElement {
  /// `.int8`
  public static var dtype: DType { .int8 }
}
extension Int16: NDElement {
  /// `.int16`
  public static var dtype: DType { .int16 }
}
extension Int32: NDElement {
  /// `.int32`
  public static var dtype: DType { .int32 }
}
extension Int64: NDElement {
  /// `.int64`
  public static var dtype: DType { .int64 }
}
extension UInt8: NDElement {
  /// `.uint8`
  public static var dtype: DType { .uint8 }
}
extension UInt16: NDElement {
  /// `.uint16`
  public static var dtype: DType { .uint16 }
}
extension UInt32: NDElement {
  /// `.uint32`
  public static var dtype: DType { .uint32 }
}
extension UInt64: NDElement {
  /// `.uint64`
  public static var dtype: DType { .uint64 }
}
extension Float: NDElement {
  /// `.float32`
  public static var dtype: DType { .float32 }
}
extension Double: NDElement {
  /// `.float64`
  public static var dtype: DType { .float64 }
}
extension ComplexNumber: NDElement {
  /// `complex64` or `complex128`.
  public static var dtype: DType { MemoryLayout<Part>.size == 4 ? .complex64 : .complex128 }
}
extension Int: NDElement {
  /// The type of as many bits as this machine has.
  public static var dtype: DType { MemoryLayout<Int>.size == 8 ? .int64 : .int32 }
}
extension UInt: NDElement {
  /// The type of as many bits as this machine has.
  public static var dtype: DType { MemoryLayout<UInt>.size == 8 ? .uint64 : .uint32 }
}
#if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
  extension Float16: NDElement {
    /// `.float16`
    public static var dtype: DType { .float16 }
  }
#endif

/// A complex number in the memory layout that NumPy, C and Fortran share: the real part, then the imaginary one.
@frozen
public struct ComplexNumber<Part: BinaryFloatingPoint & BitwiseCopyable & Sendable>: BitwiseCopyable,
  Sendable, Hashable
{
  /// The real part.
  public var real: Part
  /// The imaginary part.
  public var imaginary: Part

  /// A number by its parts.
  @inlinable public init(_ real: Part, _ imaginary: Part = 0) {
    self.real = real
    self.imaginary = imaginary
  }
}
