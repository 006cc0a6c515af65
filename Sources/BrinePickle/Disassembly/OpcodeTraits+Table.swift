// Facts from `Lib/pickletools.py` of CPython 3.11: argument, stack before, stack after, protocol, annotation.
// The annotations are output that must be met to the letter.
extension OpcodeTraits {
  static let all: [OpcodeTraits] = values + containers + memory + objects

  private static let values: [OpcodeTraits] = [
    .init(.int, .shortDecimalLine, [], [.intOrBool], 0, "Push an integer or bool."),
    .init(.binInt, .int4, [], [.int], 1, "Push a four-byte signed integer."),
    .init(.binInt1, .uint1, [], [.int], 1, "Push a one-byte unsigned integer."),
    .init(.binInt2, .uint2, [], [.int], 1, "Push a two-byte unsigned integer."),
    .init(.long, .longDecimalLine, [], [.int], 0, "Push a long integer."),
    .init(.long1, .long1, [], [.int], 2, "Long integer using one-byte length."),
    .init(.long4, .long4, [], [.int], 2, "Long integer using found-byte length."),
    .init(.string, .stringLine, [], [.bytesOrString], 0, "Push a Python string object."),
    .init(.binString, .string4, [], [.bytesOrString], 1, "Push a Python string object."),
    .init(.shortBinString, .string1, [], [.bytesOrString], 1, "Push a Python string object."),
    .init(.binBytes, .bytes4, [], [.bytes], 3, "Push a Python bytes object."),
    .init(.shortBinBytes, .bytes1, [], [.bytes], 3, "Push a Python bytes object."),
    .init(.binBytes8, .bytes8, [], [.bytes], 4, "Push a Python bytes object."),
    .init(.byteArray8, .byteArray8, [], [.byteArray], 5, "Push a Python bytearray object."),
    .init(.nextBuffer, .none, [], [.buffer], 5, "Push an out-of-band buffer object."),
    .init(.readonlyBuffer, .none, [.buffer], [.buffer], 5, "Make an out-of-band buffer object read-only."),
    .init(.none, .none, [], [.none], 0, "Push None on the stack."),
    .init(.newTrue, .none, [], [.bool], 2, "Push True onto the stack."),
    .init(.newFalse, .none, [], [.bool], 2, "Push False onto the stack."),
    .init(.unicode, .unicodeLine, [], [.string], 0, "Push a Python Unicode string object."),
    .init(.shortBinUnicode, .unicode1, [], [.string], 4, "Push a Python Unicode string object."),
    .init(.binUnicode, .unicode4, [], [.string], 1, "Push a Python Unicode string object."),
    .init(.binUnicode8, .unicode8, [], [.string], 4, "Push a Python Unicode string object."),
    .init(.float, .floatLine, [], [.float], 0, "Newline-terminated decimal float literal."),
    .init(.binFloat, .float8, [], [.float], 1, "Float stored in binary form, with 8 bytes of data."),
  ]

  private static let containers: [OpcodeTraits] = [
    .init(.emptyList, .none, [], [.list], 1, "Push an empty list."),
    .init(.append, .none, [.list, .any], [.list], 0, "Append an object to a list."),
    .init(.appends, .none, [.list, .mark, .slice], [.list], 1, "Extend a list by a slice of stack objects."),
    .init(
      .list, .none, [.mark, .slice], [.list], 0,
      "Build a list out of the topmost stack slice, after markobject."),
    .init(.emptyTuple, .none, [], [.tuple], 1, "Push an empty tuple."),
    .init(
      .tuple, .none, [.mark, .slice], [.tuple], 0,
      "Build a tuple out of the topmost stack slice, after markobject."),
    .init(.tuple1, .none, [.any], [.tuple], 2, "Build a one-tuple out of the topmost item on the stack."),
    .init(
      .tuple2, .none, [.any, .any], [.tuple], 2,
      "Build a two-tuple out of the top two items on the stack."),
    .init(
      .tuple3, .none, [.any, .any, .any], [.tuple], 2,
      "Build a three-tuple out of the top three items on the stack."),
    .init(.emptyDict, .none, [], [.dict], 1, "Push an empty dict."),
    .init(
      .dict, .none, [.mark, .slice], [.dict], 0,
      "Build a dict out of the topmost stack slice, after markobject."),
    .init(.setItem, .none, [.dict, .any, .any], [.dict], 0, "Add a key+value pair to an existing dict."),
    .init(
      .setItems, .none, [.dict, .mark, .slice], [.dict], 1,
      "Add an arbitrary number of key+value pairs to an existing dict."),
    .init(.emptySet, .none, [], [.set], 4, "Push an empty set."),
    .init(
      .addItems, .none, [.set, .mark, .slice], [.set], 4,
      "Add an arbitrary number of items to an existing set."),
    .init(
      .frozenSet, .none, [.mark, .slice], [.frozenSet], 4,
      "Build a frozenset out of the topmost slice, after markobject."),
  ]

  private static let memory: [OpcodeTraits] = [
    .init(.pop, .none, [.any], [], 0, "Discard the top stack item, shrinking the stack by one item."),
    .init(
      .dup, .none, [.any], [.any, .any], 0,
      "Push the top stack item onto the stack again, duplicating it."),
    .init(.mark, .none, [], [.mark], 0, "Push markobject onto the stack."),
    .init(
      .popMark, .none, [.mark, .slice], [], 1,
      "Pop all the stack objects at and above the topmost markobject."),
    .init(.get, .shortDecimalLine, [], [.any], 0, "Read an object from the memo and push it on the stack."),
    .init(.binGet, .uint1, [], [.any], 1, "Read an object from the memo and push it on the stack."),
    .init(.longBinGet, .uint4, [], [.any], 1, "Read an object from the memo and push it on the stack."),
    .init(.put, .shortDecimalLine, [], [], 0, "Store the stack top into the memo.  The stack is not popped."),
    .init(.binPut, .uint1, [], [], 1, "Store the stack top into the memo.  The stack is not popped."),
    .init(.longBinPut, .uint4, [], [], 1, "Store the stack top into the memo.  The stack is not popped."),
    .init(.memoize, .none, [.any], [.any], 4, "Store the stack top into the memo.  The stack is not popped."),
  ]

  private static let objects: [OpcodeTraits] = [
    .init(.ext1, .uint1, [], [.any], 2, "Extension code."),
    .init(.ext2, .uint2, [], [.any], 2, "Extension code."),
    .init(.ext4, .int4, [], [.any], 2, "Extension code."),
    .init(.global, .plainLinePair, [], [.any], 0, "Push a global object (module.attr) on the stack."),
    .init(
      .stackGlobal, .none, [.string, .string], [.any], 4,
      "Push a global object (module.attr) on the stack."),
    .init(
      .reduce, .none, [.any, .any], [.any], 0,
      "Push an object built from a callable and an argument tuple."),
    .init(
      .build, .none, [.any, .any], [.any], 0,
      "Finish building an object, via __setstate__ or dict update."),
    .init(.inst, .plainLinePair, [.mark, .slice], [.any], 0, "Build a class instance."),
    .init(.obj, .none, [.mark, .any, .slice], [.any], 1, "Build a class instance."),
    .init(.newObj, .none, [.any, .any], [.any], 2, "Build an object instance."),
    .init(.newObjEx, .none, [.any, .any, .any], [.any], 4, "Build an object instance."),
    .init(.proto, .uint1, [], [], 2, "Protocol version indicator."),
    .stop,
    .init(.frame, .uint8, [], [], 4, "Indicate the beginning of a new frame."),
    .init(.persID, .plainLine, [], [.any], 0, "Push an object identified by a persistent ID."),
    .init(.binPersID, .none, [.any], [.any], 1, "Push an object identified by a persistent ID."),
  ]
}
