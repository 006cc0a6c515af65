public import BrineFrames
public import BrineHDF5
public import BrinePickle

extension HDF5Target {
  /// The frame or Series that pandas wrote as a group; `nil` for anything else.
  ///
  /// - Throws: As `DataFrame.init(hdf:key:limits:)`.
  public func pandasObject() throws -> PandasObject? {
    guard case .object(.group(let group)) = self else { return nil }
    return try PandasObject(hdf: group)
  }
}

extension HDF5File {
  /// What a path as the command line has it leads to in an object of pandas: the object, or a part of it as a
  /// path in its pickle
  /// would name it: `/df/price[0:10]`. `nil` for paths that lead elsewhere.
  ///
  /// - Throws: As `DataFrame.init(hdf:key:limits:)`; `PickleError.notFound`; `FrameError.notEncodable` for
  ///   what can't be pickled.
  public func pandasValue(_ path: String) throws -> PickleValue? {
    var head = path[...]
    while true {
      if let target = try? target(String(head)) {
        guard let object = try target.pandasObject() else { return nil }
        let root = try object.pickle().root
        return head.endIndex == path.endIndex
          ? root : try root.resolveSelected(String(path[head.endIndex...]))
      }
      guard let end = head.lastIndex(where: { $0 == "/" || $0 == "[" }), end > head.startIndex else {
        return nil
      }
      head = head[..<end]
    }
  }

  /// The frames and Series that pandas wrote to the file, without those that hold categories. Only files of
  /// PyTables have any.
  public var pandasEntries: [HDFStore.Entry] {
    guard root.attrs.contains("PYTABLES_FORMAT_VERSION") else { return [] }
    return HDFStore(self).entries.filter { !$0.isMetadata }
  }
}

extension PandasObject {
  /// The object as a pickle that pandas 3 loads.
  ///
  /// - Throws: `FrameError.notEncodable`.
  public func pickle() throws -> Pickle {
    switch self {
    case .dataFrame(let frame): try frame.pickle()
    case .series(let series): try series.pickle()
    case .index(let index): try index.pickle()
    }
  }
}
