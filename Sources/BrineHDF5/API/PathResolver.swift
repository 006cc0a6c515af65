/// Follows a path through groups and links.
struct PathResolver {
  private var file: HDF5File
  private var state: ObjectState
  /// The path so far, with no slash at its end.
  private var path: [UInt8]
  /// The parts that are still to be followed, the next one last.
  private var waiting: [ArraySlice<UInt8>] = []
  private var followed = 0

  /// So many soft and external links are followed before they are taken to lead round in circles.
  private static let mostFollowed = 64

  init(_ group: Group) {
    file = group.file
    state = group.state
    path = group.path == "/" ? [] : Array(group.path.utf8)
  }

  /// The object that the path leads to.
  mutating func object(_ target: [UInt8]) throws(HDF5Error) -> HDF5Object {
    push(target[...])
    while let part = waiting.popLast() {
      let group = Group(file: file, state: state, path: text)
      path.append(0x2F)
      path += part
      guard state.kind == .group else { throw missing("\(group.path) is not a group") }
      guard let link = try group.record(LookupName(part)) else {
        throw missing("\(group.path) has no link \(String(decoding: part, as: UTF8.self))")
      }
      do throws(HDF5Error) {
        try follow(link.target, named: part)
      } catch {
        throw error.at(path: text)
      }
    }
    do throws(HDF5Error) {
      return try HDF5Object(file: file, state: state, path: text)
    } catch {
      throw error.at(path: text)
    }
  }

  private var text: String { path.isEmpty ? "/" : String(decoding: path, as: UTF8.self) }

  /// What is not there was either asked for, or a link led to it.
  private func missing(_ detail: String) -> HDF5Error {
    HDF5Error(followed == 0 ? .notFound : .brokenLink, detail, path: text)
  }

  /// Puts the parts of a path on the stack, and goes to the root if it begins there.
  private mutating func push(_ target: ArraySlice<UInt8>) {
    if target.first == 0x2F {
      state = file.root.state
      path = []
    }
    for part in target.split(separator: 0x2F).reversed() where !part.elementsEqual([0x2E]) {
      waiting.append(part)
    }
  }

  private mutating func follow(
    _ target: LinkTarget, named part: ArraySlice<UInt8>
  ) throws(HDF5Error) {
    if case .hard(let address) = target {
      state = try file.state(at: address)
      return
    }
    followed += 1
    guard followed <= Self.mostFollowed, waiting.count < 1 << 16 else {
      throw HDF5Error(.cyclic, "more than \(Self.mostFollowed) links lead on to each other")
    }
    switch target {
    case .hard: break
    case .soft(let value):
      path.removeLast(part.count + 1)
      push(Array(value.bytes)[...])
    case .userDefined(let kind, let data):
      guard kind == 64, let external = ExternalTarget(data) else {
        throw HDF5Error(.wrongKind, "only the program that made this link, of kind \(kind), can follow it")
      }
      file = try file.externalFile(String(decoding: external.file, as: UTF8.self))
      state = file.root.state
      path = []
      push(external.path)
    }
  }
}
