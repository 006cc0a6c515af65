import Brine
import Foundation

// Steps with an HDF5 file, which Files/generate.py made with h5py.

extension Tutorial {
  private static func openFile() throws -> HDF5File {
    guard let path = Bundle.module.path(forResource: "mytestfile", ofType: "hdf5", inDirectory: "Files")
    else {
      throw HDF5Error(.unreadable, "mytestfile.hdf5 is not among the resources")
    }
    return try HDF5File(path)
  }

  /// `list(f.keys())`, `f['mydataset']`, `dset.shape`, `dset.dtype`.
  static func whatIsInAFile(_ lesson: inout Lesson) throws {
    lesson.title("An HDF5 file is like a dict, and a dataset like an array")
    let file = try openFile()
    let keys = try file.keys
    lesson.show("keys: \(keys)", isRight: keys == ["mydataset", "subgroup", "subgroup2"])
    let dataset = try file.dataset("mydataset")
    lesson.show(
      "shape \(dataset.shape), type \(dataset.dtype.map { "\($0)" } ?? "none")",
      isRight: dataset.shape == [100] && dataset.dtype == .int32)
  }

  /// `dset[0]`, `dset[10]`, `dset[:10]`, `dset[0:100:10]`.
  static func partsOfADataset(_ lesson: inout Lesson) throws {
    lesson.title("Parts of a dataset are read as an array is sliced")
    let dataset = try openFile().dataset("mydataset")
    let first = try dataset[0]
    lesson.show("dataset[0] is \(first)", isRight: first.shape.isEmpty && first.description == "0")
    let tenth = try dataset.item(as: Int.self, 10)
    lesson.show("as an Int, the element at 10 is \(tenth)", isRight: tenth == 10)
    let start = try dataset[..<10]
    lesson.show("dataset[..<10] is \(start)", isRight: start.shape == [10])
    let numbers = try dataset.read(as: Int.self, ..<10)
    lesson.show("as Ints: \(numbers)", isRight: numbers == Array(0..<10))
    let steps = try dataset.read(text: "0:100:10").elements(as: Int.self)
    lesson.show("0:100:10 is \(steps)", isRight: steps == Array(stride(from: 0, to: 100, by: 10)))
    let whole = try dataset.read(as: Double.self)
    lesson.show(
      "the mean of all is \(whole.reduce(0, +) / 100)", isRight: whole.count == 100 && whole[99] == 99)
  }

  /// `f.name`, `f['subgroup']`, `grp['another_dataset']`, `f['subgroup2/dataset_three']`.
  static func groupsAndPaths(_ lesson: inout Lesson) throws {
    lesson.title("Groups are like folders")
    let file = try openFile()
    lesson.show("the file's own group is \(file.root.path)", isRight: file.root.path == "/")
    let group = try file.group("subgroup")
    let inner = try group.dataset("another_dataset")
    lesson.show("its dataset is \(inner.path)", isRight: inner.path == "/subgroup/another_dataset")
    lesson.show(
      "\(try inner.read(as: Float.self, ..<3))", isRight: try inner.read(as: Float.self, ..<3) == [0, 0.5, 1])
    let third = try file.dataset("subgroup2/dataset_three")
    lesson.show("a path leads to \(third.path)", isRight: third.path == "/subgroup2/dataset_three")
    lesson.show("there is a mydataset", isRight: file.contains("mydataset"))
    lesson.show("there is no somethingelse", isRight: !file.contains("somethingelse"))
    lesson.show("paths can be asked for too", isRight: file.contains("subgroup/another_dataset"))
  }

  /// `for name in f`, `f.visit(printname)`.
  static func everythingInAFile(_ lesson: inout Lesson) throws {
    lesson.title("A walk goes through all groups")
    let file = try openFile()
    for name in try file.keys { lesson.show(name, isRight: file.contains(name)) }
    var paths: [String] = []
    try file.visit { path, _ in
      paths.append(path)
      return true
    }
    let expected = [
      "mydataset", "subgroup", "subgroup/another_dataset", "subgroup2", "subgroup2/dataset_three",
    ]
    lesson.show("\(paths)", isRight: paths == expected)
  }

  /// `dset.attrs['temperature']`, `'temperature' in dset.attrs`.
  static func attributes(_ lesson: inout Lesson) throws {
    lesson.title("Attributes tell more of a dataset")
    let attrs = try openFile().dataset("mydataset").attrs
    lesson.show("keys: \(attrs.keys)", isRight: attrs.keys == ["temperature", "unit"])
    let temperature = try attrs["temperature"]?.double
    lesson.show("temperature: \(temperature ?? 0)", isRight: temperature == 99.5)
    let unit = try attrs["unit"]?.string
    lesson.show("unit: \(unit ?? "none")", isRight: unit == "°F")
    lesson.show("there is a temperature", isRight: attrs.contains("temperature"))
    lesson.show("there is no pressure", isRight: try attrs["pressure"] == nil && !attrs.contains("pressure"))
  }
}
