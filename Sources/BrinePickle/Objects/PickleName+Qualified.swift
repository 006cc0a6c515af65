extension PickleName {
  /// A name as text: `geometry.Rectangle`, or `geometry:Outer.Inner` when the class is inside of another one.
  /// A name without a module is one of `__main__`, the script that Python runs.
  public init(qualified text: String) {
    if let colon = text.firstIndex(of: ":") {
      self.init(module: String(text[..<colon]), name: String(text[text.index(after: colon)...]))
    } else if let dot = text.lastIndex(of: ".") {
      self.init(module: String(text[..<dot]), name: String(text[text.index(after: dot)...]))
    } else {
      self.init(module: "__main__", name: text)
    }
  }

  /// The name that Swift has for a type: its module and what it is called in there.
  init(of type: any Any.Type) {
    let name = String(reflecting: type)
    guard let dot = name.firstIndex(of: ".") else {
      self.init(module: "builtins", name: name)
      return
    }
    self.init(module: String(name[..<dot]), name: String(name[name.index(after: dot)...]))
  }

  /// Whether both parts are made of identifiers with dots between them.
  var isValid: Bool {
    [module, name].allSatisfy { text in
      text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
        guard let first = part.unicodeScalars.first else { return false }
        return (first == "_" || first.properties.isXIDStart)
          && part.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isXIDContinue }
      }
    }
  }
}

extension PickleName: ExpressibleByStringLiteral {
  /// See ``init(qualified:)``.
  public init(stringLiteral text: String) { self.init(qualified: text) }
}
