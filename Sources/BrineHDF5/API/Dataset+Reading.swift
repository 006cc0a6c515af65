public import BrineCore

/// Reading elements.
extension Dataset {
  /// The elements that a selection means, or all of them.
  ///
  /// As in h5py, and unlike NumPy, the axis of an index list stays in its place beside single indexes: `[0, :, [1, 2]]`.
  /// Where the file has them as NumPy would, the array is a view of the file's memory.
  /// - Throws: `HDF5Error`: `badSelection`, `badChunk`, `unavailable` for a filter that this build lacks,
  ///   `tooLarge`,
  ///   and what else may be wrong with a file.
  public func read(_ selection: Selection = .all) throws(HDF5Error) -> NDArray {
    do throws(HDF5Error) {
      return try read(selection, by: ElementConverter(datatype, file.storage))
    } catch {
      throw error.at(path: path)
    }
  }

  /// The elements that these parts mean: `dataset.read(0..<10, .all(step: 2), -1)`.
  ///
  /// - Throws: As ``read(_:)-(Selection)``.
  public func read<First: SelectionPart, each Part: SelectionPart>(
    _ first: First, _ parts: repeat each Part
  ) throws(HDF5Error) -> NDArray {
    let selection: Selection
    do throws(ArrayError) {
      selection = try Selection(first, repeat each parts)
    } catch {
      throw HDF5Error(error).at(path: path)
    }
    return try read(selection)
  }

  /// The elements that these parts mean: `dataset[0..<10, .all(step: 2), -1]`.
  ///
  /// - Throws: As ``read(_:)-(Selection)``.
  public subscript<First: SelectionPart, each Part: SelectionPart>(
    _ first: First, _ parts: repeat each Part
  ) -> NDArray {
    get throws(HDF5Error) { try read(first, repeat each parts) }
  }

  /// The elements that a text such as `0:10, ::2, -1` means.
  ///
  /// - Throws: As ``read(_:)-(Selection)``.
  public func read(text: some StringProtocol) throws(HDF5Error) -> NDArray {
    let selection: Selection
    do throws(ArrayError) {
      selection = try Selection(text: text)
    } catch {
      throw HDF5Error(error).at(path: path)
    }
    return try read(selection)
  }

  /// One member of a compound's elements.
  ///
  /// - Throws: `notFound` when there is none of this name, and as ``read(_:)-(Selection)``.
  public func read(field: String, _ selection: Selection = .all) throws(HDF5Error) -> NDArray {
    do throws(HDF5Error) {
      return try read(selection, by: ElementConverter(datatype, field: field, file.storage))
    } catch {
      throw error.at(path: path)
    }
  }

  /// Some members of a compound's elements.
  ///
  /// - Throws: As ``read(field:_:)``.
  public func read(fields: [String], _ selection: Selection = .all) throws(HDF5Error) -> NDArray {
    do throws(HDF5Error) {
      return try read(selection, by: ElementConverter(datatype, fields: fields, file.storage))
    } catch {
      throw error.at(path: path)
    }
  }

  /// The elements as strings, in C order.
  ///
  /// - Throws: `typeMismatch` when they are no text, and as ``read(_:)-(Selection)``.
  public func asStrings(_ selection: Selection = .all) throws(HDF5Error) -> [String] {
    do throws(HDF5Error) {
      return try read(selection).asStrings()
    } catch {
      throw error.at(path: path)
    }
  }

  /// The elements' bytes in C order, as the file has them before any conversion.
  ///
  /// - Throws: As ``read(_:)-(Selection)``.
  public func readRaw(_ selection: Selection = .all) throws(HDF5Error) -> MemorySource {
    do throws(HDF5Error) {
      return try raw().readRaw(resolved(selection))
    } catch {
      throw error.at(path: path)
    }
  }

  private func read(_ selection: Selection, by converter: ElementConverter) throws(HDF5Error) -> NDArray {
    let resolved = try resolved(selection)
    let shape = dataspace.kind == .null ? [0] : resolved?.shape ?? shape
    if let part = converter.copiedMember, let bytes = try raw().readChunks(resolved, part) {
      return try converter.array(ofMember: bytes, shape: shape)
    }
    return try converter.array(try raw().readRaw(resolved), shape: shape)
  }

  /// A selection checked against the shape; `nil` for everything.
  func resolved(_ selection: Selection) throws(HDF5Error) -> ResolvedSelection? {
    if selection.items.isEmpty { return nil }
    do throws(ArrayError) {
      return try selection.resolved(shape: shape, holdsPlaces: true)
    } catch {
      throw HDF5Error(error)
    }
  }
}

extension HDF5Error {
  /// What an array said.
  init(_ error: ArrayError) {
    let code: Code =
      switch error.code {
      case .tooLarge: .tooLarge
      case .typeMismatch, .notRepresentable: .typeMismatch
      default: .badSelection
      }
    self.init(code, error.description)
  }
}
