import Testing

@testable import BrineHDF5

/// Values as h5dump prints them.
@Suite struct ValueTextTests {
  private func type(_ name: String) throws -> Datatype {
    try #require(TypeCase.all.first { $0.name == name }).datatype()
  }

  @Test func bitsAndOpaqueBytes() throws {
    #expect(try type("STD_B8LE").ddlText(of: [0x0F]) == "0x0f")
    #expect(try type("STD_B32LE").ddlText(of: [0, 0xF1, 0x53, 0x65]) == "00:f1:53:65")
    #expect(try type("STD_B16BE").ddlText(of: [0xFE, 0xFF]) == "ff:fe")
    // 17 bits from the fifth on.
    #expect(try type("bits17").ddlText(of: [0xE0, 0xFF, 0xFF, 0xFF]) == "ff:ff:01:00")
    #expect(try type("opaque").ddlText(of: [1, 2, 3, 4, 0xFF]) == "01:02:03:04:ff")
    #expect(try type("UNIX_D32LE").ddlText(of: [0, 0, 0, 0]) == "not yet implemented.")
    #expect(try type("STD_I8LE").ddlText(of: [1]) == nil)
  }

  @Test func regions() throws {
    let file = try HDF5File(ValueTests.path)
    let regions = try #require(try file.root.attrs.attribute("regions").read()).hdf5References()
    #expect(
      try regions[0].selection?.ddlText()
        == "REGION_TYPE BLOCK  (1,2)-(1,2), (1,4)-(1,4), (3,2)-(3,2), (3,4)-(3,4)")
    let points = try #require(try file.root.attrs.attribute("points").read()).hdf5References()
    #expect(try points[0].selection?.ddlText() == "REGION_TYPE POINT  (1,1), (4,5)")
  }
}
