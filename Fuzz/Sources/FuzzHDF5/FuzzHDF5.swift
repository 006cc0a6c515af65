import Brine
import FuzzSupport

/// Opens the input as an HDF5 file and reads everything in it: links, attributes, elements, chunks, selections, typed
/// JSON and facts; checks it, and compares it with itself. What is read twice must be the same, and memory goes with
/// the limits.
///
/// Checksums are not compared in this build (`BRINE_FUZZING`), or mutations would reach nothing behind them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHDF5(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  fuzz(start, count) { source in
    var options = HDF5File.Options()
    options.limits.decompressedSize = 1 << 20
    options.reading.threads = 1
    options.reading.chunkCacheSize = choice(source, of: 2) << 20
    options.external = .none
    options.allowsTruncation = true
    guard let file = try? HDF5File(source, options: options) else { return }
    var budget = Budget()
    read(.group(file.root), &budget)
    for element in file.root.walk() where budget.spend(64) {
      if case .success(let object) = element.object { read(object, &budget) }
    }
    writeTexts(file)
    _ = HDF5Check(file).isValid
    for difference in HDF5Differences(from: file, to: file).prefix(100) { _ = "\(difference)" }
  }
}

/// How much is still read of an input: a few bytes can refer to one object a million times, and fill values cost
/// nothing in the file.
private struct Budget {
  private var left = 8 << 20

  /// Takes from the budget; false when nothing is left.
  mutating func spend(_ count: Int) -> Bool {
    left -= min(count, left)
    return left > 0
  }
}

private func read(_ object: HDF5Object, _ budget: inout Budget) {
  _ = object.attrs.problems
  for (name, result) in object.attrs.all() {
    guard let attribute = try? result.get(), budget.spend(attribute.rawBytes.count + 64) else { continue }
    if let array = try? attribute.read() { look(array, attribute.datatype, &budget) }
    _ = object.attrs.contains(name)
  }
  switch object {
  case .group(let group): read(group, &budget)
  case .dataset(let dataset): read(dataset, &budget)
  case .datatype(let committed): _ = (committed.datatype.description, committed.datatype.ddl)
  }
}

private func read(_ group: Group, _ budget: inout Budget) {
  let (links, problems) = group.readableLinks(in: .creation)
  if let keys = try? group.keys {
    if !problems.isEmpty { wrong("\(keys.count) keys, but \(problems)") }
    if keys.count != links.count { wrong("\(keys.count) keys, \(links.count) links") }
  }
  for link in links.prefix(100) where budget.spend(64) { _ = group.contains(link.name) }
}

private func read(_ dataset: Dataset, _ budget: inout Budget) {
  _ = (
    dataset.datatype.description, dataset.dtype, try? dataset.fillValue, dataset.filters.map(\.description)
  )
  _ = (try? dataset.layout, try? dataset.storageSize, dataset.byteOffset)
  readChunks(dataset, &budget)
  let size = dataset.count.multipliedReportingOverflow(by: dataset.datatype.size)
  guard !size.overflow, budget.spend(size.partialValue), size.partialValue < 1 << 20 else { return }
  guard let array = try? dataset.read() else { return }
  look(array, dataset.datatype, &budget)
  compareSelections(dataset, array, &budget)
}

private func readChunks(_ dataset: Dataset, _ budget: inout Budget) {
  guard let chunks = try? dataset.storedChunks() else { return }
  for chunk in chunks.prefix(200) {
    _ = try? chunk.storedBytes()
    let count = chunk.shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
    guard budget.spend(max(0, count &* dataset.datatype.size)) else { return }
    _ = try? chunk.read()
  }
}

/// A selection must have what all elements have at its places.
private func compareSelections(_ dataset: Dataset, _ array: NDArray, _ budget: inout Budget) {
  // Each element of text and sequences is a place in the heap, numbered anew.
  guard !array.dtype.hasObjects, array.shape == dataset.shape else { return }
  for text in ["::2, ...", "..., 1::3", "-1", "[0, -1, 0], ...", "..., [0, 0, -1]"] {
    guard let selection = try? Selection(text: text), budget.spend(array.byteCount) else { continue }
    guard let wanted = try? array.selecting(selection), let read = try? dataset.read(selection) else {
      continue
    }
    guard read.shape == wanted.shape else { wrong("[\(text)] has shape \(read.shape), not \(wanted.shape)") }
    if (try? read.elementBytes()) != (try? wanted.elementBytes()) {
      wrong("[\(text)] of \(dataset.path) differs")
    }
  }
}

/// Goes through the elements in each of the ways there are.
private func look(_ array: NDArray, _ type: Datatype, _ budget: inout Budget) {
  guard array.count <= 1 << 14, budget.spend(array.count * 16) else { return }
  _ = (array.description, array.dtype.description, type.ddl)
  _ = try? array.elements(as: Double.self)
  _ = try? array.asStrings()
  _ = try? array.hdf5References()
  _ = try? array.hdf5Values()
}

private func writeTexts(_ file: HDF5File) {
  var output = EnoughOutput()
  try? file.writeTypedJSON { try output.add($0.count) }
  output = EnoughOutput()
  try? file.writeFacts { try output.add($0.count) }
}
