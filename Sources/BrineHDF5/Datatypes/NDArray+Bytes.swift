package import BrineCore

extension NDArray {
  /// Hands the bytes of each element that is text or bytes, or holds some, to `body`, until that says `false`: of
  /// strings, opaque elements and sequences of bytes, fields and items among them. Elements that can't be read are left
  /// out. A million elements may refer to the same object of a heap: that comes once.
  package func forEachBytes(_ body: ([UInt8]) -> Bool) {
    var seen: Set<HeapPart> = []
    _ = forEachBytes(&seen, body)
  }

  private func forEachBytes(_ seen: inout Set<HeapPart>, _ body: ([UInt8]) -> Bool) -> Bool {
    struct Stop: Error {}
    let objects = objects as? HDF5Objects
    do {
      try forEachValue { if !Self.visit($0, objects, &seen, body) { throw Stop() } }
      return true
    } catch { return false }
  }

  private static func visit(
    _ value: ArrayValue, _ objects: HDF5Objects?, _ seen: inout Set<HeapPart>, _ body: ([UInt8]) -> Bool
  ) -> Bool {
    switch value {
    case .bytes(let bytes), .void(let bytes): return body(bytes)
    case .string(let text): return body(Array(text.utf8))
    // Types are nested no deeper than a datatype message can say, which is checked when it is read.
    case .record(let values), .subarray(let values, _):
      return values.allSatisfy { visit($0, objects, &seen, body) }
    case .object(let number):
      guard let objects, let (_, reference) = try? objects.element(number), isNew(reference, &seen),
        let found = try? objects.value(number)
      else { return true }
      switch found {
      case .text(let text): return body(Array(text.utf8))
      case .bytes(let bytes): return body(Array(bytes))
      case .sequence(let array) where array.dtype.itemSize == 1 && !array.dtype.hasObjects:
        return array.byteElements.map(body) ?? true
      case .sequence(let array) where array.dtype.hasObjects: return array.forEachBytes(&seen, body)
      default: return true
      }
    default: return true
    }
  }

  /// A length and an address, as elements have them in the file.
  private struct HeapPart: Hashable {
    let start: UInt64
    let end: UInt64
  }

  private static func isNew(_ reference: UnsafeRawBufferPointer, _ seen: inout Set<HeapPart>) -> Bool {
    // Of more than a million only the work counts.
    guard (8...16).contains(reference.count), seen.count < 1 << 20 else { return true }
    return seen.insert(
      HeapPart(
        start: reference.loadUnaligned(as: UInt64.self),
        end: reference.loadUnaligned(fromByteOffset: reference.count - 8, as: UInt64.self))
    ).inserted
  }

  /// The bytes of an array whose elements are one byte each; `nil` where there is no memory for them.
  package var byteElements: [UInt8]? { try? elementBytes() }
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

  /// Whether elements are any number of bytes each.
  package var isSequenceOfBytes: Bool {
    if case .sequence(let element) = kind { element.isByte } else { false }
  }

  /// Whether elements are integers of one byte.
  package var isByte: Bool { if case .integer = kind { size == 1 } else { false } }
}
