/// The flags of a code object, `co_flags`.
///
/// Source: CPython, `Include/cpython/code.h` and `Lib/inspect.py`.
public struct PickleCodeFlags: OptionSet, Sendable, Hashable {
  /// The bits as Python has them, unknown ones included.
  public let rawValue: Int

  /// Flags from `co_flags`.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Uses fast locals.
  public static let optimized = PickleCodeFlags(rawValue: 0x1)
  /// Has a namespace of its own.
  public static let newLocals = PickleCodeFlags(rawValue: 0x2)
  /// Takes `*args`.
  public static let varArgs = PickleCodeFlags(rawValue: 0x4)
  /// Takes `**kwargs`.
  public static let varKeywords = PickleCodeFlags(rawValue: 0x8)
  /// Is defined inside another function.
  public static let nested = PickleCodeFlags(rawValue: 0x10)
  /// Is a generator.
  public static let generator = PickleCodeFlags(rawValue: 0x20)
  /// Has no free or cell variables (up to Python 3.10).
  public static let noFree = PickleCodeFlags(rawValue: 0x40)
  /// Is a coroutine: `async def`.
  public static let coroutine = PickleCodeFlags(rawValue: 0x80)
  /// Is a generator that `types.coroutine` made awaitable.
  public static let iterableCoroutine = PickleCodeFlags(rawValue: 0x100)
  /// Is an asynchronous generator: `async def` with `yield`.
  public static let asyncGenerator = PickleCodeFlags(rawValue: 0x200)
  /// Has its docstring as its first constant (from Python 3.13 on).
  public static let hasDocstring = PickleCodeFlags(rawValue: 0x400_0000)
  /// Is defined in a class (from Python 3.14 on).
  public static let method = PickleCodeFlags(rawValue: 0x800_0000)

  /// The names of the flags that are set, in the order of their bits, as `dis.pretty_flags` writes them.
  /// Those without a name here, which `from __future__ import` sets, are left out.
  public var names: [String] {
    Self.table.compactMap { contains($0.flag) ? $0.name : nil }
  }

  private static let table: [(flag: PickleCodeFlags, name: String)] = [
    (.optimized, "OPTIMIZED"), (.newLocals, "NEWLOCALS"), (.varArgs, "VARARGS"),
    (.varKeywords, "VARKEYWORDS"),
    (.nested, "NESTED"), (.generator, "GENERATOR"), (.noFree, "NOFREE"), (.coroutine, "COROUTINE"),
    (.iterableCoroutine, "ITERABLE_COROUTINE"), (.asyncGenerator, "ASYNC_GENERATOR"),
    (.hasDocstring, "HAS_DOCSTRING"), (.method, "METHOD"),
  ]
}
