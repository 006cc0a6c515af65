import BrineCore
import BrineHDF5
import BrinePickle

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Elements of an HDF5 file on their way to another format.
enum HDF5Content {
  /// A null dataspace.
  case none
  /// Elements that are of one type.
  case array(NDArray)
  /// The members of compounds that hold text or sequences of any length, which no array can.
  case members([(name: String, content: HDF5Content)])

  /// - Throws: `ConversionError` for references, which mean nothing outside the file.
  init(_ array: NDArray?, of type: Datatype, path: String) throws {
    guard !type.hasReferences else {
      throw ConversionError("\(path): references mean nothing outside the file; as JSON they are paths")
    }
    self = try Self.content(array, path)
  }

  private static func content(_ array: NDArray?, _ path: String) throws -> HDF5Content {
    guard let array else { return .none }
    guard array.dtype.hasObjects, case .structured(let record) = array.dtype.kind else {
      return .array(array)
    }
    return .members(
      try record.fields.map { ($0.name, try content(try array.field($0.name), "\(path)/\($0.name)")) })
  }

  // MARK: Pickles

  /// The same for pickles: an array, `None`, or a dict of the members.
  func tree(_ path: String) throws -> PickleTree {
    switch self {
    case .none: return .none
    case .array(let array): return .ndarray(try Self.pickled(array, path))
    case .members(let members):
      return .dict(try members.map { (.string($0.name), try $0.content.tree("\(path)/\($0.name)")) })
    }
  }

  /// An array whose objects are those of a pickle: text becomes `str`, or `bytes` where it is no UTF-8; sequences become
  /// arrays.
  private static func pickled(_ array: NDArray, _ path: String) throws -> NDArray {
    guard array.dtype.hasObjects else { return array }
    var texts: [String] = []
    var values: [PickleValue] = []
    // Each sequence is a pickle of its own, so that few bytes could ask for very many.
    var budget = Limits.default.expansion
    for value in try array.hdf5Values() {
      switch value {
      case .text(let text): texts.append(text)
      case .bytes(let bytes): values.append(try Pickle(.bytes(Data(bytes))).root)
      case .sequence(let part):
        budget -= 1
        guard budget >= 0 else {
          throw ConversionError(
            "\(path): more than \(Limits.default.expansion) sequences; JSON has room for them")
        }
        let content = try HDF5Content.content(part, path)
        values.append(try Pickle(content.tree(path)).root)
      case .reference: throw ConversionError("\(path): references mean nothing outside the file")
      }
    }
    if !texts.isEmpty, values.isEmpty {
      values = try Pickle(PickleEncoder().encode(texts)).root.array ?? []
    } else if !texts.isEmpty {
      values = try array.hdf5Values().map { try $0.textValue() }
    }
    return try NDArray(objects: values, shape: array.shape)
  }

  // MARK: NumPy

  /// The same as arrays that NumPy loads without unpickling anything, each with its path: text as `<U…`.
  ///
  /// - Parameter refused: told of members that have no such form.
  /// - Throws: `ConversionError` when nothing has one.
  func arrays(
    _ path: String, refused: (ConversionError) throws -> Void
  ) throws -> [(name: String, array: NDArray)] {
    switch self {
    case .none: throw ConversionError("\(path): its dataspace is null, so that there are no elements")
    case .array(let array): return [(path, try Self.plain(array, path))]
    case .members(let members):
      return try members.flatMap { member in
        do { return try member.content.arrays("\(path)/\(member.name)", refused: refused) } catch {
          guard let error = error as? ConversionError else { throw error }
          try refused(error)
          return []
        }
      }
    }
  }

  /// The texts of an array of text; `nil` for other objects.
  private static func texts(_ array: NDArray) throws -> [String]? {
    do throws(HDF5Error) { return try array.asStrings() } catch {
      if error.code == .typeMismatch { return nil }
      throw error
    }
  }

  private static func plain(_ array: NDArray, _ path: String) throws -> NDArray {
    guard array.dtype.hasObjects else { return array }
    guard let texts = try texts(array) else {
      throw ConversionError(
        "\(path): an array has no place for sequences of any length; a pickle has, and JSON")
    }
    let length = max(texts.reduce(0) { max($0, $1.unicodeScalars.count) }, 1)
    let most = Limits.default.mostDecompressed(from: texts.reduce(texts.count) { $0 + $1.utf8.count })
    guard let size = length.multiplied(4 * texts.count), size <= most else {
      throw ConversionError(
        "\(path): texts of up to \(length) characters would take far more room as an array")
    }
    return try NDArray(DType(.str(length)), shape: array.shape) { target in
      for (index, text) in texts.enumerated() {
        for (place, scalar) in text.unicodeScalars.enumerated() {
          target.storeBytes(
            of: scalar.value.littleEndian, toByteOffset: 4 * (index * length + place), as: UInt32.self)
        }
      }
    }
  }
}

extension HDF5Value {
  /// Text as `str`, other bytes as `bytes`.
  fileprivate func textValue() throws -> PickleValue {
    switch self {
    case .text(let text): return try Pickle(.string(text)).root
    case .bytes(let bytes): return try Pickle(.bytes(Data(bytes))).root
    default: throw ConversionError("text among other elements")
    }
  }
}

extension Datatype {
  /// Whether it is a reference, or made of some.
  var hasReferences: Bool {
    switch kind {
    case .reference: true
    case .array(let base, _), .sequence(let base): base.hasReferences
    case .compound(let members): members.contains { $0.type.hasReferences }
    default: false
    }
  }
}

extension NDArray {
  /// An object of an array from HDF5 in a table: text as it is, sequences in brackets.
  ///
  /// - Throws: `HDF5Error` for a damaged heap, `ConversionError` for references.
  func hdf5Cell(_ index: Int) throws -> String {
    switch try hdf5Value(index) {
    case .text(let text): return text
    case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .sequence(let part):
      let cells = try part.values.map { value in
        if case .object(let number) = value { return try part.hdf5Cell(number) }
        return value.text(part.dtype, objects: part.objects)
      }
      return "[" + cells.joined(separator: ", ") + "]"
    case .reference: throw ConversionError("references mean nothing outside the file; as JSON they are paths")
    }
  }
}
