// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Tutorial",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "Brine", path: "../..")],
  targets: [
    .executableTarget(
      name: "Tutorial", dependencies: [.product(name: "Brine", package: "Brine")], resources: [.copy("Files")]
    )
  ]
)
