public import BrinePickle

extension SpecialCall {
  /// With which arguments a call is harmless.
  var explanation: String {
    switch self {
    case .getattr:
      "safe for plain attributes of data and of harmless classes; unsafe for those that begin with __"
    case .setattr: "contains code where it fills what the file brings along, as dill does; else unsafe"
    case .getitem: "safe for types with parameters, such as List[int]; else unsafe"
    case .iter: "safe with one argument; unsafe with two, of which it calls the first"
    case .encode: "safe with a codec of texts; else unknown"
    case .newInstance: "judged as a use of the class that it makes an instance of"
    case .type: "safe for the type of data; else unsafe"
    case .module: "contains code; what is done with the module is judged by its name"
    case .typeByName: "contains code: a type of Python itself, by its name"
    case .classByValue: "contains code: a class that the file brings along"
    case .functionByValue: "contains code: a function that the file brings along"
    case .nestedLoad: "the bytes that it loads are looked at in turn"
    case .emptyArray: "safe for an empty array, which is then given its state; else unknown"
    case .view: "safe with a shape and a type; unsafe with memory to look at"
    case .plainValue: "safe with data; unknown with what other calls made"
    case .union: "safe for the union of types; else unsafe"
    case .attributeGetter: "safe for plain attributes; else unsafe"
    case .genericAlias: "safe for a class with parameters; else unsafe"
    case .identity: "safe for data, of which nothing is changed afterwards; else unsafe"
    case .header: "safe for classes of headers; else unsafe"
    case .tensorOfType: "judged as a use of the function and the type that it is given"
    }
  }
}

extension PicklePolicy {
  /// With which arguments a call of a name is harmless, where the scanner looks at them: for `getattr` and some others.
  public static func explanation(ofCalls name: PickleName) -> String? {
    SpecialCall.named(name)?.explanation
  }
}
