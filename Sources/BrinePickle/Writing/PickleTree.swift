public import BigInt
public import BrineCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A value to be pickled, written down as what it is to Python.
///
/// ```swift
/// let tree: PickleTree = ["name": "demo", "size": .tuple([2, 3]), "raw": .bytes(data)]
/// let pickle = try Pickle(tree)
/// try pickle.write(to: "demo.pkl")
/// ```
///
/// A value that is met more than once, or inside itself, is given a number with ``shared(_:_:)`` and met again as
/// ``reference(_:)``.
public indirect enum PickleTree: Sendable {
  /// `None`.
  case none
  /// `True` or `False`.
  case bool(Bool)
  /// An `int` of any size.
  case int(BigInt)
  /// A `float`.
  case float(Double)
  /// A `complex`.
  case complex(Double, Double)
  /// A `str`.
  case string(String)
  /// A `bytes`.
  case bytes(Data)
  /// A `bytearray`.
  case bytearray(Data)
  /// A buffer, which may be written apart from the pickle in protocol 5.
  case buffer(PickleBuffer)
  /// A `list`.
  case list([PickleTree])
  /// A `tuple`.
  case tuple([PickleTree])
  /// A `set`.
  case set([PickleTree])
  /// A `frozenset`.
  case frozenset([PickleTree])
  /// A `dict`, in this order.
  case dict([(key: PickleTree, value: PickleTree)])
  /// A class or function by name.
  case global(PickleName)
  /// `type.__new__(type, *arguments)`, with its state: mostly a dict of attributes.
  case object(PickleName, arguments: [PickleTree] = [], state: PickleTree? = nil)
  /// `function(*arguments)`, which Python calls when it reads the pickle.
  case call(PickleName, arguments: [PickleTree] = [])
  /// An array, as NumPy pickles it.
  case ndarray(NDArray)
  /// A value of another pickle, with all that hangs on it. What several of them share stays shared.
  case value(PickleValue)
  /// What the reader is to find by this id.
  case persistent(PickleTree)
  /// An extension code of `copyreg`.
  case `extension`(Int)
  /// A value that is met again: its number, from 1 on.
  case shared(Int, PickleTree)
  /// The value with this number, which came before or is around this one.
  case reference(Int)
}

extension PickleTree: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// `None`.
  public init(nilLiteral: ()) { self = .none }
  /// A `bool`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// An `int`.
  public init(integerLiteral value: Int) { self = .int(BigInt(value)) }
  /// A `float`.
  public init(floatLiteral value: Double) { self = .float(value) }
  /// A `str`.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A `list`.
  public init(arrayLiteral elements: PickleTree...) { self = .list(elements) }
  /// A `dict`.
  public init(dictionaryLiteral elements: (PickleTree, PickleTree)...) {
    self = .dict(elements.map { (key: $0.0, value: $0.1) })
  }
}
