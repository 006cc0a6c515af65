/// Tables as JSON.
///
/// ```json
/// {"$dataframe":{
///   "columns":{"class":"Index","names":[null],"dtype":"str","data":["n","when"]},
///   "index":{"class":"RangeIndex","names":[null],"range":[0,2,1]},
///   "dtypes":["int64","datetime64[us]"],
///   "data":[[1,2],[{"$timestamp":"2024-01-01 00:00:00"},{"$missing":"NaT"}]]}}
/// ```
///
/// A MultiIndex has `levels` and `codes`, times that are regularly apart have a `freq`, a column of
/// categories is
/// `{"categories":…,"ordered":…,"codes":[…]}`, and `attrs` are pairs. Values are those of typed JSON, and
/// `$timestamp`, `$timedelta`, `$period`, `$interval` with pandas' text. A Series is `{"$series":{…}}` with a
/// `name`.
extension DataFrame {
  /// The table as JSON, to be read by other programs. The pickle itself is kept without loss by its typed
  /// JSON.
  ///
  /// - Throws: `PickleError` for objects in cells that typed JSON refuses, such as those too large for it.
  public func json() throws -> String {
    var bytes: [UInt8] = []
    try writeJSON { bytes.append(contentsOf: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes the table as JSON, in blocks.
  ///
  /// - Throws: As ``json()``, and what `sink` throws.
  public func writeJSON(to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    try withoutActuallyEscaping(sink) { sink in
      var json = FrameJSON(sink)
      try json.write(self)
    }
  }
}

extension Series {
  /// The Series as JSON. See ``DataFrame/json()``.
  ///
  /// - Throws: `PickleError`.
  public func json() throws -> String {
    var bytes: [UInt8] = []
    try withoutActuallyEscaping({ (part: UnsafeRawBufferPointer) in bytes.append(contentsOf: part) }) {
      sink in
      var json = FrameJSON(sink)
      try json.write(self)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
