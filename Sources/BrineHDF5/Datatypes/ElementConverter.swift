import BrineCore

/// Makes arrays of elements' bytes in the file.
///
/// Where the bytes are as NumPy would have them, the array is a view of them; else it is a converted copy.
struct ElementConverter: Sendable {
  /// The elements' type in the file.
  let type: Datatype
  let plan: ElementPlan
  private let leaves: [HDF5Objects.Leaf]
  private let storage: FileStorage

  /// The type of the arrays' elements.
  var dtype: DType { plan.dtype }

  /// Whether arrays are views of the file's bytes.
  var isIdentity: Bool { plan.isIdentity }

  /// A converter for elements of a type.
  ///
  /// - Throws: `HDF5Error`: `badDatatype`, `tooLarge`.
  init(_ type: Datatype, _ storage: FileStorage) throws(HDF5Error) {
    var planner = ElementPlanner()
    let plan = try planner.plan(type)
    try self.init(type, plan, planner, storage)
  }

  /// A converter for one member of a compound.
  ///
  /// - Throws: `HDF5Error`: `notFound` when there is none of this name, `typeMismatch` when this is no compound.
  init(_ type: Datatype, field: String, _ storage: FileStorage) throws(HDF5Error) {
    var planner = ElementPlanner()
    let plan = try planner.plan(type, field: field)
    try self.init(type, plan, planner, storage)
  }

  /// A converter for some members of a compound, which stand next to each other in the arrays' elements.
  ///
  /// - Throws: As ``init(_:field:_:)``.
  init(_ type: Datatype, fields: [String], _ storage: FileStorage) throws(HDF5Error) {
    var planner = ElementPlanner()
    let plan = try planner.plan(type, fields: fields)
    try self.init(type, plan, planner, storage)
  }

  private init(
    _ type: Datatype, _ plan: ElementPlan, _ planner: ElementPlanner, _ storage: FileStorage
  ) throws(HDF5Error) {
    self.type = type
    self.plan = plan
    self.storage = storage
    var leaves: [HDF5Objects.Leaf] = []
    for leaf in planner.leaves {
      var element: ElementConverter?
      if case .sequence(let base) = leaf.kind { element = try ElementConverter(base, storage) }
      leaves.append(HDF5Objects.Leaf(type: leaf, element: element))
    }
    self.leaves = leaves
  }

  /// An array of the elements whose bytes stand one after the other in `raw`, from `offset` on.
  ///
  /// The axes of arrays in each element come after those of `shape`.
  /// - Throws: `HDF5Error`: `truncated` when there are not enough bytes, `tooLarge`.
  func array(_ raw: MemorySource, offset: Int = 0, shape: [Int]) throws(HDF5Error) -> NDArray {
    guard let count = NDArray.count(shape), let size = count.multiplied(type.size), offset >= 0,
      let end = offset.adding(size), end <= raw.count
    else {
      throw HDF5Error(.truncated, "elements of shape \(shape) and \(type.size) bytes each are not there")
    }
    do {
      if let view = try view(raw, offset, shape, count) { return view.expandingSubarrays() }
      var objects: HDF5Objects?
      if !leaves.isEmpty {
        objects = try HDF5Objects(raw: raw, offset: offset, leaves: leaves, storage: storage)
      }
      let array = try NDArray(plan.dtype, shape: shape, objects: objects) { target in
        guard count > 0, let source = raw.memory.baseAddress, let target = target.baseAddress else { return }
        convert(source + offset, to: target, count: count, base: source + offset)
      }
      return array.expandingSubarrays()
    } catch let error as HDF5Error {
      throw error
    } catch { throw HDF5Error(.tooLarge, "\(error)") }
  }

  /// The place of a compound's one member that is wanted and needs no conversion.
  var copiedMember: Range<Int>? {
    guard case .members(let parts) = plan.step, parts.count == 1, parts[0].memoryOffset == 0,
      parts[0].copied == plan.dtype.itemSize, plan.dtype.itemSize < type.size,
      let end = parts[0].fileOffset.adding(parts[0].copied), end <= type.size
    else { return nil }
    return parts[0].fileOffset..<end
  }

  /// An array of that member's bytes, which stand one after the other.
  func array(ofMember bytes: MemorySource, shape: [Int]) throws(HDF5Error) -> NDArray {
    do throws(ArrayError) {
      return try NDArray(plan.dtype, shape: shape, storage: bytes).expandingSubarrays()
    } catch { throw HDF5Error(.tooLarge, "\(error)") }
  }

  /// Converts elements that stand one after the other.
  ///
  /// - Parameter base: Where the numbers of objects begin to count.
  func convert(
    _ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, count: Int, base: UnsafeRawPointer
  ) {
    plan.convert(
      ConversionRun(
        source: source, sourceStride: type.size, target: target, targetStride: plan.dtype.itemSize,
        count: count,
        base: base, leaves: max(leaves.count, 1)))
  }

  /// A view of the bytes, where they can be used as they are.
  private func view(
    _ raw: MemorySource, _ offset: Int, _ shape: [Int], _ count: Int
  ) throws -> NDArray? {
    switch plan.step {
    case .copy: return try NDArray(plan.dtype, shape: shape, storage: raw, offset: offset)
    case .text(let padding):
      guard count > 0, let start = raw.memory.baseAddress,
        TextConversion.isClean(start + offset, stride: type.size, count: count, size: type.size, padding)
      else { return nil }
      return try NDArray(plan.dtype, shape: shape, storage: raw, offset: offset)
    case .members(let parts):
      // One member that needs no conversion.
      guard parts.count == 1, parts[0].copied == plan.dtype.itemSize, parts[0].memoryOffset == 0,
        let strides = NDArray.strides(of: shape, itemSize: type.size)
      else { return nil }
      return try NDArray(
        plan.dtype, shape: shape, strides: strides, storage: raw, offset: offset + parts[0].fileOffset)
    default: return nil
    }
  }
}

extension ElementPlanner {
  /// A plan for one member of a compound.
  mutating func plan(_ type: Datatype, field: String) throws(HDF5Error) -> ElementPlan {
    let member = try ElementPlanner.member(field, of: type)
    let plan = try plan(member.type)
    let part = ElementPlan.Part(
      fileOffset: member.offset, memoryOffset: 0, plan: plan, copied: plan.isIdentity ? plan.fileSize : 0)
    return ElementPlan(dtype: plan.dtype, fileSize: type.size, span: plan.span, step: .members([part]))
  }

  /// A plan for some members of a compound, without what lies between them.
  mutating func plan(_ type: Datatype, fields: [String]) throws(HDF5Error) -> ElementPlan {
    var parts: [ElementPlan.Part] = []
    var members: [(name: String, dtype: DType)] = []
    var offset = 0
    for name in fields {
      let member = try ElementPlanner.member(name, of: type)
      let plan = try plan(member.type)
      parts.append(.init(fileOffset: member.offset, memoryOffset: offset, plan: plan, copied: 0))
      members.append((name, plan.dtype))
      guard let next = offset.adding(plan.dtype.itemSize) else {
        throw HDF5Error(.tooLarge, "elements of these fields are too large")
      }
      offset = next
    }
    guard let record = Record(members), let dtype = DType(checking: .structured(record)) else {
      throw HDF5Error(.badSelection, "fields are named twice, or are too large")
    }
    return ElementPlan(
      dtype: dtype, fileSize: type.size, span: dtype.itemSize, step: .members(ElementPlanner.merged(parts)))
  }

  private static func member(_ name: String, of type: Datatype) throws(HDF5Error) -> Datatype.Member {
    guard case .compound(let members) = type.kind else {
      throw HDF5Error(.typeMismatch, "elements have no fields")
    }
    guard let member = members.first(where: { $0.name == name }) else {
      throw HDF5Error(.notFound, "elements have no field \(name)")
    }
    return member
  }
}

/// What NumPy has in place of a type.
extension Datatype {
  /// The type that h5py has for elements of this one; `nil` where it has none: times, quadruple precision and others.
  ///
  /// Text of any length, sequences and references are objects.
  public var dtype: DType? {
    var planner = ElementPlanner()
    guard let plan = try? planner.plan(self), plan.isInNumPy else { return nil }
    return plan.dtype
  }

  /// The type that elements have in an ``NDArray``; `nil` only when they are larger than elements can be, or
  /// members of a compound have one name.
  public var memoryDType: DType? {
    var planner = ElementPlanner()
    return try? planner.plan(self).dtype
  }
}
