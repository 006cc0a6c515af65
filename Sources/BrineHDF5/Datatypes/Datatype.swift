public import BrineCore

/// The type of a dataset's or an attribute's elements, as the file describes it.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.d, "The Datatype Message".
public struct Datatype: Sendable, Hashable {
  /// What an element is.
  public indirect enum Kind: Sendable, Hashable {
    /// Class 0: integers.
    case integer(Integer)
    /// Class 1: floats.
    case float(Float)
    /// Class 2: points in time, which no library can convert: bits in this order.
    case time(DType.ByteOrder, precision: Int)
    /// Class 3: text of a fixed length.
    case string(TextLayout)
    /// Class 4: bits.
    case bitfield(Integer)
    /// Class 5: bytes that mean something to those who know the tag.
    case opaque(tag: String)
    /// Class 6: members at offsets.
    case compound([Member])
    /// Class 7: a reference to an object, or to a region of one.
    case reference(Reference)
    /// Class 8: names for values of an integer type.
    case enumeration(Datatype, [EnumerationMember])
    /// Class 9: any number of elements.
    case sequence(Datatype)
    /// Class 9: text of any length.
    case variableString(TextLayout)
    /// Class 10: an array in each element.
    case array(Datatype, shape: [Int])
    /// Class 11 of HDF5 2.0: two floats, the real part first.
    case complex(Datatype)
  }

  /// What an element is.
  public let kind: Kind
  /// How many bytes an element takes in the file.
  public let size: Int

  /// A type of this size.
  public init(_ kind: Kind, size: Int) {
    self.kind = kind
    self.size = size
  }

  /// The bits of an integer or a bitfield in its bytes.
  public struct Integer: Sendable, Hashable {
    /// The order of the bytes.
    public var byteOrder: DType.ByteOrder
    /// Whether it is in two's complement.
    public var isSigned: Bool
    /// The number of the lowest bit that counts.
    public var bitOffset: Int
    /// How many bits count.
    public var precision: Int
    /// What bits below and above those that count are: zeros or ones.
    public var lowPadding: Bool, highPadding: Bool

    /// Bits in bytes.
    public init(
      byteOrder: DType.ByteOrder, isSigned: Bool, bitOffset: Int, precision: Int, lowPadding: Bool = false,
      highPadding: Bool = false
    ) {
      self.byteOrder = byteOrder
      self.isSigned = isSigned
      self.bitOffset = bitOffset
      self.precision = precision
      self.lowPadding = lowPadding
      self.highPadding = highPadding
    }
  }

  /// The bits of a float in its bytes.
  public struct Float: Sendable, Hashable {
    /// How the bytes are ordered; VAX's has pairs of little-endian bytes, the highest pair first.
    public enum Order: Sendable, Hashable { case little, big, vax }
    /// What stands above the mantissa's stored bits.
    public enum Normalization: UInt8, Sendable, Hashable {
      /// Nothing: the mantissa is as it stands.
      case none = 0
      /// The highest bit is stored, and always set.
      case stored = 1
      /// The highest bit is set but not stored, as in IEEE 754.
      case implied = 2
    }

    /// The order of the bytes.
    public var order: Order
    /// The lowest bit that counts, and how many do.
    public var bitOffset: Int, precision: Int
    /// The number of the sign's bit.
    public var signPosition: Int
    /// Where the exponent's bits are, and what to subtract from it.
    public var exponentPosition: Int, exponentSize: Int, exponentBias: Int
    /// Where the mantissa's bits are.
    public var mantissaPosition: Int, mantissaSize: Int
    /// What stands above the mantissa's bits.
    public var normalization: Normalization
    /// What bits are that don't count: below, above, inside.
    public var lowPadding: Bool, highPadding: Bool, innerPadding: Bool
  }

  /// How text is stored.
  public struct TextLayout: Sendable, Hashable {
    /// What ends or fills text of a fixed length.
    public enum Padding: UInt8, Sendable, Hashable {
      /// A zero byte ends it.
      case nullTerminated = 0
      /// Zero bytes fill it.
      case nullPadded = 1
      /// Spaces fill it.
      case spacePadded = 2
    }
    /// What the bytes mean.
    public enum CharacterSet: UInt8, Sendable, Hashable { case ascii = 0, utf8 = 1 }

    /// What ends or fills it.
    public var padding: Padding
    /// What the bytes mean.
    public var characterSet: CharacterSet
  }

  /// One member of a compound.
  public struct Member: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Where it begins, in bytes from the start of the element.
    public var offset: Int
    /// Its type.
    public var type: Datatype
  }

  /// One value of an enumeration.
  public struct EnumerationMember: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its value, as the bytes that the base type has in the file.
    public var value: [UInt8]
  }

  /// What a reference refers to, and how.
  public enum Reference: UInt8, Sendable, Hashable {
    /// An object, by the address of its header.
    case object = 0
    /// A region of a dataset, described in a global heap.
    case region = 1
    /// An object, as HDF5 1.12 writes it.
    case standardObject = 2
    /// A region, as HDF5 1.12 writes it.
    case standardRegion = 3
    /// An attribute, as HDF5 1.12 writes it.
    case standardAttribute = 4
  }
}
