import Testing

@testable import BrineHDF5

/// Types against h5py and h5dump.
@Suite struct DatatypeTests {
  @Test func casesAreThere() { #expect(TypeCase.all.count > 80) }

  @Test(arguments: TypeCase.all) func dtypeIsThatOfH5py(_ type: TypeCase) throws {
    let datatype = try type.datatype()
    guard let expected = type.dtype else {
      // NumPy has no bytes for an empty enumeration's dtype of h5py, but its integers.
      if type.name != "empty enum" { #expect(datatype.dtype == nil) }
      return
    }
    #expect(datatype.dtype?.description == expected)
  }

  @Test(arguments: TypeCase.all.filter { $0.ddl != nil }) func ddlIsThatOfH5dump(_ type: TypeCase) throws {
    #expect(try type.datatype().ddl == type.ddl)
  }

  @Test(arguments: TypeCase.all.filter { $0.values != nil }) func valuesAreThoseOfLibhdf5(_ type: TypeCase)
    throws
  {
    let datatype = try type.datatype()
    let raw = Hex.bytes(type.raw ?? "")
    let converter = try ElementConverter(datatype, .test())
    let array = try converter.array(MemorySource(raw), shape: [raw.count / datatype.size])
    let expected = Hex.bytes(type.values ?? "")
    #expect(try array.fieldBytes() == expected)
  }

  @Test func integersOfOddSizesGrow() throws {
    let kinds = [
      "int24": "int32", "uint24be": ">u4", "int56": "int64", "int128": "|V16", "float128": "float128",
    ]
    for type in TypeCase.all {
      guard let expected = kinds[type.name] else { continue }
      #expect(try type.datatype().memoryDType?.description == expected)
    }
  }

  @Test func membersOfOtherSizesArePacked() throws {
    let type = try #require(TypeCase.all.first { $0.name == "odd members" })
    #expect(try type.datatype().memoryDType?.description == "[('a', '<i4'), ('b', '<i4'), ('c', '?')]")
  }

  @Test func descriptionsAreShort() throws {
    var found: [String: String] = [:]
    for type in TypeCase.all { found[type.name] = try type.datatype().description }
    #expect(found["IEEE_F32LE"] == "float32")
    #expect(found["STD_I16BE"] == "int16 (big-endian)")
    #expect(found["vstr"] == "str (utf-8)")
    #expect(found["str7spacepad"] == "str[7] (ascii)")
    #expect(found["point"] == "compound {x: float64, y: float64}")
    #expect(found["enum"] == "enum int16 {RED=-3, LIGHT GREEN=500, blå=7}")
    #expect(found["bool"] == "bool")
    #expect(found["complex64"] == "complex64")
    #expect(found["bfloat16"] == "bfloat16")
    #expect(found["int17"] == "int17 in 32 bits")
    #expect(found["array"] == "array [2, 3] of int16 (big-endian)")
    #expect(found["sequence"] == "sequence of int16")
    #expect(found["regref"] == "reference to region")
    #expect(found["opaque"] == "opaque[5] \"my tag\"")
    #expect(found["COMPLEX_IEEE_F16LE"] == "complex of float16")
  }
}
