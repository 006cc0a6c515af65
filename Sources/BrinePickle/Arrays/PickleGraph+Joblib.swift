import BrineCore

/// joblib's objects that stand for arrays.
extension PickleGraph {
  /// An array that follows its wrapper in the stream.
  func joblibArray(_ word: Word, _ inline: InlineArray) -> ArrayDescription? {
    let state = wrapperState(word)
    guard let shape = state["shape"].flatMap(arrayShape), let dtypeWord = state["dtype"],
      let type = dtype(dtypeWord)
    else { return nil }
    let isFortran = state["order"].map { $0.has(.string) && lossyString($0) == "F" } ?? false
    var (order, content) = (ArrayDescription.Order.c, ArrayDescription.Content.input(inline.range))
    if isFortran { order = .fortran }
    if let objects = inline.objects {
      guard let array = array(objects), case .items = array.content, array.shape == shape else { return nil }
      (order, content) = (array.order, array.content)
    } else {
      guard inline.range.count == shape.checkedProduct?.multiplied(type.dtype.itemSize) else { return nil }
    }
    return ArrayDescription(
      dtype: type.dtype, shape: shape, order: order, content: content,
      dtypeWord: dtypeWord, type: state["subclass"] ?? .absent, isPlain: type.isPlain)
  }

  /// Whether an array of joblib's has a type that typed JSON can't describe: only as NumPy's objects is it whole then.
  var hasOpaqueInlineArrays: Bool {
    inlineArrays.keys.contains { object in array(Word(.object, object << 3))?.isPlain == false }
  }

  /// The attributes of a wrapper.
  func wrapperState(_ word: Word) -> [String: Word] {
    let record = objects[word.objectIndex]
    guard record.state.has(.dict) else { return [:] }
    let entries = entries(record.state)
    guard entries.count <= 64 else { return [:] }
    var state: [String: Word] = [:]
    for index in 0..<entries.count where entries.key(index).has(.string) && leafSize(entries.key(index)) <= 64
    {
      state[lossyString(entries.key(index))] = entries.value(index)
    }
    return state
  }
}

/// An array that joblib, before 0.10, wrote into a file of its own beside the pickle.
package struct JoblibSideFile {
  /// The name of the file, as the pickle has it.
  package let name: String
  /// Whether the file holds nothing but compressed elements; else it is a `.npy` file.
  package let isCompressed: Bool
  /// The type, shape and order of compressed elements.
  package let header: (dtype: DType, shape: [Int], isFortran: Bool)?
  fileprivate let word: Word
  fileprivate let type: Word
}

extension Pickle {
  /// The files beside this one that it needs.
  package var joblibSideFiles: [JoblibSideFile] {
    guard (0..<graph.globals.count).contains(where: { graph.globals[$0].known.isSideFile }) else { return [] }
    return root.walk.compactMap { $0.value.word }.uniqued().compactMap { graph.sideFile($0) }
  }

  /// Makes sure that each array between the opcodes is one, whole: the machine looked only at how long it is.
  ///
  /// - Throws: `PickleError.Code.badState` with the place of the first that is none.
  package func checkInlineArrays() throws(PickleError) {
    for (object, array) in graph.inlineArrays.sorted(by: {
      $0.value.range.lowerBound < $1.value.range.lowerBound
    })
    where graph.array(Word(.object, object << 3)) == nil {
      throw PickleError(
        .badState, "an array of joblib's is not what the object before it says",
        context: ErrorContext(offset: array.range.lowerBound))
    }
  }

  /// This pickle with arrays in place of the objects that stood for them.
  package func replacing(_ files: [(file: JoblibSideFile, array: NDArray)]) throws -> Pickle {
    var importer = GraphImporter(graph)
    for (file, array) in files { importer.replacements[file.word] = (array, file.type) }
    return try Pickle(imported: root, importer)
  }

  fileprivate init(imported root: PickleValue, _ importer: consuming GraphImporter) throws {
    var builder = GraphBuilder(words: root.graph.pool.count)
    let word = try importer.word(root.word, &builder)
    self.init(graph: try builder.finish(word))
  }
}

extension PickleValue {
  /// This value with NumPy's own form of arrays in place of joblib's, which stands in files of joblib's alone.
  func withPlainArrays() throws -> PickleValue {
    graph.inlineArrays.isEmpty ? self : try Pickle(imported: self, GraphImporter(graph)).root
  }
}

extension Sequence<Word> {
  fileprivate func uniqued() -> [Word] {
    var seen: Set<Word> = []
    return filter { seen.insert($0).inserted }
  }
}

extension KnownGlobal {
  var isSideFile: Bool { self == .joblibFile || self == .joblibCompressedFile }
}

extension PickleGraph {
  fileprivate func sideFile(_ word: Word) -> JoblibSideFile? {
    guard word.has(.object), let known = wrapperClass(word), known.isSideFile else { return nil }
    let state = wrapperState(word)
    guard let file = state["filename"], file.has(.string) else { return nil }
    let name = lossyString(file)
    guard known == .joblibCompressedFile else {
      return JoblibSideFile(
        name: name, isCompressed: false, header: nil, word: word, type: state["subclass"] ?? .absent)
    }
    // `(class, (0,), 'b')` and `(1, shape, dtype, is_fortran)`
    guard let arguments = state["init_args"], arguments.isTuple, items(arguments).count == 3,
      let parts = state["state"], parts.isTuple, items(parts).count == 4,
      let shape = arrayShape(items(parts)[1]), let type = dtype(items(parts)[2])
    else { return nil }
    let isFortran = items(parts)[3] == .true || int(items(parts)[3]) == 1
    return JoblibSideFile(
      name: name, isCompressed: true, header: (type.dtype, shape, isFortran), word: word,
      type: items(arguments)[0])
  }

  private func wrapperClass(_ word: Word) -> KnownGlobal? {
    let record = objects[word.objectIndex]
    let known = known(record.callable)
    guard known == .reconstructor, record.arguments.has(.tuple), let type = items(record.arguments).first
    else {
      return known
    }
    return self.known(type)
  }
}
