import Brine
import FuzzSupport

/// Opens the input as a zip archive, reads its entries, and writes them into another one, which must read the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzZip(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  fuzz(start, count) { source in
    var limits = Limits.default
    limits.decompressedSize = 1 << 20
    guard let archive = try? ZipArchive(source, limits: limits) else { return }
    check(archive, count)
    // An input whose checksums are wrong is looked at all the same, in every other run.
    let contents = read(archive, verifyingChecksum: choice(source, of: 2) == 0)
    if !contents.isEmpty { rewrite(contents, number: choice(source, of: 256)) }
  }
}

private func check(_ archive: ZipArchive, _ count: Int) {
  var stored = 0
  for entry in archive.entries {
    stored += entry.compressedSize
    _ = (entry.timestamp.description, entry.isFolder, entry.method.description)
    if archive[entry.name] == nil { wrong("an entry can't be found by its name") }
  }
  if stored > count { wrong("the entries share bytes") }
}

private func read(_ archive: ZipArchive, verifyingChecksum: Bool) -> [(name: String, data: MemorySource)] {
  var (contents, total) = ([(name: String, data: MemorySource)](), 0)
  for entry in archive.entries.prefix(100) {
    // bzip2 takes four megabytes for each.
    guard total < 4 << 20, let data = try? archive.read(entry, verifyingChecksum: verifyingChecksum) else {
      continue
    }
    if data.count != entry.size { wrong("\(data.count) bytes instead of \(entry.size)") }
    total += data.count
    contents.append((entry.name, data))
  }
  return contents
}

private func rewrite(_ contents: [(name: String, data: MemorySource)], number: Int) {
  var output: [UInt8] = []
  var options = ZipWriter.Options()
  options.alignment = 1 << (number & 7)
  let zip = ZipWriter(options: options) { output.append(contentsOf: $0) }
  var expected: [String: MemorySource] = [:]
  do {
    for (index, (name, data)) in contents.enumerated() where !name.isEmpty && expected[name] == nil {
      guard name.utf8.count <= 0xFFFF else { continue }
      expected[name] = data
      let method: ZipMethod = (number + index).isMultiple(of: 3) ? .deflated : .stored
      guard (number + index).isMultiple(of: 2) else {
        try zip.add(name, data.bytes, method: method)
        continue
      }
      try zip.begin(name, method: method, size: number.isMultiple(of: 5) ? data.count : nil)
      try zip.write(data.bytes)
      try zip.end()
    }
    try zip.finish()
    let again = try ZipArchive(MemorySource(output))
    if again.entries.count != expected.count { wrong("\(again.entries.count) entries") }
    for (name, data) in expected where bytes(try again.read(name)) != bytes(data) { wrong("\(name) differs") }
  } catch {
    wrong("\(error)")
  }
}

private func bytes(_ source: MemorySource) -> [UInt8] { source.bytes.withUnsafeBytes { [UInt8]($0) } }
