"""Values that typed JSON writes as plain data: leaves, and calls which merely spell out a leaf."""

import base64
import decimal
import json
import math
import pickle
import re

LARGEST_DECIMAL = 14_000  # bits

SURROGATE = re.compile("[\ud800-\udfff]")


def json_string(text):
    """A JSON string with the fewest escapes; lone surrogates can't be UTF-8, so they are escaped too."""
    quoted = json.dumps(text, ensure_ascii=False)
    return SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def string_leaf(text):
    quoted = json_string(text)
    return f'{{"$str":{quoted}}}' if SURROGATE.search(text) else quoted


def int_leaf(number):
    return str(number) if number.bit_length() <= LARGEST_DECIMAL else f'{{"$int":"{number:#x}"}}'


def float_leaf(number):
    if math.isnan(number):
        return '{"$float":"nan"}'
    if math.isinf(number):
        return '{"$float":"inf"}' if number > 0 else '{"$float":"-inf"}'
    return repr(number)


def complex_leaf(number):
    return f'{{"$complex":[{float_leaf(number.real)},{float_leaf(number.imag)}]}}'


def bytes_leaf(data):
    return f'{{"$bytes":"{base64.b64encode(data).decode()}"}}'


LEAVES = {
    type(None): lambda _: "null",
    bool: lambda value: "true" if value else "false",
    int: int_leaf,
    float: float_leaf,
    complex: complex_leaf,
    str: string_leaf,
    bytes: bytes_leaf,
    decimal.Decimal: lambda value: f'{{"$decimal":"{value}"}}',
}

PLAIN_TYPES = {"builtins.bytearray": bytearray, "builtins.bytes": bytes, "builtins.complex": complex}


def plain_call(call):
    """The plain value that a call spells out, or None when the call is shown as such."""
    if isinstance(call.callable, pickle.PickleBuffer):  # written in band
        view = call.callable.raw()
        return bytes(view) if view.readonly else bytearray(view)
    if call.name in PLAIN_TYPES and not call.kwargs:
        return PLAIN_TYPES[call.name](*call.args)
    return None


def array_arguments(array):
    """The one form of an array's arguments, whichever of its two the pickle has."""
    return (array.typecode, array.tolist())
