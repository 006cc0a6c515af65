import BrineCore

/// A small array that is attached to an object under a name.
public struct Attribute: Sendable {
  /// Its name; bytes that are no UTF-8 are replaced.
  public let name: String
  /// The path of the object that has it.
  public let objectPath: String
  /// The file that has it.
  public let file: HDF5File
  /// The type of its elements.
  public let datatype: Datatype
  /// How many elements there are.
  public let dataspace: Dataspace
  /// The number of its creation, where the object tracks that.
  public let creationOrder: Int?
  /// What its name is written in.
  public let characterSet: Datatype.TextLayout.CharacterSet
  /// The memory that has the elements, and where in it they are.
  let source: MemorySource
  let range: Range<Int>

  init(_ message: AttributeMessage, file: HDF5File, path: String) throws(HDF5Error) {
    name = message.name.text
    objectPath = path
    self.file = file
    datatype = try message.datatype(in: file.storage)
    dataspace = try message.dataspace(in: file.storage)
    creationOrder = message.creationOrder
    characterSet = message.characterSet
    let data = message.data
    guard let count = dataspace.count?.multiplied(datatype.size), count <= data.remaining else {
      throw data.error(
        .truncated,
        "elements of \(datatype.size) bytes in shape \(dataspace.shape), \(data.remaining) bytes are left"
      )
    }
    source = data.source
    range = data.position..<data.position + count
  }

  /// The size along each dimension; empty for a single element, and for none.
  public var shape: [Int] { dataspace.shape }

  /// The bytes of the elements as the file has them.
  public var rawBytes: [UInt8] { Array(source.memory[range]) }

  /// The bytes of the elements as the file has them, not copied.
  func rawSource() throws(HDF5Error) -> MemorySource {
    do throws(ByteSourceError) {
      return try source.slice(range)
    } catch {
      throw HDF5Error(.truncated, "\(error)", structure: "attribute message")
    }
  }
}
