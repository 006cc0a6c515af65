// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "frames",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "Brine", path: "../../..")],
  targets: [
    .executableTarget(
      name: "frames",
      dependencies: [
        .product(name: "BrineFrames", package: "Brine"), .product(name: "BrinePickle", package: "Brine"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)])
  ]
)
