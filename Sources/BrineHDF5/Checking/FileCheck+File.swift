/// What belongs to a file as a whole.
extension FileCheck {
  mutating func checkFile() {
    let superblock = file.superblock
    let offsets = superblock.offsetSize
    let size: Int
    switch superblock.version {
    case 0: size = 24 + 4 * offsets + superblock.lengthSize + offsets + 24
    case 1: size = 28 + 4 * offsets + superblock.lengthSize + offsets + 24
    default: size = 12 + 4 * offsets + 4
    }
    claim(0, size, "superblock")
    if let problem = file.extensionProblem { self.problem(problem) }
    if superblock.isOpenForWriting {
      let error = HDF5Error(
        .badStructure, "a writer has the file open, or did not close it", structure: "superblock",
        offset: superblock.offset)
      problem(error, .warning)
    }
    if superblock.endOfFile > file.byteCount {
      let detail = "the file has \(file.byteCount) bytes, but ought to have \(superblock.endOfFile)"
      problem(HDF5Error(.truncated, detail, structure: "superblock", offset: superblock.offset))
    }
    checkExtension()
  }

  private mutating func checkExtension() {
    guard let address = file.superblock.extensionAddress else { return }
    attempt { check throws(HDF5Error) in
      let header = try ObjectHeader(address: address, in: check.storage)
      check.claimHeader(address)
      for message in header.messages {
        switch message.type {
        case .sharedMessageTable:
          try check.checkSharedMessages(SharedMessageTableMessage(reader: message.reader(in: check.storage)))
        case .fileSpaceInfo where message.flags & 0x20 == 0:
          try check.checkFreeSpace(message.reader(in: check.storage))
        default: break
        }
      }
    }
  }

  // MARK: Free space

  /// The managers that a file space info message names.
  ///
  /// Source: HDF5 File Format Specification 3.0, section IV.A.2.x, "The File Space Info Message".
  private mutating func checkFreeSpace(_ message: MetadataReader) throws(HDF5Error) {
    var reader = message
    let version = try reader.uint8()
    try reader.skip(
      version == 0 ? 1 + storage.lengthSize : 2 + 2 * storage.lengthSize + 2 + storage.offsetSize)
    for _ in 0..<(version == 0 ? 6 : 12) where reader.remaining >= storage.offsetSize {
      guard let address = try reader.address() else { continue }
      attempt { check throws(HDF5Error) in try check.checkManager(address) }
    }
  }

  /// A free-space manager: its header and its sections.
  ///
  /// Source: HDF5 File Format Specification 3.0, section III.H, "Free-space Manager".
  mutating func checkManager(_ address: Int) throws(HDF5Error) {
    guard known.insert(address).inserted else { return }
    var reader = try storage.reader(at: address, "free-space manager header")
    let start = reader.position
    try reader.expect(signature: "FSHD")
    let version = try reader.uint8()
    guard version == 0 else {
      throw reader.error(.unsupportedVersion, "free-space manager version \(version)")
    }
    try reader.skip(1 + 4 * storage.lengthSize + 8 + storage.lengthSize)
    let sections = try reader.address()
    let used = try reader.length()
    let allocated = try reader.length()
    try reader.verifyChecksum(from: start)
    claim(address, reader.position - start, "free-space manager header")
    guard let sections else { return }
    guard used <= allocated, used >= 9 + storage.offsetSize else {
      throw reader.error(.badStructure, "\(used) bytes of sections in \(allocated) bytes")
    }
    var list = try storage.reader(at: sections, count: used, "free-space section list")
    let begin = list.position
    try list.expect(signature: "FSSE")
    try list.skip(1)
    guard try list.address() == address else {
      throw list.error(.badStructure, "the sections belong to another manager")
    }
    try list.skip(list.remaining - 4)
    try list.verifyChecksum(from: begin)
    claim(sections, allocated, "free-space section list")
  }

  // MARK: Shared messages

  /// The table of shared messages, its indexes and heaps.
  ///
  /// Source: HDF5 File Format Specification 3.0, section III.I, "Shared Object Header Message Table".
  private mutating func checkSharedMessages(_ message: SharedMessageTableMessage) throws(HDF5Error) {
    var reader = try storage.reader(at: message.address, "shared message table")
    let start = reader.position
    try reader.expect(signature: "SMTB")
    var indexes: [(kind: UInt8, count: Int, address: Int?, heap: Int?)] = []
    for _ in 0..<message.count {
      try reader.skip(1)
      let kind = try reader.uint8()
      try reader.skip(10)
      let count = Int(try reader.uint16())
      indexes.append((kind, count, try reader.address(), try reader.address()))
    }
    try reader.verifyChecksum(from: start)
    claim(message.address, reader.position - start, "shared message table")
    for index in indexes {
      if let heap = index.heap { attempt { check throws(HDF5Error) in try check.checkHeap(heap) } }
      guard let address = index.address else { continue }
      attempt { check throws(HDF5Error) in
        if index.kind == 0 {
          try check.checkMessageList(address, index.count)
        } else {
          try check.checkTree(address, types: [7]) { _, _ throws(HDF5Error) in }
        }
      }
    }
  }

  private mutating func checkMessageList(_ address: Int, _ count: Int) throws(HDF5Error) {
    var reader = try storage.reader(at: address, "shared message record list")
    let start = reader.position
    try reader.expect(signature: "SMLI")
    try reader.skip(count * (5 + max(12, 4 + storage.offsetSize)))
    try reader.verifyChecksum(from: start)
    claim(address, reader.position - start, "shared message record list")
  }
}
