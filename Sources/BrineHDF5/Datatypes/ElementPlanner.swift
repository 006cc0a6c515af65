import BrineCore

/// Makes plans: decides which type of NumPy's stands for a type of the file, as h5py does.
///
/// Source: <https://docs.h5py.org/en/stable/faq.html#what-datatypes-are-supported>; what h5py 3.16 was seen to do.
struct ElementPlanner {
  /// The types of references and of elements of variable length that were met: an object's number tells which it is of.
  private(set) var leaves: [Datatype] = []
  private var numbers: [Datatype: Int] = [:]

  mutating func plan(_ type: Datatype) throws(HDF5Error) -> ElementPlan {
    switch type.kind {
    case .integer(let integer): return try ElementPlanner.integer(integer, type.size)
    case .bitfield(let integer): return try ElementPlanner.integer(integer, type.size, isBitfield: true)
    case .float(let float): return try ElementPlanner.float(float, type.size)
    case .time(let order, _): return try ElementPlanner.time(order, type.size)
    case .string(let layout): return try ElementPlanner.text(layout, type.size)
    case .opaque(let tag): return try ElementPlanner.opaque(tag, type.size)
    case .enumeration(let base, let members):
      if let integer = ElementPlanner.truth(base, members) {
        let step: ElementPlan.Step = base.size == 1 ? .copy : .truth(integer)
        return ElementPlan(dtype: .bool, fileSize: base.size, span: base.size, step: step)
      }
      return try plan(base)
    case .sequence, .variableString, .reference: return object(type)
    case .complex(let part): return try ElementPlanner.complex(part)
    case .array(let base, let shape): return try array(plan(base), shape, type)
    case .compound(let members): return try compound(members, type)
    }
  }

  // MARK: numbers

  private static func integer(
    _ type: Datatype.Integer, _ size: Int, isBitfield: Bool = false
  ) throws(HDF5Error) -> ElementPlan {
    let (target, signed, unsigned): (Int, DType.Kind, DType.Kind)
    switch size {
    case 1: (target, signed, unsigned) = (1, .int8, .uint8)
    case 2: (target, signed, unsigned) = (2, .int16, .uint16)
    case 3...4: (target, signed, unsigned) = (4, .int32, .uint32)
    case 5...8: (target, signed, unsigned) = (8, .int64, .uint64)
    default: return try .opaque(size)
    }
    // Like libhdf5, which takes a big-endian integer of a byte for one whose order alone is to be changed.
    let isByte = !isBitfield && size == 1 && type.byteOrder == .big && type.bitOffset == 0
    let isWhole = size == target && type.precision == size * 8 || isByte
    let conversion = IntegerConversion(type: type, size: size, targetSize: target)
    return ElementPlan(
      dtype: DType(type.isSigned ? signed : unsigned, byteOrder: type.byteOrder), fileSize: size,
      span: target, step: isWhole ? .copy : .integer(conversion), isInNumPy: size == target)
  }

  /// Times, which nobody converts: their bits as a signed integer.
  private static func time(_ order: DType.ByteOrder, _ size: Int) throws(HDF5Error) -> ElementPlan {
    let kinds: [Int: DType.Kind] = [4: .int32, 8: .int64]
    guard let kind = kinds[size] else { return try .opaque(size) }
    var plan = ElementPlan.copy(DType(kind, byteOrder: order))
    plan.isInNumPy = false
    return plan
  }

  private static func float(_ type: Datatype.Float, _ size: Int) throws(HDF5Error) -> ElementPlan {
    let order: DType.ByteOrder = type.order == .big ? .big : type.order == .little ? .little : .native
    if type.isQuad, size == 16 {
      var plan = ElementPlan.copy(DType(.longdouble(size: 16, isQuad: true), byteOrder: order))
      plan.isInNumPy = false
      return plan
    }
    guard size <= 16, type.signPosition < 128, type.exponentPosition + type.exponentSize <= 128,
      type.mantissaPosition + type.mantissaSize <= 128
    else { return try .opaque(size) }
    guard let target = type.order == .vax ? size <= 4 ? .float32 : .float64 : type.target(size: size) else {
      return try .opaque(size)
    }
    let conversion = FloatConversion(type: type, size: size, target: target, targetOrder: order)
    return ElementPlan(
      dtype: DType(target.kind, byteOrder: order), fileSize: size, span: max(size, target.size),
      step: type.isPlain(target) && size == target.size ? .copy : .float(conversion),
      isInNumPy: type.order != .vax)
  }

  private static func complex(_ part: Datatype) throws(HDF5Error) -> ElementPlan {
    let size = part.size * 2
    guard case .float(let float) = part.kind else { return try .opaque(size) }
    let plan = try ElementPlanner.float(float, part.size)
    if plan.dtype.kind == .float16, plan.isIdentity,
      let record = Record([("r", plan.dtype), ("i", plan.dtype)])
    {
      // NumPy has no complex numbers of these.
      var pair = ElementPlan.copy(DType(.structured(record)))
      pair.isInNumPy = false
      return pair
    }
    guard let dtype = plan.dtype.complex, dtype.itemSize == size else { return try .opaque(size) }
    return ElementPlan(
      dtype: dtype, fileSize: size, span: size, step: plan.isIdentity ? .copy : .repeated(plan, count: 2),
      isInNumPy: plan.isInNumPy)
  }

  /// The integer type of an enumeration that h5py takes for truth values.
  private static func truth(
    _ base: Datatype, _ members: [Datatype.EnumerationMember]
  ) -> IntegerConversion? {
    guard case .integer(let integer) = base.kind, members.count == 2, base.size <= 16 else { return nil }
    let conversion = IntegerConversion(type: integer, size: base.size, targetSize: 1)
    for (name, value) in [("FALSE", UInt64(0)), ("TRUE", 1)] {
      guard let member = members.first(where: { $0.name == name }), member.value.count == base.size else {
        return nil
      }
      let found = member.value.withUnsafeBytes { $0.baseAddress.map(conversion.value) }
      guard found == value else { return nil }
    }
    return conversion
  }

  // MARK: bytes and objects

  private static func text(_ layout: Datatype.TextLayout, _ size: Int) throws(HDF5Error) -> ElementPlan {
    guard let dtype = DType(checking: .bytes(size)) else {
      throw HDF5Error(.tooLarge, "strings of \(size) bytes are too large")
    }
    let step: ElementPlan.Step = layout.padding == .nullPadded ? .copy : .text(layout.padding)
    return ElementPlan(dtype: dtype, fileSize: size, span: size, step: step)
  }

  /// Opaque bytes; h5py writes NumPy's name of a type that HDF5 lacks into the tag.
  private static func opaque(_ tag: String, _ size: Int) throws(HDF5Error) -> ElementPlan {
    let name = tag.hasPrefix("NUMPY:") ? tag.dropFirst(6) : ""
    if !name.isEmpty, let dtype = try? DType(name), dtype.itemSize == size, !dtype.hasObjects {
      return .copy(dtype)
    }
    var plan = try ElementPlan.opaque(size)
    plan.isInNumPy = true
    return plan
  }

  private mutating func object(_ type: Datatype) -> ElementPlan {
    let leaf = numbers[type] ?? leaves.count
    if leaf == leaves.count {
      leaves.append(type)
      numbers[type] = leaf
    }
    var span = 8
    var isInNumPy = true
    switch type.kind {
    case .sequence(let base):
      span = 16
      var inner = ElementPlanner()
      isInNumPy = (try? inner.plan(base).isInNumPy) ?? false
    case .reference(.region): span = 12
    case .reference(let kind): isInNumPy = kind == .object
    default: break
    }
    return ElementPlan(
      dtype: .object, fileSize: type.size, span: span, step: .object(leaf: leaf), isInNumPy: isInNumPy)
  }

  // MARK: elements of several

  private func array(
    _ element: ElementPlan, _ shape: [Int], _ type: Datatype
  ) throws(HDF5Error) -> ElementPlan {
    let count = shape.checkedProduct ?? .max
    guard let dtype = DType(checking: .subarray(element.dtype, shape: shape)),
      let span = count.multiplied(element.span)
    else { throw HDF5Error(.tooLarge, "an array of shape \(shape) in each element is too large") }
    return ElementPlan(
      dtype: dtype, fileSize: type.size, span: span,
      step: element.isIdentity ? .copy : .repeated(element, count: count), isInNumPy: element.isInNumPy)
  }

  private mutating func compound(
    _ members: [Datatype.Member], _ type: Datatype
  ) throws(HDF5Error) -> ElementPlan {
    var plans: [(offset: Int, plan: ElementPlan)] = []
    for member in members { plans.append((member.offset, try plan(member.type))) }
    let isPacked = !type.refersToHeap && plans.contains { $0.plan.dtype.itemSize != $0.plan.fileSize }
    // What libhdf5 does: a member that takes more or less in memory moves those behind it.
    let moves = moves(plans)
    var parts: [ElementPlan.Part] = []
    var fields: [Record.Field] = []
    var end = 0
    for (member, (_, plan)) in zip(members, plans) {
      let memoryOffset = isPacked ? end : member.offset + moves.before(member.offset)
      parts.append(.init(fileOffset: member.offset, memoryOffset: memoryOffset, plan: plan, copied: 0))
      fields.append(Record.Field(name: member.name, dtype: plan.dtype, offset: memoryOffset))
      end = memoryOffset + plan.dtype.itemSize
    }
    let span = isPacked ? end : type.size + moves.total
    if let complex = ElementPlanner.pair(fields, parts, type, span: span) { return complex }
    guard let record = Record(fields: fields, itemSize: span),
      let dtype = DType(checking: .structured(record))
    else {
      throw HDF5Error(.badDatatype, "a compound has two members of one name, or too many")
    }
    let merged = ElementPlanner.merged(parts)
    let isWhole = span == type.size && merged.allSatisfy { $0.copied > 0 && $0.fileOffset == $0.memoryOffset }
    return ElementPlan(
      dtype: dtype, fileSize: type.size, span: span, step: isWhole ? .copy : .members(merged),
      isInNumPy: parts.allSatisfy(\.plan.isInNumPy))
  }
}
