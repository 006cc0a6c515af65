import ArgumentParser
import Brine
import Foundation

/// The file to look at, and how to read it: what all commands on one file share.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The file, - for standard input; a path inside may follow, as in data.pkl/config/layers[2].",
      valueName: "file"),
    completion: .file())
  var file: String

  @Option(
    help: "Which pickle of a stream to look at, from 1. All by default; the first where a path is given.")
  var pickle: Int?

  @Option(
    help: "How 8-bit strings of Python 2 are encoded: \(names(PickleEncoding.self)).",
    completion: .list(PickleEncoding.allCases.map(\.rawValue)))
  var encoding: String = "ascii"

  @Option(
    help: "What to do with those that are not: \(names(PickleEncodingErrors.self)).",
    completion: .list(PickleEncodingErrors.allCases.map(\.rawValue)))
  var errors: String = "strict"

  @Option(
    name: .customLong("buffer"), help: "A file with the next out-of-band buffer. May be given several times.",
    completion: .file())
  var buffers: [String] = []

  private static func names<T: CaseIterable & RawRepresentable<String>>(_ type: T.Type) -> String {
    T.allCases.map(\.rawValue).joined(separator: ", ")
  }

  func validate() throws {
    guard pickleEncoding != nil else { throw ValidationError("unknown encoding \(encoding)") }
    guard PickleEncodingErrors(rawValue: errors) != nil else {
      throw ValidationError("unknown way to treat errors: \(errors)")
    }
  }

  private var pickleEncoding: PickleEncoding? {
    func plain(_ name: String) -> String { name.lowercased().filter { $0 != "-" && $0 != "_" } }
    let aliases = [
      "usascii": "ascii", "iso88591": "latin1", "windows1252": "cp1252", "windows1251": "cp1251",
    ]
    let name = aliases[plain(encoding)] ?? plain(encoding)
    return PickleEncoding.allCases.first { plain($0.rawValue) == name }
  }

  /// The options for reading pickles.
  func pickleOptions() throws -> PickleOptions {
    var options = PickleOptions()
    options.encoding = pickleEncoding ?? .ascii
    options.errors = PickleEncodingErrors(rawValue: errors) ?? .strict
    options.buffers = try buffers.map { path in
      PickleBuffer(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
    return options
  }

  /// What stands for `-` where a path follows, so that it is not taken for an option.
  private static let standardInput = "/dev/stdin"

  /// The arguments of the process, `-/path` and `-[0]` so that they can be parsed.
  static func parsable(_ arguments: some Sequence<String>) -> [String] {
    arguments.map { $0.hasPrefix("-/") || $0.hasPrefix("-[") ? standardInput + $0.dropFirst() : $0 }
  }

  /// The file's own path and the path inside it.
  ///
  /// The file is the longest beginning of the argument that is one.
  var parts: (path: String, inner: String) {
    if file.hasPrefix(Self.standardInput) { return ("-", String(file.dropFirst(Self.standardInput.count))) }
    if file == "-" || FileManager.default.fileExists(atPath: file) { return (file, "") }
    for (index, character) in zip(file.indices, file).reversed() where character == "/" || character == "[" {
      let path = String(file[..<index])
      var isFolder: ObjCBool = false
      if path == "-" || FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
        !isFolder.boolValue
      {
        return (path, String(file[index...]))
      }
    }
    return (file, "")
  }

  /// Opens the file, and says which file it was when that fails.
  func open() throws -> InputFile {
    let path = parts.path
    do { return try InputFile(path: path) } catch { throw Failure.inFile(path, error) }
  }

  /// The values that are asked for: the root of each pickle, or what the inner path leads to in one of them.
  func values(in file: InputFile) throws -> [PickleValue] {
    let (path, inner) = parts
    do {
      let options = try pickleOptions()
      guard inner.isEmpty || pickle != nil else {
        return [try Pickle(file.source, options: options).root.resolve(inner)]
      }
      let (pickles, trailing) = try file.pickles(options: options)
      guard let pickle else {
        if let trailing {
          Output.message("brine: \(path): bytes after the last pickle are ignored: \(trailing)")
        }
        return pickles.map(\.root)
      }
      guard pickles.indices.contains(pickle - 1) else {
        throw PickleError(.notFound, "there is no pickle \(pickle), only \(pickles.count)")
      }
      return [try pickles[pickle - 1].root.resolve(inner)]
    } catch let error as PickleError where error.code != .notFound {
      throw Failure.inFile(path, Failure.notPickle(file.foreignFormat, error))
    } catch { throw Failure.inFile(path, error) }
  }
}
