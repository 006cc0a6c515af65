public import BrineFrames
import BrineJoblib
public import BrinePickle

extension Conversion {
  /// What can be written.
  public enum Format: String, Sendable, CaseIterable {
    case pickle
    case typedJSON = "json"
    case npy
    case npz
    case joblib
    case csv

    /// The format that a file's name says by its ending, after which that of a compressor may follow: `.pkl`, `.pickle`
    /// and `.p`, `.json`, `.npy`, `.npz`, `.csv` and `.tsv`, `.joblib`; `.z` alone is joblib's too. `nil` for all others.
    public init?(path: String) {
      let name = Self.plainName(path)
      guard let found = Self.formats.first(where: { name.hasSuffix($0.ending) })?.format else {
        guard path.hasSuffix(".z") else { return nil }
        self = .joblib
        return
      }
      self = found
    }

    /// The compressor that a file's name says: `gzip` for `.gz`.
    public static func compressor(_ path: String) -> String? {
      JoblibCompressor(path: path)?.rawValue
    }

    /// What parts the fields of a table with this name: a tab for `.tsv`, else a comma.
    public static func separator(_ path: String) -> Character {
      plainName(path).hasSuffix(".tsv") ? "\t" : ","
    }

    /// The endings that are known, for messages.
    public static let endings = formats.map(\.ending)

    /// The name without the ending of a compressor.
    private static func plainName(_ path: String) -> Substring {
      let isCompressed = JoblibCompressor(path: path) != nil
      return isCompressed ? path[..<(path.lastIndex(of: ".") ?? path.endIndex)] : path[...]
    }

    private static let formats: [(ending: String, format: Format)] = [
      (".pkl", .pickle), (".pickle", .pickle), (".p", .pickle), (".json", .typedJSON),
      (".npy", .npy),
      (".npz", .npz), (".joblib", .joblib), (".csv", .csv), (".tsv", .csv),
    ]
  }

  /// How it is to be written.
  public struct Options: Sendable {
    /// How pickles are written, those of joblib too.
    public var pickle = PickleWriteOptions()
    /// By how many spaces a level typed JSON is indented; `nil` puts all on one line.
    public var indent: Int?
    /// The compressor of the whole file, by joblib's names. A `.npz` has its own: `zlib` or `deflate`. `nil` is none.
    public var compressor: String?
    /// The level of the compressor; its own default when `nil`.
    public var level: Int?
    /// What parts the fields of CSV: one character of ASCII.
    public var separator: Character = ","
    /// For which pandas frames are written anew. `nil` writes those that were read as they were.
    public var pandas: FramePickleOptions.Pandas?

    /// What is written without further words.
    public init() {}
  }
}
