import BrineCore
import BrineFrames
import Testing

/// Times, zones and frequencies.
struct ValueTests {
  @Test(arguments: [
    ("D", "Day", 1), ("15min", "Minute", 15), ("-1D", "Day", -1), ("W-TUE", "Week", 1),
    ("QE-MAR", "QuarterEnd", 1),
    ("Q", "QuarterEnd", 1), ("2T", "Minute", 2), ("ME", "MonthEnd", 1), ("YS-JUL", "YearBegin", 1),
    ("BME", "BusinessMonthEnd", 1),
  ])
  func frequencies(_ text: String, _ offset: String, _ count: Int) {
    let frequency = Frequency(text)
    #expect(frequency?.offset == offset && frequency?.count == count)
  }

  @Test func textsOfFrequencies() {
    #expect(Frequency("Q")?.description == "QE-DEC" && Frequency("Q")?.text(isOld: true) == "Q-DEC")
    #expect(Frequency("M", isPeriod: true)?.periodText == "M" && Frequency("W")?.description == "W-SUN")
    for text in ["", "-", "X", "3", "W-XYZ", "D-3", "99999999999999999999D"] {
      #expect(Frequency(text) == nil, "\(text)")
    }
    #expect(Frequency.day.description == "D" && Frequency.monthEnd.periodText == "M")
  }

  @Test(arguments: [
    (0, "1970-01-01 01:00:00+01:00"), (1_711_846_799, "2024-03-31 01:59:59+01:00"),
    (1_711_846_800, "2024-03-31 03:00:00+02:00"), (1_729_990_799, "2024-10-27 02:59:59+02:00"),
    (1_729_990_800, "2024-10-27 02:00:00+01:00"), (4_102_444_800, "2100-01-01 01:00:00+01:00"),
    (4_118_083_200, "2100-07-01 02:00:00+02:00"), (-2_500_000_000, "1890-10-11 20:26:48+00:53:28"),
  ])
  func zones(_ second: Int, _ expected: String) {
    // The system's zones: where there are none, times are shown in UTC.
    guard Zone.named("Europe/Berlin").offset(atSecond: 0) != nil else { return }
    #expect(Timestamp(Int64(second), .seconds, zone: .named("Europe/Berlin")).description == expected)
  }

  @Test func oddZones() {
    for name in ["../../etc/passwd", "/etc/passwd", "", "No/Such", String(repeating: "a", count: 100)] {
      #expect(Zone.named(name).offset(atSecond: 0) == nil)
    }
    let zone = Zone(.fixed(seconds: -12_600, name: nil), .datetime)
    #expect(
      "\(zone)" == "UTC-03:30"
        && Timestamp(0, .seconds, zone: zone).description == "1969-12-31 20:30:00-03:30")
  }

  @Test func extremeTimes() {
    #expect(Timestamp(.min + 1).description == "1677-09-21 00:12:43.145224193")
    #expect(Timestamp(.max).description == "2262-04-11 23:47:16.854775807")
    #expect(Timestamp(.max, .seconds).description.hasSuffix("-12-04 15:30:07"))
    #expect(Timedelta(.min + 1).description == "-106752 days +00:12:43.145224193")
    #expect(Period(.max, .day).description.isEmpty == false)
    #expect(Period(.min + 1, Frequency(offset: "Week", arguments: [.int(6)])).description.isEmpty == false)
  }
}
