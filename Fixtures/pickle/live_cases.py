"""Fixtures that pickle writes itself, from live objects."""

import array
import collections
import datetime
import decimal
import fractions
import functools
import ipaddress
import operator
import pathlib
import re
import types
import uuid
import zoneinfo

import shapes

EVERY = range(6)


def scalars():
    return [None, True, False, 0, 1, -1, 255, 256, 65535, 65536, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 2**63, 2**64,
            -10**50, 0.0, -0.0, 1.5, 1e16, 1e-5, 5e-324, float("inf"), float("-inf"), float("nan"), 1 + 2j,
            "", "plain", "caf\xe9 \u20ac \U0001f600", "tab\tquote\"back\\slash\nnul\0", "lone \udc80", "$tag"]


def containers():
    return {"list": [1, [2, [3, []]]], "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
            "dicts": [{}, {"a": {"b": {}}}, {1: "one", None: 2, (1, 2): 3}, {"$id": 1}], "set": {1, 2, 3},
            "frozenset": frozenset({7}), "empty": [set(), frozenset()]}


def binary():
    return [b"", b"\x00\xff", bytes(range(256)), b"x" * 300, bytearray(b""), bytearray(b"abc")]


def recursive():
    listed, mapped, named = [], {}, shapes.Rectangle(1, 2, "self")
    listed.append(listed)
    mapped["self"] = mapped
    named.name = named
    cell = []
    pair = (cell, 1)
    cell.append(pair)
    return [listed, mapped, named, pair, {"pair": pair}]


def shared():
    row, key, point = [1, 2], (3, 4), shapes.Rectangle(5, 6)
    return {"rows": [row, row], "keys": {key: [key]}, "points": (point, point), "data": [b := bytearray(b"x"), b]}


def rectangles():
    return [shapes.Rectangle(3, 4, "small"), shapes.Rectangle(30, 40.5, "large"), shapes.Rectangle(1, 1, "unit")]


def instances():
    """One object for each kind of class in `shapes`, including what only NEWOBJ_EX can say."""
    polygon, labels, group, noted = shapes.Polygon([1, 2]), shapes.Labels(a=1), shapes.Group(1, 2), shapes.Noted()
    polygon.closed = True
    labels.language = "en"
    group["first"] = group.members
    noted.note = {"text": "set by a call"}
    error = shapes.ShapeError("too small", 3)
    error.shape = "circle"
    return [polygon, labels, group, noted, error, shapes.Circle(2), shapes.Length(1.5), shapes.Size(3, 4),
            shapes.Style(), shapes.Colour.GREEN, shapes.Side.LEFT | shapes.Side.RIGHT, shapes.Group.Layer(), object()]


def slotted():
    return [shapes.Point(1, 2), shapes.Canvas(width=3, depth=[1])]


def names():
    return [shapes.Rectangle, shapes.Group.Layer, shapes.set_note, shapes.Rectangle.area, len, str.join, dict.fromkeys,
            int, type(None), type(...), ..., NotImplemented, shapes.Rectangle(2, 3).area, [1].append,
            list[int], int | None, ValueError, FileNotFoundError]


def dates():
    utc, plus = datetime.timezone.utc, datetime.timezone(datetime.timedelta(hours=5, minutes=30, seconds=15))
    named = datetime.timezone(datetime.timedelta(hours=-8), "PST")
    berlin = zoneinfo.ZoneInfo("Europe/Berlin")
    return {"date": datetime.date(2026, 1, 2), "naive": datetime.datetime(2026, 1, 2, 3, 4, 5),
            "micro": datetime.datetime(2026, 1, 2, 3, 4, 5, 6, utc), "odd": datetime.datetime(1, 1, 1, tzinfo=plus),
            "named": datetime.datetime(2026, 1, 2, tzinfo=named), "zone": datetime.datetime(2026, 7, 1, tzinfo=berlin),
            "fold": datetime.datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=berlin),
            "time": [datetime.time(1, 2), datetime.time(1, 2, 3, 4, utc), datetime.time(1, fold=1)],
            "delta": [datetime.timedelta(0), datetime.timedelta(-1, 5, 7)], "tz": [utc, plus, named, berlin]}


def numbers():
    return [decimal.Decimal("1.10"), decimal.Decimal("NaN"), decimal.Decimal("-Infinity"), fractions.Fraction(3, 4),
            uuid.UUID("12345678-1234-5678-1234-567812345678"), complex("nan"), complex(0.0, -0.0)]


def collected():
    return [collections.OrderedDict(b=1, a=2), collections.defaultdict(list, a=[1]), collections.deque([1, 2]),
            collections.deque([1, 2], 5), collections.Counter("aab"), collections.ChainMap({"a": 1}, {"b": 2}),
            collections.UserDict(a=1), collections.UserList([1]), collections.UserString("text")]


def library():
    return [pathlib.PurePosixPath("/usr/lib"), pathlib.PureWindowsPath("C:/Temp"), ipaddress.ip_address("10.0.0.1"),
            ipaddress.ip_network("fe80::/64"), ipaddress.ip_interface("10.0.0.1/24"), re.compile("a+", re.I),
            re.compile(b"b"), functools.partial(int, base=2), operator.itemgetter(1, 2), operator.attrgetter("a.b"),
            operator.methodcaller("sort"), types.SimpleNamespace(a=1), range(1, 9, 2), slice(1, None), iter([1, 2, 3]),
            array.array("d", [1.5, -2.0]), array.array("u", "h\xe9"), array.array("B", b"ab"), OSError(2, "gone")]


def settings():
    return {"name": "demo", "version": 3, "ratio": 0.25, "enabled": True, "tags": ["a", "b"], "parent": None,
            "limits": {"cpu": 4, "memory": 2**34}, "window": (800, 600)}


def rows():
    return [{"id": n, "name": f"row {n}", "price": n * 1.25, "active": n % 2 == 0, "tags": [f"t{n % 3}"], "note": None}
            for n in range(20)]


def batches():
    """More than one batch of 1000 items, an exact multiple, and one item left over."""
    return [list(range(2000)), {n: None for n in range(1001)}, set(range(1500))]


def framed():
    """A frame that is full at 64 KiB, and a string too long for any frame."""
    return ["b" * 65536, [str(n) for n in range(9000)]]


LIVE = [
    (scalars, EVERY), (containers, EVERY), (binary, EVERY), (recursive, (0, 1, 2, 4)), (shared, (0, 2, 4)),
    (rectangles, (0, 1, 2, 3, 5)), (instances, (0, 2, 3, 4)), (slotted, (2, 3, 4)), (names, (0, 2, 3, 4)),
    (dates, (0, 2, 3, 4)), (numbers, (0, 2, 4)), (collected, (0, 2, 4)), (library, (0, 2, 4)),
    (batches, (1, 4)), (framed, (4,)),
]


def live_cases():
    """Stem, object and protocol of each."""
    for make, protocols in LIVE:
        for protocol in protocols:
            yield f"{make.__name__}_p{protocol}", make(), protocol
    yield "rectangle", rectangles()[0], 4
    yield "settings", settings(), 4
    yield "rows", rows(), 5
    yield "long4_p2", [2**2040, -(2**2040), 3**2000], 2
    yield "billion_laughs", functools.reduce(lambda inner, _: [inner] * 10, range(12), ["ha"]), 4
