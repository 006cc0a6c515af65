/// Groups, and what objects have in heaps.
extension FileCheck {
  mutating func checkGroup(_ group: Group) {
    let header = group.state.header
    if let message = header.first(.symbolTable) {
      return attempt { check throws(HDF5Error) in
        try check.checkSymbolTable(SymbolTableMessage(reader: message.reader(in: check.storage)), group)
      }
    }
    guard let message = header.first(.linkInfo) else { return }
    attempt { check throws(HDF5Error) in
      try check.checkDense(DenseStorage(links: message.reader(in: check.storage)), .links)
    }
  }

  private mutating func checkSymbolTable(_ message: SymbolTableMessage, _ group: Group) throws(HDF5Error) {
    try checkLocalHeap(message.heapAddress)
    checkTree1(message.treeAddress, kind: 0, keySize: storage.lengthSize) {
      check, address throws(HDF5Error) in
      let node = try SymbolTableNode(address: address, in: check.storage)
      guard check.known.insert(address).inserted else {
        throw HDF5Error(
          .cyclic, "two parents have the same node", structure: "symbol table node", offset: address)
      }
      check.claim(address, node.usedBytes, "symbol table node")
    }
    let listing = try group.index().list(in: storage)
    guard listing.problems.isEmpty else { return }
    for number in listing.links.indices.dropFirst() {
      let (before, name) = (listing.links[number - 1].name, listing.links[number].name)
      guard before.compare(name.bytes) < 0 else {
        throw HDF5Error(
          .badStructure, "\(name.text) comes after \(before.text), where it is not looked for",
          structure: "symbol table node")
      }
    }
  }

  /// A local heap and the list of what is free in it.
  ///
  /// Source: HDF5 File Format Specification 3.0, section III.D, "Local Heaps".
  private mutating func checkLocalHeap(_ address: Int) throws(HDF5Error) {
    guard known.insert(address).inserted else { return }
    var reader = try storage.reader(at: address, "local heap")
    let start = reader.position
    try reader.expect(signature: "HEAP")
    try reader.skip(4)
    let size = try reader.length()
    var free = try reader.lengthOrUnlimited() ?? 1
    let dataAddress = try reader.definedAddress()
    let data = try storage.offset(of: dataAddress, count: size, "local heap")
    claim(address, reader.position - start, "local heap")
    claim(dataAddress, size, "local heap data")
    // 1 ends the list, which goes up.
    var last = -1
    while free != 1 {
      guard free > last, free.adding(2 * storage.lengthSize) ?? .max <= size else {
        throw reader.error(.badStructure, "free space at \(free) of \(size) bytes")
      }
      last = free
      var block = storage.reader(range: data + free..<data + size, "local heap")
      free = try block.length()
      let count = try block.length()
      guard last.adding(count) ?? .max <= size else {
        throw block.error(.badStructure, "\(count) free bytes at \(last) of \(size)")
      }
    }
  }

  // MARK: Dense storage

  /// What is in a fractal heap.
  enum DenseContent { case links, attributes }

  /// The heap of links or attributes, and its indexes.
  mutating func checkDense(_ info: DenseStorage, _ content: DenseContent) throws(HDF5Error) {
    guard let heapAddress = info.heapAddress else { return }
    attempt { check throws(HDF5Error) in try check.checkHeap(heapAddress) }
    let heap = try FractalHeap(address: heapAddress, in: storage)
    if let address = info.nameIndexAddress {
      var last: UInt32 = 0
      attempt { check throws(HDF5Error) in
        try check.checkTree(address, types: [5, 8]) { check, record throws(HDF5Error) in
          try check.checkName(record, heap, content, &last)
        }
      }
    }
    if let address = info.orderIndexAddress {
      attempt { check throws(HDF5Error) in
        try check.checkTree(address, types: [6, 9]) { check, record throws(HDF5Error) in
          var record = record
          if content == .links { try record.skip(8) }
          _ = try check.message(content == .links ? try record.take(7) : try record.take(9), heap, content)
        }
      }
    }
  }

  /// A record of an index by name: its hash is that of the name, and records are in the order of hashes.
  private mutating func checkName(
    _ record: MetadataReader, _ heap: FractalHeap, _ content: DenseContent, _ last: inout UInt32
  ) throws(HDF5Error) {
    var fields = record
    let hash: UInt32
    let name: NameSlice?
    switch content {
    case .links:
      hash = try fields.uint32()
      name = try message(try fields.take(7), heap, content)
    case .attributes:
      let id = try fields.take(9)
      try fields.skip(4)
      hash = try fields.uint32()
      name = try message(id, heap, content)
    }
    guard hash >= last else {
      throw record.error(.badStructure, "a record is not in the order of the hashes")
    }
    last = hash
    guard let name, name.hash != hash else { return }
    throw record.error(.badStructure, "\(name.text) is filed under another hash than its own")
  }

  /// The name of a link or an attribute in a heap.
  private func message(
    _ id: MetadataReader, _ heap: FractalHeap, _ content: DenseContent
  ) throws(HDF5Error) -> NameSlice? {
    switch content {
    case .links:
      return try LinkRecord(message: heap.reader(id: id, "link message", in: storage)).name
    case .attributes:
      var fields = id
      let own = try fields.take(8)
      let isShared = try fields.uint8() & 0x02 != 0
      let reader =
        isShared
        ? try storage.sharedMessages.reader(.attribute, id: own, in: storage)
        : try heap.reader(id: own, "attribute message", in: storage)
      return try AttributeMessage(reader: reader, creationOrder: nil).name
    }
  }
}
