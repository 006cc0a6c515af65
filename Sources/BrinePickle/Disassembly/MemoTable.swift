/// The key of a memo entry: usually a small number, but protocol 0 can write any.
enum MemoKey: Hashable {
  case small(Int)
  /// The digits of a number that is no `Int`.
  case huge([UInt8])

  /// The key in the argument of a PUT or GET; a truth value counts as 0 or 1, as in Python.
  init?(_ argument: PickleArgument, in source: RawSpan) {
    switch argument {
    case .int(let value): self = .small(value)
    case .bool(let value): self = .small(value ? 1 : 0)
    case .decimal(let range): self = .huge(PythonDecimal.canonical(source.extracting(range)))
    default: return nil
    }
  }
}

/// A number for each memo key that was stored.
struct MemoTable: Sendable {
  /// How many keys there are.
  private(set) var count = 0
  /// The values of small keys, by key; `absent` where there is none.
  private var dense: [Int32] = []
  private var sparse: [MemoKey: Int32] = [:]
  private static let absent = Int32.min

  subscript(key: MemoKey) -> Int32? {
    get {
      if case .small(let index) = key, dense.indices.contains(index), dense[index] != Self.absent {
        return dense[index]
      }
      return sparse.isEmpty ? nil : sparse[key]
    }
    set {
      guard let newValue else { return }
      if self[key] == nil { count += 1 }
      // Room for few unused keys only: a file may name any key.
      guard case .small(let index) = key, index >= 0, index < 8 * count + 256 else {
        sparse[key] = newValue
        return
      }
      if !sparse.isEmpty { sparse[key] = nil }
      while dense.count < index { dense.append(Self.absent) }
      if dense.count == index {
        dense.append(newValue)
      } else {
        dense[index] = newValue
      }
    }
  }
}
