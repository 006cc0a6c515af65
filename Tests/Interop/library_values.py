"""Values of the standard library's types, as far as pickle knows them."""

import array
import builtins
import collections
import datetime as dt
import decimal
import fractions
import functools
import http
import ipaddress
import itertools
import math
import operator
import pathlib
import random
import re
import signal
import socket
import string
import time
import types
import typing
import urllib.parse
import uuid
import zoneinfo

UTC = dt.timezone.utc
ODD = dt.timezone(-dt.timedelta(hours=5, minutes=30, seconds=15, microseconds=7))
NAMED = dt.timezone(dt.timedelta(hours=1), "Mitteleurop\xe4isch")
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


def dates():
    return [dt.date.min, dt.date.max, dt.date(2026, 1, 2), [dt.date(2000, 1, 1)] * 2]


def times():
    return [dt.time(), dt.time(1, 2, 3), dt.time(1, 2, 3, 4), dt.time(23, 59, 59, 999999, UTC), dt.time(2, fold=1),
            dt.time(2, tzinfo=ODD), dt.time(2, tzinfo=NAMED), dt.time(2, tzinfo=BERLIN, fold=1)]


def datetimes():
    moment = dt.datetime(2026, 10, 25, 2, 30)
    zones = [None, UTC, ODD, NAMED, BERLIN, dt.timezone(dt.timedelta(0)), dt.timezone(dt.timedelta(0), "UTC")]
    return [dt.datetime.min, dt.datetime.max, dt.datetime(1, 1, 1, microsecond=1),
            *(moment.replace(tzinfo=z) for z in zones),
            *(moment.replace(tzinfo=zone, fold=1, microsecond=5) for zone in zones),
            [moment.replace(tzinfo=BERLIN), moment.replace(tzinfo=BERLIN, fold=1), BERLIN],
            [moment.replace(tzinfo=NAMED)] * 2, [UTC, UTC, moment.replace(tzinfo=UTC)],
            {moment: moment.replace(tzinfo=NAMED)}]


def zones():
    return [UTC, ODD, NAMED, BERLIN, zoneinfo.ZoneInfo("UTC"), zoneinfo.ZoneInfo.no_cache("Asia/Tokyo"),
            [dt.timezone(dt.timedelta(0)), UTC], [BERLIN, BERLIN], dt.timezone.min, dt.timezone.max]


def deltas():
    return [dt.timedelta(), dt.timedelta.min, dt.timedelta.max, dt.timedelta(-1, 5, 7), [dt.timedelta(1)] * 2]


def numbers():
    spelled = ["0", "-0", "1.10", "1E+5", "-1.5E-30", "NaN", "sNaN12", "-NaN", "Infinity", "-Infinity", "1" * 60,
               "0E-10"]
    return [*map(decimal.Decimal, spelled), fractions.Fraction(0), fractions.Fraction(-3, 4),
            fractions.Fraction(10**40, 7),
            uuid.UUID(int=0), uuid.UUID(int=2**128 - 1), uuid.UUID(int=5, is_safe=uuid.SafeUUID.safe),
            uuid.SafeUUID.unsafe,
            [decimal.Decimal(1)] * 2, [uuid.UUID(int=7)] * 2, [fractions.Fraction(1, 3)] * 2]


def collected():
    ordered, queue = collections.OrderedDict(b=1, a=[2]), collections.deque([1, [2]])
    ordered["self"] = ordered
    queue.append(queue)
    return [collections.OrderedDict(), ordered, collections.defaultdict(), collections.defaultdict(list, a=[]),
            collections.deque(), queue, collections.deque(range(5), 3), collections.deque([], 0),
            collections.deque(range(1500)),
            collections.Counter(), collections.Counter("abracadabra"), collections.ChainMap(),
            collections.ChainMap({1: 2}, {}),
            collections.UserDict(a=1), collections.UserList([1, 2]), collections.UserString("text")]


def network_and_files():
    addresses = ["0.0.0.0", "255.255.255.255", "::1", "fe80::1%eth0"]
    return [*map(ipaddress.ip_address, addresses), ipaddress.ip_network("10.0.0.0/8"),
            ipaddress.ip_network("2001:db8::/32"),
            ipaddress.ip_interface("10.1.2.3/8"), ipaddress.ip_interface("::1/128"), pathlib.PurePosixPath("/a/b.txt"),
            pathlib.PurePosixPath("."), pathlib.Path("relative/\xe9"), pathlib.PureWindowsPath("C:\\Temp\\x"),
            urllib.parse.urlsplit("https://example.org/a?b#c"), http.HTTPStatus.NOT_FOUND, signal.SIGTERM,
            socket.AF_INET,
            socket.SOCK_STREAM]


def arrays():
    whole = [array.array(code, [0, 1, 100]) for code in "bBhHiIlLqQ"]
    limits = [array.array("q", [-2**63, 2**63 - 1]), array.array("Q", [2**64 - 1]), array.array("b", [-128, 127])]
    real = [array.array(code, [0.0, -1.5, float("nan"), float("inf"), 0.1]) for code in "fd"]
    return [*whole, *limits, *real, array.array("u", "a\xe9\u20ac\U0001f600"), array.array("u"), array.array("d"),
            [whole[0], whole[0]], array.array("i", range(2000))]


def callables():
    return [len, print, math.sin, operator.add, str.join, [].append, "a".join, dict.fromkeys, int.from_bytes,
            int.__add__,
            dt.datetime.now, random.Random.random, itertools.chain.from_iterable, functools.partial(int, "10", base=2),
            functools.partial(print), operator.itemgetter(0), operator.itemgetter("a", 1),
            operator.attrgetter("a.b", "c"),
            operator.methodcaller("m"), operator.methodcaller("m", 1, k=[2]),
            functools.partial(functools.partial(max, 1), 2)]


def types_and_names():
    return [int, object, type, type(None), type(...), type(NotImplemented), [type(None), type(None)], None, ...,
            NotImplemented,
            list[int], dict[str, list[int]], int | None, typing.List[int], typing.Optional[str], typing.Any,
            collections.OrderedDict, re.Pattern, types.SimpleNamespace(a=[1], b="c"), range(0),
            range(1, 10**20, 3), slice(None), slice(1, [2], "3"), object(), functools.reduce, dt.timezone,
            zoneinfo.ZoneInfo]


def patterns():
    return [re.compile(""), re.compile("a+(b)", re.I | re.M), re.compile(b"\xff"), re.I, re.I | re.X,
            [re.compile("x")] * 2]


def iterators():
    return [iter([1, 2]), iter(()), iter((1, [2])), iter("ab"), iter(b"ab"), iter(range(3)), iter({1}), iter({"k": 1}),
            reversed([1, 2]), enumerate(["a"]), zip([1], "b"), map(len, ["a"]), filter(None, [0, 1]),
            itertools.count(3),
            itertools.chain([1], [2]), itertools.repeat("x", 2), itertools.product("ab", repeat=2)]


def exceptions():
    named = {kind.__name__: kind for kind in vars(builtins).values() if isinstance(kind, type)}
    classes = [kind for name, kind in sorted(named.items())
               if issubclass(kind, Exception) and "Group" not in name and "Unicode" not in name]
    noted = ValueError("noted")
    noted.add_note("a note")
    looped = ValueError()
    looped.args = ([looped],)
    return [[kind("text") for kind in classes], classes, ValueError(), KeyError(("k", 1)),
            OSError(2, "gone"),
            OSError(13, "no", "file"), OSError(17, "two", "a", None, "b"),
            UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"),
            UnicodeEncodeError("ascii", "\xe9", 0, 1, "bad"), ImportError("no", name="n", path="p"), noted, looped,
            ExceptionGroup("many", [ValueError(1), TypeError(2)]), SystemExit(3), KeyboardInterrupt(),
            StopIteration([1])]


def others():
    generator = random.Random(5)
    return [time.struct_time(range(9)), generator, string.Template("$a")]


GROUPS = [dates, times, datetimes, zones, deltas, numbers, collected, network_and_files, arrays, callables,
          types_and_names,
          patterns, iterators, exceptions, others]
