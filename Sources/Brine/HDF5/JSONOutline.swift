import BrineJSON

/// A part of a JSON text as a node of an outline.
struct JSONOutline: OutlineNode {
  let label: String
  private let document: JSONDocument
  private let index: Int

  /// A text that is a JSON object or array; `nil` for other texts.
  init?(_ text: String) {
    guard text.hasPrefix("{") || text.hasPrefix("["), let document = try? JSONDocument(text),
      document.count > 0
    else { return nil }
    self.init(document, 0, label: "")
  }

  private init(_ document: JSONDocument, _ index: Int, label: String) {
    self.document = document
    self.index = index
    self.label = label
  }

  var typeName: String {
    switch document[index].kind {
    case .object: "object"
    case .array: "array"
    case .string: "string"
    case .integer, .float: "number"
    case .true, .false: "boolean"
    case .null: "null"
    }
  }

  var preview: String {
    let node = document[index]
    guard !node.isContainer else { return "(\(node.childCount))" }
    guard node.kind != .null else { return "" }
    let bytes = document.utf8(at: index)
    let text = String(decoding: bytes.prefix(120), as: UTF8.self) + (bytes.count > 120 ? "…" : "")
    return node.kind == .string ? "\"\(text)\"" : text
  }

  var childCount: Int { document[index].childCount }
  var identity: AnyHashable? { nil }

  func children(limit: Int) -> [any OutlineNode] {
    var nodes: [any OutlineNode] = []
    if document[index].kind == .object {
      for (key, value) in document.members(of: index) where nodes.count < limit {
        nodes.append(JSONOutline(document, value, label: document.string(at: key) ?? "…"))
      }
    } else {
      for (number, value) in document.elements(of: index).enumerated() where nodes.count < limit {
        nodes.append(JSONOutline(document, value, label: "[\(number)]"))
      }
    }
    return nodes
  }
}
