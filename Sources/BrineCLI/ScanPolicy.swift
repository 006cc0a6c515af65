import ArgumentParser
import Brine

/// The policy of the options: one with a name, and what files add.
enum ScanPolicy {
  static func chosen(_ texts: [String]) throws -> PicklePolicy {
    let names = texts.filter { PicklePolicy.named($0) != nil }
    guard names.count <= 1 else {
      throw ValidationError("only one of strict, default and torch-weights can be taken")
    }
    var chosen = names.first.flatMap(PicklePolicy.named) ?? .default
    for path in texts where PicklePolicy.named(path) == nil {
      do { try chosen.add(MemorySource(contentsOf: path)) } catch is ByteSourceError {
        throw Problem(
          path: path, text: "neither strict, default or torch-weights nor a policy file that can be read")
      } catch { throw Problem(path: path, text: "\(error)") }
    }
    return chosen
  }

  /// A policy that can't be had.
  struct Problem: Error, CustomStringConvertible {
    let path: String
    let text: String

    var description: String { "\(path): \(text)" }
  }
}
