import Brine

/// Compares two HDF5 files, or what two paths in them lead to.
struct HDF5Diff {
  let old: HDF5File, new: HDF5File
  let oldPath: InputPath, newPath: InputPath
  let options: HDF5DifferenceOptions

  /// Reports all differences.
  ///
  /// - Returns: how many parts can't be read.
  func run(_ report: inout DiffReport) throws -> Int {
    let before = try target(old, oldPath)
    let after = try target(new, newPath)
    var damaged = 0
    for difference in try differences(before, after) {
      if difference.kind == .unreadable { damaged += 1 }
      try report.add(HDF5DiffLine(difference: difference))
    }
    return damaged
  }

  private func target(_ file: HDF5File, _ path: InputPath) throws -> HDF5Target {
    do { return try file.target(path.inner) } catch { throw Failure.inFile(path.file, error) }
  }

  private func differences(_ before: HDF5Target, _ after: HDF5Target) throws -> HDF5Differences {
    if case .object(let first) = before, case .object(let second) = after {
      return HDF5Differences(from: first, to: second, options: options)
    }
    return HDF5Differences(
      from: try elements(before, old, oldPath), to: try elements(after, new, newPath), options: options)
  }

  private func elements(_ target: HDF5Target, _ file: HDF5File, _ path: InputPath) throws -> HDF5Elements {
    do {
      guard let type = target.datatype else { throw HDF5Error(.wrongKind, "a group has no elements") }
      return HDF5Elements(try target.array(), of: type, in: file, path: path.inner)
    } catch { throw Failure.inFile(path.file, error) }
  }
}
