import Brine
import Foundation

/// The files that a scan is to look at: those named, and all in folders.
struct ScanFiles {
  private struct Item {
    let path: BytePath
    /// Whether it was found in a folder.
    let isPart: Bool
  }

  private var items: [Item] = []
  /// Whether there was something that could not be opened, or nothing at all.
  private(set) var hasUnreadable = false

  /// How many files are looked at before their reports are printed.
  private static let batch = 128

  /// Adds a file, what is in a folder, or what a pattern stands for.
  mutating func add(_ argument: String) {
    let path = BytePath(argument)
    let kind = path.kind(followsLink: true)
    if argument == "-" || kind != .missing {
      return kind == .folder && argument != "-"
        ? addFolder(path) : items.append(Item(path: path, isPart: false))
    }
    var folders = FolderFiles()
    let found = folders.paths(matching: argument)
    if folders.hasProblem { hasUnreadable = true }
    // What is no pattern, or stands for nothing, can't be opened either, which is told then.
    if found.isEmpty { return items.append(Item(path: path, isPart: false)) }
    for path in found {
      switch path.kind(followsLink: true) {
      case .folder: addFolder(path)
      case .other: leaveOut(path, "this is no file")
      default: items.append(Item(path: path, isPart: false))
      }
    }
  }

  /// Files of a folder and of those in it, in the order of their names. Links are not followed.
  private mutating func addFolder(_ path: BytePath) {
    var folders = FolderFiles()
    let found = folders.files(in: path)
    items += found.map { Item(path: $0, isPart: true) }
    if folders.hasProblem {
      hasUnreadable = true
    } else if found.isEmpty {
      leaveOut(path, "there is no file in the folder; links in folders are not followed")
    }
  }

  private mutating func leaveOut(_ path: BytePath, _ reason: String) {
    hasUnreadable = true
    Output.message("brine: \(path.text): \(reason)")
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
          Output.message("brine: \(Failure.text(Failure.inFile(item.path.text, error)))")
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
          let source = try item.path == BytePath("-") ? StandardInput.read() : item.path.source()
          return scanner.scan(source, path: item.path.text, isPart: item.isPart)
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
