/// One dimension of a dataset: its label, and the datasets that say what its indexes mean. What h5py has in
/// `dims`.
///
/// Source: HDF5 Dimension Scale Specification 1.0.
public struct DatasetDimension: Sendable {
  /// The label; empty where there is none.
  public let label: String
  /// How many elements the dataset has along it.
  public let length: Int
  /// Whether it may grow for ever.
  public let isUnlimited: Bool
  /// The dimension scales that are attached to it. The path of one that is in none of the groups around the
  /// dataset is empty.
  public let scales: [Dataset]

  /// What it is called: its label, or its first scale's name; `nil` where it has neither.
  public var name: String? {
    if !label.isEmpty { return label }
    guard let scale = scales.first else { return nil }
    if let last = scale.path.split(separator: "/").last { return String(last) }
    return scale.scaleName.flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// Dimension scales.
extension Dataset {
  /// Whether it says what the indexes of other datasets' dimensions mean.
  public var isDimensionScale: Bool { (try? attrs["CLASS"])??.string == "DIMENSION_SCALE" }

  /// The name of a dimension scale, which may be empty; `nil` for other datasets.
  public var scaleName: String? {
    guard isDimensionScale else { return nil }
    return (try? attrs["NAME"])??.string ?? ""
  }

  /// The dimensions with their labels and scales.
  ///
  /// - Throws: `HDF5Error` for attributes that are damaged; `brokenLink` for a reference to nothing;
  ///   `wrongKind` for one to what is no
  ///   dataset.
  public var dimensions: [DatasetDimension] {
    get throws(HDF5Error) { try dimensions(searching: Self.searchBudget) }
  }

  /// The same.
  ///
  /// - Parameter budget: How many links are looked at in search of the paths of scales.
  func dimensions(searching budget: Int) throws(HDF5Error) -> [DatasetDimension] {
    let (labels, addresses) = (try dimensionLabels(), try scaleAddresses())
    // Many references may lead to one scale.
    var known: [Int: Dataset] = [:]
    var budget = budget
    var found: [DatasetDimension] = []
    for (axis, length) in shape.enumerated() {
      var scales: [Dataset] = []
      for address in axis < addresses.count ? addresses[axis] : [] {
        if known[address] == nil { known[address] = try scale(at: address, &budget) }
        if let scale = known[address] { scales.append(scale) }
      }
      found.append(
        DatasetDimension(
          label: axis < labels.count ? labels[axis] : "", length: length,
          isUnlimited: axis < maxShape.count && maxShape[axis] == nil, scales: scales))
    }
    return found
  }

  /// What each dimension is called, as in ``DatasetDimension/name``, for which only the first scale of each is looked at.
  ///
  /// - Throws: As ``dimensions``.
  public var dimensionNames: [String?] {
    get throws(HDF5Error) {
      let (labels, addresses) = (try dimensionLabels(), try scaleAddresses())
      var budget = Self.searchBudget
      var names: [String?] = []
      for (axis, length) in shape.enumerated() {
        let label = axis < labels.count ? labels[axis] : ""
        var scales: [Dataset] = []
        if label.isEmpty, axis < addresses.count, let first = addresses[axis].first {
          scales = [try scale(at: first, &budget)]
        }
        names.append(
          DatasetDimension(label: label, length: length, isUnlimited: false, scales: scales).name)
      }
      return names
    }
  }

  /// How many links are looked at in search of the scales of one dataset.
  private static let searchBudget = 8192

  private func dimensionLabels() throws(HDF5Error) -> [String] {
    guard let attribute = try attrs["DIMENSION_LABELS"] else { return [] }
    switch attribute.datatype.kind {
    case .string, .variableString: return try attribute.asStrings()
    default: return []
    }
  }

  /// The addresses of the scales of each dimension.
  func scaleAddresses() throws(HDF5Error) -> [[Int]] {
    guard let attribute = try attrs["DIMENSION_LIST"], case .sequence(let element) = attribute.datatype.kind,
      case .reference = element.kind, let lists = try attribute.read()
    else { return [] }
    var addresses: [[Int]] = []
    for list in try lists.hdf5Values() {
      guard case .sequence(let references) = list else { continue }
      addresses.append(try references.hdf5References().compactMap(\.address))
    }
    return addresses
  }

  private func scale(at address: Int, _ budget: inout Int) throws(HDF5Error) -> Dataset {
    let state: ObjectState
    do throws(HDF5Error) {
      state = try file.state(at: address)
    } catch { throw error.at(path: path) }
    guard state.kind == .dataset else {
      throw HDF5Error(.wrongKind, "a dimension scale is no dataset", path: path)
    }
    let unnamed = try Dataset(file: file, state: state, path: "")
    let path = scalePath(address, hint: unnamed.scaleName ?? "", &budget)
    return path.isEmpty ? unnamed : try Dataset(file: file, state: state, path: path)
  }

  /// The path of a dataset in one of the groups around this one; empty when it is not there, or not soon found.
  private func scalePath(_ address: Int, hint: String, _ budget: inout Int) -> String {
    var folder = path[...]
    while let slash = folder.lastIndex(of: "/"), budget > 0 {
      folder = folder[..<slash]
      budget -= 1 + folder.utf8.count { $0 == UInt8(ascii: "/") }
      guard let group = try? folder.isEmpty ? file.root : file.root.group(String(folder)) else { continue }
      if let link = try? group.link(hint), case .hard(address) = link.target { return "\(folder)/\(hint)" }
      guard let count = try? group.count, count <= budget else { continue }
      budget -= count
      for link in group.readableLinks().links {
        if case .hard(address) = link.target { return "\(folder)/\(link.name)" }
      }
    }
    return ""
  }
}
