import BrineCore
import BrineJSON
import BrinePickle

/// JSON: data, but for the configurations of Keras, which name classes and may hold code.
extension ContentScan {
  mutating func scanJSON(_ source: MemorySource, _ place: Place) -> Bool {
    let found: JSONDocument?
    do { found = try PythonJSON.document(source) } catch {
      note(format: "JSON", place)
      unreadable(place, "the JSON has more values than are looked at")
      return true
    }
    guard let document = found else { return false }
    note(format: "JSON", place)
    scanKeras(document, place)
    return true
  }

  /// Looks at every object of a configuration that names a class.
  ///
  /// Source: Keras 3, `keras.saving.deserialize_keras_object`: `module`, `class_name`, `config`, `registered_name`.
  mutating func scanKeras(_ document: JSONDocument, _ place: Place) {
    var known: Set<PickleName> = []
    for index in 0..<document.count where document[index].kind == .object {
      var (module, name, config) = (String?.none, String?.none, Int?.none)
      for (key, value) in document.members(of: index) {
        if document.isString(at: key, equalTo: "class_name") { name = document.string(at: value) }
        if document.isString(at: key, equalTo: "module") { module = document.string(at: value) }
        if document.isString(at: key, equalTo: "config") { config = value }
        // Of a text the layers that look words up take it for the path of their list.
        if document.isString(at: key, equalTo: "vocabulary"), let path = document.string(at: value) {
          report(
            .outsideFile, .unknown, place, offset: document[key].offset,
            "a layer reads its words from \(path)")
        }
      }
      guard let name, config != nil || module != nil else { continue }
      let offset = document[index].offset
      // A name may be one inside of a module of Keras.
      if let (rule, verdict, text) = Self.codeClasses[
        name.split(separator: ".").last.map(String.init) ?? name]
      {
        guard known.insert(PickleName(module: "keras", name: text)).inserted else { continue }
        report(rule, verdict, place, offset: offset, "the model has \(text)")
        continue
      }
      guard let module else { continue }
      // What Keras has for layers and their settings; its functions may load and fetch.
      if Self.isKeras(module), name != "function" || Self.plainModules.contains(module) { continue }
      // `{"class_name": "function", "config": "system", "module": "os"}`
      let function = config.flatMap { document[$0].kind == .string ? document.string(at: $0) : nil }
      let full = PickleName(module: module, name: name == "function" ? function ?? name : name)
      guard known.insert(full).inserted else { continue }
      if case .dangerous(let rule) = policy.decision(full) {
        let message = "the configuration names \(full), which \(rule.message)"
        report([ScanFinding(rule, .unsafe, message, offset: offset)], place)
      } else if case .unknown = policy.decision(full) {
        report(
          .kerasModule, .unknown, place, offset: offset,
          "the configuration names \(full), which Keras imports")
      }
    }
  }

  /// Classes that run or load something when Keras makes an instance of them from its configuration.
  private static let codeClasses: [String: (OwnRule, ScanVerdict, String)] = [
    "Lambda": (.kerasCode, .unsafe, "a Lambda layer, whose code runs with the model"),
    "__lambda__": (.kerasCode, .unsafe, "a Lambda layer, whose code runs with the model"),
    "TorchModuleWrapper": (
      .kerasCode, .unsafe, "a TorchModuleWrapper layer, whose module is a pickle that torch.load reads"
    ),
    "TFSMLayer": (.outsideFile, .unknown, "a TFSMLayer layer, which loads a model from another folder"),
  ]

  /// Modules of Keras of which every function only computes.
  private static let plainModules: Set<String> = [
    "keras.activations", "keras.losses", "keras.metrics", "keras.initializers", "keras.regularizers",
    "keras.constraints", "keras.src.activations.activations", "keras.src.losses.losses", "keras.ops",
  ]

  private static func isKeras(_ module: String) -> Bool {
    ["keras", "keras_hub", "keras_cv", "keras_nlp", "tensorflow.keras", "tf_keras"].contains {
      module == $0 || module.hasPrefix($0 + ".")
    }
  }
}

/// JSON as Python's `json.loads` takes it: of UTF-8, UTF-16 and UTF-32, with NaN and Infinity, and with surrogates.
enum PythonJSON {
  /// The document, whose offsets are then those in UTF-8; `nil` where it is no JSON to Python either.
  ///
  /// - Throws: `JSONError` when there are too many values.
  static func document(_ source: MemorySource) throws(JSONError) -> JSONDocument? {
    do { return try JSONDocument(source, nodeLimit: nodeLimit) } catch {
      if error.code == .tooManyNodes { throw error }
    }
    guard source.count <= 256 << 20, let bytes = try? source.read(0..<source.count) else { return nil }
    return try? JSONDocument(withoutConstants(Array(text(bytes).utf8)), nodeLimit: nodeLimit)
  }

  /// How many values are looked at.
  private static let nodeLimit = 1 << 26

  /// Source: `json.detect_encoding`. What is no character becomes U+FFFD.
  private static func text(_ bytes: [UInt8]) -> String {
    let start = Array(bytes.prefix(4)) + [1, 1, 1, 1]
    let (isWide, isBig, skip): (Int, Bool, Int) =
      if start.starts(with: [0xFF, 0xFE, 0, 0]) {
        (4, false, 4)
      } else if start.starts(with: [0, 0, 0xFE, 0xFF]) {
        (4, true, 4)
      } else if start.starts(with: [0xFF, 0xFE]) { (2, false, 2) } else if start.starts(with: [0xFE, 0xFF]) {
        (2, true, 2)
      } else if start.starts(with: [0xEF, 0xBB, 0xBF]) { (1, false, 3) } else if start[0] == 0 {
        (start[1] != 0 ? 2 : 4, true, 0)
      } else if start[1] == 0 { (start[2] != 0 || start[3] != 0 ? 2 : 4, false, 0) } else { (1, false, 0) }
    let rest = bytes.dropFirst(skip)
    if isWide == 1 { return String(decoding: rest, as: UTF8.self) }
    let units = stride(from: rest.startIndex, to: rest.endIndex - isWide + 1, by: isWide).map { index in
      (0..<isWide).reduce(UInt32(0)) { $0 << 8 | UInt32(rest[index + (isBig ? $1 : isWide - 1 - $1)]) }
    }
    if isWide == 4 { return String(decoding: units, as: UTF32.self) }
    return String(decoding: units.map { UInt16(truncatingIfNeeded: $0) }, as: UTF16.self)
  }

  /// Zeros in place of the numbers that JSON has no words for.
  private static func withoutConstants(_ text: [UInt8]) -> [UInt8] {
    var (text, isString, position) = (text, false, 0)
    while position < text.count {
      let byte = text[position]
      if isString {
        if byte == UInt8(ascii: "\\") { position += 1 }
        if byte == UInt8(ascii: "\"") { isString = false }
      } else if byte == UInt8(ascii: "\"") {
        isString = true
      } else if let word = words.first(where: { text[position...].starts(with: $0) }) {
        text.replaceSubrange(
          position..<position + word.count, with: [0x30] + [UInt8](repeating: 0x20, count: word.count - 1))
        position += word.count - 1
      }
      position += 1
    }
    return text
  }

  private static let words = ["NaN", "-Infinity", "Infinity"].map { Array($0.utf8) }
}
