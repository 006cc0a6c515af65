import BrinePickle
import Foundation
import TestSupport

/// One file of `Fixtures/dill` and what Python said of the live objects in it.
struct ByValueFixture: Sendable, CustomStringConvertible {
  /// The name up to the suffix.
  let description: String

  static let folder = PackageRoot.url.appendingPathComponent("Fixtures/dill", isDirectory: true)

  func root() throws -> PickleValue { try Pickle(contentsOf: path("pkl").path).root }

  func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: path("pkl"))) }

  func expected() throws -> ExpectedValue {
    try JSONDecoder().decode(ExpectedValue.self, from: try Data(contentsOf: path("json")))
  }

  private func path(_ suffix: String) -> URL {
    Self.folder.appendingPathComponent("valid/\(description).\(suffix)")
  }

  /// All that the manifest names.
  static func all() throws -> [ByValueFixture] {
    struct Manifest: Decodable {
      struct Entry: Decodable {}
      let files: [String: Entry]
    }
    let data = try Data(contentsOf: folder.appendingPathComponent("MANIFEST.json"))
    return try JSONDecoder().decode(Manifest.self, from: data).files.keys.sorted().map {
      ByValueFixture(description: String($0.dropFirst("valid/".count).dropLast(".pkl".count)))
    }
  }

  init(description: String) { self.description = description }

  init(_ name: String) { description = name }
}

/// A description by `Fixtures/dill/describe.py`.
indirect enum ExpectedValue: Decodable {
  case function(ExpectedFunction)
  case type(ExpectedClass)
  case instance(ExpectedClass)
  case partial(ExpectedFunction)
  case session(ExpectedSession)
  case dict([Entry])
  case reference(String)

  private enum Key: String, CodingKey { case kind, function, `class`, entries }
  private struct Unknown: Error { let kind: String }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(String.self, forKey: .kind) {
    case "function": self = .function(try ExpectedFunction(from: decoder))
    case "class": self = .type(try ExpectedClass(from: decoder))
    case "instance": self = .instance(try container.decode(ExpectedClass.self, forKey: .class))
    case "partial": self = .partial(try container.decode(ExpectedFunction.self, forKey: .function))
    case "session": self = .session(try ExpectedSession(from: decoder))
    case "reference": self = .reference(try container.decode(String.self, forKey: .class))
    case "dict":
      self = .dict(try container.decode([Entry].self, forKey: .entries))
    case let kind: throw Unknown(kind: kind)
    }
  }

  struct Entry: Decodable {
    let name: String
    let value: ExpectedValue

    init(from decoder: any Decoder) throws {
      var pair = try decoder.unkeyedContainer()
      name = try pair.decode(String.self)
      value = try pair.decode(ExpectedValue.self)
    }
  }
}

struct ExpectedFunction: Decodable {
  let name: String, qualname: String, module: String, doc: String?, signature: String
  let parameters: [[String?]]
  let defaults: [String]
  let kwdefaults: [[String]]
  let annotations: [String]
  let closure: [[String?]]
  let attributes: [[String]]
  let code: ExpectedCode
}

struct ExpectedCode: Decodable {
  let name: String, qualname: String?, filename: String
  let firstLine: Int, argumentCount: Int, positionalOnlyCount: Int, keywordOnlyCount: Int
  let localCount: Int, stackSize: Int, flags: Int, flagNames: [String]
  let bytecodeSize: Int, exceptionTableSize: Int?
  let consts: [String], names: [String], varnames: [String], freevars: [String], cellvars: [String]
  let lines: [[Int?]]
  let nested: [ExpectedCode]
}

struct ExpectedClass: Decodable {
  struct Method: Decodable {
    let name: String, kind: String, function: ExpectedFunction?
  }
  let name: String, qualname: String, module: String, doc: String?
  let bases: [String]?, metaclass: String?
  let members: [String]?, sameInBase: [String], methods: [Method]
  let enumMembers: [[String]]?, fields: [String]?
}

struct ExpectedSession: Decodable {
  let name: String
  let variables: [[String]]
  let described: [String: ExpectedValue]
  let imports: [[String]]
}
