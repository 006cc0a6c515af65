import BrinePickle

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A dict of six mixed fields, by Codable and by the fast path.
struct Row: Codable, PickleRow {
  var id: Int
  var name: String
  var score: Double
  var active: Bool
  var city: String
  var visits: Int

  init(fields: inout PickleFields) throws(PickleError) {
    id = try fields.int("id")
    name = try fields.string("name")
    score = try fields.double("score")
    active = try fields.bool("active")
    city = try fields.string("city")
    visits = try fields.int("visits")
  }
}

extension Row: PickleRowEncodable {
  func write(to fields: inout PickleFieldWriter) throws(PickleError) {
    try fields.int("id", id)
    try fields.string("name", name)
    try fields.double("score", score)
    try fields.bool("active", active)
    try fields.string("city", city)
    try fields.int("visits", visits)
  }
}

/// Hands over what was printed.
func flush() { fflush(nil) }
