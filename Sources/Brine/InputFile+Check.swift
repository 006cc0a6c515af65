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

  /// What is wrong with an HDF5 file: ``HDF5Check`` has more than that.
  private func hdf5Findings(_ file: HDF5File) -> [PickleCheck.Finding] {
    HDF5Check(file).problems.map { problem in
      let (severity, error) = (problem.severity, problem.error)
      return PickleCheck.Finding(
        severity == .error ? .error : .warning, .other(error.code.rawValue), "\(error)",
        offset: error.context.offset)
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
