/// One step that the chunks of a dataset go through on their way to the file.
public struct Filter: Sendable, Hashable {
  /// Its registered number, such as 1 for deflate.
  public var id: Int
  /// The name that the file gives it, if any.
  public var name: String?
  /// Whether chunks for which it failed were stored without it.
  public var isOptional: Bool
  /// Its parameters.
  public var values: [UInt32]

  /// A step.
  public init(id: Int, name: String? = nil, isOptional: Bool = false, values: [UInt32] = []) {
    self.id = id
    self.name = name
    self.isOptional = isOptional
    self.values = values
  }

  /// The parameter with this number; zero when there is none.
  func value(_ number: Int) -> Int { number < values.count ? Int(values[number]) : 0 }
}

/// The filters that Brine knows, by their registered numbers.
///
/// Source: HDF5 File Format Specification 3.0, section IV.A.2.l;
/// <https://github.com/HDFGroup/hdf5_plugins/blob/master/docs/RegisteredFilterPlugins.md>.
enum FilterID {
  static let deflate = 1
  static let shuffle = 2
  static let fletcher32 = 3
  static let szip = 4
  static let nbit = 5
  static let scaleOffset = 6
  static let bzip2 = 307
  static let lzf = 32000
  static let blosc = 32001
  static let lz4 = 32004
  static let bitshuffle = 32008
  static let zstd = 32015
  static let blosc2 = 32026

  /// What filters are called that are registered, but which Brine does not have.
  static let registered = [
    32002: "mafisc", 32003: "snappy", 32005: "cbf", 32006: "jpeg-xr", 32007: "bitshuffle-old", 32009: "spdp",
    32010: "lpc-rice", 32011: "ccsds-123", 32012: "jpeg-ls", 32013: "zfp", 32014: "fpzip", 32017: "sz",
    32018: "fcidecomp", 32019: "jpeg", 32020: "vbz", 32021: "fapec", 32022: "bitgroom",
    32023: "granular-bitround",
    32024: "sz3", 32025: "delta-rice",
  ]

  /// The name by which it is known; `nil` for a filter that Brine does not know.
  static func name(_ id: Int) -> String? {
    switch id {
    case deflate: "deflate"
    case shuffle: "shuffle"
    case fletcher32: "fletcher32"
    case szip: "szip"
    case nbit: "nbit"
    case scaleOffset: "scaleoffset"
    case bzip2: "bzip2"
    case lzf: "lzf"
    case blosc: "blosc"
    case lz4: "lz4"
    case bitshuffle: "bitshuffle"
    case zstd: "zstd"
    case blosc2: "blosc2"
    default: nil
    }
  }
}

extension Filter: CustomStringConvertible {
  /// The name by which the filter is known, or what the file calls it.
  public var title: String {
    FilterID.name(id) ?? name.flatMap { $0.isEmpty ? nil : $0 } ?? FilterID.registered[id] ?? "filter \(id)"
  }

  /// The name by which the filter is known, or what the file calls it, and its parameters.
  public var description: String {
    values.isEmpty ? title : "\(title)(\(values.map { "\($0)" }.joined(separator: ", ")))"
  }
}
