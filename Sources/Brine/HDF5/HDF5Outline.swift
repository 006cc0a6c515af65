import BrineCore
public import BrineHDF5

/// An object of an HDF5 file as a node of an outline: its attributes, as `@name`, then what its links lead
/// to.
public struct HDF5Outline: OutlineNode {
  /// The name of the link by which it was found.
  public let label: String
  private let object: HDF5Object
  private let isDetailed: Bool

  /// A node for an object.
  ///
  /// - Parameter isDetailed: Whether all is said of how a dataset is stored.
  public init(_ object: HDF5Object, label: String = "", isDetailed: Bool = false) {
    self.object = object
    self.label = label
    self.isDetailed = isDetailed
  }

  /// `group`, or the type of the elements.
  public var typeName: String {
    switch object {
    case .group: "group"
    case .dataset(let dataset): "\(dataset.datatype)"
    case .datatype(let committed): "datatype \(committed.datatype)"
    }
  }

  /// Shape, chunks, filters and how much room they take.
  public var preview: String {
    switch object {
    case .group(let group): "(\((try? group.count) ?? group.readableLinks().links.count))"
    case .dataset(let dataset): isDetailed ? dataset.detailedSummary : dataset.summary
    case .datatype: ""
    }
  }

  /// The address of the object's header: an object with several names is opened once.
  public var identity: AnyHashable? { object.objectAddress }

  /// How many attributes and links there are.
  public var childCount: Int {
    let attributes = object.attrs.count
    guard let group = object.group else { return attributes }
    let (links, problems) = group.readableLinks()
    return attributes + links.count + problems.count
  }

  /// The attributes, then the links; also what keeps others from being read.
  public func children(limit: Int) -> [any OutlineNode] {
    var nodes: [any OutlineNode] = []
    for (name, attribute) in object.attrs.all() where nodes.count < limit {
      switch attribute {
      case .success(let attribute): nodes.append(HDF5AttributeOutline(attribute))
      case .failure(let error): nodes.append(TextOutline("@\(name)", type: "damaged:", error.description))
      }
    }
    for problem in object.attrs.problems { nodes.append(TextOutline("@", type: "damaged:", "\(problem)")) }
    guard let group = object.group else { return Array(nodes.prefix(limit)) }
    let (links, problems) = group.readableLinks()
    for link in links where nodes.count < limit { nodes.append(group.outline(of: link)) }
    for problem in problems { nodes.append(TextOutline("", type: "damaged:", "\(problem)")) }
    return Array(nodes.prefix(limit))
  }
}

extension Group {
  /// A link, and what is behind it where it is a hard one.
  fileprivate func outline(of link: Link) -> any OutlineNode {
    switch link.target {
    case .hard(let address):
      let place = path == "/" ? "/\(link.name)" : "\(path)/\(link.name)"
      do throws(HDF5Error) {
        return HDF5Outline(try file.object(at: address, path: place), label: link.name)
      } catch { return TextOutline(link.name, type: "damaged:", error.description) }
    case .soft(let target): return TextOutline(link.name, type: "soft link", "→ \(target)")
    case .external(let name, let target):
      return TextOutline(
        link.name, type: "external link", "→ \(name)\(target.hasPrefix("/") ? "" : "/")\(target)")
    case .userDefined(let kind, let data):
      return TextOutline(link.name, type: "user-defined link", "of class \(kind), \(data.count) bytes")
    }
  }
}

/// An attribute as a node: its value, which is a tree where it is JSON, as Keras' `model_config` is.
struct HDF5AttributeOutline: OutlineNode {
  let label: String
  private let attribute: Attribute
  private let value: Result<NDArray?, HDF5Error>
  private let json: JSONOutline?

  init(_ attribute: Attribute) {
    self.attribute = attribute
    label = "@\(attribute.name)"
    do throws(HDF5Error) { value = .success(try attribute.read()) } catch { value = .failure(error) }
    json =
      attribute.isText && attribute.shape.isEmpty
      ? (try? attribute.asStrings().first).flatMap(JSONOutline.init) : nil
  }

  var typeName: String { "\(attribute.datatype)" + (json == nil ? "" : ", JSON") }

  var preview: String {
    switch value {
    case .failure(let error): return "damaged: \(error)"
    case .success(nil): return "null"
    case .success(let array?):
      if let json { return json.preview }
      if attribute.isText, let texts = try? array.first(9).asStrings() {
        let quoted = texts.map { PythonLiteral.quoted(String($0.prefix(80))) + ($0.count > 80 ? "…" : "") }
        let more = array.count > 9 ? ["…"] : []
        return array.shape.isEmpty ? quoted.joined() : "[" + (quoted + more).joined(separator: ", ") + "]"
      }
      let text = array.named(as: attribute.datatype, in: attribute.file)
        .text(options: ArrayTextOptions(style: .str))
      let line = text.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix { $0 == " " } }
        .joined(separator: " ")
      return line.count > 200 ? line.prefix(200) + "…" : line
    }
  }

  var childCount: Int { json?.childCount ?? 0 }
  var identity: AnyHashable? { nil }

  func children(limit: Int) -> [any OutlineNode] { json?.children(limit: limit) ?? [] }
}

extension Attribute {
  /// Whether the elements are text.
  var isText: Bool {
    switch datatype.kind {
    case .string, .variableString: true
    default: false
    }
  }
}

extension NDArray {
  /// At most so many elements, in C order; a single element stays as it is.
  fileprivate func first(_ count: Int) throws -> NDArray {
    self.count <= count ? self : try reshaped([self.count]).selecting(text: "0:\(count)")
  }
}
