import BigInt
import BrineCore

/// Values in a few words, for people.
extension PickleValue {
  /// The Python type: `dict`, `datetime.date`, `sklearn.pipeline.Pipeline`; for a call, what is called and `(…)`.
  public var typeName: String {
    switch meaning {
    case .none: return "NoneType"
    case .string: return "str"
    case .date: return "datetime.date"
    case .time: return "datetime.time"
    case .datetime: return "datetime.datetime"
    case .timedelta: return "datetime.timedelta"
    case .decimal: return "decimal.Decimal"
    case .uuid: return "uuid.UUID"
    case .array: return "array.array"
    case .ndarray(let array):
      let name = graph.className(of: array)
      return name.module + "." + name.name
    case .scalar(let scalar): return "numpy." + scalar.dtype.scalarName
    case .persistent: return "persistent id"
    case .extension: return "extension code"
    case .readOnly: return "memoryview"
    case .instance(let instance):
      let name = instance.name.map { $0.module + "." + $0.name } ?? "call"
      return instance.isCall ? name + "(…)" : name
    default: return kind.rawValue
    }
  }

  /// The value itself where it is short, else its size: `"brine"`, `1.5`, `(3)`.
  public var preview: String {
    switch meaning {
    case .none: return "None"
    case .bool(let value): return value ? "True" : "False"
    case .int(let word): return number(word)
    case .float(let value): return PythonRepr.float(value)
    case .complex(let real, let imaginary):
      return "(\(PythonRepr.float(real)), \(PythonRepr.float(imaginary))j)"
    case .string(let word): return text(word)
    case .bytes(let bytes), .bytearray(let bytes): return preview(bytes)
    case .list, .tuple, .set, .frozenset, .dict: return "(\(count))"
    case .array(let array): return array.preview(graph)
    case .ndarray(let array): return array.preview
    case .scalar(let scalar): return graph.ndarray(scalar)?.values.first?.text(scalar.dtype) ?? ""
    case .buffer(let number): return "(\(graph.options.buffers[number].data.count) bytes)"
    case .global(let name): return name.description
    case .instance: return count > 0 ? "(\(count))" : ""
    case .extension(let code): return String(code)
    case .persistent, .readOnly: return ""
    default: return dateText
    }
  }

  private var dateText: String {
    switch meaning {
    case .date(let date): date.description
    case .time(let time, let tz): time.description + (tz.flatMap { graph.offsetText($0) } ?? "")
    case .datetime(let date, let time, let tz):
      "\(date)T\(time)" + (tz.flatMap { graph.offsetText($0) } ?? "")
    case .timedelta(let delta): "\(delta.days) d \(delta.seconds).\(padded(delta.microseconds, 6)) s"
    case .decimal(let text): text
    case .uuid(let uuid): uuid.description
    default: ""
    }
  }

  private func number(_ word: Word) -> String {
    if let int = graph.int(word) { return String(int) }
    guard let big = graph.integer(word) else { return "" }
    let bits = big.bitWidth
    return bits <= 256 ? big.description : "an integer of \(bits) bits"
  }

  private func text(_ word: Word) -> String {
    graph.withText(word) { utf8 in
      var end = min(utf8.count, utf8.count > 80 ? 64 : 80)
      // Not in the middle of a character.
      while end > 0, end < utf8.count, utf8[end] & 0xC0 == 0x80 { end -= 1 }
      let shown = [UInt8](utf8.prefix(end))
      return PythonRepr.string(utf8: shown.span.bytes) + (end < utf8.count ? "… (\(utf8.count) bytes)" : "")
    }
  }

  private func preview(_ bytes: Meaning.Bytes) -> String {
    let count = graph.count(bytes)
    guard count <= 24 else { return "(\(count) bytes)" }
    return PythonRepr.bytes(graph.content(bytes).span.bytes)
  }
}

extension PackedArray {
  /// The typecode and the number of items.
  func preview(_ graph: PickleGraph) -> String {
    switch content {
    case .items(let word): "'\(typecode)' (\(graph.items(word).count))"
    case .packed(let format, let bytes): "'\(typecode)' (\(graph.count(bytes) / format.size))"
    }
  }
}

extension PickleValue: CustomStringConvertible {
  /// The type and the preview: `int 3`, `dict (4)`.
  public var description: String { preview.isEmpty ? typeName : typeName + " " + preview }
}

extension Pickle: CustomStringConvertible {
  /// The protocol, the size and what the root is.
  public var description: String {
    "pickle of protocol \(protocolVersion), \(byteRange.count) bytes: \(root)"
  }
}
