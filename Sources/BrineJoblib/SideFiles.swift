import BrineCodecs
import BrineCore
import BrineNumPy
import BrinePickle

/// The files in which joblib 0.8 and 0.9 put arrays: `NAME_01.npy`, or `NAME_01.npy.z` for compressed ones.
struct SideFiles {
  let path: String?
  let options: PickleOptions
  /// The arrays of `.npy` files that were read, and the elements of compressed ones: a pickle may name one
  /// very often.
  private var arrays: [String: NDArray] = [:]
  private var elements: [String: MemorySource] = [:]
  /// How large the compressed files are together, and what is in them: all have one budget.
  private var (stored, decompressed) = (0, 0)

  init(path: String?, options: PickleOptions) {
    self.path = path
    self.options = options
  }

  /// The pickle with its arrays.
  ///
  /// - Throws: What is wrong with a file beside the pickle, with its name as path.
  mutating func joined(_ pickle: Pickle, _ files: [JoblibSideFile]) throws -> Pickle {
    var found: [(JoblibSideFile, NDArray)] = []
    for file in files {
      do { found.append((file, try array(file))) } catch var error as JoblibError {
        error.context.path = file.name
        throw error
      } catch var error as CodecError {
        error.context.path = file.name
        throw error
      } catch var error as NumPyError {
        error.context.path = file.name
        throw error
      }
    }
    return try pickle.replacing(found)
  }

  private mutating func array(_ file: JoblibSideFile) throws -> NDArray {
    guard file.isCompressed, let header = file.header else {
      if let known = arrays[file.name] { return known }
      let array = try NPYFile(MemorySource(contentsOf: try location(file.name))).array
      arrays[file.name] = array
      return array
    }
    let data = try elements[file.name] ?? decompress(file.name)
    guard data.count == NDArray.count(header.shape)?.multiplied(header.dtype.itemSize) else {
      throw JoblibError(
        .badSideFile, "\(data.count) bytes are no array of shape \(header.shape) and type \(header.dtype)",
        path: file.name)
    }
    let strides = NDArray.strides(
      of: header.shape, itemSize: header.dtype.itemSize, isFortran: header.isFortran)
    return try NDArray(header.dtype, shape: header.shape, strides: strides, storage: data)
  }

  private mutating func decompress(_ name: String) throws -> MemorySource {
    let source = try MemorySource(contentsOf: try location(name))
    guard ZFile.recognises(source.bytes) else {
      throw JoblibError(.badSideFile, "the file does not begin with ZF", offset: 0, path: name)
    }
    stored = stored.adding(source.count) ?? .max
    var limits = options.limits
    limits.decompressedSize = options.limits.mostDecompressed(from: stored) - decompressed
    let data = try ZFile.decompressed(source, limits)
    decompressed += data.count
    elements[name] = data
    return data
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
