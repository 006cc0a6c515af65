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

let bigInt: Target.Dependency = .product(name: "BigInt", package: "BigInt")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "Brine",
  platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
  products: [
    .library(name: "Brine", targets: ["Brine"]),
    .library(name: "BrinePickle", targets: ["BrinePickle"]),
    .executable(name: "brine", targets: ["BrineCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.0"),
  ],
  targets: [
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .yum(["zlib-devel"])]),
    module("BrineCore"),
    module("BrineCodecs", ["BrineCore", "CZlib"]),
    module("BrineJSON", ["BrineCore"]),
    module("BrinePickle", ["BrineCore", "BrineJSON", bigInt]),
    module("Brine", ["BrineCore", "BrineCodecs", "BrineJSON", "BrinePickle"]),
    .executableTarget(
      name: "BrineCLI", dependencies: ["Brine", "BrinePickle", arguments], swiftSettings: settings),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    tests("BrineCoreTests", ["BrineCore"]),
    tests("BrineCodecsTests", ["BrineCodecs", "BrineCore"]),
    tests("BrineJSONTests", ["BrineJSON", "BrineCore"]),
    tests("BrinePickleTests", ["BrinePickle", "BrineCore", bigInt]),
    tests("BrineTests", ["Brine"]),
    tests("CLITests", ["BrineCLI"], exclude: ["Snapshots"]),
  ]
)

// Scripts/docs sets it: those who use Brine have no need of the DocC plugin.
if Context.environment["BRINE_DOCS"] == "1" {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"))
}
