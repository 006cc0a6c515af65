"""Small assembler for pickle bytes: each function returns the opcodes of one value.

Plain Python values are turned into opcodes by `lit`; `Code` marks bytes that are opcodes already.
"""

import struct


class Code(bytes):
    """Opcodes that leave one value on the unpickler's stack."""

    def __add__(self, other):
        return Code(bytes(self) + bytes(other))


MARK, STOP, POP, POP_MARK, DUP = b"(", b".", b"0", b"1", b"2"
REDUCE, BUILD, NEWOBJ, NEWOBJ_EX, OBJ = b"R", b"b", b"\x81", b"\x92", b"o"
APPEND, APPENDS, SETITEM, SETITEMS, ADDITEMS = b"a", b"e", b"s", b"u", b"\x90"


def text(value):
    """A str, as SHORT_BINUNICODE or BINUNICODE."""
    raw = value.encode("utf-8", "surrogatepass")
    if len(raw) < 256:
        return Code(b"\x8c" + bytes([len(raw)]) + raw)
    return Code(b"X" + struct.pack("<I", len(raw)) + raw)


def blob(value):
    """A bytes object, as SHORT_BINBYTES or BINBYTES."""
    if len(value) < 256:
        return Code(b"C" + bytes([len(value)]) + value)
    return Code(b"B" + struct.pack("<I", len(value)) + value)


def number(value):
    """An int, as BININT1, BININT or LONG1."""
    if 0 <= value < 256:
        return Code(b"K" + bytes([value]))
    if -(2**31) <= value < 2**31:
        return Code(b"J" + struct.pack("<i", value))
    raw = value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
    return Code(b"\x8a" + bytes([len(raw)]) + raw)


def lit(value):
    """The opcodes of a plain Python value (or of opcodes: themselves)."""
    if isinstance(value, Code):
        return value
    if value is None:
        return Code(b"N")
    if isinstance(value, bool):
        return Code(b"\x88" if value else b"\x89")
    if isinstance(value, int):
        return number(value)
    if isinstance(value, float):
        return Code(b"G" + struct.pack(">d", value))
    if isinstance(value, str):
        return text(value)
    if isinstance(value, (bytes, bytearray)):
        return blob(bytes(value))
    inner = b"".join(lit(item) for item in value) if not isinstance(value, dict) else b""
    if isinstance(value, tuple):
        return Code(MARK + inner + b"t")
    if isinstance(value, list):
        return Code(b"](" + inner + APPENDS)
    if isinstance(value, dict):
        pairs = b"".join(lit(key) + lit(item) for key, item in value.items())
        return Code(b"}(" + pairs + SETITEMS)
    raise TypeError(type(value))


def name(module, qualified):
    """A global by STACK_GLOBAL (protocol 4: dotted names are walked)."""
    return text(module) + text(qualified) + b"\x93"


def line(module, qualified):
    """A global by GLOBAL, as lines of text."""
    return Code(b"c" + module.encode() + b"\n" + qualified.encode() + b"\n")


def n(dotted):
    """A global by STACK_GLOBAL from `module:name`, or `module.name` (the last dot splits)."""
    module, _, qualified = dotted.partition(":") if ":" in dotted else dotted.rpartition(".")
    return name(module, qualified)


def call(function, *arguments):
    """A call by REDUCE; a str in the function's place is a name for `n`."""
    function = n(function) if isinstance(function, str) else function
    return function + lit(tuple(arguments)) + REDUCE


def get_attribute(value, attribute):
    """`getattr(value, attribute)`."""
    return call("builtins.getattr", value, attribute)


def build(value, state):
    """BUILD: hands a state to a value."""
    return lit(value) + lit(state) + BUILD


def keywords(function, arguments, options):
    """Calls with keyword arguments: a functools.partial made empty, then given its state by BUILD."""
    function = n(function) if isinstance(function, str) else function
    partial = call("functools.partial", n("builtins.print"))
    return build(partial, (function, tuple(arguments), options, {})) + lit(()) + REDUCE


def slots(**attributes):
    """A state for BUILD that sets attributes with setattr."""
    return (None, attributes)


def put(index):
    """BINPUT."""
    return b"q" + bytes([index])


def get(index):
    """BINGET."""
    return Code(b"h" + bytes([index]))


def then(*values):
    """Several values, one after the other; all but the last are popped."""
    parts = [lit(value) for value in values]
    return Code(POP.join(parts))


def frame(raw):
    """A FRAME around opcodes."""
    return b"\x95" + struct.pack("<Q", len(raw)) + raw


def pickled(*values, protocol=4):
    """A whole pickle whose value is the last of the values."""
    return b"\x80" + bytes([protocol]) + then(*values) + STOP
