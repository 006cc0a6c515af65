import BrineJSON
import BrinePickle
import Testing

/// What is JSON and no typed JSON is refused, with line and column.
struct TypedJSONErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let code: TypedJSONError.Code
    let line: Int
    let column: Int
    let path: String
    var testDescription: String { text }

    init(_ text: String, _ code: TypedJSONError.Code, _ line: Int, _ column: Int, _ path: String) {
      (self.text, self.code, self.line, self.column, self.path) = (text, code, line, column, path)
    }
  }

  static let cases = [
    Case(#"{"$tensor":[1]}"#, .unknownTag, 1, 2, "$tensor"),
    Case(#"{"$ndarray":[1]}"#, .wrongShape, 1, 13, "$ndarray"),
    Case("{\n \"a\": 1,\n \"$b\": 2}", .misplacedTag, 3, 2, "$b"),
    Case(#"{"$tuple":1}"#, .wrongShape, 1, 11, "$tuple"),
    Case(#"[{"$dict":[[1]]}]"#, .wrongShape, 1, 12, "[0]/$dict[0]"),
    Case(#"{"$tuple":[],"x":1}"#, .unexpectedKey, 1, 14, "x"),
    Case(#"{"$object":"m.C","arguments":[]}"#, .unexpectedKey, 1, 18, "arguments"),
    Case(#"{"$call":"m.C","base":"builtins.list","args":[1]}"#, .unexpectedKey, 1, 1, ""),
    Case(#"{"$object":"m.C","base":"builtins.list","args":[]}"#, .wrongShape, 1, 1, ""),
    Case(#"{"$object":"m.C","after":[1]}"#, .wrongShape, 1, 26, "after"),
    Case(#"{"$object":"m.C","after":[{}]}"#, .wrongShape, 1, 26, "after"),
    Case(#"{"$object":"m.C","after":[{"$call":"m.f","state":1}]}"#, .wrongShape, 1, 26, "after"),
    Case(#"{"$object":"m.C","after":[{"$id":1,"$call":"m.f"}]}"#, .wrongShape, 1, 27, "after[0]"),
    Case(#"{"$global":"m.C","args":[1]}"#, .unexpectedKey, 1, 25, "args"),
    Case(#"{"$complex":[{},1]}"#, .wrongShape, 1, 14, "$complex[0]"),
    Case(#"{"$object":"m.C","setter":{"$global":"m.f"}}"#, .wrongShape, 1, 27, "setter"),
    Case(#"{"$bytes":"A"}"#, .badValue, 1, 11, "$bytes"),
    Case(#"{"$date":"2026-02-30"}"#, .badValue, 1, 10, "$date"),
    Case(#"{"$decimal":"one"}"#, .badValue, 1, 13, "$decimal"),
    Case(#"{"$int":"0xfg"}"#, .badValue, 1, 9, "$int"),
    Case(#"{"$global":"nodots"}"#, .badValue, 1, 12, "$global"),
    Case("1e999", .badValue, 1, 1, ""),
    Case("[\n  {\"$ref\": 1}\n]", .unknownReference, 2, 12, "[0]/$ref"),
    Case(#"[{"$id":1,"$list":[]},{"$id":1,"$list":[]}]"#, .repeatedID, 1, 30, "[1]/$id"),
    Case("{\"a\":1,\n\"b\":2,\"a\":3}", .repeatedKey, 2, 7, "a"),
    Case(#"[{"$dict":[[1,2],[1.0,3]]}]"#, .repeatedKey, 1, 11, "[0]/$dict"),
    Case(#"{"$set":[[]]}"#, .unhashableKey, 1, 10, "$set[0]"),
    Case(#"{"$dict":[[{"$tuple":[[1]]},1]]}"#, .unhashableKey, 1, 12, "$dict[0][0]"),
    Case(#"{"$id":1,"$tuple":[{"$ref":1}]}"#, .containsItself, 1, 28, "$tuple[0]/$ref"),
    Case(
      #"{"$id":1,"$frozenset":[{"$tuple":[{"$ref":1}]}]}"#, .containsItself, 1, 43,
      "$frozenset[0]/$tuple[0]/$ref"),
    Case(#"{"$id":1,"$object":"m.C","args":[{"$ref":1}]}"#, .containsItself, 1, 42, "args[0]/$ref"),
  ]

  @Test(arguments: cases)
  func refused(_ example: Case) throws {
    let error = #expect(throws: TypedJSONError.self) { try Pickle(typedJSON: example.text) }
    #expect(error?.code == example.code, "\(String(describing: error))")
    #expect(error?.location.line == example.line, "\(String(describing: error))")
    #expect(error?.location.column == example.column, "\(String(describing: error))")
    #expect(error?.path == example.path, "\(String(describing: error))")
  }

  @Test(arguments: ["", "[1,", "{\"a\"}", "[1] x"])
  func noJSONAtAll(_ text: String) { #expect(throws: (any Error).self) { try Pickle(typedJSON: text) } }
}
