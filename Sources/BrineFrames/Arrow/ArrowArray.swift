public import BrineCore

/// Elements as Apache Arrow lays them out in memory: a bitmap of which ones are there, the values, and for
/// text and
/// lists where each one ends. Source: <https://arrow.apache.org/docs/format/Columnar.html>.
public struct ArrowArray: Sendable {
  /// The type of the elements.
  public let type: ArrowType
  /// How many there are.
  public let count: Int
  /// How many elements of the buffers come before the first.
  public let offset: Int
  /// The bitmap of valid elements, then the values; or the ends of texts, then their characters.
  public let buffers: [MemorySource?]
  /// The fields of structs, the items of lists.
  public let children: [ArrowArray]
  /// The values that a dictionary type's numbers stand for.
  private let dictionaryBox: [ArrowArray]

  /// The values that a dictionary type's numbers stand for.
  public var dictionary: ArrowArray? { dictionaryBox.first }

  /// An array of buffers.
  ///
  /// - Throws: `FrameError.malformed` or `lengthMismatch` when buffers are missing or too short for as many
  ///   elements.
  public init(
    _ type: ArrowType, count: Int, offset: Int = 0, buffers: [MemorySource?], children: [ArrowArray] = [],
    dictionary: ArrowArray? = nil
  ) throws(FrameError) {
    self.type = type
    self.count = count
    self.offset = offset
    self.buffers = buffers
    self.children = children
    dictionaryBox = dictionary.map { [$0] } ?? []
    try check()
  }

  private init(unchecked type: ArrowType, count: Int, buffers: [MemorySource?]) {
    self.type = type
    self.count = count
    self.buffers = buffers
    offset = 0
    children = []
    dictionaryBox = []
  }

  /// An array of `large_string`, `nil` for what is missing.
  public init(strings: [String?]) {
    var ends: [Int64] = [0]
    ends.reserveCapacity(strings.count + 1)
    var characters: [UInt8] = []
    var validity = [UInt8](repeating: 0, count: (strings.count + 7) / 8)
    var hasMissing = false
    for (index, text) in strings.enumerated() {
      if let text {
        characters.append(contentsOf: text.utf8)
        validity[index / 8] |= 1 << UInt8(index % 8)
      } else {
        hasMissing = true
      }
      ends.append(Int64(characters.count))
    }
    self.init(
      unchecked: .largeString, count: strings.count,
      buffers: [
        hasMissing ? MemorySource(validity) : nil, MemorySource(keeping: ends), MemorySource(characters),
      ])
  }

  /// How many elements are missing.
  public var missingCount: Int { (0..<count).reduce(0) { $0 + (isValid($1) ? 0 : 1) } }

  /// Whether an element is there.
  public func isValid(_ index: Int) -> Bool {
    if type == .null { return false }
    guard let bitmap = buffers.first ?? nil else { return true }
    return bit(bitmap, index)
  }

  /// The numbers as a NumPy array, without a copy; `nil` for types that NumPy lacks. What missing ones are is
  /// not said.
  public var numbers: NDArray? {
    guard let dtype = type.dtype, buffers.count > 1, let values = buffers[1] else { return nil }
    return try? NDArray(dtype, shape: [count], storage: values, offset: offset * dtype.itemSize)
  }

  func bit(_ bitmap: MemorySource, _ index: Int) -> Bool {
    let place = offset + index
    return bitmap.bytes.withUnsafeBytes { $0[place >> 3] >> UInt8(place & 7) & 1 == 1 }
  }
}

extension ArrowType {
  /// NumPy's type of the same layout.
  var dtype: DType? {
    switch self {
    case .int8: .int8
    case .int16: .int16
    case .int32: .int32
    case .int64: .int64
    case .uint8: .uint8
    case .uint16: .uint16
    case .uint32: .uint32
    case .uint64: .uint64
    case .float16: .float16
    case .float32: .float32
    case .float64: .float64
    case .timestamp(let unit, _): TimeUnit(unit).map { DType(.datetime64($0)) }
    case .duration(let unit): TimeUnit(unit).map { DType(.timedelta64($0)) }
    default: nil
    }
  }
}
