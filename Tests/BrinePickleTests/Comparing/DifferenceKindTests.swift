import BrinePickle
import Testing

/// Each kind of change, with its exact place.
@Suite struct DifferenceKindTests {
  /// Plain values that are all different, also in their types.
  private static let values = [
    "null", "true", "false", "0", "1", "-1", "1.0", "1.5", #"{"$float":"inf"}"#, #"{"$float":"nan"}"#,
    #"{"$complex":[1.0,2.0]}"#, #""""#, #""1""#, #""é""#, #"{"$bytes":""}"#, #"{"$bytes":"MQ=="}"#,
    #"{"$bytearray":"MQ=="}"#, #"{"$str":"\ud800"}"#, "340282366920938463463374607431768211456",
    "340282366920938463463374607431768211457", #"{"$date":"2026-01-02"}"#, #"{"$timedelta":[1,2,3]}"#,
    #"{"$datetime":"2026-01-02T03:04:05"}"#, #"{"$datetime":"2026-01-02T03:04:05+00:00"}"#,
    #"{"$datetime":"2026-01-02T03:04:05","fold":1}"#, #"{"$time":"03:04:05"}"#, #"{"$decimal":"1.10"}"#,
    #"{"$decimal":"1.1"}"#, #"{"$uuid":"12345678-1234-5678-1234-567812345678"}"#,
    #"{"$global":"os.path"}"#, #"{"$global":"os.sep"}"#, #"{"$extension":7}"#, "[]", #"{"$tuple":[]}"#, "{}",
    #"{"$set":[]}"#, #"{"$frozenset":[]}"#, #"{"$object":"m.C"}"#, #"{"$object":"m.D"}"#, #"{"$call":"m.C"}"#,
    #"{"$object":"array.array","args":["d",[1.0]]}"#, #"{"$object":"array.array","args":["f",[1.0]]}"#,
    #"{"$object":"array.array","args":["d",[1.0,2.0]]}"#, #"{"$persistent":1}"#,
  ]

  @Test func everyValueEqualsItselfAndNoOther() throws {
    for (index, old) in Self.values.enumerated() {
      for (other, new) in Self.values.enumerated() {
        let found = try differences("[\(old)]", "[\(new)]")
        // A call and an instance of one name are told apart by nothing that Python would see.
        let isCall = Set([old, new]) == [#"{"$object":"m.C"}"#, #"{"$call":"m.C"}"#]
        #expect(found.isEmpty == (index == other || isCall), "\(old) and \(new)")
        if index != other, !isCall {
          #expect(found.count == 1, "\(old) and \(new)")
          #expect(found.first?.path.description == "[0]", "\(old) and \(new)")
        }
      }
    }
  }

  @Test(arguments: [
    ("1", "2", "value "), ("1", "1.0", "type "), ("1", "true", "type "), ("null", "0", "type "),
    ("[1]", #"{"$tuple":[1]}"#, "type "), (#"{"$set":[1]}"#, #"{"$frozenset":[1]}"#, "type "),
    (#"{"a":[1,{"b":2}]}"#, #"{"a":[1,{"b":3}]}"#, "value a[1]/b"),
    (#"{"a":1}"#, #"{"a":1,"b":2}"#, "added b"), (#"{"a":1,"b":2}"#, #"{"b":2}"#, "removed a"),
    ("[1,2]", "[1,2,3]", "added [2]"), ("[1,2,3]", "[1,3]", "removed [1]"),
    (#"{"$bytes":"MQ=="}"#, #"{"$bytes":"MTI="}"#, "length "),
    (#"{"$bytes":"MQ=="}"#, #"{"$bytearray":"MQ=="}"#, "type "),
    (#"{"$global":"os.path"}"#, #"{"$global":"os.sep"}"#, "name "),
    (#"{"$object":"m.C"}"#, #"{"$object":"m.D"}"#, "name "),
    (
      #"{"$object":"array.array","args":["d",[1.0]]}"#, #"{"$object":"array.array","args":["f",[1.0]]}"#,
      "type "
    ),
    (
      #"{"$object":"array.array","args":["i",[1]]}"#, #"{"$object":"array.array","args":["i",[1,2]]}"#,
      "length "
    ),
    (#"{"$persistent":[1]}"#, #"{"$persistent":[2]}"#, "value content[0]"),
    (#"{"$readonly":{"$bytearray":"MQ=="}}"#, #"{"$readonly":{"$bytearray":"Mg=="}}"#, "value content"),
    (
      #"{"$datetime":"2026-01-02T03:04:05","tz":{"$object":"zoneinfo.ZoneInfo","args":["Europe/Rome",1]}}"#,
      #"{"$datetime":"2026-01-02T03:04:05","tz":{"$object":"zoneinfo.ZoneInfo","args":["Europe/Bern",1]}}"#,
      "value tz/args[0]"
    ),
  ])
  func oneChange(_ old: String, _ new: String, _ expected: String) throws {
    #expect(try changes(old, new) == [expected])
  }

  @Test func whatTheValuesWere() throws {
    let change = try #require(try differences(#"{"a":[1]}"#, #"{"a":["x"]}"#).first)
    #expect(change.old?.int == 1 && change.new?.string == "x")
    #expect(change.step == .index(0) && change.depth == 2 && change.newPath == nil)
    let added = try #require(try differences("[]", "[5]").first)
    #expect(added.old == nil && added.new?.int == 5 && added.depth == 1)
    let removed = try #require(try differences("[5]", "[]").first)
    #expect(removed.old?.int == 5 && removed.new == nil)
    let root = try #require(try differences("1", "2").first)
    #expect(root.step == nil && root.depth == 0)
  }

  // MARK: Details

  @Test(arguments: [
    (#"{"$bytes":"AAEC"}"#, #"{"$bytes":"AAED"}"#, "[2] 2 → 3"),
    (#"{"$bytearray":"AAEC"}"#, #"{"$bytearray":"AQED"}"#, "2 bytes differ, the first [0] 0 → 1"),
    (
      #"{"$object":"array.array","args":["d",[1.0,2.0]]}"#,
      #"{"$object":"array.array","args":["d",[1.0,2.5]]}"#,
      "[1] 2.0 → 2.5"
    ),
    (
      #"{"$object":"array.array","args":["i",[1,2,3]]}"#, #"{"$object":"array.array","args":["i",[4,2,5]]}"#,
      "2 items differ, the first [0] 1 → 4"
    ),
    (#"{"$time":"03:04:05"}"#, #"{"$time":"03:04:05","fold":1}"#, "fold 0 → 1"),
    ("\"a\"", "\"b\"", nil), ("1", "2", nil),
  ])
  func details(_ old: String, _ new: String, _ expected: String?) throws {
    let found = try differences(old, new)
    #expect(found.count == 1 && found.first?.kind == .value)
    #expect(found.first?.detail == expected)
  }

  @Test(arguments: [
    (70, "x", "y", "from character 70 on: 'x' → 'y'"), (70, "", "y", "from character 70 on: '' → 'y'"),
    (70, "é1", "è1", "from character 70 on: 'é1' → 'è1'"),
    (70, "éx", "éy", "from character 71 on: 'x' → 'y'"),
    (0, String(repeating: "é", count: 40), "", "from character 0 on: 'éééééééééééé'… → ''"),
  ])
  func detailsOfLongStrings(_ count: Int, _ old: String, _ new: String, _ expected: String) throws {
    let start = String(repeating: "a", count: count)
    let found = try differences("\"\(start + old)\"", "\"\(start + new)\"")
    #expect(found.first?.detail == expected)
  }
}
