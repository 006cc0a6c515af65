import BrineCore

/// The members of a compound, by name.
struct RecordContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  private let element: ElementDecoder

  init(_ element: ElementDecoder) { self.element = element }

  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { element.layout.fields.compactMap { Key(stringValue: $0.name) } }

  private func place(_ name: String) -> Int? {
    element.layout.place(of: name, expected: element.context.expected)
  }

  func contains(_ key: Key) -> Bool { place(key.stringValue) != nil }

  /// Calls `body` with a member.
  @inline(__always)
  private func field<Value>(_ key: Key, _ body: (ElementDecoder) throws -> Value) throws -> Value {
    let name = key.stringValue
    guard let place = place(name) else { throw missing(key) }
    element.context.expected = place + 1
    let field = element.layout.fields[place]
    do {
      return try body(ElementDecoder(element.context, field.layout, element.offset + field.offset))
    } catch let error as DecodingError { throw error.under(key) }
  }

  @inline(never)
  private func missing(_ key: Key) -> DecodingError {
    .keyNotFound(
      key, DecodingError.Context(codingPath: [], debugDescription: "there is no member \(key.stringValue)"))
  }

  func decodeNil(forKey key: Key) throws -> Bool { try field(key) { $0.decodeNil() } }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try field(key) { try $0.decode(type) } }
  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    try field(key) { try $0.decode(type) }
  }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
    try field(key) { try $0.decode(type) }
  }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try field(key) { try $0.decode(type) } }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try field(key) { try $0.decode(type) } }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try field(key) { try $0.decode(type) } }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try field(key) { try $0.decode(type) } }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try field(key) { try $0.decode(type) } }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try field(key) { try $0.decode(type) } }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try field(key) { try $0.decode(type) } }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try field(key) { try $0.decode(type) } }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 {
    try field(key) { try $0.decode(type) }
  }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 {
    try field(key) { try $0.decode(type) }
  }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 {
    try field(key) { try $0.decode(type) }
  }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try field(key) { try $0.decode(type) }
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { try field(key) { try $0.container(keyedBy: type) } }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try field(key) { try $0.unkeyedContainer() }
  }

  func superDecoder() throws -> any Decoder { element }
  func superDecoder(forKey key: Key) throws -> any Decoder { try field(key) { $0 } }
}

/// The elements of an array or a sequence.
struct ElementsContainer: UnkeyedDecodingContainer {
  private(set) var currentIndex = 0
  private let context: RowContext
  private let layout: RowLayout
  private let offset: Int
  private let length: Int

  init(_ element: ElementDecoder) throws {
    switch element.layout.form {
    case .array(let inner, let count):
      (context, layout, offset, length) = (element.context, inner, element.offset, count)
    case .object:
      guard case .sequence(let sequence) = try element.object() else {
        throw element.mismatch([Any].self, "sequences")
      }
      let array = try sequence.contiguous()
      // Further axes are those of arrays in each element.
      var dtype = array.dtype
      if array.shape.count > 1 { dtype = DType(.subarray(dtype, shape: Array(array.shape.dropFirst()))) }
      context = RowContext(
        bytes: array.storage, objects: array.objects as? HDF5Objects, userInfo: element.userInfo)
      (layout, offset, length) = (RowLayout(dtype, nil), array.offset, array.shape.first ?? 0)
    default: throw element.mismatch([Any].self, "arrays")
    }
  }

  var codingPath: [any CodingKey] { [] }
  var count: Int? { length }
  var isAtEnd: Bool { currentIndex >= length }

  /// Calls `body` with the next element.
  @inline(__always)
  private mutating func next<Value>(_ body: (ElementDecoder) throws -> Value) throws -> Value {
    guard currentIndex < length else {
      throw DecodingError.valueNotFound(
        Any.self, DecodingError.Context(codingPath: [], debugDescription: "there are only \(length) elements")
      )
    }
    let element = ElementDecoder(context, layout, offset + currentIndex * layout.dtype.itemSize)
    do {
      let value = try body(element)
      currentIndex += 1
      return value
    } catch let error as DecodingError { throw error.under(RowIndex(currentIndex)) }
  }

  mutating func decodeNil() throws -> Bool {
    let before = currentIndex
    if try next({ $0.decodeNil() }) { return true }
    currentIndex = before
    return false
  }

  mutating func decode(_ type: Bool.Type) throws -> Bool { try next { try $0.decode(type) } }
  mutating func decode(_ type: String.Type) throws -> String { try next { try $0.decode(type) } }
  mutating func decode(_ type: Double.Type) throws -> Double { try next { try $0.decode(type) } }
  mutating func decode(_ type: Float.Type) throws -> Float { try next { try $0.decode(type) } }
  mutating func decode(_ type: Int.Type) throws -> Int { try next { try $0.decode(type) } }
  mutating func decode(_ type: Int8.Type) throws -> Int8 { try next { try $0.decode(type) } }
  mutating func decode(_ type: Int16.Type) throws -> Int16 { try next { try $0.decode(type) } }
  mutating func decode(_ type: Int32.Type) throws -> Int32 { try next { try $0.decode(type) } }
  mutating func decode(_ type: Int64.Type) throws -> Int64 { try next { try $0.decode(type) } }
  mutating func decode(_ type: UInt.Type) throws -> UInt { try next { try $0.decode(type) } }
  mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try next { try $0.decode(type) } }
  mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try next { try $0.decode(type) } }
  mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try next { try $0.decode(type) } }
  mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try next { try $0.decode(type) } }
  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try next { try $0.decode(type) }
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> { try next { try $0.container(keyedBy: type) } }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next { try $0.unkeyedContainer() }
  }

  mutating func superDecoder() throws -> any Decoder { try next { $0 } }
}
