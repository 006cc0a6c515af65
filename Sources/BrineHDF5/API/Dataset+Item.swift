public import BrineCore

/// Reading parts as Swift's numbers.
extension Dataset {
  /// The elements that these parts mean, in C order, converted to a Swift number: `dataset.read(as: Int.self,
  /// 0..<10)`.
  ///
  /// - Throws: As ``read(as:_:)-(_,Selection)``.
  public func read<Element: NDElement, First: SelectionPart, each Part: SelectionPart>(
    as type: Element.Type, _ first: First, _ parts: repeat each Part
  ) throws(HDF5Error) -> [Element] {
    let selection: Selection
    do throws(ArrayError) {
      selection = try Selection(first, repeat each parts)
    } catch {
      throw HDF5Error(error).at(path: path)
    }
    return try read(as: type, selection)
  }

  /// The one element at these indexes, converted to a Swift number: `dataset.item(as: Int.self, 3, -1)`.
  /// Without indexes, that of a
  /// dataset which has but one.
  ///
  /// - Throws: `badSelection` when these are not as many indexes as dimensions, and as
  ///   ``read(as:_:)-(_,Selection)``.
  public func item<Element: NDElement>(as type: Element.Type, _ indexes: Int...) throws(HDF5Error) -> Element
  {
    let elements = try read(as: type, Selection(indexes.map { .index($0) }))
    guard elements.count == 1 else {
      throw HDF5Error(
        .badSelection, "\(indexes.count) indexes mean \(elements.count) elements of shape \(shape), not one",
        path: path)
    }
    return elements[0]
  }
}
