import BrineCodecs
import BrineCore
import BrineNumPy
import BrinePickle

/// The files in which joblib 0.8 and 0.9 put arrays: `NAME_01.npy`, or `NAME_01.npy.z` for compressed ones.
struct SideFiles {
  let path: String?
  let options: PickleOptions

  /// The pickle with its arrays.
  func joined(_ pickle: Pickle, _ files: [JoblibSideFile]) throws -> Pickle {
    try pickle.replacing(files.map { ($0, try array($0)) })
  }

  private func array(_ file: JoblibSideFile) throws -> NDArray {
    let source = try MemorySource(contentsOf: try location(file.name))
    guard file.isCompressed, let header = file.header else {
      return try NPYFile(source).array
    }
    guard ZFile.recognises(source.bytes) else {
      throw JoblibError(.badSideFile, "the file does not begin with ZF", offset: 0, path: file.name)
    }
    let data = try ZFile.decompressed(source, options.limits)
    guard data.count == NDArray.count(header.shape)?.multiplied(header.dtype.itemSize) else {
      throw JoblibError(
        .badSideFile, "\(data.count) bytes are no array of shape \(header.shape) and type \(header.dtype)",
        path: file.name)
    }
    let strides = NDArray.strides(
      of: header.shape, itemSize: header.dtype.itemSize, isFortran: header.isFortran)
    return try NDArray(header.dtype, shape: header.shape, strides: strides, storage: data)
  }

  /// Where a file is: beside the pickle. A name with a folder in it, or of another pickle's files, is none that joblib writes:
  /// whoever made the pickle must not choose what is read.
  private func location(_ name: String) throws -> String {
    guard let path else {
      throw JoblibError(
        .sideFileMissing, "the array is in a file beside the pickle, whose place is not known", path: name)
    }
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    let own = path.dropFirst(folder.count)
    guard name.hasPrefix(own + "_"), !name.contains("/"), !name.contains("\0"),
      name.hasSuffix(".npy") || name.hasSuffix(".z")
    else {
      throw JoblibError(
        .sideFileMissing, "'\(name.prefix(200))' is not one of the files of \(own)", path: name)
    }
    return folder + name
  }
}
