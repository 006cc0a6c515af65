"""Values of the standard library that people keep in pickles."""

import argparse
import array
import calendar
import collections
import datetime
import decimal
import email.message
import fractions
import functools
import graphlib
import http
import http.cookiejar
import http.cookies
import inspect
import io
import ipaddress
import itertools
import logging
import operator
import os
import pathlib
import pickle
import queue
import random
import re
import reprlib
import signal
import socket
import ssl
import statistics
import string
import textwrap
import time
import types
import typing
import urllib.parse
import uuid
import xml.etree.ElementTree
import zoneinfo

from helpers import pickled

LIBRARY = "python"
MOMENT = datetime.datetime(2026, 3, 1, 12, 30, 15, 250)


def message():
    made = email.message.EmailMessage()
    made["Subject"] = "Hello"
    made["To"] = "someone@example.org"
    made.set_content("A short text.\n")
    return made


def cookie():
    made = http.cookies.SimpleCookie()
    made["name"] = "value"
    made["name"]["path"] = "/"
    return made


def tree():
    root = xml.etree.ElementTree.Element("root", {"kind": "small"})
    xml.etree.ElementTree.SubElement(root, "item").text = "one"
    return root


def defaults():
    made = collections.defaultdict(list)
    made["a"].append(1)
    nested = collections.defaultdict(collections.Counter)
    nested["x"].update("hello")
    return [made, nested, collections.defaultdict(int, {"n": 2}), collections.defaultdict(None)]


def values():
    """Names and values for protocols 2 to 5."""
    utc = datetime.timezone.utc
    yield "dates", [
        MOMENT,
        MOMENT.date(),
        MOMENT.time(),
        datetime.timedelta(3, 4, 5),
        MOMENT.replace(tzinfo=utc, fold=1),
    ]
    yield "timezones", [
        utc,
        datetime.timezone(datetime.timedelta(hours=2), "X"),
        MOMENT.replace(tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")),
    ]
    yield "decimals", [decimal.Decimal("1.50"), decimal.Decimal("NaN"), decimal.Context(prec=5)]
    yield "fractions", [fractions.Fraction(3, 7), fractions.Fraction(-1, 2)]
    yield "uuids", [uuid.UUID(int=5), uuid.UUID("12345678-1234-5678-1234-567812345678")]
    yield "addresses", [
        ipaddress.ip_address("10.0.0.1"),
        ipaddress.ip_address("::1"),
        ipaddress.ip_network("10.0.0.0/8"),
        ipaddress.ip_network("2001:db8::/32"),
        ipaddress.ip_interface("10.0.0.1/8"),
        ipaddress.ip_interface("::1/64"),
    ]
    yield "paths", [
        pathlib.PurePosixPath("/a/b"),
        pathlib.PureWindowsPath("C:/a"),
        pathlib.Path("data/x.csv"),
    ]
    yield "ordered", collections.OrderedDict([("a", 1), ("b", [2])])
    yield "defaults", defaults()
    yield "counter", collections.Counter("abracadabra")
    yield "deques", [collections.deque([1, 2, 3], maxlen=5), collections.deque("ab")]
    yield "chain_map", collections.ChainMap({"a": 1}, {"b": 2})
    yield "user_types", [
        collections.UserDict({"a": 1}),
        collections.UserList([1]),
        collections.UserString("x"),
    ]
    yield "enum_members", [
        http.HTTPStatus.OK,
        re.IGNORECASE,
        inspect.Parameter("x", inspect.Parameter.KEYWORD_ONLY),
        uuid.SafeUUID.unknown,
        signal.SIGTERM,
        socket.AF_INET,
        ssl.CERT_REQUIRED,
    ]
    yield "patterns", [re.compile(r"\d+(a|b)", re.I), re.compile(rb"x*")]
    yield "namespaces", [types.SimpleNamespace(a=1, b="x"), argparse.Namespace(verbose=True, lr=0.1)]
    yield "partials", [functools.partial(int, base=2), functools.partial(dict, a=1), functools.partial(list)]
    yield "getters", [operator.itemgetter(1), operator.itemgetter("a", "b")]
    yield "ranges", [range(3), range(10, 0, -2), slice(1, None, 2), slice(None)]
    yield "singletons", [
        Ellipsis,
        NotImplemented,
        None,
        True,
        type(None),
        type(Ellipsis),
        type(NotImplemented),
    ]
    yield "exceptions", [
        ValueError("bad"),
        KeyError("k"),
        OSError(2, "No such file", "x"),
        UnicodeDecodeError("utf8", b"\xff", 0, 1, "bad"),
        StopIteration(3),
        SystemExit(1),
        ExceptionGroup("two", [ValueError(1), TypeError(2)]),
        DeprecationWarning("old"),
    ]
    yield "more_exceptions", [
        ModuleNotFoundError("x", name="x"),
        ConnectionResetError(104, "reset"),
        TimeoutError(),
        ZeroDivisionError(),
        re.error("bad"),
        queue.Empty(),
        statistics.StatisticsError("none"),
        decimal.InvalidOperation(),
    ]
    yield "binary", [
        b"bytes",
        bytearray(b"mutable"),
        array.array("d", [1.5, 2]),
        array.array("i", [1, -2]),
        array.array("u", "text"),
    ]
    yield "statistics", [statistics.NormalDist(1, 2), random.Random(5).getstate()]
    yield "templates", [string.Template("$a and $b"), textwrap.TextWrapper(width=40), string.Formatter()]
    yield "generics", [
        list[int],
        dict[str, int],
        tuple[int, ...],
        typing.List[int],
        typing.Optional[str],
        typing.Union[int, str],
        typing.Any,
        typing.Dict[str, typing.Any],
        typing.Callable[[int], str],
    ]
    yield "type_variables", [typing.Literal["a", 1], typing.Tuple[int, str], typing.Sequence[int]]
    yield "loggers", [
        logging.getLogger("model.train"),
        logging.getLogger(),
        logging.LogRecord("n", 20, "file.py", 1, "hi %s", ("x",), None).levelname,
    ]
    yield "urls", [
        urllib.parse.urlparse("http://example.org/a?b=1#c"),
        urllib.parse.urlsplit("http://example.org/a"),
        urllib.parse.urldefrag("x#y"),
    ]
    yield "email", message()
    yield "cookies", cookie()
    yield "cookie", http.cookiejar.Cookie(
        0, "n", "v", None, False, "example.org", True, False, "/", True, False, None, True, None, None, {}
    )
    yield "element", tree()
    yield "struct_time", time.struct_time((2026, 1, 2, 3, 4, 5, 4, 2, 0))
    yield "stat_result", [os.stat_result(range(10)), os.terminal_size((80, 24))]
    yield "bound_methods", [[].append, {}.get, "abc".upper, "{}".format, b"x".hex, {1: 2}.items]
    yield "iterators", [
        iter([1, 2, 3]),
        iter((1, 2)),
        iter(range(3)),
        iter("abc"),
        reversed([1, 2]),
        iter({"a": 1}),
        enumerate("ab"),
        zip([1], [2]),
    ]
    yield "itertools", [
        itertools.count(3),
        itertools.repeat("x", 3),
        itertools.chain([1], [2]),
        itertools.islice([1, 2, 3], 2),
    ]
    yield "types", [int, str, list, dict, float, complex, bytes, object, type, set, frozenset, ValueError]
    yield "functions", [len, sorted, abs, max, min, sum, round, math_function()]
    yield "string_io", [io.StringIO("text"), io.BytesIO(b"bytes")]
    yield "sets", [{1, 2}, frozenset(["a"]), {frozenset([1])}]
    yield "named", [inspect.FullArgSpec(["a"], None, None, None, [], None, {}), sys_version()]
    yield "calendars", [calendar.TextCalendar(), graphlib.CycleError("loop", [1, 2, 1]), reprlib.Repr()]
    yield "views", [types.MappingProxyType.__name__, collections.abc.Mapping, collections.abc.Iterable]


def math_function():
    import math

    return math.sqrt


def sys_version():
    import urllib.request

    return urllib.parse.ParseResult("http", "h", "/", "", "", "")


def mixed():
    """One value that shows what each protocol does otherwise."""
    return {
        "text": "grün 🌍",
        "bytes": b"\x00\xff",
        "whole": [0, 255, 65536, -1, 1 << 70],
        "real": -1.5,
        "none": None,
        "set": {1},
        "frozen": frozenset({"x"}),
        "tuple": (1, (2, 3, 4, 5)),
        "moment": MOMENT,
        "complex": 1 + 2j,
        "ordered": collections.OrderedDict(a=1),
        "path": pathlib.PurePosixPath("a"),
        "error": ValueError("x"),
        "namespace": types.SimpleNamespace(a=1),
        "array": array.array("h", [1, 2]),
        "buffer": bytearray(b"y"),
    }


def cases():
    yield from pickled("stdlib", values(), (2, 3, 4, 5))
    for protocol in range(6):
        yield f"stdlib_mixed_{protocol}.pkl", f"a mixed value, protocol {protocol}", pickle.dumps(
            mixed(), protocol
        )
        pure = pickle._dumps(mixed(), protocol)
        yield f"stdlib_pure_{protocol}.pkl", f"a mixed value by the Python pickler, protocol {protocol}", pure
    for protocol in (0, 1):
        old = [
            MOMENT,
            decimal.Decimal("2.5"),
            fractions.Fraction(1, 3),
            uuid.UUID(int=9),
            collections.Counter("aab"),
            ipaddress.ip_address("10.0.0.1"),
            message(),
            cookie(),
            argparse.Namespace(a=1),
            OSError(2, "x"),
        ]
        yield f"stdlib_old_{protocol}.pkl", f"library values, protocol {protocol}", pickle.dumps(
            old, protocol
        )
