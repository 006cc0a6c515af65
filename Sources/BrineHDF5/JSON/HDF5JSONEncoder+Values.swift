import BrineCore
import BrineJSON

extension Datatype {
  /// Whether NumPy has it: neither it nor what it is made of is text, a sequence or a reference.
  var isPlain: Bool {
    switch kind {
    case .integer, .float, .time, .bitfield, .opaque, .enumeration, .complex: true
    case .string, .variableString, .sequence, .reference: false
    case .array(let base, _): base.isPlain
    case .compound(let members): members.allSatisfy(\.type.isPlain)
    }
  }

  /// The type of the elements of arrays of arrays.
  var innermost: Datatype {
    var type = self
    while case .array(let base, _) = type.kind { type = base }
    return type
  }
}

/// Elements.
extension HDF5JSONEncoder {
  /// Writes an array whose elements are of a type; the axes of array types come after those of the dataspace.
  mutating func write(_ array: NDArray, _ type: Datatype) throws {
    if type.isPlain { return try write(plain: array, type) }
    let dense = array.isContiguous ? array : try array.copied()
    let elements = Elements(objects: dense.objects as? HDF5Objects)
    try dense.withElementBytes { bytes in
      try write(
        bytes, dense.dtype, shape: dense.shape[...], ElementType(type.innermost), elements)
    }
  }

  private mutating func write(plain array: NDArray, _ type: Datatype) throws {
    try array.withElementBytes { bytes in
      try write(plain: bytes, array.dtype, shape: array.shape, type)
    }
  }

  private mutating func write(
    plain bytes: UnsafeRawBufferPointer, _ dtype: DType, shape: [Int], _ type: Datatype
  ) throws {
    let packed = PackedElements(dtype)
    try writer.write("{\"$ndarray\":{\"dtype\":")
    try writer.write(descr: (packed?.dtype ?? dtype).descr)
    try writer.write(",\"shape\":")
    try writer.write(shape: shape)
    try writer.write(",\"data\":")
    if let packed {
      try packed.packed(bytes).withUnsafeBytes { try writer.write(base64: $0) }
    } else if let padding = PaddingMask(dtype) {
      try padding.zeroed(bytes).withUnsafeBytes { try writer.write(base64: $0) }
    } else {
      try writer.write(base64: bytes)
    }
    if dtype.kind != .bool { try write(namesOf: type.innermost) }
    try writer.write("}}")
  }

  /// What the numbers of an enum are called.
  private mutating func write(namesOf type: Datatype) throws {
    let names = type.enumNumbers
    guard !names.isEmpty else { return }
    try writer.write(",\"enum\":{")
    for (index, entry) in names.enumerated() {
      if index > 0 { try writer.write(",") }
      try writer.write(string: entry.name)
      try writer.write(text: ":\(entry.number)")
    }
    try writer.write("}")
  }

  /// What elements lead to.
  private struct Elements {
    let objects: HDF5Objects?
  }

  /// A type together with what is often asked of it.
  private struct ElementType {
    let type: Datatype
    let isPlain: Bool

    init(_ type: Datatype) {
      self.type = type
      isPlain = type.isPlain
    }
  }

  /// Elements one after the other, as lists in lists for a shape.
  private mutating func write(
    _ bytes: UnsafeRawBufferPointer, _ dtype: DType, shape: ArraySlice<Int>, _ type: ElementType,
    _ elements: Elements
  ) throws {
    guard let length = shape.first else { return try write(element: bytes, dtype, type, elements) }
    try writer.write("[")
    let size = length == 0 ? 0 : bytes.count / length
    for index in 0..<length {
      if index > 0 { try writer.write(",") }
      let part = UnsafeRawBufferPointer(rebasing: bytes[index * size..<(index + 1) * size])
      try write(part, dtype, shape: shape.dropFirst(), type, elements)
    }
    try writer.write("]")
  }

  private mutating func write(
    element bytes: UnsafeRawBufferPointer, _ dtype: DType, _ type: ElementType, _ elements: Elements
  ) throws {
    if case .subarray(let base, let shape) = dtype.kind {
      // Of a plain type the dimensions of the array stand in the shape.
      if type.isPlain { return try write(plain: bytes, base, shape: shape, type.type) }
      return try write(bytes, base, shape: shape[...], ElementType(type.type.innermost), elements)
    }
    if type.isPlain { return try write(plain: bytes, dtype, shape: [], type.type) }
    switch (type.type.kind, dtype.kind) {
    case (.string, _): try write(fixedText: bytes)
    case (.compound(let members), .structured(let record)):
      try write(compound: bytes, members, record, elements)
    default: try write(object: bytes, type.type, elements)
    }
  }

  /// Text of a fixed length, which the reader has filled with zeros.
  private mutating func write(fixedText bytes: UnsafeRawBufferPointer) throws {
    let end = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    try writer.write(name: UnsafeRawBufferPointer(rebasing: bytes[..<end]))
  }

  private mutating func write(
    compound bytes: UnsafeRawBufferPointer, _ members: [Datatype.Member], _ record: Record,
    _ elements: Elements
  ) throws {
    let areKeys = !members.contains { $0.name.hasPrefix("$") }
    try writer.write(areKeys ? "{" : "{\"$dict\":[")
    for (index, (member, field)) in zip(members, record.fields).enumerated() {
      if index > 0 { try writer.write(",") }
      if !areKeys { try writer.write("[") }
      try writer.write(string: member.name)
      try writer.write(areKeys ? ":" : ",")
      let part = UnsafeRawBufferPointer(rebasing: bytes[field.offset..<field.offset + field.dtype.itemSize])
      try write(element: part, field.dtype, ElementType(member.type), elements)
      if !areKeys { try writer.write("]") }
    }
    try writer.write(areKeys ? "}" : "]}")
  }

  /// Text or elements of any length, or a reference.
  private mutating func write(
    object bytes: UnsafeRawBufferPointer, _ type: Datatype, _ elements: Elements
  ) throws {
    guard let objects = elements.objects, bytes.count == 8 else {
      throw HDF5Error(.typeMismatch, "elements of \(type) are no objects")
    }
    let value: HDF5Value
    do throws(HDF5Error) {
      value = try objects.value(Int(truncatingIfNeeded: bytes.loadUnaligned(as: Int64.self)))
    } catch {
      return try write(error)
    }
    switch value {
    case .text(let text): try writer.write(string: text)
    case .bytes(let bytes): try bytes.withUnsafeBytes { try writer.write(name: $0) }
    case .reference(let reference): try write(reference)
    case .sequence(let array):
      guard case .sequence(let base) = type.kind else { return }
      try write(array, base)
    }
  }
}

/// References.
extension HDF5JSONEncoder {
  mutating func write(_ reference: HDF5Reference) throws {
    guard let address = reference.address else { return try writer.write("null") }
    try writer.write("{\"$reference\":")
    if let path = paths.path(of: address) {
      try path.withUnsafeBytes { try writer.write(name: $0) }
    } else {
      try writer.write(text: "null,\"address\":\(address)")
    }
    if let attribute = reference.attribute {
      try writer.write(",\"attribute\":")
      try writer.write(string: attribute)
    }
    if let selection = reference.selection {
      try writer.write(",\"region\":")
      try writer.write(selection: selection)
    }
    try writer.write("}")
  }
}

extension JSONTextWriter {
  /// Writes which elements are meant: `"all"`, `"none"`, points in the file's order, or blocks in theirs.
  mutating func write(selection: DataspaceSelection) throws {
    switch selection.kind {
    case .none: try write("\"none\"")
    case .all: try write("\"all\"")
    case .points(let numbers):
      try write("{\"points\":[")
      let rank = max(selection.rank ?? 1, 1)
      for first in stride(from: 0, to: numbers.count - rank + 1, by: rank) {
        if first > 0 { try write(",") }
        try write(shape: Array(numbers[first..<first + rank]))
      }
      try write("]}")
    case .blocks, .regular:
      let blocks: [(first: [Int], last: [Int])]
      do throws(HDF5Error) { blocks = try selection.sortedBlocks() } catch {
        // Too many to be written one by one.
        guard case .regular(let axes) = selection.kind else { throw error }
        return try write(axes: axes)
      }
      try write("{\"blocks\":[")
      for (index, block) in blocks.enumerated() {
        if index > 0 { try write(",") }
        try write("[")
        try write(shape: block.first)
        try write(",")
        try write(shape: block.last)
        try write("]")
      }
      try write("]}")
    }
  }
}

extension JSONTextWriter {
  /// Writes boxes at equal distances by their numbers; `null` stands for no end.
  mutating func write(axes: [DataspaceSelection.Axis]) throws {
    func list(_ numbers: [Int?]) -> String {
      "[" + numbers.map { $0.map(String.init) ?? "null" }.joined(separator: ",") + "]"
    }
    try write(text: "{\"start\":\(list(axes.map(\.start))),\"stride\":\(list(axes.map(\.stride))),")
    try write(text: "\"count\":\(list(axes.map(\.count))),\"block\":\(list(axes.map(\.block)))}")
  }
}

extension DataspaceSelection {
  /// The boxes of a selection, sorted by their first indexes.
  ///
  /// - Throws: `HDF5Error.Code.tooLarge` when there are more than a million, or no end is known.
  func sortedBlocks() throws(HDF5Error) -> [(first: [Int], last: [Int])] {
    switch kind {
    case .blocks(let numbers):
      let rank = max(rank ?? 1, 1)
      let blocks = stride(from: 0, to: numbers.count - 2 * rank + 1, by: 2 * rank).map {
        (first: Array(numbers[$0..<$0 + rank]), last: Array(numbers[$0 + rank..<$0 + 2 * rank]))
      }
      return blocks.sorted { $0.first.lexicographicallyPrecedes($1.first) }
    case .regular(let axes): return try Self.blocks(axes)
    default: return []
    }
  }

  private static func blocks(_ axes: [Axis]) throws(HDF5Error) -> [(first: [Int], last: [Int])] {
    var blocks: [(first: [Int], last: [Int])] = [([], [])]
    for axis in axes {
      guard let count = axis.count, let block = axis.block, block > 0, count >= 0,
        let total = count.multiplied(blocks.count), total <= 1 << 20,
        let reach = count.multiplied(axis.stride)?.adding(axis.start)?.adding(block), reach > 0
      else { throw HDF5Error(.tooLarge, "a selection has too many boxes, or no end") }
      // Neighbouring boxes are one.
      let isDense = axis.stride == block
      blocks = blocks.flatMap { outer in
        (0..<(isDense ? min(count, 1) : count)).map { number in
          let first = axis.start + number * axis.stride
          return (outer.first + [first], outer.last + [first + (isDense ? count * block : block) - 1])
        }
      }
    }
    return blocks
  }
}
