/// Who refers to what below a Swift value: the children and parents of an object, and why it is kept.
///
/// ```swift
/// let references = ObjectReferences(below: document)
/// print(references.path(to: image) ?? "nothing keeps it")         // pages[3].background
/// for reference in references.references(to: image) { print(reference) }
/// ```
///
/// All objects count, whether they can be pickled or not. They are found by reflection, so that what a
/// closure captures remains hidden; of weak references those are known that are marked with ``PickledWeak``
/// or saved by ``PickleStateWriter/setWeak(_:_:)``, others count as strong ones. For pickles there is
/// ``PickleReferences``.
///
/// It keeps the objects that it found.
public struct ObjectReferences {
  private let walk: ObjectWalk

  /// Finds all references below a value. Each object is looked into once, so that cycles end.
  public init(below root: Any) {
    var walk = ObjectWalk()
    walk.run(from: root)
    self.walk = walk
  }

  /// How many objects there are.
  public var objectCount: Int { walk.objects.count }

  /// The objects, those that are nearest to the root first.
  public var objects: [AnyObject] { walk.objects.map(\.object) }

  /// How many references lead to an object, the weak ones included.
  public func count(of object: AnyObject) -> Int { edges(to: object).count }

  /// The references that lead to an object: its parents. At most `limit` of them.
  ///
  /// The path of each is the shortest way to its holder, then the last steps.
  public func references(to object: AnyObject, limit: Int = .max) -> [ObjectReference] {
    edges(to: object).prefix(limit).map { reference($0) }
  }

  /// The objects that an object refers to itself: its children. By default, those of the root.
  public func children(of object: AnyObject? = nil) -> [ObjectReference] {
    guard let object else { return reference(range: walk.rootEdges) }
    return walk.number(of: object).map { reference(range: walk.objects[$0].edges) } ?? []
  }

  /// The shortest way from the root to an object without weak references: why it is kept. Empty for the root
  /// itself; `nil` where only weak references lead to it, or none.
  public func path(to object: AnyObject) -> String? {
    walk.number(of: object).flatMap { walk.objects[$0].place }.map { walk.paths.path($0).text(.swift) }
  }

  private func edges(to object: AnyObject) -> [Int] {
    guard let number = walk.number(of: object) else { return [] }
    return walk.edges(to: number)
  }

  private func reference(range: Range<Int>) -> [ObjectReference] { range.map { reference($0) } }

  private func reference(_ index: Int) -> ObjectReference {
    let edge = walk.edges[index]
    let holder = edge.holder.map { walk.objects[$0] }
    let start = holder?.place ?? PathTree.root
    return ObjectReference(
      object: walk.objects[edge.target].object, holder: holder?.object,
      step: walk.paths.path(from: start, to: edge.place).text(.swift),
      path: walk.paths.path(edge.place).text(.swift), isWeak: edge.isWeak)
  }
}

/// One place that refers to an object.
public struct ObjectReference {
  /// The object.
  public let object: AnyObject
  /// The object that refers to it; `nil` where the root does, which is no object.
  public let holder: AnyObject?
  /// The way from there: `pages[3]`.
  public let step: String
  /// The whole way.
  public let path: String
  /// Whether the reference does not keep the object.
  public let isWeak: Bool
}

extension ObjectReference: CustomStringConvertible {
  /// The path and who holds it: `pages[3].background, weakly, by a Page`.
  public var description: String {
    let place = path.isEmpty ? "the root" : path
    return place + (isWeak ? ", weakly" : "") + (holder.map { ", by a \(type(of: $0))" } ?? "")
  }
}

extension Dill {
  /// Who refers to what below a value: the children and parents of an object, and why it is kept.
  public func pointers(below root: Any) -> ObjectReferences { ObjectReferences(below: root) }
}
