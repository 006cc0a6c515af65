import Brine
import FuzzSupport

/// Opens the input as a `.npz` file and reads its arrays; what was read is written as another one, which must be the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzNPZ(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  fuzz(start, count) { source in
    var limits = Limits.default
    limits.decompressedSize = 1 << 20
    guard let file = try? NPZFile(source, limits: limits) else { return }
    var arrays: [(name: String, array: NDArray)] = []
    var size = 0
    for name in file.names.prefix(100) where size < 4 << 20 {
      guard let array = try? file[name] else { continue }
      size += array.byteCount + array.count
      arrays.append((name, array))
    }
    rewrite(arrays, level: choice(source, of: 3) == 0 ? nil : choice(source, of: 10))
  }
}

private func rewrite(_ arrays: [(name: String, array: NDArray)], level: Int?) {
  var output: [UInt8] = []
  let writer = NPZWriter(level: level) { output.append(contentsOf: $0) }
  var written: [(name: String, array: NDArray)] = []
  for (name, array) in arrays where !name.isEmpty && name.utf8.count < 60_000 && array.count < 1 << 16 {
    // Objects may be in no pickle, fields may overlap.
    guard !array.dtype.hasObjects, (try? NPYWriter().data(array)) != nil else { continue }
    // A name with the ending is another one without it.
    guard !name.hasSuffix(".npy"), !written.contains(where: { $0.name == name }) else { continue }
    written.append((name, array))
  }
  do {
    for (name, array) in written { try writer.add(name, array) }
    try writer.finish()
    guard !written.isEmpty else { return }
    let again = try NPZFile(MemorySource(output))
    if again.names.count != written.count { wrong("\(written.count) arrays became \(again.names.count)") }
    for (name, array) in written {
      let read = try again[name]
      if read.shape != array.shape { wrong("\(name): \(array.shape) became \(read.shape)") }
      if read.dtype == array.dtype, try read.elementBytes() != array.elementBytes() {
        wrong("\(name) changed")
      }
    }
  } catch { wrong("\(error)") }
}
