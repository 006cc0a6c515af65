import BrineCore
import BrineFrames
import BrinePickle
import Testing

/// Tables as JSON.
struct JSONTests {
  @Test func tables() throws {
    let codes = NDArray([Int8(1), -1])
    var frame = try DataFrame(
      labels: Index(["n", "x", "when", "what", "c"]),
      columns: [
        .array(NDArray([1, -2])), .array(NDArray([0.5, .nan])),
        .array(try NDArray([Int64(1), .min]).viewed(as: DType(.datetime64(.seconds)))),
        .objects(ObjectColumn([.tuple(["a\n", .none]), .interval(Interval(0, 1))])),
        .categorical(CategoricalColumn(codes: codes, categories: Index(["p", "q"]), isOrdered: true)),
      ])
    frame.attrs = [.init("unit", .na)]
    let expected =
      #"{"$dataframe":{"columns":{"class":"Index","names":[null],"dtype":"str","data":["n","x","when","what","c"]},"#
      + #""index":{"class":"RangeIndex","names":[null],"range":[0,2,1]},"#
      + #""dtypes":["int64","float64","datetime64[s]","object","category"],"#
      + #""data":[[1,-2],[0.5,{"$float":"nan"}],[{"$timestamp":"1970-01-01 00:00:01"},{"$missing":"NaT"}],"#
      + #"[{"$tuple":["a\n",null]},{"$interval":"(0, 1]"}],"#
      + #"{"categories":{"class":"Index","names":[null],"dtype":"str","data":["p","q"]},"ordered":true,"codes":[1,-1]}],"#
      + #""attrs":[["unit",{"$missing":"NA"}]]}}"#
    #expect(try frame.json() == expected)
    #expect(
      try frame.series("n").json()
        == #"{"$series":{"name":"n","index":{"class":"RangeIndex","names":[null],"range":[0,2,1]},"dtype":"int64","data":[1,-2]}}"#
    )
  }

  /// Every fixture gives JSON that can be read.
  @Test(arguments: PandasFixtures.all)
  func fixtures(_ fixtures: PandasFixtures) throws {
    for (name, _, pickle) in try fixtures.cases() {
      guard case .dataFrame(let frame) = try PandasObject(pickle.root) else { continue }
      let data = try Pickle(typedJSON: frame.json().replacing("$", with: "_")).root["_dataframe"]
      #expect(data?["data"]?.count == frame.columns.count, "\(name)")
    }
  }
}
