public import BrinePickle

/// A column of an extension array that Brine doesn't know: nothing but what the pickle says of it.
public struct OtherColumn: Sendable {
  /// The array as its pickle describes it.
  public var value: PickleValue
  /// How many rows the frame has.
  public var count: Int

  /// A column of an array that is only described.
  public init(_ value: PickleValue, count: Int) {
    self.value = value
    self.count = count
  }

  /// The class of the array's type, if the array has one as an attribute, else that of the array.
  public var dtype: String {
    let attributes = value.instance?.attributes ?? [:]
    return (attributes["_dtype"] ?? attributes["dtype"])?.typeName ?? value.typeName
  }
}
