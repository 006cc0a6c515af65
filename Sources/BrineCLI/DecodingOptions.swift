import ArgumentParser
import Brine
import Foundation

/// How pickles are to be read.
struct DecodingOptions: ParsableArguments {
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

  @Flag(
    inversion: .prefixedNo,
    help:
      "Whether the first line of CSV has the names of the columns. By default it has, unless all are numbers."
  )
  var header: Bool?

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
    options.buffers = try Self.contents(of: buffers)
    return options
  }

  /// The buffers in files.
  static func contents(of files: [String]) throws -> [PickleBuffer] {
    try files.map { file in
      do {
        let source = try MemorySource(contentsOf: file)
        return PickleBuffer(try source.data(0..<source.count))
      } catch { throw Failure.inFile(file, error) }
    }
  }
}
