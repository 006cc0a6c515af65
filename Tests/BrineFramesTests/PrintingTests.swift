import BrineFrames
import BrinePickle
import Testing

/// Frames and Series look as pandas prints them.
struct PrintingTests {
  /// Frames in cells, arrays that Brine only describes, and lists, which pandas makes NumPy arrays of before
  /// it
  /// prints them.
  static let different: Set = [
    "frames_within", "custom_extension", "series_of_custom_extension", "arrow_nested",
    "series_of_arrow_nested",
  ]
  /// What pandas 3 prints in another way than earlier versions: spans share their digits, complex NaN is
  /// readable,
  /// tables leave room for the dots, lines of categories are counted right.
  static let changed: Set = [
    "timedeltas", "series_of_timedeltas", "timedelta_units", "series_of_timedelta_units", "datetime_units",
    "complexes", "series_of_complexes", "intervals", "series_of_intervals", "arrow_numbers",
    "categorical_many",
    "frequencies",
  ]

  @Test(arguments: PandasFixtures.printed)
  func printsAsPandas(_ fixtures: PandasFixtures) throws {
    var compared = 0
    for (name, truth, pickle) in try fixtures.cases() {
      let plainName = String(name.dropLast(4))
      guard !Self.different.contains(plainName), fixtures.version == "3" || !Self.changed.contains(plainName)
      else {
        continue
      }
      let pairs = [(truth, pickle.root)] + zip(truth["items"]?.items ?? [], pickle.root.array ?? [])
      for (truth, value) in pairs {
        guard let expected = truth["repr"]?.text else { continue }
        let text: String
        switch try PandasObject(value) {
        case .dataFrame(let frame): text = frame.description
        case .series(let series): text = series.description
        case .index(let index) where fixtures.version == "3": text = index.description
        default: continue
        }
        compared += 1
        #expect(text == expected, "\(fixtures.version)/\(name)\n\(text)\n--- expected\n\(expected)")
      }
    }
    #expect(compared > 100)
  }
}
