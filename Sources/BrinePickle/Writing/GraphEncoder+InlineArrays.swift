import BrineCore

/// Arrays written as joblib does it: an object that describes the array, and the elements after it, between the opcodes.
///
/// Source: `NumpyArrayWrapper.write_array` of joblib's `numpy_pickle.py`.
extension GraphEncoder {
  /// Begins an array; `nil` for an object that joblib pickles as any other.
  mutating func startInlineArray(_ word: Word) throws -> Bool? {
    guard let array = graph.array(word),
      graph.inlineArrays[word.objectIndex] != nil || isApart(array)
    else {
      return nil
    }
    // The memo would give joblib's object back, and not the array: one that is met again is written again.
    if !writtenArrays.insert(word.objectIndex).inserted {
      try spend((array.count.multiplied(array.dtype.itemSize) ?? .max).adding(64) ?? .max, word)
    }
    try save(global: PickleName(module: "joblib.numpy_pickle", name: "NumpyArrayWrapper"))
    try output.begin()
    output.write(.emptyTuple)
    output.write(.newObj)
    output.write(.emptyDict)
    output.write(.mark)
    try save(key: "subclass")
    if array.type.has(.global) {
      _ = try save(array.type)
    } else {
      try save(global: PickleGraph.ndarrayName)
    }
    try save(key: "shape")
    try save(shape: array.shape, word)
    try save(key: "order")
    try save(key: isFortran(array) ? "F" : "C")
    try save(key: "dtype")
    push(Step(.inlineArray, word))
    // The rest is still to come, also where the type was written before.
    _ = try save(array.dtypeWord)
    return true
  }

  /// The rest, once the type is written.
  mutating func continueInlineArray() throws {
    let word = steps.removeLast().word
    guard let array = graph.array(word) else { throw failure(word, "the array can't be read") }
    try save(key: "allow_mmap")
    try output.begin()
    let isMappable = options.allowsMapping && !array.dtype.hasObjects
    output.write(isMappable ? .newTrue : .newFalse)
    if isAligned(word) {
      try save(key: "numpy_array_alignment_bytes")
      _ = try save(Word(.int, Self.arrayAlignment))
    }
    output.write(.setItems)
    output.write(.build)
    try writeElements(array, word)
  }

  private static let arrayAlignment = 16

  /// Arrays of a file that a joblib before 1.2 wrote stay as it can read them.
  private func isAligned(_ word: Word) -> Bool {
    guard options.alignsArrays, graph.inlineArrays[word.objectIndex] != nil else {
      return options.alignsArrays
    }
    let alignment = graph.wrapperState(word)["numpy_array_alignment_bytes"]
    return alignment != nil && alignment != Word.none
  }

  /// joblib writes these classes apart, and pickles others as ever.
  private func isApart(_ array: ArrayDescription) -> Bool {
    let name = graph.className(of: array)
    return name.module.hasPrefix("numpy") && ["ndarray", "matrix", "memmap"].contains(name.name)
  }

  private func isFortran(_ array: ArrayDescription) -> Bool {
    if case .fortran = array.order { return !array.dtype.hasObjects }
    return false
  }

  private mutating func save(key: String) throws {
    try output.begin()
    try save(text: key)
  }

  private mutating func save(shape: [Int], _ word: Word) throws {
    try output.begin()
    output.write(.mark)
    for length in shape {
      guard let length = Word.int(length) else { throw failure(word, "an axis is too long") }
      _ = try save(length)
    }
    output.write(.tuple)
  }

  /// The protocol of the pickle that holds an array's objects: the one it had, where the outer one stays the same, else
  /// that of the outer one. joblib itself has 2, and 5 since 1.6, whatever the outer one has.
  private func nestedVersion(_ word: Word) -> Int {
    guard isVerbatim, version >= 3, let own = graph.inlineArrays[word.objectIndex]?.version,
      own >= 2
    else {
      return version
    }
    return Int(own)
  }

  private mutating func writeElements(_ array: ArrayDescription, _ word: Word) throws {
    guard !array.dtype.hasObjects else {
      // A pickle of its own.
      var options = options
      options.hasInlineArrays = false
      let nested = nestedVersion(word)
      // joblib since 1.6 looks its names up as those of the outer pickle's protocol.
      if version >= 3 { options.fixImports = false }
      let objects = graph.inlineArrays[word.objectIndex]?.objects
      // What stood in a pickle of its own has no arrays of joblib's in it, other objects may.
      let value =
        try objects.map { PickleValue(graph, $0) } ?? PickleValue(graph, word).withPlainArrays()
      var encoder = GraphEncoder(value.graph, options, version: nested, sink: nil)
      try encoder.run(value.word)
      let bytes = encoder.output.takeBytes()
      // What several arrays hold is in the pickle of each.
      try spend(bytes.count, word)
      return try output.writeApart(UnsafeRawBufferPointer(start: bytes.base, count: bytes.count))
    }
    guard var elements = graph.ndarray(array) else {
      throw failure(word, "the array can't be read")
    }
    if isFortran(array) { elements = try elements.transposed() }
    try output.writeApart(elements, alignment: isAligned(word) ? Self.arrayAlignment : nil)
  }
}
