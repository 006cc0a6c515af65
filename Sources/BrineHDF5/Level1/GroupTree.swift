import BrineCore

/// A node of the B-tree of version 1 that has a group's links.
///
/// Source: HDF5 File Format Specification 3.0, section III.A.1, "Version 1 B-trees".
struct GroupTreeNode {
  /// 0 for nodes whose children are symbol table nodes.
  let level: Int
  /// How many children there are.
  let count: Int
  private let entries: Int
  private let lengthSize: Int
  private let offsetSize: Int

  init(address: Int, in storage: FileStorage) throws(HDF5Error) {
    var reader = try storage.reader(at: address, "group B-tree")
    try reader.expect(signature: "TREE")
    let kind = try reader.uint8()
    guard kind == 0 else { throw reader.error(.badStructure, "a B-tree of kind \(kind), not of a group") }
    level = Int(try reader.uint8())
    count = Int(try reader.uint16())
    guard count <= 2 * storage.bTreeK.groups else {
      throw reader.error(.badStructure, "\(count) children; there can be \(2 * storage.bTreeK.groups)")
    }
    (lengthSize, offsetSize) = (storage.lengthSize, storage.offsetSize)
    try reader.skip(2 * offsetSize)
    entries = reader.position
    try reader.skip(count * (lengthSize + offsetSize) + lengthSize)
  }

  /// How many bytes of the node are used.
  var usedBytes: Int { 24 + count * (lengthSize + offsetSize) }

  /// The address of a child.
  func child(_ index: Int, in storage: FileStorage) throws(HDF5Error) -> Int {
    let start = entries + index * (lengthSize + offsetSize) + lengthSize
    var reader = storage.reader(range: start..<start + offsetSize, "group B-tree")
    return try reader.definedAddress()
  }

  /// The offset in the local heap of the last name of child `index - 1`.
  func key(_ index: Int, in storage: FileStorage) throws(HDF5Error) -> Int {
    let start = entries + index * (lengthSize + offsetSize)
    var reader = storage.reader(range: start..<start + lengthSize, "group B-tree")
    return try reader.length()
  }
}
