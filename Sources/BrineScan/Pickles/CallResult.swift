import BrinePickle

/// What a call results in, where a pickle may go on with it.
enum CallResult: Equatable {
  /// What a name stands for, such as an attribute of a class.
  case name(PickleName)
  /// A module.
  case module(String)
  /// A method of data or of an instance.
  case method
  /// An instance of a class.
  case instance(PickleName)
  /// A class that the file brings along, or one of those that such classes and functions are made with.
  case classByValue
  /// A function that the file brings along.
  case functionByValue
}

extension CallResult {
  /// The class of an instance.
  var className: PickleName? { if case .instance(let name) = self { name } else { nil } }
}
