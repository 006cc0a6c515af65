import Brine
import Foundation

/// The files that a scan is to look at: those named, and all in folders.
struct ScanFiles {
  private struct Item {
    let path: String
    /// Whether it was found in a folder.
    let isPart: Bool
  }

  private var items: [Item] = []
  /// Whether there was something that could not be opened.
  private(set) var hasUnreadable = false

  /// How many files are looked at before their reports are printed.
  private static let batch = 128

  /// Adds a file, what is in a folder, or what a pattern stands for.
  mutating func add(_ path: String) {
    var isFolder: ObjCBool = false
    if path == "-" || FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      return isFolder.boolValue ? addFolder(path) : items.append(Item(path: path, isPart: false))
    }
    let found = Self.glob(path)
    if found.isEmpty { return items.append(Item(path: path, isPart: false)) }
    for path in found { add(path) }
  }

  /// Files of a folder and of those in it, in the order of their names. Links are not followed.
  private mutating func addFolder(_ path: String) {
    guard let names = FileManager.default.enumerator(atPath: path) else {
      hasUnreadable = true
      return Output.message("brine: \(path): the folder can't be read")
    }
    var found: [String] = []
    while let name = names.nextObject() as? String {
      if names.fileAttributes?[.type] as? FileAttributeType == .typeRegular { found.append(name) }
    }
    let base = path.hasSuffix("/") ? path : path + "/"
    items += found.sorted().map { Item(path: base + $0, isPart: true) }
  }

  private static func glob(_ pattern: String) -> [String] {
    guard pattern.contains(where: { "*?[".contains($0) }) else { return [] }
    var result = glob_t()
    defer { globfree(&result) }
    guard Foundation.glob(pattern, 0, nil, &result) == 0, let paths = result.gl_pathv else { return [] }
    return (0..<Int(result.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
  }

  /// Looks at all of them, on all cores, and hands on their reports in order.
  mutating func scan(with scanner: FileScanner, _ body: (ScanReport) throws -> Void) throws {
    var start = 0
    TaskProgress.begin("scanning", total: items.count)
    while start < items.count {
      let part = Array(items[start..<min(start + Self.batch, items.count)])
      for (item, result) in zip(part, Self.results(of: part, scanner)) {
        switch result {
        case .success(let report): try body(report)
        case .failure(let error):
          hasUnreadable = true
          Output.message("brine: \(Failure.text(Failure.inFile(item.path, error)))")
        }
      }
      start += part.count
      TaskProgress.advance(by: part.count)
    }
  }

  private static func results(of items: [Item], _ scanner: FileScanner) -> [Result<ScanReport, any Error>] {
    let results = Results(count: items.count)
    Parallel.forEach(items.count) { index in
      let item = items[index]
      results.set(
        index,
        Result {
          let source = try item.path == "-" ? StandardInput.read() : MemorySource(contentsOf: item.path)
          return scanner.scan(source, path: item.path, isPart: item.isPart)
        })
    }
    return results.all
  }

  /// One place a file, written to by whichever core had it.
  private final class Results: Sendable {
    private let lock = NSLock()
    nonisolated(unsafe) private var found: [Result<ScanReport, any Error>?]

    init(count: Int) { found = Array(repeating: nil, count: count) }

    func set(_ index: Int, _ result: Result<ScanReport, any Error>) {
      lock.withLock { found[index] = result }
    }

    var all: [Result<ScanReport, any Error>] { lock.withLock { found.compactMap { $0 } } }
  }
}
