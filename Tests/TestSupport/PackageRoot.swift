public import Foundation

/// Where the files of this package are.
public enum PackageRoot {
  /// The folder that holds `Package.swift`.
  public static let url = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folder of the pickle fixtures.
  public static let pickles = url.appendingPathComponent("Fixtures/pickle", isDirectory: true)
}
