/// The name of a link, an attribute or a member: text that ought to be UTF-8, kept as its bytes where it is not.
struct HDF5Name: Hashable, Sendable, Comparable {
  /// As the file has it.
  let bytes: [UInt8]

  /// As text; bytes that are no UTF-8 become U+DC80 and so on in h5py, and the replacement character here.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  init(bytes: [UInt8]) { self.bytes = bytes }
  init(_ text: String) { bytes = Array(text.utf8) }

  /// By bytes, as HDF5 orders names.
  static func < (left: HDF5Name, right: HDF5Name) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
