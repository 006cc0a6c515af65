import BrineCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Pickle {
  /// The graph of a tree of values, as if it had been pickled and read. Its `byteRange` has no meaning.
  ///
  /// - Throws: `PickleError.Code.notEncodable` for keys and items that Python can't hash, references to numbers that nothing
  ///   before has, and tuples inside themselves with no list or dict between; `limitExceeded` beyond `Limits.depth`.
  public init(_ tree: PickleTree, limits: Limits = .default) throws(PickleError) {
    var maker = TreeMaker(depth: limits.depth)
    let root = try maker.word(tree, depth: 0)
    graph = try maker.builder.finish(root)
  }
}

/// Makes a graph of a tree.
private struct TreeMaker: ~Copyable {
  let depth: Int
  var builder = GraphBuilder()
  private var numbers: [Int: Word] = [:]
  private var importers = ArrayImporters()

  init(depth: Int) { self.depth = depth }

  mutating func word(_ tree: PickleTree, depth: Int, number: Int? = nil) throws(PickleError) -> Word {
    guard depth < self.depth else {
      throw PickleError(.limitExceeded, "the tree nests deeper than \(self.depth) levels; see Limits.depth")
    }
    switch tree {
    case .shared(let number, let tree):
      guard numbers[number] == nil else { throw wrong("two values have the number \(number)") }
      let word = try word(tree, depth: depth + 1, number: number)
      numbers[number] = word
      return word
    case .reference(let number):
      guard let word = numbers[number] else {
        throw wrong("nothing that could be referred to has the number \(number) yet")
      }
      return word
    case .list, .set, .dict, .object: return try open(tree, depth: depth, number: number)
    case .tuple(let items): return builder.tuple(try words(items, depth))
    case .frozenset(let items): return builder.set(.frozenset, try hashed(words(items, depth)))
    case .call(let name, let arguments):
      return builder.object(.reduce, builder.global(name), builder.tuple(try words(arguments, depth)))
    case .ndarray(let array):
      do { return try builder.array(array, &importers) } catch { throw wrong(error) }
    case .value(let value):
      do { return try importers.word(value, &builder) } catch { throw wrong(error) }
    case .persistent(let id):
      return builder.special(.persistent, try word(id, depth: depth + 1), isShared: number != nil)
    default: return leaf(tree)
    }
  }

  private mutating func leaf(_ tree: PickleTree) -> Word {
    switch tree {
    case .bool(let value): .bool(value)
    case .int(let value): builder.integer(value)
    case .float(let value): builder.double(value)
    case .complex(let real, let imaginary): builder.complex(real, imaginary)
    case .string(let text): builder.string(text)
    case .bytes(let data): data.withUnsafeBytes { builder.bytes($0) }
    case .bytearray(let data): data.withUnsafeBytes { builder.bytearray($0) }
    case .buffer(let buffer): builder.buffer(buffer)
    case .global(let name): builder.global(name)
    case .extension(let code): builder.special(.extension, .int(code) ?? .none)
    default: .none
    }
  }

  /// What can be referred to by its own parts.
  private mutating func open(_ tree: PickleTree, depth: Int, number: Int?) throws(PickleError) -> Word {
    func note(_ word: Word, _ numbers: inout [Int: Word]) -> Word {
      if let number { numbers[number] = word }
      return word
    }
    switch tree {
    case .list(let items):
      let list = note(builder.container(.list), &numbers)
      for item in items { builder.append(try word(item, depth: depth + 1), to: list) }
      return list
    case .set(let items):
      let set = note(builder.container(.set), &numbers)
      for item in try hashed(words(items, depth)) { builder.append(item, to: set) }
      return set
    case .dict(let entries):
      let dict = note(builder.container(.dict), &numbers)
      for (key, value) in entries {
        let key = try hashed([word(key, depth: depth + 1)])[0]
        builder.set(key, try word(value, depth: depth + 1), in: dict)
      }
      return dict
    case .object(let name, let arguments, let state):
      let object = builder.object(.newObj, builder.global(name), builder.tuple(try words(arguments, depth)))
      _ = note(object, &numbers)
      if let state { builder.addState(try word(state, depth: depth + 1), to: object) }
      return object
    default: return leaf(tree)
    }
  }

  private mutating func words(_ trees: [PickleTree], _ depth: Int) throws(PickleError) -> [Word] {
    var words: [Word] = []
    words.reserveCapacity(trees.count)
    for tree in trees { words.append(try word(tree, depth: depth + 1)) }
    return words
  }

  /// The words, when Python can hash them.
  private func hashed(_ words: [Word]) throws(PickleError) -> [Word] {
    var (pending, seen) = (words, Set<Word>())
    while let word = pending.popLast() {
      switch word.tag {
      case .list, .dict, .set, .bytearray:
        throw wrong(
          "Python can't hash a \(word.has(.dict) ? "dict" : word.has(.list) ? "list" : word.has(.set) ? "set" : "bytearray"), so it can't be a key or in a set"
        )
      case .tuple where seen.insert(word).inserted: pending.append(contentsOf: builder.words(of: word))
      default: break
      }
    }
    return words
  }

  private func wrong(_ error: any Error) -> PickleError {
    error as? PickleError ?? PickleError(.notEncodable, "\(error)")
  }

  private func wrong(_ text: String) -> PickleError { PickleError(.notEncodable, text) }
}
