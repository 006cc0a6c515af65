import BrineCore

extension RawDataset {
  /// The dataset of an object header whose type, dataspace and fill value are known.
  ///
  /// - Throws: `HDF5Error` for messages that are damaged.
  convenience init(
    _ header: ObjectHeader, type: Datatype, space: Dataspace, fill: FillValue, in file: HDF5File
  ) throws(HDF5Error) {
    let storage = file.storage
    guard let message = header.first(.dataLayout) else {
      throw HDF5Error(.badStructure, "a dataset without a layout", offset: header.address)
    }
    var reader = try message.reader(in: storage)
    let layout = try DataLayout(&reader)
    var pipeline = FilterPipeline()
    if let message = header.first(.filterPipeline) {
      var reader = try message.reader(in: storage)
      pipeline = try FilterPipeline(&reader)
    }
    var virtual: VirtualReader?
    var shape = space.kind == .null ? [0] : space.shape
    let maxShape = space.kind == .null ? [0] : space.maxShape
    if case .virtual(let heap, let index) = layout {
      let reader = try VirtualReader(heap: heap, index: index, address: header.address, type: type, in: file)
      // How long it is depends on what it is made of.
      if maxShape.contains(nil) { shape = reader.extent(shape, maxShape: maxShape) }
      virtual = reader
    }
    var files: ExternalFiles?
    if let message = header.first(.externalFiles) {
      files = try ExternalFiles(reader: try message.reader(in: storage), in: storage)
    }
    var bytes: [UInt8] = []
    if case .bytes(let value) = fill.value { bytes = value }
    try self.init(
      file: file, shape: shape, maxShape: maxShape, elementSize: type.size, layout: layout,
      pipeline: pipeline, fill: bytes, externalFiles: files, virtual: virtual)
  }
}

extension FillValue {
  /// The fill value of a dataset.
  init(_ header: ObjectHeader, in storage: FileStorage) throws(HDF5Error) {
    if let message = header.first(.fillValue) {
      self = try FillValue(reader: try message.reader(in: storage))
    } else if let message = header.first(.oldFillValue) {
      self = try FillValue(oldReader: try message.reader(in: storage))
    } else {
      // As in the files of HDF5 1.2.
      self.init(.undefined, allocationTime: .byLayout)
    }
  }
}
