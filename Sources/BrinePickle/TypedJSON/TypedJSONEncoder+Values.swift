import BigInt
import BrineCore
import BrineJSON

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension TypedJSONEncoder {
  mutating func write(_ meaning: Meaning, id: Int?) throws {
    switch meaning {
    case .none: try writer.write("null")
    case .bool(let value): try writer.write(value ? "true" : "false")
    case .int(let word): try write(integer: word)
    case .float(let value): try write(value)
    case .complex(let real, let imaginary):
      try writer.write("{\"$complex\":[")
      try write(real)
      try writer.write(",")
      try write(imaginary)
      try writer.write("]}")
    case .string(let word): try write(string: word)
    case .bytes(let bytes): try write(bytes, "\"$bytes\":", id: nil)
    case .bytearray(let bytes): try write(bytes, "\"$bytearray\":", id: id)
    case .list(let word): try writeList(word, id: id)
    case .tuple(let word): try writeSequence("\"$tuple\":[", .items(graph.items(word), next: 0), id: id)
    case .set(let word): try writeSequence("\"$set\":[", .words(graph.uniqueItems(word), next: 0), id: id)
    case .frozenset(let word):
      try writeSequence("\"$frozenset\":[", .words(graph.uniqueItems(word), next: 0), id: id)
    case .dict(let word): try writeDict(word, id: id)
    case .array(let array): try write(array, id: id)
    case .ndarray(let array) where plainArrays: try writePlain(array)
    case .ndarray(let array): try write(array, id: id)
    case .instance(let instance): try write(instance, id: id)
    case .persistent(let word):
      try open("\"$persistent\":", id: id)
      schedule(.value(word), .text("}"))
    case .readOnly(let word):
      try open("\"$readonly\":", id: id)
      schedule(.value(word), .text("}"))
    default: try writeScalar(meaning)
    }
  }

  private mutating func writeScalar(_ meaning: Meaning) throws {
    switch meaning {
    case .date(let date): try writer.write(text: "{\"$date\":\"\(date)\"}")
    case .time(let time, let tz): try write("{\"$time\":\"", time.description, time, tz)
    case .datetime(let date, let time, let tz): try write("{\"$datetime\":\"", "\(date)T\(time)", time, tz)
    case .timedelta(let delta):
      try writer.write(text: "{\"$timedelta\":[\(delta.days),\(delta.seconds),\(delta.microseconds)]}")
    case .decimal(let text): try writer.write(text: "{\"$decimal\":\"\(text)\"}")
    case .uuid(let uuid): try writer.write(text: "{\"$uuid\":\"\(uuid)\"}")
    case .global(let name):
      try writer.write("{\"$global\":")
      try write(name)
      try writer.write("}")
    case .scalar(let scalar): try write(scalar: scalar)
    case .extension(let code): try writer.write(text: "{\"$extension\":\(code)}")
    case .buffer(let number): try write(buffer: number)
    default: break
    }
  }

  // MARK: Numbers and text

  private mutating func write(integer word: Word) throws {
    if let int = graph.int(word) { return try writer.write(text: String(int)) }
    if let last = lastInteger, last.word == word { return try writer.write(text: last.text) }
    guard let value = graph.integer(word) else { return try writer.write("0") }
    // Decimal digits cost the square of their number: what Python itself would not print is hexadecimal.
    guard value.magnitude.bitWidth > 14_000 else {
      let text = value.description
      lastInteger = (word, text)
      return try writer.write(text: text)
    }
    try writer.write(value.sign == .minus ? "{\"$int\":\"-0x" : "{\"$int\":\"0x")
    try writer.write(text: Hexadecimal.text(value.magnitude))
    try writer.write("\"}")
  }

  mutating func write(_ value: Double) throws {
    if value.isFinite { return try writer.write(text: PythonRepr.float(value)) }
    try writer.write(
      value.isNaN ? "{\"$float\":\"nan\"}" : value > 0 ? "{\"$float\":\"inf\"}" : "{\"$float\":\"-inf\"}")
  }

  private mutating func write(string word: Word) throws {
    try graph.withText(word) { text in
      Result {
        guard !word.isASCII, GeneralizedUTF8.hasSurrogates(text) else {
          return try writer.write(string: text)
        }
        try writer.write("{\"$str\":")
        try writer.write(string: text)
        try writer.write("}")
      }
    }.get()
  }

  private mutating func write(_ bytes: Meaning.Bytes, _ tag: StaticString, id: Int?) throws {
    try open(tag, id: id)
    if case .word(let word) = bytes {
      try graph.withBytes(word, { bytes in Result { try writer.write(base64: bytes) } }).get()
    } else {
      let content = graph.content(bytes)
      try content.withUnsafeBytes { try writer.write(base64: $0) }
    }
    try writer.write("}")
  }

  private mutating func write(buffer number: Int) throws {
    let buffer = graph.options.buffers[number]
    try writer.write(buffer.isReadOnly ? "{\"$bytes\":" : "{\"$bytearray\":")
    try buffer.data.withUnsafeBytes { try writer.write(base64: $0) }
    try writer.write("}")
  }

  mutating func write(_ name: PickleName) throws {
    try writer.write(string: name.description)
  }

  // MARK: Dates

  /// A time or datetime: its text, the offset or the time zone, the fold.
  private mutating func write(_ tag: StaticString, _ text: String, _ time: PickleTime, _ tz: Word?) throws {
    try writer.write(tag)
    try writer.write(text: text)
    let offset = tz.map { graph.offsetText($0) } ?? ""
    try writer.write(text: offset ?? "")
    try writer.write("\"")
    steps.append(.text(time.isFolded ? ",\"fold\":1}" : "}"))
    if offset == nil, let tz {
      try writer.write(",\"tz\":")
      steps.append(.value(tz))
    }
  }

  // MARK: Containers

  private mutating func writeSequence(_ tag: StaticString, _ items: Step, id: Int?) throws {
    try open(tag, id: id)
    schedule(items, .text("]}"))
  }

  private mutating func writeList(_ word: Word, id: Int?) throws {
    let items = Step.items(graph.items(word), next: 0)
    guard id == nil else { return try writeSequence("\"$list\":[", items, id: id) }
    try writer.write("[")
    schedule(items, .text("]"))
  }

  private mutating func writeDict(_ word: Word, id: Int?) throws {
    let entries = graph.entries(word)
    if id == nil, isPlain(entries) {
      try writer.write("{")
      schedule(.members(entries, next: 0), .text("}"))
    } else {
      try open("\"$dict\":[", id: id)
      schedule(.pairs(entries, next: 0), .text("]}"))
    }
  }

  /// Whether all keys are strings that JSON can have as names and that are not taken for tags.
  private func isPlain(_ entries: Entries) -> Bool {
    for index in 0..<entries.count {
      let key = entries.key(index)
      guard key.has(.string) else { return false }
      let isPlain = graph.withText(key) { text in
        text.first != UInt8(ascii: "$") && (key.isASCII || !GeneralizedUTF8.hasSurrogates(text))
      }
      guard isPlain else { return false }
    }
    return true
  }

  // MARK: Objects

  private mutating func write(_ instance: Meaning.Instance, id: Int?) throws {
    try open(instance.isGlobal ? "\"$global\":" : instance.isCall ? "\"$call\":" : "\"$object\":", id: id)
    var parts: [Step] = []
    if let name = instance.name { try write(name) } else { parts.append(.value(instance.callable)) }
    if let base = instance.base.flatMap({ graph.callableName($0) }) {
      // Its class has a name then, so that nothing is to be written before this.
      try writer.write(",\"base\":")
      try write(base)
    }
    if !instance.arguments.isEmpty {
      parts += [.text(",\"args\":["), .words(instance.arguments, next: 0), .text("]")]
    }
    if let keywords = instance.keywords {
      parts += dictSteps(keywords)
    }
    parts += stateSteps(instance)
    if !instance.effects.isEmpty {
      parts += [.text(",\"after\":["), .words(instance.effects, next: 0), .text("]")]
    }
    if let items = instance.items, graph.items(items).count > 0 {
      parts += [.text(",\"items\":["), .items(graph.items(items), next: 0), .text("]")]
    }
    if let entries = instance.entries, graph.rawEntries(entries).count > 0 {
      parts += [.text(",\"entries\":["), .pairs(graph.entries(entries), next: 0), .text("]")]
    }
    steps.append(contentsOf: (parts + [.text("}")]).reversed())
  }

  /// The first state and its setter, then the others and theirs.
  private func stateSteps(_ instance: Meaning.Instance) -> [Step] {
    guard let state = instance.states.first else { return [] }
    var parts: [Step] = [.text(",\"state\":"), .value(state)]
    if instance.setters[0] != .absent { parts += [.text(",\"setter\":"), .value(instance.setters[0])] }
    guard instance.states.count > 1 else { return parts }
    parts += [.text(",\"states\":["), .words(Array(instance.states.dropFirst()), next: 0), .text("]")]
    if instance.setters.dropFirst().contains(where: { $0 != .absent }) {
      let setters = instance.setters.dropFirst().map { $0 == .absent ? .none : $0 }
      parts += [.text(",\"setters\":["), .words(setters, next: 0), .text("]")]
    }
    return parts
  }

  /// Keyword arguments: a dict without identity.
  private func dictSteps(_ word: Word) -> [Step] {
    let entries = graph.entries(word)
    return isPlain(entries)
      ? [.text(",\"kwargs\":{"), .members(entries, next: 0), .text("}")]
      : [.text(",\"kwargs\":{\"$dict\":["), .pairs(entries, next: 0), .text("]}")]
  }

  private mutating func write(_ array: PackedArray, id: Int?) throws {
    try open("\"$object\":\"array.array\",\"args\":[", id: id)
    try writer.write(string: array.typecode)
    try writer.write(",[")
    switch array.content {
    case .items(let word): schedule(.items(graph.items(word), next: 0), .text("]]}"))
    case .packed(let format, let bytes):
      for (index, item) in PackedArray.items(graph.content(bytes), format).enumerated() {
        if index > 0 { try writer.write(",") }
        try write(item)
      }
      try writer.write("]]}")
    }
  }

  private mutating func write(_ item: PackedArray.Item) throws {
    switch item {
    case .int(let value): try writer.write(text: String(value))
    case .unsigned(let value): try writer.write(text: String(value))
    case .float(let value): try write(value)
    case .scalar(let value):
      var text: [UInt8] = []
      GeneralizedUTF8.append(value, to: &text)
      let isSurrogate = (0xD800..<0xE000).contains(value)
      if isSurrogate { try writer.write("{\"$str\":") }
      try text.withUnsafeBytes { try writer.write(string: $0) }
      if isSurrogate { try writer.write("}") }
    }
  }
}

extension PickleGraph {
  /// The text of a fixed offset from UTC; `nil` for any other time zone.
  func offsetText(_ tz: Word) -> String? {
    guard tz.has(.object) else { return nil }
    let record = objects[tz.objectIndex]
    guard known(record.callable) == .timezone, record.state == .absent, record.items == .absent else {
      return nil
    }
    let arguments = items(record.arguments)
    guard arguments.count == 1, case .timedelta(let delta) = meaning(arguments[0]) else { return nil }
    return delta.offsetText
  }
}
