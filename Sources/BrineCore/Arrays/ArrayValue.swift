/// One element of an array, of whatever type.
public enum ArrayValue: Sendable, Hashable {
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  /// Any float; a `longdouble` is rounded.
  case float(Double)
  case complex(Double, Double)
  /// Fixed-length bytes without the zeros at their end.
  case bytes([UInt8])
  /// Fixed-length text without the zeros at its end. What is no character has become U+FFFD.
  case string(String)
  /// All bytes of a void element.
  case void([UInt8])
  /// A count from 1970; `nil` is `NaT`.
  case datetime(Int64?, TimeUnit)
  /// A count; `nil` is `NaT`.
  case timedelta(Int64?, TimeUnit)
  /// The number of an object among the array's ``NDArray/objects``.
  case object(Int)
  /// The values of the fields, in the order of the type's fields.
  case record([ArrayValue])
  /// The values of a sub-array in C order.
  case subarray([ArrayValue], shape: [Int])
}

extension NDArray {
  /// The element at an index for each axis; negative ones count from the end.
  ///
  /// - Throws: `ArrayError.badSelection` when an index is out of range, or there are not as many as axes.
  public func value(at indexes: Int...) throws(ArrayError) -> ArrayValue { try value(at: indexes) }

  /// The element at an index for each axis; negative ones count from the end.
  ///
  /// - Throws: `ArrayError.badSelection` when an index is out of range, or there are not as many as axes.
  public func value(at indexes: [Int]) throws(ArrayError) -> ArrayValue {
    let place = try place(of: indexes)
    return storage.bytes.withUnsafeBytes { bytes in
      bytes.baseAddress.map { ArrayValue($0 + place, dtype) } ?? .void([])
    }
  }

  /// The offset in `storage` of the element at `indexes`.
  func place(of indexes: [Int]) throws(ArrayError) -> Int {
    guard indexes.count == shape.count else {
      throw ArrayError(.badSelection, "\(indexes.count) indexes for \(shape.count) axes")
    }
    var place = offset
    for axis in shape.indices {
      let index = indexes[axis] < 0 ? indexes[axis] + shape[axis] : indexes[axis]
      guard index >= 0, index < shape[axis] else {
        throw ArrayError(
          .badSelection, "index \(indexes[axis]) is out of range for axis \(axis) with length \(shape[axis])")
      }
      // An axis of no elements may come later: until it is met, strides may say anything.
      place &+= index &* strides[axis]
    }
    return place
  }

  /// Calls `body` with each element in C order.
  public func forEachValue(_ body: (ArrayValue) throws -> Void) rethrows {
    guard count > 0, let start else { return }
    let runs = StridedRuns(self)
    try runs.forEach { offset in
      for index in 0..<runs.count { try body(ArrayValue(start + offset + index * runs.stride, dtype)) }
    }
    withExtendedLifetime(storage) {}
  }

  /// All elements in C order.
  public var values: [ArrayValue] {
    var values: [ArrayValue] = []
    values.reserveCapacity(Swift.min(count, 1 << 20))
    forEachValue { values.append($0) }
    return values
  }
}
