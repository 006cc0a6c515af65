// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users of Brine never resolve what only measuring needs.
let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "Brine", path: "..", traits: ["LibDeflate", "BZip2", "XZ", "LZ4"])],
  targets: [
    .executableTarget(
      name: "BrineBench",
      dependencies: [.product(name: "BrinePickle", package: "Brine")],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    .executableTarget(
      name: "ArrayBench",
      dependencies: [.product(name: "Brine", package: "Brine")],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    .executableTarget(
      name: "HDF5Bench",
      dependencies: [.product(name: "Brine", package: "Brine")],
      swiftSettings: [.swiftLanguageMode(.v6)]),
  ]
)
