import BigInt
import BrineCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The hashes of single values, of which ``StructuralHash`` is put together.
extension PickleGraph {
  /// The hash of a value without children, as Python's `==` has it.
  func leafHash(_ word: Word) -> UInt64 {
    switch word.tag {
    case nil: return numberHash(word.double ?? 0)
    case .int: return exact(mixed(.number) { $0.combine(word.inlineInt ?? 0) })
    case .constant:
      if word == .true || word == .false {
        return exact(mixed(.number) { $0.combine(word == .true ? 1 : 0) })
      }
      return exact(mixed(word == .emptyTuple ? .tuple : .constant) { $0.combine(word.bits) })
    case .string: return exact(mixed(.text) { hasher in withText(word) { hasher.combine(bytes: $0) } })
    case .bytes: return exact(mixed(.bytes) { hasher in withBytes(word) { hasher.combine(bytes: $0) } })
    case .number:
      guard case .integer(let value) = number(word) else { return numberHash(.nan) }
      return exact(mixed(.number) { hash(value, into: &$0) })
    default: return exact(mixed(.constant) { $0.combine(word.bits) })
    }
  }

  /// The hash of a value by those of its children; it is exact when all of them are.
  func hash(_ word: Word, _ child: (Word) -> UInt64) -> UInt64 { hash(word, meaning(word), child) }

  /// The same where the meaning of the value is known.
  func hash(_ word: Word, _ meaning: Meaning, _ child: (Word) -> UInt64) -> UInt64 {
    withoutActuallyEscaping(child) { hash(word, meaning, HashCombiner(child: $0)) }
  }

  private func hash(_ word: Word, _ meaning: Meaning, _ empty: HashCombiner) -> UInt64 {
    var combiner = empty
    switch meaning {
    case .none, .bool, .int, .float, .string: return leafHash(word)
    case .bytes(let bytes), .bytearray(let bytes):
      return exact(mixed(.bytes) { hasher in content(bytes).withUnsafeBytes { hasher.combine(bytes: $0) } })
    case .list(let word): combiner.add(.list, items(word))
    case .tuple(let word):
      if word == .emptyTuple { return leafHash(word) }
      combiner.add(.tuple, items(word))
    case .set(let word), .frozenset(let word): combiner.addUnordered(.set, uniqueItems(word))
    case .dict(let word): combiner.add(.dict, entries(word))
    case .instance(let instance): combiner.add(instance, self)
    case .buffer(let number):
      return exact(
        mixed(.bytes) { hasher in
          options.buffers[number].data.withUnsafeBytes { hasher.combine(bytes: $0) }
        })
    case .persistent(let word): combiner.add(.persistent, CollectionOfOne(word))
    case .readOnly(let word): combiner.add(.readOnly, CollectionOfOne(word))
    case .array(let array):
      combiner.add(array.typecode)
      if case .items(let word) = array.content { combiner.add(.list, items(word)) }
      if case .packed(_, let bytes) = array.content { combiner.add(content(bytes)) }
    case .ndarray(let array):
      combiner.add(className(of: array))
      combiner.add(array.dtype)
      combiner.add(array.shape)
      if case .items(let word) = array.content {
        combiner.add(.list, items(word))
      } else {
        combiner.add((try? ndarray(array)?.elementBytes()) ?? [])
      }
    case .scalar(let scalar):
      combiner.add(scalar.dtype)
      combiner.add((try? ndarray(scalar)?.elementBytes()) ?? [])
    case .time(_, let tz?), .datetime(_, _, let tz?):
      combiner.add(PickleValue(self, word).description)
      if offsetText(tz) == nil { combiner.add(.instance, CollectionOfOne(tz)) }
    default: combiner.add(PickleValue(self, word).description)
    }
    return combiner.hash
  }

  /// What tells at a glance: the kind, the class, how many items there are.
  func label(_ word: Word) -> UInt64 {
    let value = PickleValue(self, word)
    return mixed(.constant) { $0.combine(value.description) } & ~1
  }

  // MARK: Numbers

  private func numberHash(_ value: Double) -> UInt64 {
    exact(
      mixed(.number) { hasher in
        if let int = Int(exactly: value) {
          hasher.combine(int)
        } else if value.isFinite, value.rounded() == value {
          hash(BigInt(value), into: &hasher)
        } else {
          hasher.combine(value.isNaN ? Double.nan.bitPattern : value.bitPattern)
        }
      })
  }

  private func hash(_ value: BigInt, into hasher: inout Hasher) {
    if let int = Int(exactly: value) { hasher.combine(int) } else { hasher.combine(value) }
  }
}

/// What a hash is of: values of different ones are never equal.
enum HashTag: UInt8 {
  case number, text, bytes, constant, list, tuple, set, dict, instance, persistent, readOnly, other
}

private func mixed(_ tag: HashTag, _ body: (inout Hasher) -> Void) -> UInt64 {
  var hasher = Hasher()
  hasher.combine(tag)
  body(&hasher)
  return UInt64(truncatingIfNeeded: hasher.finalize())
}

private func exact(_ hash: UInt64) -> UInt64 { hash | 1 }

/// Puts the hash of a value together from those of its children.
private struct HashCombiner {
  private let child: (Word) -> UInt64
  private var hasher = Hasher()
  private var isExact = true

  init(child: @escaping (Word) -> UInt64) { self.child = child }

  var hash: UInt64 {
    let hash = UInt64(truncatingIfNeeded: hasher.finalize())
    // 0 stands for objects without a hash.
    return isExact ? hash | 1 : max(2, hash & ~1)
  }

  mutating func add(_ value: some Hashable) { hasher.combine(value) }

  /// Children in order.
  mutating func add(_ tag: HashTag, _ words: some Sequence<Word>) {
    hasher.combine(tag)
    for word in words { hasher.combine(part(word)) }
  }

  /// Children in any order.
  mutating func addUnordered(_ tag: HashTag, _ words: [Word]) {
    var sum: UInt64 = 0
    for word in words { sum &+= mixed(tag) { $0.combine(part(word)) } }
    hasher.combine(tag)
    hasher.combine(sum)
  }

  /// Entries in any order.
  mutating func add(_ tag: HashTag, _ entries: Entries) {
    var sum: UInt64 = 0
    for index in 0..<entries.count {
      let (key, value) = (part(entries.key(index)), part(entries.value(index)))
      sum &+= mixed(tag) {
        $0.combine(key)
        $0.combine(value)
      }
    }
    hasher.combine(tag)
    hasher.combine(sum)
  }

  /// An instance, in the same way whichever protocol wrote it.
  mutating func add(_ instance: Meaning.Instance, _ graph: PickleGraph) {
    let instance = instance.inNewForm(graph)
    hasher.combine(instance.name)
    if instance.name == nil { add(.instance, CollectionOfOne(instance.callable)) }
    add(.tuple, instance.arguments)
    if let keywords = instance.keywords { add(.dict, graph.entries(keywords)) }
    let states = instance.states.filter { !$0.has(.dict) || graph.entries($0).count > 0 }
    add(.instance, states + instance.effects)
    if let list = instance.items, graph.items(list).count > 0 { add(.list, graph.items(list)) }
    if let dict = instance.entries, graph.entries(dict).count > 0 { add(.other, graph.entries(dict)) }
  }

  private mutating func part(_ word: Word) -> UInt64 {
    let hash = child(word)
    if hash & 1 == 0 { isExact = false }
    return hash
  }
}
