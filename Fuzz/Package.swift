// swift-tools-version: 6.2
import PackageDescription

// libFuzzer's targets, a package of their own: users of Brine never build it. See Scripts/fuzz.
let brine: Target.Dependency = .product(name: "Brine", package: "Brine")

func fuzzer(_ name: String) -> Target {
  // libFuzzer brings the `main` that calls the one function of each target.
  .executableTarget(
    name: name, dependencies: [brine, "FuzzMemory", "FuzzSupport"],
    swiftSettings: [.unsafeFlags(["-parse-as-library"])])
}

let package = Package(
  name: "Fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(
      name: "Brine", path: "..", traits: ["LibDeflate", "BZip2", "XZ", "LZ4", "Zstd", "Szip", "Blosc"])
  ],
  targets: [
    .target(name: "FuzzMemory"),
    .target(name: "FuzzSupport", dependencies: [brine, "FuzzMemory"]),
    fuzzer("FuzzReader"),
    fuzzer("FuzzDisassembler"),
    fuzzer("FuzzDecoder"),
    fuzzer("FuzzEncoder"),
    fuzzer("FuzzTypedJSON"),
    fuzzer("FuzzCodecs"),
    fuzzer("FuzzZip"),
    fuzzer("FuzzNPY"),
    fuzzer("FuzzNPZ"),
    fuzzer("FuzzJoblib"),
    fuzzer("FuzzHDF5"),
    fuzzer("FuzzScan"),
  ]
)
