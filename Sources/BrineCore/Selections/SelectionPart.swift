/// What can stand for a part of a selection in Swift: integers, ranges, arrays of integers or truth values,
/// index and mask arrays, and ``Selection/Item`` itself.
public protocol SelectionPart {
  /// The part that this stands for.
  ///
  /// - Throws: `ArrayError.typeMismatch` for an array that is neither of integers nor of truth values.
  func selectionItem() throws(ArrayError) -> Selection.Item
}

/// An element of an array literal in a selection: `Int` for indexes, `Bool` for a mask.
public protocol SelectionListElement {
  /// The part that a list of such elements stands for.
  static func selectionItem(_ elements: [Self]) -> Selection.Item
}

extension Int: SelectionPart, SelectionListElement {
  /// One index.
  public func selectionItem() -> Selection.Item { .index(self) }
  /// A list of indexes.
  public static func selectionItem(_ elements: [Int]) -> Selection.Item { .list(elements) }
}

extension Bool: SelectionListElement {
  /// A mask of one axis.
  public static func selectionItem(_ elements: [Bool]) -> Selection.Item { .mask(elements) }
}

extension Array: SelectionPart where Element: SelectionListElement {
  /// A list of indexes, or a mask of one axis.
  public func selectionItem() -> Selection.Item { Element.selectionItem(self) }
}

extension Range: SelectionPart where Bound == Int {
  /// `lower:upper`.
  public func selectionItem() -> Selection.Item { .slice(lowerBound, upperBound) }
}

extension ClosedRange: SelectionPart where Bound == Int {
  /// From one index through another: `2 ... -1` can't be written, but `-3 ... -1` is the last three.
  public func selectionItem() -> Selection.Item { .slice(lowerBound, upperBound.slicePast) }
}

extension PartialRangeFrom: SelectionPart where Bound == Int {
  /// `lower:`.
  public func selectionItem() -> Selection.Item { .slice(lowerBound, nil) }
}

extension PartialRangeUpTo: SelectionPart where Bound == Int {
  /// `:upper`.
  public func selectionItem() -> Selection.Item { .slice(nil, upperBound) }
}

extension PartialRangeThrough: SelectionPart where Bound == Int {
  /// Everything through an index.
  public func selectionItem() -> Selection.Item { .slice(nil, upperBound.slicePast) }
}

extension Selection.Item: SelectionPart {
  /// Itself.
  public func selectionItem() -> Selection.Item { self }
}

extension NDArray: SelectionPart {
  /// A mask, for an array of truth values, or indexes, for one of integers.
  ///
  /// - Throws: `ArrayError.typeMismatch`, `notRepresentable` for an index beyond `Int`, `tooLarge`.
  public func selectionItem() throws(ArrayError) -> Selection.Item {
    switch dtype.kind {
    case .bool: return .mask(try Selection.Mask(self))
    case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64:
      return .indexes(try Selection.IndexList(elements(as: Int.self), shape: shape))
    default: throw ArrayError(.typeMismatch, "indexes must be integers or truth values, not \(dtype)")
    }
  }
}

extension Int {
  /// The end of a slice whose last index is this one; after the last element comes no index that could be
  /// written.
  fileprivate var slicePast: Int? { self == -1 || self == .max ? nil : self + 1 }
}

extension Selection {
  /// A selection of these parts: `Selection(0..<10, .all(step: 2), -1)`.
  ///
  /// - Throws: As ``SelectionPart/selectionItem()`` does.
  public init<each Part: SelectionPart>(_ parts: repeat each Part) throws(ArrayError) {
    var items: [Item] = []
    for part in repeat each parts { items.append(try part.selectionItem()) }
    self.init(items)
  }
}

extension SelectionPart where Self == Selection.Item {
  /// `start:stop:step`.
  public static func slice(_ start: Int?, _ stop: Int?, step: Int = 1) -> Selection.Item {
    Selection.Item.slice(Selection.Slice(start, stop, step: step))
  }
  /// A whole axis.
  public static var all: Selection.Item { Selection.Item.slice(Selection.Slice()) }
  /// A whole axis by steps: `::step`.
  public static func all(step: Int) -> Selection.Item { Selection.Item.slice(Selection.Slice(step: step)) }
  /// All axes that no other part is for.
  public static var ellipsis: Selection.Item { Selection.Item.remaining }
  /// A new axis of length one.
  public static var newAxis: Selection.Item { Selection.Item.inserted }
  /// The elements at these indexes.
  public static func list(_ indexes: [Int]) -> Selection.Item { Selection.Item.indexes(.init(indexes)) }
  /// The elements of an axis where the values are true.
  public static func mask(_ flags: [Bool]) -> Selection.Item { Selection.Item.mask(Selection.Mask(flags)) }
}
