/// NumPy's short type strings: `<f8`, `|S10`, `<M8[ns]`.
///
/// Source: <https://numpy.org/doc/stable/reference/arrays.interface.html>.
extension DType {
  /// NumPy's type string, byte order first: `<f8`. Structured types are `|V` and their size, as in NumPy.
  ///
  /// `bfloat16` and the 8-bit floats have their name, since NumPy's own letters don't tell them.
  public var typeString: String {
    let order = hasByteOrder ? (byteOrder == .little ? "<" : ">") : "|"
    switch kind {
    case .bool: return "|b1"
    case .int8, .int16, .int32, .int64: return "\(itemSize == 1 ? "|" : order)i\(itemSize)"
    case .uint8, .uint16, .uint32, .uint64: return "\(itemSize == 1 ? "|" : order)u\(itemSize)"
    case .float16, .float32, .float64, .longdouble: return "\(order)f\(itemSize)"
    case .complex64, .complex128, .clongdouble: return "\(order)c\(itemSize)"
    case .bfloat16: return "\(order)bfloat16"
    case .float8(let layout): return "|float8_\(layout.rawValue)"
    case .bytes(let count): return "|S\(count)"
    case .str(let count): return "\(order)U\(count)"
    case .void, .structured, .subarray: return "|V\(itemSize)"
    case .datetime64(let unit): return "\(order)M8" + (unit.base == .generic ? "" : "[\(unit)]")
    case .timedelta64(let unit): return "\(order)m8" + (unit.base == .generic ? "" : "[\(unit)]")
    case .object: return "|O"
    }
  }

  /// The type that a type string or a NumPy name such as `float32`, `bool` or `datetime64[ns]` names.
  ///
  /// - Throws: `ArrayError.badDType`.
  public init(_ text: some StringProtocol) throws(ArrayError) {
    guard let dtype = DType.named(text) else {
      throw ArrayError(.badDType, "'\(text.prefix(80))' is no type that NumPy has")
    }
    self = dtype
  }

  private static func named(_ text: some StringProtocol) -> DType? {
    guard text.utf8.count <= 64 else { return nil }
    var rest = Substring(text)
    var order = ByteOrder.native
    var isSwapped = false
    if let first = rest.first, "<>=|".contains(first) {
      order = first == ">" ? .big : first == "<" ? .little : .native
      isSwapped = true
      rest = rest.dropFirst()
    }
    if let known = plain(rest) { return DType(known, byteOrder: order) }
    if let kind = timeKind(rest) { return DType(kind, byteOrder: order) }
    if !isSwapped, rest.hasPrefix("str"), let bits = Int(rest.dropFirst(3)) {
      return bits % 32 == 0 ? DType(checking: .str(bits / 32)) : nil
    }
    guard let letter = rest.first else { return nil }
    rest = rest.dropFirst()
    guard rest.allSatisfy({ $0.isASCII && $0.isNumber }), let size = rest.isEmpty ? 0 : Int(rest) else {
      return nil
    }
    return sized(letter, size, isBare: rest.isEmpty).flatMap { DType(checking: $0, byteOrder: order) }
  }

  private static func timeKind(_ text: Substring) -> Kind? {
    for (prefix, isSpan) in [("M8", false), ("m8", true), ("datetime64", false), ("timedelta64", true)] {
      guard text.hasPrefix(prefix) else { continue }
      let rest = text.dropFirst(prefix.count)
      if rest.isEmpty { return isSpan ? .timedelta64(.generic) : .datetime64(.generic) }
      guard rest.first == "[", rest.last == "]", let unit = TimeUnit(rest.dropFirst().dropLast()) else {
        return nil
      }
      return isSpan ? .timedelta64(unit) : .datetime64(unit)
    }
    return nil
  }

  private static func sized(_ letter: Character, _ size: Int, isBare: Bool) -> Kind? {
    switch letter {
    case "S", "a": return .bytes(size)
    case "U": return .str(size)
    case "V": return .void(size)
    case "O": return isBare || size == 8 || size == 4 ? .object : nil
    case "b" where size == 1: return .bool
    case "i": return [1: Kind.int8, 2: .int16, 4: .int32, 8: .int64][size]
    case "u": return [1: Kind.uint8, 2: .uint16, 4: .uint32, 8: .uint64][size]
    case "f":
      // On the machines that are left, long double is x87's in 12 or 16 bytes, or binary128 in 16: the type string
      // does not tell. x87's is by far the more frequent one.
      if size == 12 || size == 16 { return .longdouble(size: size, isQuad: false) }
      return [2: Kind.float16, 4: .float32, 8: .float64][size]
    case "c":
      if size == 24 || size == 32 { return .clongdouble(size: size / 2, isQuad: false) }
      return [8: Kind.complex64, 16: .complex128][size]
    default: return nil
    }
  }

  private static func plain(_ name: Substring) -> Kind? {
    switch name {
    case "bool", "bool_", "?": .bool
    case "int8": .int8
    case "int16": .int16
    case "int32": .int32
    case "int64", "int": .int64
    case "uint8": .uint8
    case "uint16": .uint16
    case "uint32": .uint32
    case "uint64": .uint64
    case "float16", "half": .float16
    case "float32", "single": .float32
    case "float64", "float", "double": .float64
    case "complex64": .complex64
    case "complex128", "complex": .complex128
    case "bfloat16": .bfloat16
    case "object": .object
    case "longdouble", "float128": .longdouble(size: 16, isQuad: false)
    case "float96": .longdouble(size: 12, isQuad: false)
    case "clongdouble", "complex256": .clongdouble(size: 16, isQuad: false)
    case "str": .str(0)
    case "bytes": .bytes(0)
    case "void": .void(0)
    default: name.hasPrefix("float8_") ? Float8(rawValue: String(name.dropFirst(7))).map { .float8($0) } : nil
    }
  }
}

extension DType: CustomStringConvertible {
  /// The type as `str(dtype)` has it in NumPy: `float64`, `>f4`, `datetime64[ns]`, `[('x', '<f4')]`.
  public var description: String {
    switch kind {
    case .structured, .subarray: return descriptionText
    case .str, .bytes, .void: return itemSize == 0 && hasByteOrder == false ? typeString : typeString
    case .datetime64(let unit) where isNative:
      return "datetime64" + (unit.base == .generic ? "" : "[\(unit)]")
    case .timedelta64(let unit) where isNative:
      return "timedelta64" + (unit.base == .generic ? "" : "[\(unit)]")
    default: return isNative ? name : typeString
    }
  }

  /// NumPy's name without the byte order: `float64`, `str96`, `datetime64[ns]`.
  public var name: String {
    switch kind {
    case .bool: "bool"
    case .int8, .int16, .int32, .int64: "int\(itemSize * 8)"
    case .uint8, .uint16, .uint32, .uint64: "uint\(itemSize * 8)"
    case .float16, .float32, .float64, .longdouble: "float\(itemSize * 8)"
    case .complex64, .complex128, .clongdouble: "complex\(itemSize * 8)"
    case .bfloat16: "bfloat16"
    case .float8(let layout): "float8_\(layout.rawValue)"
    case .bytes: itemSize == 0 ? "bytes" : "bytes\(itemSize * 8)"
    case .str: itemSize == 0 ? "str" : "str\(itemSize * 8)"
    case .void, .structured, .subarray: itemSize == 0 ? "void" : "void\(itemSize * 8)"
    case .datetime64(let unit): "datetime64" + (unit.base == .generic ? "" : "[\(unit)]")
    case .timedelta64(let unit): "timedelta64" + (unit.base == .generic ? "" : "[\(unit)]")
    case .object: "object"
    }
  }
}
