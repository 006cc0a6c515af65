import BrineCore
import BrineNumPy
import BrinePickle
import Testing

/// Typed JSON and pickles of arrays that lie.
@Suite struct HostileArrayTests {
  @Test(arguments: [
    (#"{"dtype":"<f8","shape":[1],"data":"AAAA"}"#, "badValue"),
    (#"{"dtype":"<f8","shape":[2],"data":"AAAAAAAAAAA="}"#, "badValue"),
    (#"{"dtype":"<f8","shape":[-1],"data":""}"#, "badValue"),
    (#"{"dtype":"<f8","shape":[4611686018427387904,4],"data":""}"#, "badValue"),
    (#"{"dtype":"<f8","shape":[0,4611686018427387904,4],"data":""}"#, "badValue"),
    (#"{"dtype":"<f8","shape":[1.5],"data":""}"#, "wrongShape"),
    (#"{"dtype":"<f8","shape":"1","data":""}"#, "wrongShape"),
    (#"{"dtype":"<f8","shape":[1]}"#, "wrongShape"),
    (#"{"dtype":"<f8","data":"AAAAAAAAAAA="}"#, "wrongShape"),
    (#"{"shape":[0],"data":""}"#, "wrongShape"),
    (#"{"dtype":"<f7","shape":[0],"data":""}"#, "badValue"),
    (#"{"dtype":"|V0","shape":[1152921504606846976],"data":""}"#, "badValue"),
    (#"{"dtype":["|V0",[1099511627776]],"shape":[1],"data":""}"#, "badValue"),
    (#"{"dtype":[["a","<f8"],["a","<f8"]],"shape":[0],"data":""}"#, "badValue"),
    (#"{"dtype":{"a":1},"shape":[0],"data":""}"#, "wrongShape"),
    (#"{"dtype":"<f8","shape":[0],"data":"","order":"K"}"#, "badValue"),
    (#"{"dtype":"<f8","shape":[0],"data":"","order":"F","more":1}"#, "unexpectedKey"),
    (#"{"dtype":"<f8","shape":[0],"data":"","items":[]}"#, "unexpectedKey"),
    (#"{"dtype":"|O","shape":[0],"data":""}"#, "wrongShape"),
    (#"{"dtype":"|O","shape":[3],"items":[1]}"#, "wrongShape"),
    (#"{"dtype":[["a","|O"]],"shape":[1],"items":[1]}"#, "badValue"),
    (#"{"dtype":"<f8","shape":[1],"data":"AAAAAAAAAAA=","data":"AAAAAAAAAAA="}"#, "unexpectedKey"),
    (#"[1]"#, "wrongShape"),
  ])
  func typedJSONThatLies(_ content: String, _ expected: String) throws {
    do {
      let pickle = try Pickle(typedJSON: #"{"$ndarray":\#(content)}"#)
      Issue.record("it was read: \(pickle.root)")
    } catch let error as TypedJSONError { #expect(error.code.rawValue == expected, "\(error): \(content)") }
  }

  @Test(arguments: [
    #"{"dtype":"<f8","data":"AAAA"}"#, #"{"dtype":"|O","data":""}"#, #"{"dtype":"<f8"}"#, #"{"data":""}"#,
    "1",
    #"{"dtype":"<f8","shape":[],"data":"AAAAAAAAAAA="}"#,
  ])
  func scalarsThatLie(_ content: String) throws {
    #expect(throws: TypedJSONError.self) { try Pickle(typedJSON: #"{"$scalar":\#(content)}"#) }
  }

  @Test func deepTypes() throws {
    let deep = String(repeating: #"[["a","#, count: 1000) + #""<f8""# + String(repeating: "]]", count: 1000)
    #expect(throws: TypedJSONError.self) {
      try Pickle(typedJSON: #"{"$ndarray":{"dtype":\#(deep),"shape":[0],"data":""}}"#)
    }
  }

  /// An array of a sub-array type within a sub-array is no list of fields.
  @Test func subarraysOfSubarrays() throws {
    let data = String(repeating: "A", count: 64)
    let text = #"{"$ndarray":{"dtype":[["a",["<f8",[2]],[3]]],"shape":[1],"data":"\#(data)"}}"#
    let pickle = try Pickle(typedJSON: text)
    #expect(try pickle.root.typedJSON() == text)
    #expect(try pickle.root.ndarray?.field("a").shape == [1, 3, 2])
  }

  // MARK: Pickles

  /// `_reconstruct` with a state whose parts are opcodes of protocol 2.
  private func array(shape: String, dtype: String, order: String = "\u{89}", data: String) throws
    -> PickleValue
  {
    let head = "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\u{85}U\u{1}b\u{87}R"
    let text = head + "(K\u{1}" + shape + dtype + order + data + "tb."
    return try Pickle([0x80, 2] + text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }).root
  }

  private func dtype(_ name: String, _ state: String) -> String {
    "cnumpy\ndtype\nU\(Character(Unicode.Scalar(UInt8(name.utf8.count))))\(name)\u{89}\u{88}\u{87}R(\(state)tb"
  }

  private let plain = "K\u{3}U\u{1}<NNNJ\u{FF}\u{FF}\u{FF}\u{FF}J\u{FF}\u{FF}\u{FF}\u{FF}K\0"

  @Test func statesThatLie() throws {
    let f4 = dtype("f4", plain)
    let four = "U\u{4}abcd"
    #expect(try array(shape: "K\u{1}\u{85}", dtype: f4, data: four).ndarray?.shape == [1])
    let lies = [
      try array(shape: "K\u{2}\u{85}", dtype: f4, data: four),
      try array(shape: "J\u{FF}\u{FF}\u{FF}\u{FF}\u{85}", dtype: f4, data: four),
      try array(
        shape: "J\u{FF}\u{FF}\u{FF}\u{7F}J\u{FF}\u{FF}\u{FF}\u{7F}J\u{FF}\u{FF}\u{FF}\u{7F}\u{87}", dtype: f4,
        data: four),
      try array(shape: "U\u{1}a\u{85}", dtype: f4, data: four),
      try array(shape: "K\u{1}\u{85}", dtype: "K\u{1}", data: four),
      try array(shape: "K\u{1}\u{85}", dtype: dtype("f4", "K\u{3}"), data: four),
      try array(shape: "K\u{1}\u{85}", dtype: dtype("q4", plain), data: four),
      try array(shape: "K\u{1}\u{85}", dtype: f4, order: "U\u{1}F", data: four),
      try array(shape: "K\u{1}\u{85}", dtype: f4, data: "]"),
      try array(shape: "K\u{1}\u{85}", dtype: dtype("O8", plain), data: four),
      try array(
        shape: "K\u{1}\u{85}",
        dtype: dtype("V4", "K\u{3}U\u{1}|NU\u{1}a\u{85}}U\u{1}a" + f4 + "K\u{1}\u{86}sK\u{4}K\u{1}K\0"),
        data: four),
    ]
    for (index, value) in lies.enumerated() {
      #expect(value.ndarray == nil, "\(index)")
      // It is still an object that can be shown and written.
      #expect(try value.typedJSON().contains("_reconstruct"), "\(index)")
      #expect(try Pickle(try value.encoded()).root.ndarray == nil)
    }
  }

  /// A string type whose flags say that its elements are objects is none: joblib would look for a pickle of
  /// them.
  @Test func flagsThatLie() throws {
    func letter(_ flags: String) throws -> [ArrayValue]? {
      let type = dtype("U1", "K\u{3}U\u{1}<NNNK\u{4}K\u{4}K" + flags)
      return try array(shape: "K\u{1}\u{85}", dtype: type, data: "U\u{4}A\0\0\0").ndarray?.values
    }
    #expect(try letter("\u{8}") == [.string("A")])
    #expect(try letter("\u{9}") == nil)
  }

  /// Thirty types, each with two fields of the one before.
  @Test func typesThatShareOneExponentially() throws {
    var text = dtype("f4", plain) + "q\0"
    for index in 0..<30 {
      let (before, own) = (
        Character(Unicode.Scalar(UInt8(index))), Character(Unicode.Scalar(UInt8(index + 1)))
      )
      let fields = "}(U\u{1}ah\(before)K\0\u{86}U\u{1}bh\(before)K\0\u{86}u"
      text += "0" + dtype("V4", "K\u{3}U\u{1}|NU\u{1}aU\u{1}b\u{86}\(fields)K\u{4}K\u{1}K\0") + "q\(own)"
    }
    let value = try array(shape: "K\u{1}\u{85}", dtype: text, data: "U\u{4}abcd")
    #expect(value.ndarray == nil)
    #expect(try value.typedJSON().count > 1000)
  }

  @Test func bufferArraysWithBadAxes() throws {
    func array(_ order: String) throws -> NDArray? {
      let text =
        "cnumpy.core.numeric\n_frombuffer\n(C\u{8}abcdefgh" + dtype("u1", plain) + "K\u{2}K\u{4}\u{86}"
        + order + "tR."
      return try Pickle([0x80, 3] + text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }).root
        .ndarray
    }
    #expect(try array("X\u{1}\0\0\0C")?.elements(as: Int.self) == [97, 98, 99, 100, 101, 102, 103, 104])
    #expect(try array("X\u{1}\0\0\0F")?.elements(as: Int.self) == [97, 99, 101, 103, 98, 100, 102, 104])
    #expect(
      try array("X\u{1}\0\0\0KK\u{1}K\0\u{86}")?.elements(as: Int.self) == [
        97, 101, 98, 102, 99, 103, 100, 104,
      ])
    for order in [
      "X\u{1}\0\0\0X", "X\u{1}\0\0\0KK\u{1}K\u{1}\u{86}", "X\u{1}\0\0\0KK\u{2}K\0\u{86}",
      "X\u{1}\0\0\0KK\0\u{85}", "K\u{1}",
    ] {
      #expect(try array(order) == nil)
    }
  }
}
