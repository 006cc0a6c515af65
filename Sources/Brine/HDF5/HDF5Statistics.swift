import BrineCore
public import BrineHDF5

/// What is in a group of an HDF5 file, and in all groups below it: how many of everything, and how much room it takes.
public struct HDF5Statistics: Sendable {
  /// A dataset by its size.
  public struct Part: Sendable {
    /// Its path.
    public let path: String
    /// How many bytes its elements have, and how many of the file they take.
    public let size: Int, stored: Int
  }

  /// How many objects of each kind there are, the group itself included, and how many attributes they have.
  public private(set) var groups = 0, datasets = 0, datatypes = 0, attributes = 0
  /// How many objects can't be read.
  public private(set) var damaged = 0
  /// How many bytes all elements have, and how many of the file they take.
  public private(set) var size = 0, stored = 0
  /// How many datasets have each layout, and how many go through each filter.
  public private(set) var layouts: [String: Int] = [:], filters: [String: Int] = [:]
  /// The largest datasets, ten at most, the largest first.
  public private(set) var largest: [Part] = []

  /// Counts what is in a group. What several links lead to is counted once.
  public init(_ group: Group) {
    add(.group(group))
    for element in group.walk() {
      switch element.object {
      case .success(let object): add(object)
      case .failure: damaged += 1
      }
    }
  }

  private mutating func add(_ object: HDF5Object) {
    attributes += object.attrs.count
    switch object {
    case .group: groups += 1
    case .datatype: datatypes += 1
    case .dataset(let dataset): add(dataset)
    }
  }

  private mutating func add(_ dataset: Dataset) {
    datasets += 1
    guard let layout = try? dataset.layout, let stored = try? dataset.storageSize else {
      damaged += 1
      return
    }
    layouts["\(layout)", default: 0] += 1
    for filter in dataset.filters { filters[filter.title, default: 0] += 1 }
    let size = dataset.dataspace.kind == .null ? 0 : dataset.count.multiplied(dataset.datatype.size) ?? .max
    self.size = self.size.adding(size) ?? .max
    self.stored = self.stored.adding(stored) ?? .max
    guard largest.count < 10 || size > largest[9].size else { return }
    let place = largest.firstIndex { $0.size < size } ?? largest.count
    largest.insert(Part(path: dataset.path, size: size, stored: stored), at: place)
    if largest.count > 10 { largest.removeLast() }
  }
}
