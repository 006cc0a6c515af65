import BrineCore

extension PickleGraph {
  /// `_mareconstruct(MaskedArray, ndarray, (0,), 'b')` and its state, `(1, shape, dtype, is_fortran, data, mask, fill_value)`.
  ///
  /// Source: `MaskedArray.__getstate__` in NumPy's `ma/core.py`.
  func maskedArray(_ word: Word) -> MaskedArray? {
    guard word.has(.object), word.construction == .reduce else { return nil }
    let record = objects[word.objectIndex]
    guard known(record.callable) == .maskedArray, record.state.has(.tuple), items(record.state).count == 7
    else {
      return nil
    }
    let state = items(record.state)
    guard let shape = arrayShape(state[1]), let type = dtype(state[2]), !type.dtype.hasObjects,
      let data = plainArray(type.dtype, shape, state[3], state[4]),
      let mask = plainArray(type.dtype.maskType, shape, state[3], state[5])
    else { return nil }
    return MaskedArray(data: data, mask: mask, fillValue: PickleValue(self, state[6]))
  }

  private func plainArray(_ dtype: DType, _ shape: [Int], _ isFortran: Word, _ data: Word) -> NDArray? {
    let strides =
      isFortran == .true ? NDArray.strides(of: shape, itemSize: dtype.itemSize, isFortran: true) : nil
    let bytes: [UInt8]
    switch meaning(data) {
    case .bytes(let content), .bytearray(let content): bytes = self.content(content)
    case .string(let text): bytes = content(.latin1(text))
    default: return nil
    }
    guard shape.checkedProduct?.multiplied(dtype.itemSize) == bytes.count else { return nil }
    return try? NDArray(dtype, shape: shape, strides: strides, storage: MemorySource(bytes))
  }
}

extension DType {
  /// The type of a mask: a truth value for each value, in fields as the values are.
  fileprivate var maskType: DType {
    switch kind {
    case .structured(let record):
      Record(record.fields.map { ($0.name, $0.dtype.maskType) }).map { DType(.structured($0)) } ?? .bool
    case .subarray(let base, let shape): DType(.subarray(base.maskType, shape: shape))
    default: .bool
    }
  }
}
