public import BrineCore

/// Arrays for people.
extension NDArray {
  /// The array with other texts for its elements: numbers of an enumeration are shown by their names, references by
  /// the paths of what they refer to. Where there is neither it is the same.
  ///
  /// - Parameters:
  ///   - type: The type of the elements, which were read from `file`.
  public func named(as type: Datatype, in file: HDF5File) -> NDArray {
    if let objects = objects as? HDF5Objects {
      let paths = ReferencePaths(objects: objects, file: file)
      let other = try? NDArray(
        dtype, shape: shape, strides: strides, storage: storage, offset: offset, objects: paths)
      return other ?? self
    }
    var element = type
    while case .array(let base, _) = element.kind { element = base }
    guard case .enumeration = element.kind, dtype != .bool, let values = try? elements(as: Int64.self) else {
      return self
    }
    let names = EnumTexts(values: values, names: element.enumNames)
    return (try? NDArray(values.indices.map(Int64.init), shape: shape, objects: names)) ?? self
  }

  private init(_ numbers: [Int64], shape: [Int], objects: any ArrayObjects) throws(ArrayError) {
    try self.init(DType(.object), shape: shape, storage: MemorySource(keeping: numbers), objects: objects)
  }
}

/// The values of an enumeration by their names.
private struct EnumTexts: ArrayObjects {
  let values: [Int64]
  let names: [Int64: String]

  var count: Int { values.count }

  func text(_ index: Int) -> String { names[values[index]] ?? "\(values[index])" }
}

/// References by the paths of what they refer to, other objects as they are.
private struct ReferencePaths: ArrayObjects {
  let objects: HDF5Objects
  let file: HDF5File

  var count: Int { objects.count }

  func text(_ index: Int) -> String {
    switch try? objects.value(index) {
    case .reference(let reference)?: return text(reference)
    case .sequence(let array)?:
      return array.named(as: objects.element(of: index) ?? Datatype(.opaque(tag: ""), size: 1), in: file)
        .description
    default: return objects.text(index)
    }
  }

  private func text(_ reference: HDF5Reference) -> String {
    guard let address = reference.address, reference.file == nil, let path = file.shownPath(of: address)
    else { return reference.description }
    if reference.selection != nil { return "→ \(path)[…]" }
    return "→ \(path)" + (reference.attribute.map { "@\($0)" } ?? "")
  }
}

extension HDF5Objects {
  /// The type of a sequence's elements.
  fileprivate func element(of number: Int) -> Datatype? {
    guard let (leaf, _) = try? element(number), case .sequence(let base) = leaf.type.kind else { return nil }
    return base
  }
}
