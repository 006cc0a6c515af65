public import BrineCore
public import BrinePickle

/// A column of Python objects.
public struct ObjectColumn: Sendable {
  private enum Storage {
    case values([FrameValue])
    /// An array of objects of a pickle, with one axis.
    case array(NDArray)
  }

  private let storage: Storage

  /// A column of values.
  public init(_ values: [FrameValue]) { storage = .values(values) }

  /// An array of objects that a pickle has, of one axis.
  public init(_ array: NDArray) { storage = .array(array) }

  /// How many objects there are.
  public var count: Int {
    switch storage {
    case .values(let values): values.count
    case .array(let array): array.count
    }
  }

  func value(_ index: Int) -> FrameValue {
    switch storage {
    case .values(let values): values[index]
    case .array: object(index).map { ValueReader.value($0) } ?? .none
    }
  }

  /// The array of a pickle's objects, if it is one.
  var array: NDArray? {
    guard case .array(let array) = storage else { return nil }
    return array
  }

  /// All values.
  var values: [FrameValue] { (0..<count).map { value($0) } }

  /// The object at an index as the pickle describes it; `nil` when the column does not come from one.
  public func object(_ index: Int) -> PickleValue? {
    guard case .array(let array) = storage, case .object(let number) = try? array.value(at: index) else {
      return nil
    }
    return array.pickleValue(number)
  }
}
