import BrineCore

extension PickleTrace {
  /// A value with its size.
  public struct Node: Sendable {
    let storage: Storage
    let index: Int
    /// The way from the parent; `nil` for the root.
    public let step: PickleStep?

    private var record: Record { storage.records[index] }

    /// The value.
    public var value: PickleValue { PickleValue(storage.graph, record.word) }

    /// The bytes of the value and of everything first reached through it.
    public var size: Int { record.size }

    /// The bytes of the value alone.
    public var ownSize: Int { record.size - childRecords.reduce(0) { $0 + storage.records[$1].size } }

    /// Whether the object was met before, and counts there.
    public var isRepeated: Bool { record.isRepeated }

    /// How many children there are.
    public var childCount: Int { childRecords.reduce(0) { count, _ in count + 1 } }

    /// The children, in document order.
    public var children: [Node] { nodes(Array(childRecords)) }

    /// The `limit` largest children, the largest first.
    public func largestChildren(_ limit: Int) -> [Node] {
      let records = childRecords.sorted { left, right in
        (storage.records[right].size, left) < (storage.records[left].size, right)
      }
      return nodes(Array(records.prefix(limit)))
    }

    private var childRecords: some Sequence<Int> {
      let records = storage.records
      let end = Int(records[index].end)
      return sequence(first: index + 1) { Int(records[$0].end) }.prefix { $0 < end }
    }

    private func nodes(_ indexes: [Int]) -> [Node] {
      guard !indexes.isEmpty else { return [] }
      let children = value.children
      return indexes.map { index in
        Node(storage: storage, index: index, step: children[Int(storage.records[index].position)].step)
      }
    }
  }
}
