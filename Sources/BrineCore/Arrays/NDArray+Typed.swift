/// Elements as Swift's types.
extension NDArray {
  /// The elements in C order, in place, without a copy.
  ///
  /// `nil` when they are of another type, in the other byte order, not one after the other, or at an address at which this
  /// machine can't read them: ``contiguous()`` and ``converted(to:)`` then help.
  @_lifetime(borrow self)
  public func span<Element: NDElement>(of type: Element.Type) -> Span<Element>? {
    guard let memory = elementMemory(of: type) else { return nil }
    let span = unsafe Span(_unsafeElements: memory)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  private func elementMemory<Element: NDElement>(of type: Element.Type) -> UnsafeBufferPointer<Element>? {
    guard dtype == Element.dtype, isContiguous else { return nil }
    guard count > 0, let start else { return UnsafeBufferPointer(start: nil, count: 0) }
    guard Int(bitPattern: start) % MemoryLayout<Element>.alignment == 0 else { return nil }
    return UnsafeBufferPointer(start: start.assumingMemoryBound(to: Element.self), count: count)
  }

  /// The element at an index for each axis, converted to a Swift number; negative indexes count from the end.
  ///
  /// - Throws: `ArrayError.badSelection`, and as ``elements(as:)`` does.
  public func element<Element: NDElement>(
    at indexes: Int..., as type: Element.Type = Element.self
  ) throws(ArrayError) -> Element {
    let place = try place(of: indexes)
    let single = view(shape: [], strides: [], offset: place)
    return try single.elements(as: type)[0]
  }

  /// All elements in C order, converted to a Swift number.
  ///
  /// Numbers and truth values convert to each other as long as none is lost: integers out of range, fractions and NaN in place
  /// of an integer, are refused. Floats may be rounded to shorter ones. Complex numbers convert to complex ones only, dates and spans
  /// to `Int64`, their count.
  /// - Throws: `ArrayError.typeMismatch` for elements that are no numbers, `notRepresentable` with the place of a number that does
  ///   not fit, `tooLarge`.
  public func elements<Element: NDElement>(as type: Element.Type = Element.self) throws(ArrayError)
    -> [Element]
  {
    guard let size = count.multiplied(MemoryLayout<Element>.stride), NDArray.fits(size) else {
      throw ArrayError(.tooLarge, "an array of \(count) elements would be larger than memory")
    }
    var failure: ArrayError?
    let elements = [Element](unsafeUninitializedCapacity: count) { buffer, used in
      do throws(ArrayError) {
        try convertElements(to: UnsafeMutableRawBufferPointer(buffer), as: Element.dtype)
        used = count
      } catch { failure = error }
    }
    if let failure { throw failure }
    return elements
  }

  /// Truth values in C order: whether each number is not zero.
  ///
  /// - Throws: As ``elements(as:)``.
  public func bools() throws(ArrayError) -> [Bool] {
    if dtype.kind == .bool { return try elementBytes().map { $0 != 0 } }
    return try elements(as: Double.self).map { $0 != 0 }
  }

  /// The same numbers as elements of another type, in C order and this machine's byte order; this array itself if it is that already.
  ///
  /// - Throws: As ``elements(as:)``; `typeMismatch` too for a target that is no number.
  public func converted(to target: DType) throws(ArrayError) -> NDArray {
    if target == dtype, isContiguous { return self }
    if target.native == dtype.native { return try copied() }
    guard let size = count.multiplied(target.itemSize), NDArray.fits(size),
      let steps = NDArray.strides(of: shape, itemSize: target.itemSize)
    else { throw ArrayError(.tooLarge, "an array of \(count) elements would be larger than memory") }
    var failure: ArrayError?
    let storage = MemorySource(byteCount: size, isZeroed: false) { memory in
      do throws(ArrayError) { try convertElements(to: memory, as: target.native) } catch { failure = error }
    }
    if let failure { throw failure }
    return NDArray(
      unchecked: target.native, shape: shape, strides: steps, count: count, storage: storage, offset: 0,
      objects: nil)
  }

  /// The strings of an array of `S`, `U`: trailing zeros are taken off, as NumPy does.
  ///
  /// - Throws: `ArrayError.typeMismatch` for other types.
  public func strings() throws(ArrayError) -> [String] {
    switch dtype.kind {
    case .str, .bytes: break
    default: throw ArrayError(.typeMismatch, "elements of \(dtype) are no strings")
    }
    var strings: [String] = []
    strings.reserveCapacity(Swift.min(count, 1 << 20))
    forEachValue { value in
      switch value {
      case .string(let text): strings.append(text)
      case .bytes(let bytes): strings.append(String(decoding: bytes, as: UTF8.self))
      default: break
      }
    }
    return strings
  }
}
