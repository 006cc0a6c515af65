// The steps of a first tour of pickling, and of reading HDF5 files, each a function of its own that prints what it did and checks it.
//
//   Tutorial                       all steps; exit code 1 when one of them went wrong
//   Tutorial rectangle write FILE [PROTOCOL]
//   Tutorial rectangle read FILE
//   Tutorial function write FILE
//   Tutorial function call FILE NUMBER
//   Tutorial million write FILE [COUNT]
//   Tutorial million check FILE
//
// The last ones exchange files with Python: see Tests/Interop/run_objects.py.

import Foundation

@main
enum Tutorial {
  static func main() {
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      let isFine = arguments.isEmpty ? try runSteps() : try run(arguments)
      exit(isFine ? 0 : 1)
    } catch {
      FileHandle.standardError.write(Data("Tutorial: \(error)\n".utf8))
      exit(2)
    }
  }

  /// Runs all steps in a folder of their own.
  private static func runSteps() throws -> Bool {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "tutorial-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var lesson = Lesson(folder: folder.path)
    try dictToFile(&lesson)
    try inMemory(&lesson)
    try noInitialiserRuns(&lesson)
    try functionsByName(&lesson)
    try rectangleForPython(&lesson)
    try tuplesInTypedJSON(&lesson)
    try versionNumbers(&lesson)
    try openFilesAreRefused(&lesson)
    try graphsOfObjects(&lesson)
    try largeGraphs(&lesson)
    try whatIsInAFile(&lesson)
    try partsOfADataset(&lesson)
    try groupsAndPaths(&lesson)
    try everythingInAFile(&lesson)
    try attributes(&lesson)
    return lesson.end()
  }

  private static func run(_ arguments: [String]) throws -> Bool {
    switch (arguments.first, arguments.dropFirst().first, arguments.dropFirst(2).first) {
    case ("rectangle", "write", let file?):
      try writeRectangle(to: file, protocolVersion: arguments.dropFirst(3).first.flatMap { Int($0) } ?? 4)
    case ("rectangle", "read", let file?): return try readRectangle(file)
    case ("function", "write", let file?): try writeFunction(to: file)
    case ("function", "call", let file?): try callFunction(file, Double(arguments.last ?? "") ?? 0)
    case ("million", "write", let file?):
      try World(count: arguments.dropFirst(3).first.flatMap { Int($0) } ?? 1_000_000).write(to: file)
    case ("million", "check", let file?): return try checkWorld(file)
    default:
      FileHandle.standardError.write(
        Data("Tutorial: see the top of Tutorial.swift for what it can do\n".utf8))
      exit(64)
    }
    return true
  }
}

/// Where a step's files go, and whether all was right so far.
struct Lesson {
  let folder: String
  private var failures = 0
  private var checks = 0

  init(folder: String) { self.folder = folder }

  func path(_ name: String) -> String { folder + "/" + name }

  func title(_ text: String) { print("\n" + text) }

  /// Prints what a step found out, and that it is wrong, where it is.
  mutating func show(_ text: String, isRight: Bool) {
    checks += 1
    if !isRight { failures += 1 }
    print((isRight ? "  " : "  WRONG: ") + text)
  }

  func end() -> Bool {
    print(failures == 0 ? "\nAll \(checks) are right." : "\n\(failures) of \(checks) are wrong.")
    return failures == 0
  }
}
