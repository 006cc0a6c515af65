import BrineCodecs
import BrineCore
import BrineFrames
import BrineHDF5
import BrineJoblib
import BrineNumPy
public import BrinePickle

extension InputFile {
  /// Whether the file is well formed, and what is odd about it: see `PickleCheck` for pickles and typed JSON.
  /// Files of other formats must be readable; each array of an archive is looked at by itself.
  public func check(options: PickleOptions = .init()) -> PickleCheck {
    switch format {
    case .pickle: return PickleCheck(source, options: options)
    case .typedJSON: return PickleCheck(typedJSON: source)
    case .npy, .csv: return PickleCheck(findings: findings { _ = try pickles(options: options) })
    case .hdf5: return PickleCheck(findings: hdf5.map(hdf5Findings) ?? [])
    case .npz:
      guard let npz else { return PickleCheck(findings: []) }
      return PickleCheck(findings: npz.names.flatMap { name in findings { _ = try npz.file(name) } })
    }
  }

  /// All that can't be read of an HDF5 file: each object, attribute and chunk is looked at.
  private func hdf5Findings(_ file: HDF5File) -> [PickleCheck.Finding] {
    var problems: [HDF5Error] = file.extensionProblem.map { [$0] } ?? []
    var objects: [HDF5Object] = [.group(file.root)]
    for element in file.root.walk() {
      switch element.object {
      case .success(let object): objects.append(object)
      case .failure(let error): problems.append(error)
      }
    }
    for object in objects {
      problems += object.attrs.problems
      for (_, attribute) in object.attrs.all() {
        do throws(HDF5Error) { _ = try attribute.get().read() } catch { problems.append(error) }
      }
      if let dataset = object.dataset { problems += dataset.problems }
    }
    return problems.map { error in
      PickleCheck.Finding(.error, .other(error.code.rawValue), "\(error)", offset: error.context.offset)
    }
  }

  /// The error that reading throws, if it throws one.
  private func findings(_ read: () throws -> Void) -> [PickleCheck.Finding] {
    do { try read() } catch {
      let (code, offset) = Self.code(error)
      return [PickleCheck.Finding(.error, code, "\(error)", offset: offset)]
    }
    return []
  }

  private static func code(_ error: any Error) -> (PickleCheck.Finding.Code, offset: Int?) {
    switch error {
    case let error as PickleError: (.refused(error.code), error.context.offset)
    case let error as NumPyError: (.other(error.code.rawValue), error.context.offset)
    case let error as ZipError: (.other(error.code.rawValue), error.context.offset)
    case let error as CodecError: (.other(error.code.rawValue), error.context.offset)
    case let error as ArrayError: (.other(error.code.rawValue), error.context.offset)
    case let error as HDF5Error: (.other(error.code.rawValue), error.context.offset)
    case let error as FrameError: (.other(error.code.rawValue), error.context.offset)
    default: (.other("unknown"), nil)
    }
  }
}

extension Dataset {
  /// What keeps elements from being read, chunk by chunk where there are chunks.
  fileprivate var problems: [HDF5Error] {
    var problems: [HDF5Error] = []
    do throws(HDF5Error) {
      guard dataspace.kind != .null else { return [] }
      guard case .chunked = try layout else {
        _ = try read()
        return []
      }
      for chunk in try storedChunks() {
        do throws(HDF5Error) { _ = try chunk.read() } catch { problems.append(error) }
      }
    } catch { problems.append(error) }
    return problems
  }
}
