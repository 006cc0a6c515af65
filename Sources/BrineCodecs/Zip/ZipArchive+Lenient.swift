package import BrineCore

extension ZipArchive {
  /// The data of an entry as a careless program would have it: headers that differ, a flag of encryption and a wrong
  /// checksum are told of, and don't keep it from being read.
  ///
  /// - Parameter verifiesChecksum: Whether to look at the checksum of what is read.
  /// - Throws: `ZipError` where there is no data to be had.
  package func readLeniently(
    _ entry: ZipEntry, verifiesChecksum: (MemorySource) -> Bool
  ) throws(ZipError) -> (data: MemorySource, problems: [ZipError]) {
    var problems: [ZipError] = []
    if entry.isEncrypted {
      problems.append(
        ZipError(.encrypted, "the entry is encrypted", offset: entry.headerOffset, entry: entry.name))
    }
    do throws(ZipError) { _ = try ZipLocalHeader.dataStart(of: entry, in: source) } catch {
      problems.append(error)
    }
    guard let start = dataOffset(of: entry), let end = start.adding(entry.compressedSize),
      end <= source.count,
      let part = try? source.slice(start..<end)
    else {
      throw ZipError(
        .damaged, "there is no entry where the directory says", offset: entry.headerOffset, entry: entry.name)
    }
    let data = try unpack(part, entry, at: start)
    if verifiesChecksum(data) {
      do throws(ZipError) { try verify(data, entry) } catch { problems.append(error) }
    }
    return (data, problems)
  }

  /// Where the data of an entry begins; `nil` where the directory leads to no entry.
  package func dataOffset(of entry: ZipEntry) -> Int? {
    let header = ZipRecord(source, at: entry.headerOffset)
    guard header.u32(0) == 0x0403_4B50 else { return nil }
    return entry.headerOffset.adding(30 + Int(header.u16(26)) + Int(header.u16(28)))
  }
}
