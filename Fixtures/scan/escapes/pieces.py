"""Pickles put together from pieces of opcodes, with names that nothing imports here."""

import struct


class Piece:
    """Opcodes that leave one value on the stack."""

    def __init__(self, opcodes):
        self.opcodes = opcodes


def text(value):
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def name(module, qualname):
    """A GLOBAL."""
    return Piece(b"c%s\n%s\n" % (module.encode(), qualname.encode()))


def opcodes(value):
    """The opcodes of a piece or of a plain value."""
    if isinstance(value, Piece):
        return value.opcodes
    if isinstance(value, str):
        return text(value)
    if value is None:
        return b"N"
    if isinstance(value, bool):
        return b"\x88" if value else b"\x89"
    if isinstance(value, int):
        return b"J" + struct.pack("<i", value)
    if isinstance(value, bytes):
        return b"B" + struct.pack("<I", len(value)) + value
    if isinstance(value, tuple):
        return b"(" + b"".join(map(opcodes, value)) + b"t"
    if isinstance(value, list):
        return b"](" + b"".join(map(opcodes, value)) + b"e"
    if isinstance(value, dict):
        return b"}(" + b"".join(opcodes(key) + opcodes(item) for key, item in value.items()) + b"u"
    raise TypeError(value)


def call(function, *arguments):
    """REDUCE."""
    return Piece(opcodes(function) + opcodes(arguments) + b"R")


def build(value, state):
    """BUILD."""
    return Piece(opcodes(value) + opcodes(state) + b"b")


def new(cls, *arguments):
    """NEWOBJ."""
    return Piece(opcodes(cls) + opcodes(arguments) + b"\x81")


def pickled(value):
    """A whole pickle of protocol 4."""
    return b"\x80\x04" + opcodes(value) + b"."


GETITEM = name("_operator", "getitem")
PARTIAL = name("functools", "partial")
DEFAULTDICT = name("collections", "defaultdict")
OBJECT = name("builtins", "object")
TYPE = name("builtins", "type")


def hidden(value):
    """A value as the result of a call, which gives back what it is given."""
    return call(GETITEM, [value], 0)


def trampoline(function, *arguments):
    """A call of a name that stands nowhere as what is called: a default of a dict."""
    return call(GETITEM, call(DEFAULTDICT, call(PARTIAL, hidden(function), *arguments)), 0)


MARKER = call(name("os", "system"), "touch brine-marker")
EVIL = opcodes(MARKER) + b"."
