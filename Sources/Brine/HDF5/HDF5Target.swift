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
    guard let (head, last) = Self.parted(path), !last.isEmpty, head != path else { throw problem }
    let outer: HDF5Target
    do throws(HDF5Error) { outer = try target(head) } catch {
      throw error.code == .notFound ? problem : error
    }
    if last.hasPrefix("[") { return try outer.selecting(last) }
    guard let field = try outer.field(String(last.dropFirst())) else { throw problem }
    return field
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

  /// One member of compounds.
  fileprivate func field(_ name: String) throws(HDF5Error) -> HDF5Target? {
    guard case .object(.dataset(let dataset)) = self, case .compound(let members) = dataset.datatype.kind,
      let member = members.first(where: { $0.name == name })
    else { return nil }
    return .elements(try dataset.read(field: name), member.type)
  }
}
