import BrineCore

/// Values as `h5dump` prints them, for what NumPy and h5py can't hold.
///
/// Source: what h5dump 1.10.8 was seen to print.
extension Datatype {
  /// The bytes of a bitfield, opaque or time element as `h5dump` prints them: `0x0f`, and `20:7e:00:00` where there
  /// are several; `nil` for elements of other types.
  ///
  /// Of bitfields the bits that count are shown in the order of little-endian bytes, moved to the lowest place.
  public func ddlText(of bytes: [UInt8]) -> String? {
    guard bytes.count == size else { return nil }
    switch kind {
    case .opaque: return Datatype.hexadecimal(bytes)
    case .time: return "not yet implemented."
    case .bitfield(let bits):
      guard let target = [1, 2, 4, 8].first(where: { $0 >= size }) else { return Datatype.hexadecimal(bytes) }
      let conversion = IntegerConversion(type: bits, size: size, targetSize: target)
      let value = bytes.withUnsafeBytes { $0.baseAddress.map(conversion.value) ?? 0 }
      return Datatype.hexadecimal((0..<target).map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) })
    default: return nil
    }
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return digits.count == 1 ? "0x" + digits[0] : digits.joined(separator: ":")
  }
}

extension DataspaceSelection {
  /// The selection as `h5dump` prints it, in one line: `REGION_TYPE BLOCK  (2,2)-(7,11), (0,0)-(0,0)`,
  /// `REGION_TYPE POINT  (6,9), (2,2)`; `nil` for none and all.
  ///
  /// - Throws: `HDF5Error.Code.tooLarge` when there are too many boxes.
  public func ddlText() throws(HDF5Error) -> String? {
    switch kind {
    case .none, .all: return nil
    case .points(let numbers):
      guard let rank else { return nil }
      let points = stride(from: 0, to: numbers.count, by: rank).map {
        DataspaceSelection.place(numbers[$0..<$0 + rank])
      }
      return "REGION_TYPE POINT  " + points.joined(separator: ", ")
    case .blocks, .regular:
      let boxes = try boxes().map { box in
        let middle = box.count / 2
        return DataspaceSelection.place(box[..<middle]) + "-" + DataspaceSelection.place(box[middle...])
      }
      return "REGION_TYPE BLOCK  " + boxes.joined(separator: ", ")
    }
  }

  private static func place(_ numbers: ArraySlice<Int>) -> String {
    "(" + numbers.map(String.init).joined(separator: ",") + ")"
  }
}
