extension JSONDocument {
  /// The elements of an array, as node indices; none when the node is no array.
  @inlinable public func elements(of index: Int) -> Elements {
    Elements(self, index: index, kind: .array)
  }

  /// The members of an object, as node indices of key and value; none when the node is no object.
  @inlinable public func members(of index: Int) -> Members {
    Members(Elements(self, index: index, kind: .object))
  }

  /// The indices of an array's elements, each found in constant time from the one before.
  @frozen public struct Elements: Sequence, IteratorProtocol, Sendable {
    @usableFromInline let document: JSONDocument
    @usableFromInline var index: Int
    @usableFromInline let end: Int

    @inlinable init(_ document: JSONDocument, index: Int, kind: JSONNode.Kind) {
      self.document = document
      self.index = index &+ 1
      end = document[index].kind == kind ? document.end(of: index) : 0
    }

    /// The node index of the next element.
    @inlinable public mutating func next() -> Int? {
      guard index < end else { return nil }
      let element = index
      index = document.end(of: index)
      return element
    }
  }

  /// The indices of an object's keys and values, each found in constant time from the one before.
  @frozen public struct Members: Sequence, IteratorProtocol, Sendable {
    @usableFromInline var nodes: Elements

    @inlinable init(_ nodes: Elements) { self.nodes = nodes }

    /// The node indices of the next member.
    @inlinable public mutating func next() -> (key: Int, value: Int)? {
      guard let key = nodes.next(), let value = nodes.next() else { return nil }
      return (key, value)
    }
  }
}
