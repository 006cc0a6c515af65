import BrineCore
import BrineJSON
import BrinePickle

/// JSON: data, but for the configurations of Keras, which name classes and may hold code.
extension ContentScan {
  mutating func scanJSON(_ source: MemorySource, _ place: Place) -> Bool {
    guard let document = try? JSONDocument(source, nodeLimit: 1 << 26) else { return false }
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
      }
      guard let name, config != nil || module != nil else { continue }
      let offset = document[index].offset
      if name == "Lambda" || name == "__lambda__" {
        guard known.insert(PickleName(module: "keras", name: name)).inserted else { continue }
        report(
          .kerasCode, .unsafe, place, offset: offset,
          "the model has a \(name) layer, whose code runs with the model")
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
        report(rule, .unsafe, place, offset: offset, "the configuration names \(full), which \(rule.message)")
      } else if case .unknown = policy.decision(full) {
        report(
          .kerasModule, .unknown, place, offset: offset,
          "the configuration names \(full), which Keras imports")
      }
    }
  }

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
