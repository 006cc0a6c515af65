public import BrineCore
public import BrineHDF5

/// What a path inside an HDF5 file leads to.
public enum HDF5Target: Sendable {
  /// A group, a dataset or a datatype.
  case object(HDF5Object)
  /// An attribute: `/dense@units`.
  case attribute(Attribute)
  /// Elements of a dataset or an attribute, of this type: `/dense[0:10, ::2]`, `/table/price`.
  case elements(NDArray, Datatype)
}

extension HDF5File {
  /// What a path as the command line has it leads to: names with slashes, then `@` and the name of an attribute, then a
  /// selection in brackets or the name of a member of a compound.
  ///
  /// - Throws: `HDF5Error.Code.notFound`; `badSelection`; what is wrong with the object.
  public func target(_ path: String) throws(HDF5Error) -> HDF5Target {
    if path.isEmpty || path == "/" { return .object(.group(root)) }
    let problem: HDF5Error
    do throws(HDF5Error) { return .object(try self[path]) } catch { problem = error }
    guard problem.code == .notFound || problem.code == .wrongKind else { throw problem }
    if let found = try attribute(path) { return .attribute(found) }
    guard let (head, last) = Self.parted(path), !last.isEmpty, head != path else {
      throw missingAttribute(path) ?? problem
    }
    let outer: HDF5Target
    do throws(HDF5Error) { outer = try target(head) } catch {
      guard error.code == .notFound else { throw error }
      throw missingAttribute(path) ?? (error.isAboutMembers ? error : problem)
    }
    if last.hasPrefix("[") { return try outer.selecting(last) }
    if let field = try outer.field(String(last.dropFirst()), path) { return field }
    throw missingAttribute(path) ?? problem
  }

  /// What is wrong with a path to an attribute that is not there, or to a part of one that has none. `nil` where no `@`
  /// stands behind the path of an object.
  private func missingAttribute(_ path: String) -> HDF5Error? {
    for mark in path.indices.reversed() where path[mark] == "@" {
      let owner = String(path[..<mark])
      guard let object = try? owner.isEmpty || owner == "/" ? .group(root) : self[owner] else { continue }
      let (name, attrs) = (String(path[path.index(after: mark)...]), object.attrs)
      // A name may have slashes and brackets in it.
      for end in name.indices.reversed() where name[end] == "/" || name[end] == "[" {
        guard let attribute = (try? attrs[String(name[..<end])]) ?? nil else { continue }
        return HDF5Error(
          .notFound,
          "there is no \(name[end...]) in attribute \(name[..<end]), which is \(attribute.datatype)",
          path: object.path)
      }
      let keys = attrs.keys
      let more = keys.count > 8 ? ", …" : ""
      let others =
        keys.isEmpty ? "it has none" : "it has \(keys.prefix(8).joined(separator: ", "))\(more)"
      return HDF5Error(.notFound, "there is no attribute \(name): \(others)", path: object.path)
    }
    return nil
  }

  private func attribute(_ path: String) throws(HDF5Error) -> Attribute? {
    guard let mark = path.lastIndex(of: "@") else { return nil }
    let owner = String(path[..<mark])
    let object: HDF5Object
    do throws(HDF5Error) { object = owner.isEmpty || owner == "/" ? .group(root) : try self[owner] } catch {
      return nil
    }
    return try object.attrs[String(path[path.index(after: mark)...])]
  }

  /// A path without its last step, and that step: `/name` or `[…]`.
  private static func parted(_ path: String) -> (head: String, last: String)? {
    let mark = path.hasSuffix("]") ? openingBracket(path) : path.lastIndex(of: "/")
    return mark.map { (String(path[..<$0]), String(path[$0...])) }
  }

  /// Where the bracket is that the last one closes: there may be lists of indexes between them.
  private static func openingBracket(_ path: String) -> String.Index? {
    var depth = 0
    for index in path.indices.reversed() {
      switch path[index] {
      case "]": depth += 1
      case "[": depth -= 1
      default: break
      }
      if depth == 0 { return index }
    }
    return nil
  }
}

extension HDF5Target {
  /// Some of the elements.
  fileprivate func selecting(_ text: String) throws(HDF5Error) -> HDF5Target {
    switch self {
    case .object(.dataset(let dataset)):
      return .elements(try dataset.read(text: text), dataset.datatype)
    case .object(let object):
      throw HDF5Error(.wrongKind, "only datasets have elements to select", path: object.path)
    case .attribute(let attribute):
      guard let array = try attribute.read() else { return self }
      return try HDF5Target.elements(array, attribute.datatype).selecting(text)
    case .elements(let array, let type):
      do throws(ArrayError) { return .elements(try array.selecting(text: text), type) } catch {
        throw HDF5Error(.badSelection, error.description)
      }
    }
  }

  /// One member of compounds: `nil` for elements that are none.
  ///
  /// - Throws: `notFound` when they have no such member, with the names of those that they have.
  fileprivate func field(_ name: String, _ path: String) throws(HDF5Error) -> HDF5Target? {
    guard let type = datatype?.innermostElement, case .compound(let members) = type.kind else { return nil }
    if case .object(.datatype) = self { return nil }
    guard let member = members.first(where: { $0.name == name }) else {
      let names = members.prefix(8).map(\.name).joined(separator: ", ") + (members.count > 8 ? ", …" : "")
      throw HDF5Error(
        .notFound, "there is no member \(name): it has \(names)", structure: HDF5Error.member, path: path)
    }
    if case .object(.dataset(let dataset)) = self, case .compound = dataset.datatype.kind {
      return .elements(try dataset.read(field: name), member.type)
    }
    guard let array = try array() else { return nil }
    do throws(ArrayError) { return .elements(try array.field(name), member.type) } catch {
      throw HDF5Error(.wrongKind, error.description, path: path)
    }
  }
}

extension HDF5Error {
  fileprivate static let member = "compound"

  /// Whether it is about a member of compounds that is not there.
  fileprivate var isAboutMembers: Bool { code == .notFound && structure == Self.member }
}

extension Datatype {
  /// The type without the arrays around it, whose axes come after those of the elements.
  fileprivate var innermostElement: Datatype {
    var type = self
    while case .array(let base, _) = type.kind { type = base }
    return type
  }
}
