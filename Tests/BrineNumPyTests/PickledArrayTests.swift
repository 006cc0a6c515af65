import BrineCore
import BrineNumPy
import BrinePickle
import Foundation
import TestSupport
import Testing

/// Arrays in pickles that NumPy wrote.
@Suite struct PickledArrayTests {
  private static func pickle(_ fixture: NumPyFixture) throws -> Pickle {
    var options = PickleOptions()
    options.buffers = (fixture.facts.buffers ?? []).map { PickleBuffer(Data(bytes(ofHexadecimal: $0))) }
    return try Pickle(Data(fixture.bytes()), options: options)
  }

  @Test(arguments: try NumPyFixture.all("valid", ".pkl").filter { $0.facts.fill == nil })
  func reads(_ fixture: NumPyFixture) throws {
    let value = try Self.pickle(fixture).root
    let array = try #require(value.ndarray)
    try array.check(fixture.facts, fixture.name)
    let type = fixture.facts.scalar == true ? nil : fixture.facts.type ?? "numpy.ndarray"
    let names = [type, type.map { $0.replacingOccurrences(of: "numpy.rec.", with: "numpy.") }]
    #expect(names.contains(value.arrayType.map { "\($0.module).\($0.name)" }), "\(fixture.name)")
    #expect(value.maskedArray == nil)
  }

  @Test(arguments: try NumPyFixture.all("valid", ".pkl").filter { $0.facts.fill == nil })
  func survivesTypedJSONAndEveryProtocol(_ fixture: NumPyFixture) throws {
    let pickle = try Self.pickle(fixture)
    let text = try typedJSON(pickle)
    let again = try Pickle(typedJSON: text)
    #expect(try typedJSON(again) == text)
    for version in 0..<6 {
      let written = try Pickle(try again.encoded(PickleWriteOptions(protocolVersion: version)))
      #expect(try #require(written.root.ndarray).dtype.description == fixture.facts.dtype)
      if version > 2 { #expect(try typedJSON(written) == text) }
    }
  }

  @Test(arguments: try NumPyFixture.all("valid", ".pkl").filter { $0.facts.fill != nil })
  func maskedArrays(_ fixture: NumPyFixture) throws {
    let members = try #require(fixture.facts.members)
    let value = try Self.pickle(fixture).root
    let masked = try #require(value.maskedArray)
    try masked.data.check(try #require(members["data"]), fixture.name)
    try masked.mask.check(try #require(members["mask"]), fixture.name)
    #expect(masked.mask.dtype == .bool)
    #expect(try masked.fillValue.ndarray?.elements(as: Double.self) == [try #require(fixture.facts.fill)])
    #expect(value.ndarray == nil)
  }

  @Test func metadataIsNotLost() throws {
    let fixture = try NumPyFixture.all("valid", "metadata.4.pkl")[0]
    let text = try typedJSON(try Self.pickle(fixture))
    #expect(text.contains("unit"))
    #expect(try Pickle(typedJSON: text).root.ndarray?.elements(as: Int.self) == [0, 0])
  }

  @Test func buffersAreShared() throws {
    let fixture = try NumPyFixture.all("valid", "buffers-F.pkl")[0]
    let array = try #require(try Self.pickle(fixture).root.ndarray)
    #expect(!array.isContiguous && array.isFortranContiguous)
    // Without its buffer the pickle can't be read, with a shorter one there is no array.
    #expect(throws: PickleError.self) { try Pickle(Data(fixture.bytes())) }
    var options = PickleOptions()
    options.buffers = [PickleBuffer(Data([1, 2, 3]))]
    #expect(try Pickle(Data(fixture.bytes()), options: options).root.ndarray == nil)
  }

  @Test func whatBrineMakesNumPysFormIs() throws {
    let array = try NDArray([1.5, 2.5, 3.5, 4.5], shape: [2, 2])
    let value = try PickleValue(array)
    #expect(value.arrayType == PickleName(module: "numpy", name: "ndarray"))
    #expect(try value.ndarray?.elements(as: Double.self) == [1.5, 2.5, 3.5, 4.5])
    #expect(
      try value.typedJSON()
        == #"{"$ndarray":{"dtype":"<f8","shape":[2,2],"data":"AAAAAAAA+D8AAAAAAAAEQAAAAAAAAAxAAAAAAAAAEkA="}}"#
    )
    let scalar = try PickleValue(scalar: NDArray([Float(2)]))
    #expect(try scalar.typedJSON() == #"{"$scalar":{"dtype":"<f4","data":"AAAAQA=="}}"#)
    #expect(scalar.arrayType == nil)
    #expect(throws: PickleError.self) { try PickleValue(scalar: array) }
  }

  @Test func largeArraysShareMemory() throws {
    let array = NDArray((0..<100_000).map(Double.init))
    let read = try #require(try PickleValue(array).ndarray)
    #expect(read.storage.count >= 800_000)
    #expect(try read.elements(as: Double.self)[99_999] == 99_999)
    let objects = try NDArray(objects: [PickleValue(array), PickleValue(array)], shape: [2])
    #expect(try PickleValue(objects).encoded().count > 1_600_000)
  }

  private static func bytes(ofHexadecimal text: String) -> [UInt8] {
    let digits = Array(text.utf8)
    return stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
    }
  }
}

/// The typed JSON of what a pickle holds.
func typedJSON(_ pickle: Pickle) throws -> String { try pickle.root.typedJSON() }
