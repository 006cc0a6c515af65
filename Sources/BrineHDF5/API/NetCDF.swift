public import BrineCore

/// An HDF5 file as netCDF-4 sees it: dimensions, and variables whose dimensions have names.
///
/// Source: NetCDF Users Guide, "File Structure and Performance", section "NetCDF-4 Format".
public struct NetCDF: Sendable {
  /// A dimension that variables share.
  public struct Dimension: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// How long it is; of one that may grow, as long as the longest variable.
    public let length: Int
    /// Whether it may grow for ever.
    public let isUnlimited: Bool
  }

  /// A variable: a dataset, its dimensions' names, and its attributes without those that netCDF hides.
  public struct Variable: Sendable {
    /// Its name, which need not be that of the dataset.
    public let name: String
    /// Its elements.
    public let dataset: Dataset
    /// How long its dimensions are: of those that may grow, as long as the longest variable, with fill values beyond
    /// the elements of the dataset.
    public let shape: [Int]
    /// The names of its dimensions; `nil` for those that have none, as in files that netCDF did not write.
    public let dimensions: [String?]
    /// The names of its attributes.
    public let attributes: [String]

    /// The value of elements that were never written, as an array; `nil` where the file does not say.
    ///
    /// - Throws: As ``Attribute/read()``.
    public var fillValue: NDArray? { get throws(HDF5Error) { try dataset.attrs["_FillValue"]?.read() } }
  }

  /// A group: its own dimensions and variables. Those of the groups around it are its dimensions too.
  public struct Group: Sendable {
    /// Its path, `/` for the root.
    public let path: String
    /// The dimensions that are defined there.
    public fileprivate(set) var dimensions: [Dimension] = []
    /// The variables.
    public fileprivate(set) var variables: [Variable] = []
    /// The names of its attributes.
    public let attributes: [String]

    /// The variable of a name; `nil` where there is none.
    public subscript(name: String) -> Variable? { variables.first { $0.name == name } }
  }

  /// All groups, the root first, each before those that are in it.
  public let groups: [Group]

  /// The root group.
  public var root: Group { groups[0] }

  /// The group of a path; `nil` where there is none.
  public subscript(path: String) -> Group? { groups.first { $0.path == path } }

  /// Whether netCDF wrote the file: it says so.
  public static func recognises(_ file: HDF5File) -> Bool {
    file.attrs.contains("_NCProperties")
      || file.root.readableLinks().links.prefix(64).contains { link in
        guard case .hard = link.target else { return false }
        return (try? file.root[link.name].attrs.contains("_Netcdf4Dimid")) ?? false
      }
  }

  /// The dimensions and variables of a file. Objects that can't be read are left out.
  public init(_ file: HDF5File) {
    var reader = NetCDFReader(file)
    groups = reader.read()
  }

  /// Attributes that netCDF writes for itself.
  static let hiddenAttributes: Set = [
    "CLASS", "NAME", "REFERENCE_LIST", "DIMENSION_LIST", "DIMENSION_LABELS", "_Netcdf4Dimid",
    "_Netcdf4Coordinates", "_nc3_strict",
    "_NCProperties",
  ]
}

/// Finds out which dataset is a dimension and which a variable.
private struct NetCDFReader {
  private let file: HDF5File
  private var groups: [NetCDF.Group] = []
  private var places: [String: Int] = [:]
  private var datasets: [(dataset: Dataset, group: Int, isScale: Bool)] = []
  /// The names of dimensions by the addresses of their scales, and by netCDF's numbers.
  private var names: [Int: String] = [:]
  private var numbered: [Int: Int] = [:]
  /// How long dimensions are that may grow, by address.
  private var longest: [Int: Int] = [:]

  /// What a scale is called that is no variable, followed by its length.
  private static let unnamed = "This is a netCDF dimension but not a netCDF variable"
  private static let prefix = "_nc4_non_coord_"

  init(_ file: HDF5File) { self.file = file }

  mutating func read() -> [NetCDF.Group] {
    add(file.root)
    for element in file.root.walk(in: .creation) {
      switch element.object {
      case .success(.group(let group)): add(group)
      case .success(.dataset(let dataset)): add(dataset)
      default: break
      }
    }
    let variables = datasets.map { addresses(of: $0.dataset, $0.isScale) }
    for (entry, addresses) in zip(datasets, variables) {
      for (length, address) in zip(entry.dataset.shape, addresses) {
        if let address { longest[address] = max(longest[address] ?? 0, length) }
      }
    }
    for (entry, addresses) in zip(datasets, variables) {
      let dataset = entry.dataset
      let name = String(dataset.path.split(separator: "/").last ?? "")
      if entry.isScale, let first = dataset.shape.first {
        let isUnlimited = dataset.maxShape.first == .some(nil)
        let length = isUnlimited ? longest[dataset.objectAddress] ?? first : first
        groups[entry.group].dimensions.append(
          NetCDF.Dimension(name: name, length: length, isUnlimited: isUnlimited))
      }
      if entry.isScale, dataset.scaleName?.hasPrefix(Self.unnamed) == true { continue }
      groups[entry.group].variables.append(
        NetCDF.Variable(
          name: name.hasPrefix(Self.prefix) ? String(name.dropFirst(Self.prefix.count)) : name,
          dataset: dataset, shape: shape(of: dataset, addresses),
          dimensions: addresses.map { $0.flatMap { names[$0] } }, attributes: Self.shown(dataset.attrs)))
    }
    return groups
  }

  private func shape(of dataset: Dataset, _ addresses: [Int?]) -> [Int] {
    dataset.shape.enumerated().map { axis, length in
      let isUnlimited = axis < dataset.maxShape.count && dataset.maxShape[axis] == nil
      guard isUnlimited, axis < addresses.count, let address = addresses[axis] else { return length }
      return longest[address] ?? length
    }
  }

  private static func shown(_ attrs: Attributes) -> [String] {
    attrs.keys(in: .creation).filter { !NetCDF.hiddenAttributes.contains($0) }
  }

  private mutating func add(_ group: Group) {
    places[group.path] = groups.count
    groups.append(NetCDF.Group(path: group.path, attributes: Self.shown(group.attrs)))
  }

  private mutating func add(_ dataset: Dataset) {
    let parts = dataset.path.split(separator: "/")
    guard let place = places["/" + parts.dropLast().joined(separator: "/")] else { return }
    let isScale = dataset.isDimensionScale
    datasets.append((dataset, place, isScale))
    guard isScale else { return }
    names[dataset.objectAddress] = parts.last.map(String.init)
    if let number = (try? dataset.attrs["_Netcdf4Dimid"])??.int { numbered[number] = dataset.objectAddress }
  }

  /// The addresses of the scales of a dataset's dimensions.
  private func addresses(of dataset: Dataset, _ isScale: Bool) -> [Int?] {
    let none = [Int?](repeating: nil, count: dataset.shape.count)
    if isScale, dataset.shape.count == 1 { return [dataset.objectAddress] }
    if let lists = try? dataset.scaleAddresses(), lists.count == none.count, !lists.isEmpty {
      return lists.map(\.first)
    }
    guard let numbers = try? dataset.attrs["_Netcdf4Coordinates"]?.read(as: Int.self),
      numbers.count == none.count
    else { return none }
    return numbers.map { numbered[$0] }
  }
}
