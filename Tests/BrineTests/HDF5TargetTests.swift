import Brine
import Foundation
import TestSupport
import Testing

/// HDF5 files through the umbrella, compressed or not.
@Suite struct HDF5TargetTests {
  private func keras() throws -> HDF5File {
    let file = try InputFile(
      path: PackageRoot.url.appendingPathComponent("Fixtures/hdf5/valid/keras/keras-legacy.h5.gz").path)
    #expect(file.format == .hdf5)
    #expect(file.codecs == ["gzip"])
    return try #require(file.hdf5)
  }

  @Test func pathsLeadToObjectsAttributesAndElements() throws {
    let file = try keras()
    guard case .object(.group(let root)) = try file.target("") else {
      Issue.record("the whole file is no group")
      return
    }
    #expect(try root.keys == ["model_weights", "optimizer_weights"])
    guard case .attribute(let backend) = try file.target("@backend") else {
      Issue.record("no attribute")
      return
    }
    #expect(try backend.asStrings() == ["jax"])
    let kernel = try #require(try file.target("/model_weights/dense/tiny/dense/kernel").array())
    #expect(kernel.shape == [32, 3])
    let part = try #require(try file.target("/model_weights/dense/tiny/dense/kernel[::8, -1]").array())
    let expected = try kernel[.all(step: 8), -1]
    #expect(try part.elements(as: Float.self) == expected.elements(as: Float.self))
    #expect(throws: HDF5Error.self) { try file.target("/model_weights/none") }
    #expect(throws: HDF5Error.self) { try file.target("/model_weights[0]") }
  }

  @Test func configurationsAreTrees() throws {
    let outline = HDF5Outline(.group(try keras().root))
    let config = try #require(outline.children(limit: 20).first { $0.label == "@model_config" })
    let name = try #require(config.children(limit: 20).first { $0.label == "class_name" })
    #expect(name.preview == "\"Sequential\"")
  }

  @Test func datasetsAreConverted() throws {
    let pickle = try keras().target("/model_weights/dense/tiny/dense").pickle()
    #expect(pickle.root["bias"]?.ndarray?.shape == [3])
  }

  @Test func wholeFilesAreChecked() throws {
    let file = try InputFile(
      path: PackageRoot.url.appendingPathComponent("Fixtures/hdf5/valid/keras/keras-legacy.h5.gz").path)
    #expect(file.check().findings.isEmpty)
  }
}
