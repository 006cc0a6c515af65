"""Values of the built-in types, at the edges of their encodings, and how they share and contain each other."""

import pickle
from functools import reduce


def integers():
    edges = [2**8, 2**15, 2**16, 2**31, 2**32, 2**47, 2**48, 2**63, 2**64, 10**50, 2**2039, 2**2040, 10**1000]
    near = [edge + step for edge in edges for step in (-1, 0, 1)]
    return [0, 1, -1, 9, 127, -128, -129, True, False, None, [near, [-number for number in near]], *near[:24:3],
            -2**2048]


def floats():
    return [0.0, -0.0, 1.0, 0.1, 1 / 3, 1e15, 1e16, 1e17, 123456789012345678.0, 1e22, 1e23, 1e-4, 1e-5, 5e-324,
            2.2250738585072014e-308, 1.7976931348623157e308, -1.5e300, float("inf"), float("-inf"), float("nan"),
            1j, complex(-0.0, float("nan")), complex(float("inf"), -1e16)]


def strings():
    return ["", "a", "a" * 255, "a" * 256, "b" * 65537, "\xe9" * 128, "\u20ac" * 85, "\U0001f600", "\0\x01\x1f\x7f\x80",
            "\b\t\n\f\r\"\\/", "\\u0041 \\n", "line\nbreak\rreturn\x1a", "\ud800", "a\udcffb", "\udc80\ud83d",
            "\u2028\u2029\ufeff\uffff", "$tag", "'quoted\"", " padded ", "x\ud83d\ude00y"]


def byte_strings():
    return [b"", b"\0", b"\xff", b"abc", bytes(range(256)), b"a" * 255, b"b" * 256, b"\xe9" * 300, b"c" * 65537,
            bytearray(), bytearray(b"\0"), bytearray(b"d" * 300), bytearray(b"e" * 65537),
            pickle.PickleBuffer(b"frozen"), pickle.PickleBuffer(bytearray(b"thawed")), [b"ab", b"abc", b"abcd"]]


def dictionaries():
    nan, other = float("nan"), float("inf") - float("inf")
    return [{}, {"a": 1}, {"b": 1, "a": 2}, {"": 0}, {"$id": 1}, {"a": 1, "$ref": 2}, {"a$": 1}, {"\ud800": 1}, {1: 2},
            {None: 0, True: 1, 2: 2, 3.5: 3, "s": 4, b"b": 5, (): 6, (1, "x"): 7, frozenset({1}): 8, 1j: 9},
            {nan: 1, other: 2}, {-0.0: "zero"}, {2**70: "big"}, {int: "class", len: "function"}, {"\x01\"\\": "\x02"},
            {"\xe9": {"\u20ac": {"\U0001f600": []}}}, {((1, 2), (3, (4,))): []}]


def sets():
    return [set(), {1}, {1, 2, 3}, {"a", "b", "c"}, {None, 1.5, "x", b"y", (1, 2), 3j}, frozenset(), frozenset({1}),
            frozenset({"a", ("b", 1), frozenset({"c"})}), {frozenset(), frozenset({frozenset()})},
            {(), ((),), (((),),)},
            [frozenset(), frozenset()], {2**100, -2**100}]


def batches():
    return [list(range(999)), list(range(1000)), list(range(1001)), [[] for _ in range(2001)],
            {n: str(n) for n in range(1000)}, {str(n): n for n in range(1001)}, set(range(1000)), set(range(2001)),
            frozenset(str(n) for n in range(1001)), tuple(range(1500)), ["word"] * 300, [str(n) for n in range(300)]]


def nested():
    return [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), ((), ((),)), [], [[]], [(), [], {}], [{"a": [({"b": ()},)]}],
            reduce(lambda inner, _: [inner], range(150), []), reduce(lambda inner, _: (inner,), range(150), ()),
            reduce(lambda inner, _: {"in": inner}, range(150), {}), [1, [2, (3, {4, 5}, frozenset({6})), {"7": 8}]]]


def shared():
    empty_list, row, pair, text = [], [1], (1, [2]), "text" * 3
    data, members, lookup, frozen = bytearray(b"x"), {1}, {"k": []}, frozenset({("in", "set")})
    return [[empty_list, empty_list], [row, [row, row]], (pair, pair), [text, text], [data, data], [members, members],
            [lookup, lookup, lookup["k"]], [frozen, frozen], [(), ()], {"a": row, "b": {"c": row}},
            {pair[:1] + (3,): pair, "again": pair}, [b"same", b"same"], [row, [1]], [{1: lookup}, {2: lookup}],
            [None, None, True, True, 2**70, 2**70], [float("nan")] * 2,
            [reduce(lambda inner, _: [inner, inner], range(20), row)]]


def cyclic():
    itself, mapped, late = [], {}, [1]
    itself.append(itself)
    mapped["me"] = mapped
    late.append([late, {"late": late}])
    first, second = [], []
    first.append(second), second.append(first)
    cell, wide, keyed = [], [], {}
    single, quad = (cell,), (wide, 2, 3, 4)
    cell.append(single), wide.append(quad)
    keyed[("key", 1)] = (keyed,)
    return [itself, mapped, late, first, [second, first], single, cell, quad, wide, keyed, (single, cell, single),
            {"t": single, "l": cell}, [quad, quad], (itself, itself)]


GROUPS = [integers, floats, strings, byte_strings, dictionaries, sets, batches, nested, shared, cyclic]
