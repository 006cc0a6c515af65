public import BrineCore

/// Makes Swift values of the elements of a compound type, or of any other: `[Row]` for a `Row` that is `Decodable`.
///
/// Members are found by name. Compounds in compounds are keyed containers again, arrays and sequences unkeyed ones;
/// text is a `String`, an enumeration its number or its name, as is asked for.
public struct HDF5RowDecoder: Sendable {
  /// What is handed to the rows' initializers.
  public var userInfo: [CodingUserInfoKey: any Sendable] = [:]

  /// A decoder.
  public init() {}

  /// All elements of an array, in C order.
  ///
  /// - Parameter datatype: The elements' type in the file: it has the names of enumerations.
  /// - Throws: `DecodingError` when an element does not fit; `HDF5Error` when a heap is damaged, or the array is too large.
  public func decode<Row: Decodable>(
    _ type: Row.Type = Row.self, from array: NDArray, datatype: Datatype? = nil
  ) throws -> [Row] {
    let array = try array.contiguous()
    let context = RowContext(
      bytes: array.storage, objects: array.objects as? HDF5Objects,
      userInfo: userInfo as [CodingUserInfoKey: Any])
    let layout = RowLayout(array.dtype, datatype)
    var rows: [Row] = []
    rows.reserveCapacity(min(array.count, 1 << 16))
    for index in 0..<array.count {
      let element = ElementDecoder(context, layout, array.offset + index * array.dtype.itemSize)
      do {
        rows.append(try Row(from: element))
      } catch let error as DecodingError { throw error.under(RowIndex(index)) }
    }
    return rows
  }
}

extension DecodingError {
  /// The same error, seen from the container that has the value under a key.
  ///
  /// Paths are put together on the way out: rows that are well pay nothing for them.
  func under(_ key: any CodingKey) -> DecodingError {
    func under(_ why: Context) -> Context {
      Context(
        codingPath: [key] + why.codingPath, debugDescription: why.debugDescription,
        underlyingError: why.underlyingError)
    }
    return switch self {
    case .typeMismatch(let type, let why): .typeMismatch(type, under(why))
    case .valueNotFound(let type, let why): .valueNotFound(type, under(why))
    case .keyNotFound(let key, let why): .keyNotFound(key, under(why))
    case .dataCorrupted(let why): .dataCorrupted(under(why))
    @unknown default: self
    }
  }
}

/// What all elements of an array share.
final class RowContext {
  let bytes: MemorySource
  let objects: HDF5Objects?
  let userInfo: [CodingUserInfoKey: Any]
  /// The member that is probably asked for next: most rows ask for theirs in order.
  var expected = 0

  init(bytes: MemorySource, objects: HDF5Objects?, userInfo: [CodingUserInfoKey: Any]) {
    self.bytes = bytes
    self.objects = objects
    self.userInfo = userInfo
  }
}

/// The number of an element as a key.
struct RowIndex: CodingKey {
  let intValue: Int?
  var stringValue: String { "[\(intValue ?? 0)]" }

  init(_ index: Int) { intValue = index }
  init?(intValue: Int) { self.intValue = intValue }
  init?(stringValue: String) { nil }
}

/// One element, or a member of one.
struct ElementDecoder: Decoder, SingleValueDecodingContainer {
  let context: RowContext
  let layout: RowLayout
  /// Where it begins in the context's bytes.
  let offset: Int

  init(_ context: RowContext, _ layout: RowLayout, _ offset: Int) {
    self.context = context
    self.layout = layout
    self.offset = offset
  }

  /// Empty: see ``DecodingError/under(_:)``.
  var codingPath: [any CodingKey] { [] }

  var userInfo: [CodingUserInfoKey: Any] { context.userInfo }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .record = layout.form else { throw mismatch(type, "compound") }
    context.expected = 0
    return KeyedDecodingContainer(RecordContainer(self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try ElementsContainer(self) }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool {
    guard case .object = layout.form, case .reference(let reference)? = try? object() else { return false }
    return reference.isNull
  }

  /// The object that the element is.
  func object() throws(HDF5Error) -> HDF5Value {
    guard let objects = context.objects else {
      throw HDF5Error(.typeMismatch, "elements are no objects of HDF5")
    }
    return try objects.value(Int(truncatingIfNeeded: load(Int64.self)))
  }

  /// The bytes of the element.
  var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: context.bytes.memory[offset..<offset + layout.dtype.itemSize])
  }

  @inline(__always)
  func load<Value: BitwiseCopyable>(_ type: Value.Type) -> Value {
    context.bytes.memory.loadUnaligned(fromByteOffset: offset, as: type)
  }

  @inline(never)
  func mismatch(_ type: Any.Type, _ expected: String) -> DecodingError {
    DecodingError.typeMismatch(
      type,
      DecodingError.Context(
        codingPath: codingPath, debugDescription: "elements of \(layout.dtype) are no \(expected)"))
  }

  @inline(never)
  func unfit(_ type: Any.Type, _ value: String) -> DecodingError {
    DecodingError.dataCorrupted(
      DecodingError.Context(codingPath: codingPath, debugDescription: "\(value) does not fit \(type)"))
  }
}
