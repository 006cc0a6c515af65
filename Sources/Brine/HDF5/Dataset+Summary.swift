import BrineCore
public import BrineHDF5

extension Dataset {
  /// `(1000, 64), chunks (100, 64), shuffle, deflate 4, 12.3 kB of 256.0 kB`.
  var summary: String {
    if dataspace.kind == .null { return "null" }
    var parts = shapeParts
    do throws(HDF5Error) {
      let layout = try layout
      switch layout {
      case .chunked(let chunk, _): parts.append("chunks \(Self.tuple(chunk))")
      case .contiguous: break
      case .compact, .external, .virtual: parts.append("\(layout)")
      }
      parts += filters.map { "\($0)" }
      if layout == .virtual { return parts.joined(separator: ", ") }
      let (stored, whole) = (try storageSize, wholeSize)
      if stored != whole { parts.append("\(stored) of \(whole) bytes stored") }
    } catch { parts.append("damaged: \(error)") }
    return parts.joined(separator: ", ") + (scalarText.map { " \($0)" } ?? "")
  }

  /// The same with the layout of any dataset, its fill value, and how much smaller it is stored: `(1000, 64), chunked
  /// (100, 64), shuffle, deflate(4), fill value 0.0, 1000 of 256000 bytes stored, ratio 256.0`.
  var detailedSummary: String {
    if dataspace.kind == .null { return "null" }
    var parts = shapeParts
    do throws(HDF5Error) {
      let layout = try layout
      switch layout {
      case .chunked(let chunk, _): parts.append("chunked \(Self.tuple(chunk))")
      case .virtual: parts.append("virtual, \(virtualMappings.count) mappings")
      case .external: parts.append("external, \(externalFiles.count) files")
      case .contiguous, .compact: parts.append("\(layout)")
      }
      parts += filters.map { "\($0)" }
      if let text = fillText { parts.append("fill value \(text)") }
      if layout == .virtual { return parts.joined(separator: ", ") }
      let (stored, whole) = (try storageSize, wholeSize)
      parts.append(stored == whole ? "\(stored) bytes stored" : "\(stored) of \(whole) bytes stored")
      if stored > 0, stored != whole { parts.append("ratio \(Self.ratio(whole, stored))") }
    } catch { parts.append("damaged: \(error)") }
    return parts.joined(separator: ", ")
  }

  /// The value of elements that were never written, as text; `nil` where there is none, or none that can be read.
  public var fillText: String? {
    if case .undefined = fill.value { return nil }
    guard datatype.size <= 1024, let value = try? fillValue else { return nil }
    let lines = value.named(as: datatype, in: file).text(options: ArrayTextOptions(style: .str))
      .split(whereSeparator: \.isNewline)
    let text = lines.map { $0.trimmingPrefix { $0 == " " } }.joined(separator: " ")
    return text.count > 80 ? text.prefix(80) + "…" : text
  }

  private var shapeParts: [String] {
    var parts = [Self.tuple(shape)]
    if maxShape != shape.map(Optional.some) {
      parts[0] += " of (" + maxShape.map { $0.map(String.init) ?? "∞" }.joined(separator: ", ") + ")"
    }
    if let names = try? dimensionNames, names.contains(where: { $0 != nil }) {
      parts.append("dims (" + names.map { $0 ?? "-" }.joined(separator: ", ") + ")")
    }
    if isDimensionScale { parts.append("dimension scale") }
    return parts
  }

  private static func tuple(_ numbers: [Int]) -> String {
    PythonLiteral.tuple(numbers.map { .int($0) }).description
  }

  private var wholeSize: Int { count.multiplied(datatype.size) ?? .max }

  /// A ratio with one digit after the point, or two below ten.
  private static func ratio(_ whole: Int, _ stored: Int) -> String {
    let ratio = Double(whole) / Double(stored)
    let scale = ratio < 10 ? 100.0 : 10
    return "\((ratio * scale).rounded() / scale)"
  }

  /// The only element, where it is a number or a short text.
  private var scalarText: String? {
    guard dataspace.kind == .scalar, datatype.size <= 64, let array = try? read() else { return nil }
    let text = array.named(as: datatype, in: file).text(options: ArrayTextOptions(style: .str))
    return text.count > 80 ? text.prefix(80) + "…" : text
  }
}
