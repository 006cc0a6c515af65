import BigInt
import BrineCore

/// The decoder of one value: a `Decoder` and its single value container.
struct ValueDecoder: Decoder {
  let state: DecodingState
  let word: Word
  /// How many steps from the root; the path's later entries belong to somebody else.
  let depth: Int
  /// Whether keys are not converted: those of a dictionary are data, not names of fields.
  var keepsKeys = false

  init(_ state: DecodingState, _ word: Word) {
    self.state = state
    self.word = word
    depth = state.now.pointee.path.count
  }

  @inline(__always)
  init(_ state: DecodingState, _ word: Word, depth: Int) {
    self.state = state
    self.word = word
    self.depth = depth
  }

  var codingPath: [any CodingKey] { state.codingPath(depth: depth) }
  var userInfo: [CodingUserInfoKey: Any] { state.settings.userInfo }
  var graph: PickleGraph { state.graph }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(try KeyedContainer<Key>(self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let items = try items()
    try state.spend(items.count)
    return UnkeyedContainer(self, items)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

  /// The values of anything that has an order.
  func items() throws -> [Word] {
    switch word.tag {
    case .list, .tuple: return Array(graph.items(word))
    default: break
    }
    switch graph.meaning(word) {
    case .tuple(let word): return Array(graph.items(word))
    case .set(let word), .frozenset(let word): return graph.uniqueItems(word)
    case .ndarray(let array) where array.shape.count == 1:
      if case .items(let list) = array.content { return Array(graph.items(list)) }
      return try elements(array)
    case .array(let array):
      if case .items(let list) = array.content { return Array(graph.items(list)) }
      return try packed(array)
    case .instance(let instance):
      if let list = instance.items { return Array(graph.items(list)) }
      if let fields = graph.tupleFields(instance) { return fields }
      if let numbers = try range(instance) { return numbers }
    default: break
    }
    throw mismatch([Any].self, "a list")
  }

  /// The numbers of a NumPy array, as words; the ones that need more than 48 bits are refused.
  private func elements(_ array: ArrayDescription) throws -> [Word] {
    guard let elements = graph.ndarray(array) else { return [] }
    try state.spend(elements.count)
    return try elements.values.map { value in
      switch value {
      case .bool(let flag): return .bool(flag)
      case .int(let number): if let word = Word.int(Int(number)) { return word }
      case .uint(let number): if let word = Int(exactly: number).flatMap(Word.int) { return word }
      case .float(let number): return Word(bits: (number.isNaN ? Double.nan : number).bitPattern)
      default: break
      }
      throw mismatch([Any].self, "an array of smaller numbers")
    }
  }

  /// The numbers of a `range`.
  private func range(_ instance: Meaning.Instance) throws -> [Word]? {
    guard instance.name == PickleName(module: "builtins", name: "range"), instance.arguments.count == 3,
      let start = instance.arguments[0].inlineInt, let end = instance.arguments[1].inlineInt,
      let step = instance.arguments[2].inlineInt, step != 0
    else { return nil }
    // All three fit 48 bits, so that nothing here overflows.
    try state.spend(max(0, (end - start) / step))
    return stride(from: start, to: end, by: step).compactMap(Word.int)
  }

  /// Items of packed bytes, as words; the ones that need more than 48 bits are refused.
  private func packed(_ array: PackedArray) throws -> [Word] {
    guard case .packed(let format, let bytes) = array.content else { return [] }
    return try PackedArray.items(graph.content(bytes), format).map { item in
      switch item {
      case .int(let value): if let word = Word.int(value) { return word }
      case .unsigned(let value): if let word = Int(exactly: value).flatMap(Word.int) { return word }
      case .float(let value):
        let bits = value.isNaN ? Double.nan.bitPattern : value.bitPattern
        return Word(bits: bits)
      case .scalar: break
      }
      throw mismatch([Any].self, "an array of smaller numbers")
    }
  }

  // MARK: Errors

  @inline(never)
  func mismatch(_ type: Any.Type, _ expected: String) -> DecodingError {
    let value = PickleValue(graph, word)
    let text =
      "expected \(expected), found \(value.typeName)\(value.preview.isEmpty ? "" : " " + value.preview)"
    let context = DecodingError.Context(codingPath: codingPath, debugDescription: text)
    return value.isNone ? .valueNotFound(type, context) : .typeMismatch(type, context)
  }

  @inline(never)
  func corrupted(_ text: String) -> DecodingError {
    .dataCorrupted(DecodingError.Context(codingPath: codingPath, debugDescription: text))
  }
}

// MARK: Single values

extension ValueDecoder: SingleValueDecodingContainer {
  func decodeNil() -> Bool { word == .none }

  func decode(_ type: Bool.Type) throws -> Bool {
    if word == .true { return true }
    if word == .false { return false }
    return try plain(type, "a bool") { $0 == .true ? true : $0 == .false ? false : nil }
  }

  func decode(_ type: String.Type) throws -> String {
    if case .string(let text) = scalarValue(word) { return text }
    return try plain(type, "a string") { $0.has(.string) ? state.string($0) : nil }
  }

  func decode(_ type: Double.Type) throws -> Double {
    if let double = word.double { return double }
    return try plain(type, "a float") { graph.double($0) ?? integerAsDouble($0) }
  }

  func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }

  func decode(_ type: Int.Type) throws -> Int {
    if let int = word.inlineInt { return int }
    return try integer(type)
  }

  func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    try state.spend(1)
    let isOrdinary = state.now.pointee.ordinaryType == ObjectIdentifier(type)
    if !isOrdinary, let value = try direct(type) { return value }
    var decoder = self
    decoder.keepsKeys = !state.usesDefaultKeys && type is any StringDictionary.Type
    return try T(from: decoder)
  }

  private func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
    if let int = word.inlineInt, let value = T(exactly: int) { return value }
    if word.has(.object) {
      if case .int(let number) = scalarValue(word), let value = T(exactly: number) { return value }
      if case .uint(let number) = scalarValue(word), let value = T(exactly: number) { return value }
    }
    let value: BigInt = try plain(type, "an integer") { graph.integer($0) }
    guard let fitting = T(exactly: value) else { throw corrupted("the integer does not fit \(type)") }
    return fitting
  }

  private func integerAsDouble(_ word: Word) -> Double? {
    if let int = graph.int(word) { return Double(int) }
    return graph.integer(word).map { Double($0) }
  }

  /// A plain value, or the one that an enumeration member or an instance of a subclass of `int` or `str` was made of.
  private func plain<T>(_ type: Any.Type, _ expected: String, _ read: (Word) -> T?) throws -> T {
    if let value = read(word) { return value }
    if word.has(.object), case .instance(let instance) = graph.meaning(word), instance.arguments.count == 1,
      let value = read(instance.arguments[0])
    {
      return value
    }
    if let scalar = scalarWord(word), let value = read(scalar) { return value }
    throw mismatch(type, expected)
  }
}

/// Dictionaries with string keys.
private protocol StringDictionary {}
extension Dictionary: StringDictionary where Key == String {}
