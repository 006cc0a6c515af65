import Brine
import Foundation
import FuzzSupport

/// Decodes the input into types of every shape.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDecoder(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  fuzz(start, count) { source in
    let decoder = smallDecoder()
    let pickle = try? Pickle(source)
    compare([Int].self, source, pickle) { $0 == $1 }
    compare([String].self, source, pickle) { $0 == $1 }
    compare([String: Int].self, source, pickle) { $0 == $1 }
    compare([Double].self, source, pickle) { $0.map(\.bitPattern) == $1.map(\.bitPattern) }
    guard let root = pickle?.root else { return }
    _ = try? decoder.decode(Tree.self, from: root)
    _ = try? decoder.decode(Data.self, from: root)
    _ = try? decoder.decode([Mixed].self, from: root)
    _ = try? decoder.decode(Mixed.self, from: root)
    _ = try? root.rows(MixedRow.self)
  }
}

/// One that stops early when there are more values than the input accounts for: the sanitizer makes them slow.
private func smallDecoder() -> PickleDecoder {
  var decoder = PickleDecoder()
  decoder.options.limits.expansion = 1 << 12
  return decoder
}

/// Decodes straight from the bytes, where a short cut may be taken, and from the graph: that must be the same.
private func compare<T: Decodable>(
  _ type: T.Type, _ source: MemorySource, _ pickle: Pickle?, _ isSame: (T, T) -> Bool
) {
  let decoder = smallDecoder()
  let direct = try? decoder.decode(type, from: source)
  let viaGraph = pickle.flatMap { try? decoder.decode(type, from: $0.root) }
  switch (direct, viaGraph) {
  case (nil, nil): return
  case (let direct?, let viaGraph?):
    precondition(isSame(direct, viaGraph), "the short cut gives another \(type)")
  default:
    preconditionFailure("the short cut to \(type) \(direct == nil ? "fails" : "takes what is refused")")
  }
}

/// Anything that has the shape of JSON.
private indirect enum Tree: Decodable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case text(String)
  case list([Tree])
  case members([String: Tree])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() { self = .null; return }
    if let value = try? container.decode(Bool.self) { self = .bool(value); return }
    if let value = try? container.decode(Int.self) { self = .int(value); return }
    if let value = try? container.decode(Double.self) { self = .double(value); return }
    if let value = try? container.decode(String.self) { self = .text(value); return }
    if let value = try? container.decode([Tree].self) { self = .list(value); return }
    self = .members(try container.decode([String: Tree].self))
  }
}

private struct Mixed: Decodable {
  var id: Int?
  var name: String?
  var price: Double?
  var active: Bool?
  var tags: Set<String>?
  var window: [UInt8]?
  var date: Date?
  var uuid: UUID?
  var decimal: Decimal?
  var data: Data?
  var limits: [String: [Int: Float]]?
  var up: [Mixed]?
}

private struct MixedRow: PickleRow {
  init(fields: inout PickleFields) throws(PickleError) {
    if fields.has("note") { _ = try fields.value("note") }
    _ = try fields.int("id")
    _ = try fields.string("name")
    _ = try fields.double("price")
    _ = try fields.bool("active")
  }
}
