import BrineCore
import BrineFrames
import BrineNumPy
import BrinePickle

/// What a tree has in one line of an object that is pickled as calls and states: a frame, a type, a sparse matrix.
struct OutlineLine {
  let typeName: String
  let preview: String
  /// Whether it is a plain value, which nobody tells from an equal one.
  var isValue = false

  /// The line of a value; `nil` for what has no other form than its calls.
  init?(_ value: PickleValue) {
    guard let instance = value.instance, let name = instance.name else { return nil }
    if let dtype = value.dtype {
      (typeName, preview, isValue) = ("numpy.dtype", dtype.description, true)
    } else if let masked = value.maskedArray {
      let count = (try? masked.mask.statistics())?.trueCount
      typeName = "numpy.ma.MaskedArray"
      preview =
        Self.text(masked.data.shape) + " \(masked.data.dtype)"
        + (count.map { ", \($0) masked" } ?? "")
    } else if let (type, text) = Self.sparse(value) {
      (typeName, preview) = (type, text)
    } else if name.module.hasPrefix("pandas") || value["_typ"] != nil, let line = Self.pandas(value) {
      self = line
    } else {
      return nil
    }
  }

  private init(_ typeName: String, _ preview: String, isValue: Bool = false) {
    (self.typeName, self.preview, self.isValue) = (typeName, preview, isValue)
  }

  private static func text(_ shape: [Int]) -> String {
    PythonLiteral.tuple(shape.map { .int($0) }).description
  }

  private static func pandas(_ value: PickleValue) -> OutlineLine? {
    // What pandas would not read is shown as it is pickled.
    switch (try? PandasObject(value)) ?? nil {
    case .dataFrame(let frame):
      return OutlineLine("DataFrame", text([frame.shape.rows, frame.shape.columns]))
    case .series(let series):
      return OutlineLine("Series", text([series.count]) + " " + series.column.dtype)
    case .index(let index):
      return OutlineLine(index.className, text([index.count]) + " " + index.dtype)
    case nil: break
    }
    let cell = FrameValue(value)
    switch cell {
    case .timestamp: return OutlineLine("Timestamp", cell.text, isValue: true)
    case .timedelta: return OutlineLine("Timedelta", cell.text, isValue: true)
    case .period: return OutlineLine("Period", cell.text, isValue: true)
    case .interval: return OutlineLine("Interval", cell.text, isValue: true)
    case .nat: return OutlineLine("NaTType", "NaT", isValue: true)
    case .na: return OutlineLine("NAType", "<NA>", isValue: true)
    default: return nil
    }
  }

  /// `csr_matrix`, `(4, 4) float64, 5 stored`.
  static func sparse(_ value: PickleValue) -> (type: String, text: String)? {
    guard let matrix = (try? SparseMatrix(value)) ?? nil else { return nil }
    let type = matrix.format.rawValue + (matrix.isMatrix ? "_matrix" : "_array")
    return (type, text(matrix.shape) + " \(matrix.dtype), \(matrix.elements.count) stored")
  }
}
