package import BrineCore

extension NDArray {
  /// Hands the bytes of each element that is text or bytes, or holds some, to `body`: of strings, opaque elements and
  /// sequences of bytes, fields and items among them. Elements that can't be read are left out.
  package func forEachBytes(_ body: ([UInt8]) -> Void) {
    let objects = objects as? HDF5Objects
    forEachValue { Self.visit($0, objects, body) }
  }

  private static func visit(_ value: ArrayValue, _ objects: HDF5Objects?, _ body: ([UInt8]) -> Void) {
    switch value {
    case .bytes(let bytes), .void(let bytes): body(bytes)
    case .string(let text): body(Array(text.utf8))
    // Types are nested no deeper than a datatype message can say, which is checked when it is read.
    case .record(let values), .subarray(let values, _): for value in values { visit(value, objects, body) }
    case .object(let number):
      guard let found = try? objects?.value(number) else { return }
      switch found {
      case .text(let text): body(Array(text.utf8))
      case .bytes(let bytes): body(Array(bytes))
      case .sequence(let array) where array.dtype.itemSize == 1 && !array.dtype.hasObjects:
        body(array.contiguousBytes)
      case .sequence(let array) where array.dtype.hasObjects: array.forEachBytes(body)
      default: return
      }
    default: return
    }
  }

  /// The elements' bytes, of an array whose elements are one byte each.
  package var contiguousBytes: [UInt8] {
    values.map { value in
      switch value {
      case .int(let int): UInt8(truncatingIfNeeded: int)
      case .uint(let uint): UInt8(truncatingIfNeeded: uint)
      default: 0
      }
    }
  }
}

extension Datatype {
  /// Whether elements may be bytes or text, or hold some.
  package var mayHoldBytes: Bool {
    switch kind {
    case .string, .variableString, .opaque: true
    case .compound(let members): members.contains { $0.type.mayHoldBytes }
    case .sequence(let element): element.isByte || element.mayHoldBytes
    case .array(let element, _): element.mayHoldBytes
    default: false
    }
  }

  /// Whether elements are integers of one byte.
  package var isByte: Bool { if case .integer = kind { size == 1 } else { false } }
}
