import Brine
import Foundation

/// A file and a path inside it, as one argument names them: `data.pkl/config/layers[2]`, `model.h5@model_config`.
struct InputPath {
  /// The file's own path; `-` is standard input.
  let file: String
  /// The path inside; empty for the whole.
  let inner: String

  /// What stands for `-` where a path follows, so that it is not taken for an option.
  private static let standardInput = "/dev/stdin"

  /// The arguments of the process, `-/path` and `-[0]` so that they can be parsed.
  static func parsable(_ arguments: some Sequence<String>) -> [String] {
    arguments.map { $0.hasPrefix("-/") || $0.hasPrefix("-[") ? standardInput + $0.dropFirst() : $0 }
  }

  /// Takes an argument apart: the file is its longest beginning that is one.
  init(_ argument: String) {
    (file, inner) = Self.parts(argument)
  }

  private static func parts(_ argument: String) -> (file: String, inner: String) {
    if argument.hasPrefix(standardInput) { return ("-", String(argument.dropFirst(standardInput.count))) }
    if argument == "-" || FileManager.default.fileExists(atPath: argument) { return (argument, "") }
    for (index, character) in zip(argument.indices, argument).reversed()
    where character == "/" || character == "[" || character == "@" {
      let path = String(argument[..<index])
      var isFolder: ObjCBool = false
      if path == "-" || FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
        !isFolder.boolValue
      {
        return (path, String(argument[index...]))
      }
    }
    return (argument, "")
  }

  /// The file for people.
  var name: String { file == "-" ? "standard input" : file }

  /// Opens the file, and says which file it was when that fails.
  ///
  /// - Parameters:
  ///   - hasHeader: whether the first line of CSV has names; `nil` finds out.
  ///   - allowsTruncation: whether an HDF5 file is opened whose end is missing.
  func open(hasHeader: Bool? = nil, allowsTruncation: Bool = false) throws -> InputFile {
    do {
      var input = try InputFile(path: file, allowsTruncation: allowsTruncation)
      input.csv.hasHeader = hasHeader
      return input
    } catch { throw Failure.inFile(file, error) }
  }

  /// The values that are asked for: the root of each pickle, or what the inner path leads to in one of them.
  ///
  /// - Parameter number: which pickle of a stream, from 1; `nil` for all, or the first where there is a path.
  func values(in input: InputFile, pickle number: Int?, options: PickleOptions) throws -> [PickleValue] {
    do {
      if let file = input.hdf5 {
        return [try file.pandasValue(inner) ?? file.target(inner).pickle().root]
      }
      guard inner.isEmpty || number != nil else {
        return [try input.first(options: options).root.resolveSelected(inner)]
      }
      let (pickles, trailing) = try input.pickles(options: options)
      guard let number else {
        if let trailing {
          Output.message("brine: \(file): bytes after the last pickle are ignored: \(trailing)")
        }
        return pickles.map(\.root)
      }
      guard pickles.indices.contains(number - 1) else {
        throw PickleError(.notFound, "there is no pickle \(number), only \(pickles.count)")
      }
      return [try pickles[number - 1].root.resolveSelected(inner)]
    } catch let error as PickleError where error.code != .notFound {
      throw Failure.inFile(file, Failure.notPickle(input.misfit, error))
    } catch { throw Failure.inFile(file, error) }
  }
}
