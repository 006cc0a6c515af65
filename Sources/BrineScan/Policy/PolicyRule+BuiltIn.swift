/// The rules that the scanner itself has: of how names are used rather than of what they are.
extension PolicyRule {
  static let unknownName = PolicyRule(
    id: "unknown-name", severity: .medium, kind: "unknown", message: "is not known to the policy",
    references: ["CWE-502"])
  static let resultCalled = PolicyRule(
    id: "result-called", severity: .critical, kind: "code execution",
    message: "what a call returned is called in turn", references: ["CWE-502"])
  static let ownCodeCalled = PolicyRule(
    id: "own-code-called", severity: .critical, kind: "code execution",
    message: "a function that the file brings along is called", references: ["CWE-502", "CWE-94"])
  static let ownClass = PolicyRule(
    id: "own-class", severity: .low, kind: "code",
    message: "objects of classes that the file brings along are made",
    references: ["CWE-502"])
  static let importedChanged = PolicyRule(
    id: "imported-changed", severity: .critical, kind: "interpreter state",
    message: "an imported module, class or function is changed", references: ["CWE-502", "CWE-915"])
  static let codeNames = PolicyRule(
    id: "code-names", severity: .low, kind: "code", message: "what the code that the file brings along uses",
    references: ["CWE-94"])
  static let computedState = PolicyRule(
    id: "computed-state", severity: .medium, kind: "evasion",
    message: "a state is the result of a call, so that nobody sees what is in it", references: ["CWE-502"])
  static let polyglot = PolicyRule(
    id: "polyglot", severity: .high, kind: "evasion", message: "the file is a pickle too",
    references: ["CWE-436"])
  static let heldAttribute = PolicyRule(
    id: "held-attribute", severity: .medium, kind: "attribute walking",
    message: "a function or method is come by that something else may call", references: ["CWE-502"])
  static let methodReplaced = PolicyRule(
    id: "method-replaced", severity: .critical, kind: "code execution",
    message: "a method that unpicklers call is replaced", references: ["CWE-502", "CWE-915"])
  static let scipyTemplate = PolicyRule(
    id: "scipy-template", severity: .critical, kind: "code execution",
    message: "a distribution of SciPy's holds a text of its own, which is run as code",
    references: ["CWE-502", "CWE-94"])
  static let computedName = PolicyRule(
    id: "computed-name", severity: .critical, kind: "import",
    message: "a name is imported that only running a call would tell", references: ["CWE-502", "CWE-470"])
  static let extensionCode = PolicyRule(
    id: "extension-code", severity: .medium, kind: "unknown",
    message: "a name that the loading program registered under a number")
  static let outsideObject = PolicyRule(
    id: "outside-object", severity: .medium, kind: "unknown",
    message: "something that the loading program supplies is called or changed")
  static let readersDiffer = PolicyRule(
    id: "readers-differ", severity: .medium, kind: "evasion",
    message: "Python's two unpicklers read this differently", references: ["CWE-436"])
  static let builtTwice = PolicyRule(
    id: "built-twice", severity: .medium, kind: "evasion",
    message: "an object is changed after it has its state, which no pickler does", references: ["CWE-502"])
  static let holderUsed = PolicyRule(
    id: "holder-used", severity: .medium, kind: "attribute walking",
    message: "an object that holds functions is handed to a call or changed, which may call them",
    references: ["CWE-502"])
  static let unclearCall = PolicyRule(
    id: "unclear-call", severity: .critical, kind: "attribute walking",
    message: "a function is called with arguments that no pickler writes", references: ["CWE-502"])
  static let arrayState = PolicyRule(
    id: "array-state", severity: .high, kind: "memory",
    message: "an array or its type is given a state that NumPy would not write", references: ["CWE-843"])
  static let codec = PolicyRule(
    id: "codec", severity: .medium, kind: "import",
    message: "a codec is looked up by name, which imports a module")
  static let unreadable = PolicyRule(
    id: "unreadable", severity: .medium, kind: "unreadable", message: "could not be analysed to its end")
  static let limit = PolicyRule(
    id: "limit", severity: .medium, kind: "denial of service",
    message: "is larger or deeper than the limits allow",
    references: ["CWE-400", "CWE-409"])
  static let archiveDiffers = PolicyRule(
    id: "archive-differs", severity: .high, kind: "evasion",
    message: "programs that read archives differ about this member", references: ["CWE-436"])
  static let checksum = PolicyRule(
    id: "checksum", severity: .medium, kind: "evasion",
    message: "the checksum is wrong, which some loaders do not mind", references: ["CWE-354"])
  static let kerasCode = PolicyRule(
    id: "keras-code", severity: .critical, kind: "code execution",
    message: "a Keras model holds a layer that is Python code", references: ["CWE-502", "CVE-2024-3660"])
  static let kerasModule = PolicyRule(
    id: "keras-module", severity: .high, kind: "import",
    message: "a Keras configuration names a class of another package", references: ["CVE-2025-1550"])
  static let outsideFile = PolicyRule(
    id: "outside-file", severity: .high, kind: "file", message: "reading it reads another file",
    references: ["CWE-73", "CWE-22"])
  static let besideFile = PolicyRule(
    id: "beside-file", severity: .info, kind: "file", message: "a file beside this one belongs to it")
  static let shapeBomb = PolicyRule(
    id: "shape-bomb", severity: .medium, kind: "denial of service",
    message: "an array says to be far larger than what is stored of it", references: ["CWE-789"])
  static let torchScript = PolicyRule(
    id: "torchscript-code", severity: .info, kind: "code",
    message: "a TorchScript archive, whose code torch runs")
}
