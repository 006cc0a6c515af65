import BigInt
import BrineCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Takes values of one graph into another that is being built, with all that hangs on them: what they share and how they hold each other
/// stays as it is, also between several values that are taken over one after the other.
struct GraphImporter {
  private let graph: PickleGraph
  private var words: [Word: Word] = [:]
  /// Containers, objects and the like that are made, but not yet filled.
  private var pending: [Word] = []
  /// Arrays that are to stand in place of objects, with their class.
  var replacements: [Word: (array: NDArray, type: Word)] = [:]
  private var arrays = ArrayImporters()

  init(_ graph: PickleGraph) { self.graph = graph }

  /// The word in `builder` of a word of the graph. It keeps a stack of its own, so that no nesting is too deep.
  ///
  /// - Throws: `PickleError.Code.notEncodable` for arrays that can't be written.
  mutating func word(_ word: Word, _ builder: inout GraphBuilder) throws -> Word {
    let result = reference(word, &builder)
    while let next = pending.popLast() { try fill(next, &builder) }
    return result
  }

  /// The word for something, which is filled later if it has parts.
  private mutating func reference(_ word: Word, _ builder: inout GraphBuilder) -> Word {
    guard let tag = word.tag, tag != .int, tag != .constant else { return word }
    if let known = words[word] { return known }
    let made: Word
    switch tag {
    case .string: made = graph.withText(word) { builder.string(utf8: $0) }
    case .bytes: made = graph.withBytes(word) { builder.bytes($0) }
    case .bytearray: made = graph.withBytes(word) { builder.bytearray($0) }
    case .number:
      switch graph.number(word) {
      case .integer(let value): made = builder.integer(value)
      case .float(let value): made = builder.double(value)
      }
    case .list, .tuple, .dict, .set, .frozenset, .parts: made = builder.container(tag)
    case .object: made = builder.object(isArray(word) ? .reduce : word.construction, .none)
    case .global:
      let name = graph.name(word.payload)
      made = graph.globals[word.payload].state == .absent ? builder.global(name) : builder.ownGlobal(name)
    case .special: made = special(word, &builder)
    case .int, .constant: made = word
    }
    words[word] = made
    if word.mayHaveChildren, !word.has(.bytearray) { pending.append(word) }
    return made
  }

  private mutating func special(_ word: Word, _ builder: inout GraphBuilder) -> Word {
    let record = graph.specials[word.payload]
    if record.kind == .buffer, let number = record.value.inlineInt {
      return builder.buffer(graph.options.buffers[number])
    }
    return builder.special(record.kind, .none, isShared: record.isMemoized)
  }

  /// Whether joblib's object is to become an array.
  private func isArray(_ word: Word) -> Bool {
    graph.inlineArrays[word.objectIndex] != nil || replacements[word] != nil
  }

  /// Makes an object that stood for an array one.
  private mutating func fillArray(_ word: Word, _ made: Word, _ builder: inout GraphBuilder) throws {
    let copy: Word
    if let (array, type) = replacements[word] {
      let type = type.has(.global) ? reference(type, &builder) : builder.global("numpy", "ndarray")
      copy = try builder.array(array, type: type, &arrays)
    } else if let array = graph.array(word) {
      let type =
        array.type.has(.global) ? reference(array.type, &builder) : builder.global("numpy", "ndarray")
      // Types may have more to them than their fields, such as metadata.
      let dtype = reference(array.dtypeWord, &builder)
      if case .items(let list) = array.content {
        copy = builder.array(
          type: type, shape: array.shape, dtype: dtype,
          isFortran: array.isFortran,
          content: reference(list, &builder))
      } else if let elements = graph.ndarray(array) {
        let isExpanded = elements.dtype != array.dtype
        copy = try builder.array(elements, type: type, dtype: isExpanded ? nil : dtype, &arrays)
      } else {
        throw PickleError(.notEncodable, "an array of joblib's can't be read")
      }
    } else {
      throw PickleError(.badState, "an object of joblib's describes no array")
    }
    builder.setRecord(builder.objects[copy.objectIndex], of: made)
  }

  private mutating func fill(_ word: Word, _ builder: inout GraphBuilder) throws {
    guard let made = words[word] else { return }
    if word.has(.object), isArray(word) { return try fillArray(word, made, &builder) }
    switch word.tag {
    case .list, .tuple, .set, .frozenset, .parts:
      builder.append(graph.items(word).map { reference($0, &builder) }, to: made)
    case .dict:
      let entries = graph.rawEntries(word)
      for index in 0..<entries.count {
        let key = reference(entries.key(index), &builder)
        builder.set(key, reference(entries.value(index), &builder), in: made)
      }
    case .object:
      let record = graph.objects[word.objectIndex]
      builder.setRecord(
        ObjectRecord(
          callable: reference(record.callable, &builder), arguments: reference(record.arguments, &builder),
          state: reference(record.state, &builder), items: reference(record.items, &builder)),
        of: made)
      if let outer = graph.discarded[word.objectIndex] {
        builder.discarded[made.objectIndex] = outer.map { reference($0, &builder) }
      }
    case .global:
      let state = graph.globals[word.payload].state
      if state != .absent { builder.addState(reference(state, &builder), to: made) }
    case .special:
      let record = graph.specials[word.payload]
      if record.kind != .buffer { builder.setValue(reference(record.value, &builder), of: made) }
    default: break
    }
  }
}
