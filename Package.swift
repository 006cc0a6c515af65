// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: exclude, swiftSettings: settings)
}

/// A system library that only builds with this package trait use.
func system(_ name: String, apt: String, yum: String, brew: String, pkgConfig: String? = nil) -> Target {
  // Homebrew's folders are not where compilers look; elsewhere a missing `.pc` file would only give warnings.
  #if os(macOS)
    let config = pkgConfig
  #else
    let config: String? = nil
  #endif
  return .systemLibrary(
    name: name, pkgConfig: config, providers: [.apt([apt]), .yum([yum]), .brew([brew])])
}

func when(_ trait: String, _ name: String) -> Target.Dependency {
  .target(name: name, condition: .when(traits: [trait]))
}

let bigInt: Target.Dependency = .product(name: "BigInt", package: "BigInt")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "Brine",
  platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
  products: [
    .library(name: "Brine", targets: ["Brine"]),
    .library(name: "BrinePickle", targets: ["BrinePickle"]),
    .library(name: "BrineNumPy", targets: ["BrineNumPy"]),
    .library(name: "BrineJoblib", targets: ["BrineJoblib"]),
    .library(name: "BrineFrames", targets: ["BrineFrames"]),
    .library(name: "BrineHDF5", targets: ["BrineHDF5"]),
    .library(name: "BrineScan", targets: ["BrineScan"]),
    .executable(name: "brine", targets: ["BrineCLI"]),
  ],
  traits: [
    .trait(
      name: "LibDeflate", description: "Unpacks gzip, zlib and zip two to three times as fast, by libdeflate"),
    .trait(name: "BZip2", description: "bzip2, by libbz2"),
    .trait(name: "XZ", description: "xz and lzma, by liblzma"),
    .trait(name: "LZ4", description: "LZ4 frames, and LZ4 in HDF5's chunks, by liblz4"),
    .trait(name: "Zstd", description: "Zstandard in HDF5's chunks, by libzstd"),
    .trait(name: "Szip", description: "szip in HDF5's chunks, by libaec"),
    .trait(name: "Blosc", description: "Blosc in HDF5's chunks, by libblosc"),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.0"),
  ],
  targets: [
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .yum(["zlib-devel"])]),
    system(
      "CLibDeflate", apt: "libdeflate-dev", yum: "libdeflate-devel", brew: "libdeflate",
      pkgConfig: "libdeflate"),
    system("CBZip2", apt: "libbz2-dev", yum: "bzip2-devel", brew: "bzip2"),
    system("CLZMA", apt: "liblzma-dev", yum: "xz-devel", brew: "xz", pkgConfig: "liblzma"),
    system("CLZ4", apt: "liblz4-dev", yum: "lz4-devel", brew: "lz4", pkgConfig: "liblz4"),
    system("CZstd", apt: "libzstd-dev", yum: "libzstd-devel", brew: "zstd", pkgConfig: "libzstd"),
    system("CAEC", apt: "libaec-dev", yum: "libaec-devel", brew: "libaec"),
    system("CBlosc", apt: "libblosc-dev", yum: "blosc-devel", brew: "c-blosc", pkgConfig: "blosc"),
    module("BrineCore"),
    module(
      "BrineCodecs",
      [
        "BrineCore", "CZlib", when("LibDeflate", "CLibDeflate"), when("BZip2", "CBZip2"), when("XZ", "CLZMA"),
        when("LZ4", "CLZ4"), when("Zstd", "CZstd"), when("Szip", "CAEC"), when("Blosc", "CBlosc"),
      ]),
    module("BrineJSON", ["BrineCore"]),
    module("BrinePickle", ["BrineCore", "BrineJSON", bigInt]),
    module("BrineNumPy", ["BrineCore", "BrineCodecs", "BrinePickle"]),
    module("BrineJoblib", ["BrineCore", "BrineCodecs", "BrineNumPy", "BrinePickle"]),
    module("BrineHDF5", ["BrineCore", "BrineCodecs", "BrineJSON"]),
    module("BrineFrames", ["BrineCore", "BrineHDF5", "BrineJSON", "BrinePickle"]),
    .target(
      name: "BrineScan",
      dependencies: [
        "BrineCore", "BrineCodecs", "BrineJSON", "BrinePickle", "BrineNumPy", "BrineJoblib", "BrineHDF5",
      ],
      resources: [
        .embedInCode("Policy/allowed.json"), .embedInCode("Policy/dangerous.json"),
        .embedInCode("Policy/findings.json"),
      ],
      swiftSettings: settings),
    module(
      "Brine",
      [
        "BrineCore", "BrineCodecs", "BrineJSON", "BrinePickle", "BrineNumPy", "BrineJoblib", "BrineFrames",
        "BrineHDF5", "BrineScan",
      ]),
    .executableTarget(
      name: "BrineCLI", dependencies: ["Brine", "BrinePickle", arguments], swiftSettings: settings),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    tests("BrineCoreTests", ["BrineCore"]),
    tests("BrineCodecsTests", ["BrineCodecs", "BrineCore"]),
    tests("BrineJSONTests", ["BrineJSON", "BrineCore"]),
    tests("BrinePickleTests", ["BrinePickle", "BrineCore", bigInt]),
    tests("BrineNumPyTests", ["BrineNumPy", "BrinePickle", "BrineCodecs", "BrineCore"]),
    tests("BrineJoblibTests", ["BrineJoblib", "BrineNumPy", "BrinePickle", "BrineCodecs", "BrineCore"]),
    tests(
      "BrineFramesTests", ["BrineFrames", "BrineHDF5", "BrinePickle", "BrineCodecs", "BrineCore"]),
    tests("BrineHDF5Tests", ["BrineHDF5", "BrineCodecs", "BrineCore"]),
    tests("BrineScanTests", ["BrineScan", "BrinePickle", "BrineCodecs", "BrineCore"]),
    tests("BrineTests", ["Brine"]),
    tests("CLITests", ["BrineCLI"], exclude: ["Snapshots"]),
  ]
)

// Scripts/docs sets it: those who use Brine have no need of the DocC plugin.
if Context.environment["BRINE_DOCS"] == "1" {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"))
}
