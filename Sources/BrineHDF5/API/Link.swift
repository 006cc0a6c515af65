/// A link of a group: a name, and where it leads.
public struct Link: Sendable, Hashable {
  /// Where a link leads.
  public enum Target: Sendable, Hashable {
    /// To the object at an address.
    case hard(address: Int)
    /// To whatever is at a path, which may be nothing.
    case soft(path: String)
    /// To whatever is at a path of another file.
    case external(file: String, path: String)
    /// To something that only the program knows which made the link.
    case userDefined(kind: Int, data: [UInt8])
  }

  /// Its name; bytes that are no UTF-8 are replaced.
  public let name: String
  /// Where it leads.
  public let target: Target
  /// The number of its creation, where the group tracks that.
  public let creationOrder: Int?
  /// What its name is written in.
  public let characterSet: Datatype.TextLayout.CharacterSet

  init(_ record: LinkRecord) {
    name = record.name.text
    creationOrder = record.creationOrder
    characterSet = record.characterSet
    switch record.target {
    case .hard(let address): target = .hard(address: address)
    case .soft(let path): target = .soft(path: path.text)
    case .userDefined(let kind, let data):
      if kind == 64, let external = ExternalTarget(data) {
        target = .external(
          file: String(decoding: external.file, as: UTF8.self),
          path: String(decoding: external.path, as: UTF8.self))
      } else {
        target = .userDefined(kind: Int(kind), data: Array(data.bytes))
      }
    }
  }
}

/// The file and the path that an external link has.
struct ExternalTarget {
  let file: ArraySlice<UInt8>
  let path: ArraySlice<UInt8>

  /// Version and flags, which are zero, and two texts that zeros end. `nil` for what is something else.
  init?(_ data: NameSlice) {
    let bytes = Array(data.bytes)
    guard bytes.first == 0, let end = bytes.dropFirst().firstIndex(of: 0) else { return nil }
    file = bytes[1..<end]
    path = bytes[(end + 1)...].prefix { $0 != 0 }
  }
}
