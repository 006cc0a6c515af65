import BrineCore
public import BrineHDF5

/// The objects that pandas wrote to an HDF5 file, by `to_hdf` or with an `HDFStore`.
///
/// A store does not say which pandas wrote it: values are what pandas 3 reads, so that text becomes the type
/// `str`. What pandas
/// pickles in a store, columns of objects above all, is read as any pickle is, and nothing is run.
public struct HDFStore: Sendable {
  /// The file.
  public let file: HDF5File

  /// The objects of a file.
  public init(_ file: HDF5File) { self.file = file }

  /// One object of a store.
  public struct Entry: Sendable {
    /// Its path.
    public let key: String
    /// What `pandas_type` says: `frame` and `series` (`format="fixed"`), `frame_table` and `series_table`
    /// (`format="table"`).
    public let type: String
    /// Whether it holds the categories of a column of another table.
    public var isMetadata: Bool { key.hasSuffix("/meta") && key.contains("/meta/") }
  }

  /// All objects, in the order of their paths. Groups that can't be read are left out.
  public var entries: [Entry] {
    var entries: [Entry] = []
    if let type = Self.type(of: file.root) { entries.append(Entry(key: "/", type: type)) }
    for element in file.root.walk() {
      guard case .success(.group(let group)) = element.object, let type = Self.type(of: group) else {
        continue
      }
      entries.append(Entry(key: "/" + element.path, type: type))
    }
    return entries
  }

  /// The paths of all objects, those that hold categories included, as pandas' `keys` has them.
  public var keys: [String] { entries.map(\.key) }

  /// The object at a path.
  ///
  /// - Throws: `FrameError.notAFrame` when pandas did not write it, `notFound`; as
  ///   ``DataFrame/init(hdf:key:limits:)``.
  public subscript(key: String) -> PandasObject {
    get throws {
      guard let object = try PandasObject(hdf: HDFReader.group(file, key)) else {
        throw HDFReader.notWritten(key)
      }
      return object
    }
  }

  /// What pandas says a group is; `nil` when it did not write it.
  static func type(of group: Group) -> String? {
    guard let value = try? NodeAttributes(group.attrs)["pandas_type"], let text = value.text, !text.isEmpty
    else {
      return nil
    }
    return text
  }
}

extension PandasObject {
  /// The object that pandas wrote as a group of an HDF5 file; `nil` for other groups.
  ///
  /// - Throws: As ``DataFrame/init(hdf:key:limits:)``.
  public init?(hdf group: Group, limits: Limits = .default) throws {
    guard let type = HDFStore.type(of: group) else { return nil }
    var reader = try HDFReader(group, limits: limits)
    switch type {
    case "frame": self = .dataFrame(try reader.fixedFrame())
    case "series": self = .series(try reader.fixedSeries())
    case "frame_table": self = .dataFrame(try reader.tableFrame())
    case "series_table": self = .series(try reader.tableSeries())
    default: throw FrameError(.notAFrame, "objects of the type \(type) are not read", path: group.path)
    }
  }
}

extension DataFrame {
  /// The DataFrame that pandas wrote to an HDF5 file: `pandas.read_hdf(file, key)`. See ``HDFStore``.
  ///
  /// Numbers that are not compressed share memory with the file.
  ///
  /// - Throws: `FrameError`: `notFound`; `notAFrame` for anything else; `malformed`, `lengthMismatch`,
  ///   `limitExceeded` with the
  ///   path of the part that is wrong. `HDF5Error`: what is wrong with the file, `unavailable` or `badFilter`
  /// for a compression
  ///   that this build lacks.
  public init(hdf file: HDF5File, key: String, limits: Limits = .default) throws {
    let group = try HDFReader.group(file, key)
    guard case .dataFrame(let frame)? = try PandasObject(hdf: group, limits: limits) else {
      throw HDFReader.notWritten(group.path)
    }
    self = frame
  }
}

extension Series {
  /// The Series that pandas wrote to an HDF5 file: `pandas.read_hdf(file, key)`. See ``HDFStore``.
  ///
  /// - Throws: As ``DataFrame/init(hdf:key:limits:)``.
  public init(hdf file: HDF5File, key: String, limits: Limits = .default) throws {
    let group = try HDFReader.group(file, key)
    guard case .series(let series)? = try PandasObject(hdf: group, limits: limits) else {
      throw HDFReader.notWritten(group.path)
    }
    self = series
  }
}
