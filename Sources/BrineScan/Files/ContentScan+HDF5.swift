import BrineCore
import BrineHDF5
import BrineJSON
import BrinePickle

/// HDF5: files are data, but what is in them may be loaded by others: pickles in attributes and datasets, as PyTables has
/// them, and Keras' configurations. Links may lead out of the file.
extension ContentScan {
  mutating func scanHDF5(_ source: MemorySource, _ place: Place) {
    note(format: "HDF5", place)
    do {
      var options = HDF5File.Options()
      (options.limits, options.external, options.allowsTruncation) = (limits, .none, true)
      let file = try HDF5File(source, options: options)
      scanAttributes(file.attrs, "/", place)
      scanLinks(file.root, place)
      try file.visit { path, object in
        scan(object, path, place)
        return true
      }
    } catch {
      unreadable(place, "the HDF5 file is damaged: \(error)")
    }
  }

  private mutating func scan(_ object: HDF5Object, _ path: String, _ place: Place) {
    scanAttributes(object.attrs, path, place)
    if let group = object.group { scanLinks(group, place) }
    if let dataset = object.dataset { scan(dataset, place) }
  }

  private mutating func scanLinks(_ group: Group, _ place: Place) {
    let (links, problems) = group.readableLinks()
    for problem in problems { unreadable(place.inside(group.path), "\(problem)") }
    for link in links {
      guard case .external(let file, _) = link.target else { continue }
      reportFile(file, "an external link", place.inside(group.path + "/" + link.name))
    }
  }

  /// Another file that reading this one reads.
  private mutating func reportFile(_ file: String, _ what: String, _ place: Place) {
    let isOutside =
      file.hasPrefix("/") || file.contains("\\") || file.contains(":")
      || file.split(separator: "/").contains("..")
    if isOutside {
      report(.outsideFile, .unsafe, place, "\(what) leads to \(file), outside of the folder of the file")
    } else {
      report(.besideFile, .safe, place, "\(what) leads to \(file), beside the file")
    }
  }

  private mutating func scanAttributes(_ attributes: Attributes, _ path: String, _ place: Place) {
    for (name, attribute) in attributes.all() {
      let inside = place.inside(path + "@" + name)
      guard let attribute = try? attribute.get() else {
        unreadable(inside, "the attribute can't be read")
        continue
      }
      guard attribute.datatype.mayHoldBytes || attribute.datatype.isByte else { continue }
      let array: NDArray?
      do { array = try attribute.read() } catch {
        unreadable(inside, "the attribute can't be read: \(error)")
        continue
      }
      guard let array else { continue }
      scan(array, inside)
    }
  }

  private mutating func scan(_ dataset: Dataset, _ place: Place) {
    let inside = place.inside(dataset.path)
    for file in dataset.externalFiles { reportFile(file.name, "raw data", inside) }
    for mapping in dataset.virtualMappings where mapping.fileName != "." {
      reportFile(mapping.fileName, "a virtual dataset", inside)
    }
    let size = dataset.count.multiplied(dataset.datatype.size) ?? .max
    let stored = (try? dataset.storageSize) ?? 0
    if size > 1 << 40, size / 1024 > max(stored, 1) {
      return report(
        .shapeBomb, .unknown, inside, "the dataset says to have \(size) bytes, \(stored) are stored")
    }
    // PyTables loads every row of such a dataset, whatever its elements are: it writes bytes.
    let isLoaded = (try? dataset.attrs["PSEUDOATOM"]?.string) == "object"
    if isLoaded, !dataset.datatype.isSequenceOfBytes {
      return unreadable(inside, "the rows are pickles to PyTables, which are in no bytes")
    }
    let isBytes = dataset.datatype.isByte
    guard isBytes || dataset.datatype.mayHoldBytes, dataset.externalFiles.isEmpty,
      dataset.virtualMappings.isEmpty
    else { return }
    guard size <= budget else {
      return report(.limit, .unreadable, inside, "the dataset has \(size) bytes, more than may be looked at")
    }
    budget -= size
    allow(size)
    guard let array = try? dataset.read() else { return unreadable(inside, "the dataset can't be read") }
    if isLoaded { return scanLoaded(array, inside) }
    scan(array, inside)
  }

  /// Rows that are loaded as pickles.
  private mutating func scanLoaded(_ array: NDArray, _ place: Place) {
    var index = 0
    array.forEachBytes { bytes in
      defer { index += 1 }
      let inside = place.inside("[\(index)]")
      guard uses(bytes.count + 4, inside) else { return false }
      if bytes.isEmpty { return true }
      if !scanPickles(MemorySource(bytes), inside) {
        unreadable(inside, "the row is loaded, and is no pickle")
      }
      return true
    }
  }

  /// Elements that are bytes or texts: each may be a pickle, or a configuration of Keras.
  private mutating func scan(_ array: NDArray, _ place: Place) {
    // Elements may well be no pickles, such as the pixels of an image.
    var place = place
    place.isOptional = true
    if array.dtype.itemSize == 1, !array.dtype.hasObjects, let bytes = array.byteElements {
      _ = scan(element: bytes, place)
    }
    var index = 0
    array.forEachBytes { bytes in
      defer { index += 1 }
      return scan(
        element: bytes, array.count == 1 ? place : place.inside("[\(index)]", isOptional: true))
    }
  }

  /// `false` when no more may be looked at.
  private mutating func scan(element: [UInt8], _ place: Place) -> Bool {
    guard uses(element.count + 4, place) else { return false }
    if element.withUnsafeBytes({ NestedPickle.maybe($0) }) {
      let source = MemorySource(element)
      if !scanPickles(source, place), element[0] == 0x50 { scanNested(element, place, isLoaded: false) }
    } else if NestedPickle.endsAsOne(element) {
      // Sentences end so too.
      let run = PickleRun(MemorySource(element), hasInlineArrays: true, limits: limits)
      if run.error == nil || run.doesSomething || run.importsPlausibly {
        scanNested(element, place, isLoaded: false)
      }
    }
    if element.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: "{") {
      if let document = try? PythonJSON.document(MemorySource(element)) {
        scanKeras(document, place)
      } else if place.member?.hasSuffix("_config") ?? false {
        unreadable(place, "the configuration of the model is no JSON")
      }
    }
    return true
  }
}
