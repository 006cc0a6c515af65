import BrineCore

/// Classes and functions by name.
extension GraphEncoder {
  mutating func startGlobal(_ word: Word) throws -> Bool {
    if let key = memo[global: word.payload].key {
      writeGet(key)
      return false
    }
    let record = graph.globals[word.payload]
    // A pickle may change its protocol on the way, and with it what names mean.
    let isMapped = version < 3 && graph.options.fixImports
    if record.isLine, isVerbatim, record.isMapped == isMapped {
      let name = rawName(word)
      output.write(.global)
      output.write(name.module + "\n" + name.name + "\n")
    } else if !record.isLine, isVerbatim || copiesLeaves, record.isMapped == isMapped {
      try output.begin()
      try write(string: record.module)
      try output.begin()
      try write(string: record.name)
      output.write(.stackGlobal)
    } else {
      try write(name: graph.name(word.payload), for: word)
    }
    let key = memo.next()
    memo[global: word.payload] = .key(key)
    writePut(key)
    guard record.state != .absent else { return false }
    pushState(word)
    return true
  }

  /// The name as the pickle has it, without mapping.
  func rawName(_ word: Word) -> PickleName {
    let record = graph.globals[word.payload]
    return PickleName(module: graph.lossyString(record.module), name: graph.lossyString(record.name))
  }

  /// A global that the graph does not have.
  mutating func save(global name: PickleName) throws {
    try output.begin()
    if let key = extraGlobals[name] { return writeGet(key) }
    try write(name: name, for: .none)
    let key = memo.next()
    extraGlobals[name] = key
    writePut(key)
  }

  /// The name that Python 2 knows, for the protocols that it reads.
  func oldName(_ name: PickleName) -> PickleName {
    version < 3 && options.fixImports ? Python2Names.reversed(name) : name
  }

  private mutating func write(name: PickleName, for word: Word) throws {
    if version >= 4 {
      try save(text: name.module)
      try save(text: name.name)
      return output.write(.stackGlobal)
    }
    let parts = name.name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, let first = parts.first else { return try writeLines(name, for: word) }
    // Nested names are looked up with getattr, from the outermost on.
    for _ in parts.dropFirst() {
      try save(global: PickleName(module: "builtins", name: "getattr"))
      if version < 2 { output.write(.mark) }
    }
    try save(global: PickleName(module: name.module, name: String(first)))
    for part in parts.dropFirst() {
      try save(text: String(part))
      output.write(version < 2 ? .tuple : .tuple2)
      output.write(.reduce)
    }
  }

  private mutating func writeLines(_ name: PickleName, for word: Word) throws {
    let name = oldName(name)
    let text = name.module + "\n" + name.name + "\n"
    guard version == 3 || text.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw failure(word, "the name \(name) is not ASCII: protocols 0 to 2 can't have it")
    }
    guard !name.module.utf8.contains(0x0A), !name.name.utf8.contains(0x0A), !name.module.isEmpty,
      !name.name.isEmpty
    else { throw failure(word, "a name with a line break, or an empty one, needs protocol 4") }
    output.write(.global)
    output.write(text)
  }

  /// A string that the graph does not have, or has elsewhere.
  mutating func save(text: String) throws {
    try output.begin()
    if let key = texts[text] { return writeGet(key) }
    var copy = text
    try copy.withUTF8 { try write(text: UnsafeRawBufferPointer($0)) }
    let key = memo.next()
    texts[text] = key
    writePut(key)
  }
}
