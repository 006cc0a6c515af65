import Brine
import Foundation
import Testing

/// The examples of README's section "HDF5", run as they stand there.
@Suite struct ReadmeHDF5Tests {
  private static let path = ReadmeArraysTests.root.appending(path: "Fixtures/hdf5/readme/run.h5").path

  struct Event: Decodable, Equatable { var time: Double, code: Int, note: String }

  @Test func examples() throws {
    let file = try HDF5File(Self.path)
    #expect(try file.keys == ["events", "latest", "sensors"])
    let temperature = try #require(try file["sensors/temperature"].dataset)
    #expect(temperature.shape == [200, 4] && temperature.chunks == [50, 4])
    #expect(try temperature[..<2, 1].elements(as: Float.self) == [0.1, 0.6])
    #expect(try temperature.attrs["unit"]?.asStrings() == ["C"])
    #expect(try file["sensors/names"].dataset?.asStrings() == ["north", "east", "south", "west"])
    let events = try file["events"].dataset?.read(rows: Event.self)
    #expect(events == [Event(time: 0.5, code: 3, note: "door"), Event(time: 1.25, code: 7, note: "wind")])
    #expect(try temperature.storedChunks().map(\.origin) == [[0, 0], [50, 0], [100, 0], [150, 0]])
    #expect(try temperature.storedChunks().reduce(0) { $0 + $1.storedSize } == 896)
  }
}
