import BrineCore
@testable import BrineHDF5
import Foundation
import TestSupport
import Testing

/// Dimensions and scales are those that h5py and netCDF4 know.
struct DimensionTests {
  static let folder = PackageRoot.url.appendingPathComponent("Fixtures/netcdf")

  struct Truth: Decodable {
    struct Dims: Decodable { let label: String, scales: [String], names: [String] }
    struct Entry: Decodable { let is_scale: Bool, dims: [Dims] }
    struct Variable: Decodable, Equatable { let dimensions: [String], shape: [Int], attributes: [String] }
    struct Part: Decodable { let variables: [String: Variable], attributes: [String] }
    struct File: Decodable { let hdf5: [String: Entry], netcdf: [String: Part]? }
    let scales: File, small: File

    enum CodingKeys: String, CodingKey { case scales = "scales.h5", small = "small.nc" }
  }

  static func truth() throws -> Truth {
    try JSONDecoder().decode(Truth.self, from: Data(contentsOf: folder.appendingPathComponent("truth.json")))
  }

  static func open(_ name: String) throws -> HDF5File {
    try HDF5File(folder.appendingPathComponent(name).path)
  }

  @Test(arguments: ["scales.h5", "small.nc"])
  func dimensions(_ name: String) throws {
    let file = try Self.open(name)
    let entries = try name == "scales.h5" ? Self.truth().scales.hdf5 : Self.truth().small.hdf5
    #expect(entries.count >= 7)
    for (path, entry) in entries {
      let dataset = try file.dataset(path)
      #expect(dataset.isDimensionScale == entry.is_scale, "\(path)")
      let dimensions = try dataset.dimensions
      #expect(dimensions.map(\.label) == entry.dims.map(\.label), "\(path)")
      #expect(dimensions.map(\.length) == dataset.shape, "\(path)")
      #expect(
        dimensions.map { $0.scales.map { $0.scaleName ?? "none" } } == entry.dims.map(\.names), "\(path)")
      let addresses = try entry.dims.map { try $0.scales.map { try file.dataset($0).objectAddress } }
      #expect(dimensions.map { $0.scales.map(\.objectAddress) } == addresses, "\(path)")
    }
  }

  @Test func namesOfDimensions() throws {
    let file = try Self.open("scales.h5")
    #expect(try file.dataset("data").dimensions.map(\.name) == ["first", "y", "drei – €"])
    #expect(try file.dataset("data").dimensions[0].scales[0].path == "/x")
    #expect(try file.dataset("plain").scaleName == nil)
    let netCDF = try Self.open("small.nc")
    #expect(try netCDF.dataset("values").dimensions.map(\.name) == ["time", "lat", "lon"])
    #expect(try netCDF.dataset("values").dimensions.map(\.isUnlimited) == [true, false, false])
    #expect(try netCDF.dataset("inner/both").dimensions.map(\.name) == ["deep", "lat"])
  }

  @Test func netCDF() throws {
    let file = try Self.open("small.nc")
    #expect(NetCDF.recognises(file))
    #expect(!NetCDF.recognises(try Self.open("scales.h5")))
    let netCDF = NetCDF(file)
    let parts = try #require(Self.truth().small.netcdf)
    #expect(Set(netCDF.groups.map(\.path)) == Set(parts.keys))
    for (path, part) in parts {
      let group = try #require(netCDF[path])
      #expect(group.attributes.sorted() == part.attributes)
      let variables = group.variables.map { variable in
        (
          variable.name,
          Truth.Variable(
            dimensions: variable.dimensions.map { $0 ?? "none" }, shape: variable.shape,
            attributes: variable.attributes.sorted())
        )
      }
      #expect(Dictionary(uniqueKeysWithValues: variables) == part.variables)
    }
    #expect(
      netCDF.root.dimensions.sorted { $0.name < $1.name } == [
        .init(name: "bare", length: 2, isUnlimited: false), .init(name: "lat", length: 3, isUnlimited: false),
        .init(name: "len", length: 5, isUnlimited: false), .init(name: "lon", length: 4, isUnlimited: false),
        .init(name: "step", length: 3, isUnlimited: true), .init(name: "time", length: 2, isUnlimited: true),
        .init(name: "track", length: 2, isUnlimited: false),
      ])
    #expect(netCDF["/inner"]?.dimensions == [.init(name: "deep", length: 2, isUnlimited: false)])
    #expect(try netCDF.root["values"]?.fillValue?.elements(as: Double.self) == [-1])
    #expect(try netCDF.root["lon"]?.dataset.read(as: Int.self, 1) == [4, 5, 6, 7])
    #expect(try netCDF.root["len"]?.fillValue == nil)
  }
}

/// Elements and attributes as Swift's values.
struct ItemTests {
  @Test func items() throws {
    let file = try DimensionTests.open("scales.h5")
    #expect(try file.keys == ["data", "inner", "labelled", "plain", "single", "x", "y"])
    let data = try file.dataset("data")
    #expect(try data.item(as: Double.self, 1, 2, 3) == 23)
    #expect(try data.item(as: Int.self, -1, 0, -1) == 15)
    #expect(try file.dataset("single").item(as: Double.self) == 1.5)
    #expect(throws: HDF5Error(.badSelection, "")) { try data.item(as: Int.self, 1) }
    #expect(throws: HDF5Error(.badSelection, "")) { try data.item(as: Int.self, 2, 0, 0) }
    #expect(throws: HDF5Error(.typeMismatch, "")) { try file.dataset("single").item(as: Int.self) }
    #expect(try data.read(as: Float.self, 0, 1..<3, -1) == [7, 11])
    #expect(throws: HDF5Error(.wrongKind, "")) { try file.dataset("inner") }
    #expect(throws: HDF5Error(.wrongKind, "")) { try file.group("data") }
    #expect(throws: HDF5Error(.notFound, "")) { try file.group("nothing") }
    #expect(try file.group("inner").dataset("other").read(as: Double.self) == [0, 0.5, 1])
  }

  @Test func attributes() throws {
    let file = try DimensionTests.open("small.nc")
    #expect(try file.attrs["title"]?.string == "small")
    #expect(try file.attrs["title"]?.double == nil)
    let values = try file.dataset("values")
    #expect(try values.attrs["_FillValue"]?.double == -1)
    #expect(try values.attrs["_FillValue"]?.int == -1)
    #expect(try values.attrs["_FillValue"]?.string == nil)
    #expect(try values.attrs["_Netcdf4Coordinates"]?.read(as: Int.self) == [0, 1, 2])
    #expect(try values.attrs["_Netcdf4Coordinates"]?.int == nil)
    #expect(try values.attrs["long_name"]?.string == "some values")
  }
}
