import Brine

/// Objects as the Python packages print them.
enum ObjectTexts {
  /// A frame, Series or Index of pandas, a masked array, a sparse matrix; `nil` for anything else.
  static func text(of value: PickleValue) -> String? {
    if value.kind == .scalar { return scalar(value) }
    if let masked = value.maskedArray { return masked.description }
    if let matrix = (try? SparseMatrix(value)) ?? nil {
      let shape = matrix.shape.map(String.init).joined(separator: "x")
      let type = matrix.format.rawValue + (matrix.isMatrix ? "_matrix" : "_array")
      return "<\(shape) \(type) \(matrix.dtype), \(matrix.elements.count) stored>"
    }
    // What pandas would not read has a tree all the same.
    guard let object = try? PandasObject(value) else { return nil }
    return text(of: object)
  }

  /// An object as pandas prints it.
  static func text(of object: PandasObject) -> String {
    switch object {
    case .dataFrame(let frame): frame.text()
    case .series(let series): series.text()
    case .index(let index): index.description
    }
  }

  /// `np.int64(9)`, as NumPy 2 has it.
  private static func scalar(_ value: PickleValue) -> String? {
    guard let array = value.ndarray, let element = array.values.first else { return nil }
    let text = element.text(array.dtype)
    let name = "np." + value.typeName.dropFirst("numpy.".count)
    switch element {
    case .bool: return "np." + text + "_"
    case .datetime: return "\(name)('\(text)')"
    case .timedelta(let count, let unit):
      let number = count.map { String($0) } ?? "'NaT'"
      return unit.description.isEmpty ? "\(name)(\(number))" : "\(name)(\(number),'\(unit)')"
    case .complex: return name + (text.hasPrefix("(") ? text : "(\(text))")
    case .string: return "\(name)(\(value.preview.hasPrefix("'") ? value.preview : "'\(text)'"))"
    default: return "\(name)(\(text))"
    }
  }

  /// What NumPy's `repr` begins with for an array of a class.
  static func name(ofArray type: PickleName?) -> String {
    switch type?.name {
    case nil, "ndarray": "array"
    case "recarray": "rec.array"
    case let name?: name
    }
  }
}
