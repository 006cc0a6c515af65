"""Arrays with what NumPy's repr and str make of them."""

import base64
import datetime
import decimal
import warnings

import numpy as np

warnings.simplefilter("ignore")

nan, inf = np.nan, np.inf


def floats(random):
    """Values that lead to each of the formats, in each float type."""
    lists = [
        [1.0], [0.1, 0.2, 0.3], [1.5, 2.25, 3.0], [0.0, -0.0], [1e-5], [1e-4, 1.0], [9.9e-5, 1], [1e8], [99999999.0],
        [123456.789, 0.5], [1000.0, 1.0], [1000.1, 1.0], [1001.0, 1.0], [nan], [inf], [-inf], [nan, 1.0], [inf, 1.0],
        [-inf, 1.0], [nan, inf, -inf], [nan, -1.5, inf], [1e10, nan, -inf], [1e300, 1e-300], [5e-324], [1.7e308],
        [1 / 3, 2 / 3], [-1 / 3, 100 / 3], [0.123456785, 0.123456795], [1.999999999, 0.5], [123456789.123, 1.0],
        [1e16, 1.0], [1e5, 1e6], [65504.0, 1e-7], [3.14159265358979, 2.718281828], [1e-10, 1e-9], [-1e-20, 1e-20, 0],
        [1e100, -1e-100, 0.0], [100.0, 200.0, 300.0], [999.0, 1000.0], [0.001, 0.9999], [2.0**-44, 1.0], [8.5, 7e-5],
        [1234567.0, 7.0], [16777216.0, 0.5], [1.0000001, 1.0], [0.30000001192092896], [2e-45], [6e-8, 1e-7],
    ]
    for number in range(30):
        count, scale = random.randint(1, 12), 10.0 ** random.randint(-8, 8)
        lists.append([random.choice([random.uniform(-1, 1) * scale, float(random.randint(-99, 99)), nan, 0.25])
                      if random.random() < 0.2 else random.uniform(-1, 1) * scale for _ in range(count)])
    for values in lists:
        for dtype in ["f8", "f4", "f2"]:
            if dtype == "f8" or random.random() < 0.55:
                yield np.array(values).astype(dtype)
    for value in [1e6, 999999.0, 1e3, 999.0, 1e-4, 1.0, -0.0, 1e16, 1e15, 123456789.0, 1e-4, 9e-5, nan, -inf, 0.1, 1 / 3, 5e-324, 1e100, 1.5e-7, 2048.0]:
        for dtype in ["f8", "f4", "f2"]:
            yield np.array(value).astype(dtype)
    yield np.array([1.5, -2.25, 1e-3]).astype(">f8")
    yield np.array([0.5, 100.0]).astype(np.longdouble)


def complexes(random):
    yield from (np.array(v, t) for t in ["c16", "c8"] for v in [
        [1 + 2j], [0j, -0j], [1.5 - 0.25j, 100 + 3j], [complex(nan, 1)], [complex(1, nan), 2 + 3j],
        [complex(inf, -inf), 1j], [1e10 + 1j, 1], [1e-10j], [complex(nan, nan), complex(-inf, 5)], [[1j, 2], [3, 4j]],
        [complex(1, inf), 100.25 - 10.5j],
    ])
    for value in [1 + 2j, 2j, -2j, complex(-0.0, 1), complex(nan, inf), 1e20 + 1e-7j, 1.5 + 0j, complex(0, -0.0),
                  complex(1, -inf), 0j]:
        yield np.array(value)
        yield np.array(value, "c8")
    yield np.array([complex(random.uniform(-9, 9), random.uniform(-99, 99)) for _ in range(9)]).reshape(3, 3)


def plain(random):
    for dtype in ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">i2", ">i8"]:
        info = np.iinfo(dtype)
        yield np.array([info.min, info.max, 0, 7]).astype(dtype) if dtype != "u8" else np.array([0, 2**64 - 1], "u8")
        yield np.array([[1, -2], [30, 400]]).astype(dtype)
        yield np.array(42, dtype)
    for shape in [(3,), (2, 3), (2, 2, 2), (1, 1, 1, 1), (2, 1, 3, 2), (1, 0), (0,), (0, 3), (3, 0, 2), ()]:
        yield np.arange(int(np.prod(shape))).reshape(shape)
        yield np.ones(shape, "f4")
        yield np.zeros(shape, "?")
    yield np.array([[True, False], [False, True]])
    yield np.array(True)
    yield np.array(False)
    for count in [17, 25, 26, 99, 100]:
        yield np.arange(count)
        yield np.arange(count) * 0.5 - 3
        yield (np.arange(count) * 1000003 % 1009).astype("i2").reshape(1, -1)
    yield np.asfortranarray(np.arange(12.0).reshape(3, 4))
    yield np.arange(24).reshape(2, 3, 4)[:, ::-1, ::2]


def abridged(random):
    for shape in [(1000,), (1001,), (5000,), (34, 30), (3, 400), (400, 3), (11, 10, 10), (2, 2, 300), (300, 2, 2),
                  (7, 7, 7, 7), (7, 7, 30), (1100, 1), (1, 1100)]:
        count = int(np.prod(shape))
        yield np.broadcast_to(np.int64(7), shape)
        yield np.broadcast_to(np.float32(1.25), shape)
        if count < 1300:
            yield (np.arange(count) * 7919 % 251).astype("u1").reshape(shape)
    yield (np.arange(1200) % 2 == 0)
    yield np.arange(1200).astype("<u2").astype("<M8[D]")[::1]
    yield np.broadcast_to(np.array("long text that fills the line, really, until the end of it"), (1001,))
    yield np.broadcast_to(np.float64(1e-9), (20, 60))
    yield np.broadcast_to(np.array([1.5, nan]), (20, 60, 2))
    yield np.zeros((2, 0, 2000))


def texts(random):
    yield np.array(["a", "bcd", ""])
    yield np.array(["it's", 'say "x"', "both ' and \"", "back\\slash", "tab\tnew\nline", "é", "\x00a", "日本", "\x7f\x85\u200b"])
    yield np.array("single")
    yield np.array(["x" * 40, "y" * 40, "z" * 3])
    yield np.array([["ab", "c"], ["def", "g"]])
    yield np.array(["a", "b"]).astype(">U3")
    yield np.array(["😀", "e\u0301"])
    yield np.array([b"a", b"bcd", b"", b"it's", b'"', b"\x00\xff\n", b"both ' \"", b"\\"])
    yield np.array(b"single")
    yield np.array([""])
    yield np.zeros(2, "S0")
    yield np.zeros((2, 2), "S2")
    yield np.array([b"\x00\x01", b"ab"], "V2")
    yield np.array(b"\x00\xab\xcd", "V3")
    yield np.zeros(3, "V1")
    yield np.zeros(0, "U5")


def times(random):
    samples = [0, 1, -1, 59, 86399, 86400, 10**6, -(10**6), 20000, -719528, 123456789]
    for unit in ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"]:
        counts = [n for n in samples if unit not in "Y" or abs(n) < 30000]
        counts = [n for n in counts if unit not in ("M", "W", "D") or abs(n) < 400000]
        yield np.array(counts, "i8").astype(f"M8[{unit}]")
        yield np.array([*counts[:3], -(2**63)], "i8").astype(f"m8[{unit}]")
        yield np.array(counts[-1], "i8").astype(f"M8[{unit}]")
        yield np.array(counts[4 % len(counts)], "i8").astype(f"m8[{unit}]")
    for unit in ["25s", "10m", "7D", "3M", "100ns"]:
        yield np.array([1, 2, -3], "i8").astype(f"M8[{unit}]")
        yield np.array([1, 2, -3], "i8").astype(f"m8[{unit}]")
        yield np.array(5, "i8").astype(f"m8[{unit}]")
        yield np.array(5, "i8").astype(f"M8[{unit}]")
    yield np.array(["2020-02-29", "NaT"], "M8[D]")
    yield np.array(["NaT", "NaT"], "M8[ns]")
    yield np.array("NaT", "M8[s]")
    yield np.array("NaT", "m8[s]")
    yield np.array(["NaT"], "M8")
    yield np.array([5, 1000], "m8")
    yield np.array(5, "m8")
    yield np.array(["2001-01-01T12:30"], ">M8[m]")
    yield np.array([2**62, -(2**62)], "i8").astype("M8[us]")
    yield np.array([2**63 - 1, 1 - 2**63], "i8").astype("M8[ns]")


def structured(random):
    point = np.dtype([("x", "<f4"), ("y", "<f4")])
    yield np.array([(1.5, 2), (3, 4.25)], point)
    yield np.array((1.5, 2), point)
    yield np.array([(1,)], [("n", "i8")])
    yield np.array([(1, b"ab", "text", True), (-200, b"", "it's", False)],
                   [("n", "<i2"), ("s", "S3"), ("u", "<U4"), ("b", "?")])
    yield np.array((1, b"ab", "text", True), [("n", "<i2"), ("s", "S3"), ("u", "<U4"), ("b", "?")])
    yield np.array([((1, 2), 0.1), ((3, 4), 1e10)], [("p", point), ("v", "<f8")])
    yield np.array(((1, 2), 0.1), [("p", point), ("v", "<f8")])
    yield np.array([([1, 2, 3],), ([40, 50, 60],)], [("a", "<i4", (3,))])
    yield np.array([([[1.5, 2], [3, 4]], 1)], [("m", "<f8", (2, 2)), ("k", "u1")])
    yield np.array(([[1.5, 2], [3, 4]], 1), [("m", "<f8", (2, 2)), ("k", "u1")])
    yield np.array([("2020-01-01", 5), ("NaT", -7)], [("t", "<M8[D]"), ("d", "<m8[s]")])
    yield np.array(("2020-01-01", 5), [("t", "<M8[D]"), ("d", "<m8[s]")])
    yield np.array([(1 + 2j, nan), (0, inf)], [("c", "<c16"), ("f", "<f2")])
    yield np.array((1 + 2j, nan), [("c", "<c16"), ("f", "<f2")])
    yield np.zeros(3, [("a", "V2"), ("b", ">i4")])
    yield np.zeros((), [("a", "V2"), ("b", ">i4"), ("c", "?", (2,))])
    yield np.zeros(1, [("big", "<i4", (1100,))])
    yield np.zeros(1, [("big", "<i4", (20, 60))])
    yield np.zeros(0, point)
    yield np.zeros((2, 2), point)
    yield np.zeros(1200, point)
    yield np.array([(0.1, 1e-9)] * 12, point)
    yield np.array([(True, 1)], [("flag", "?"), ("n", "i1")])
    yield np.zeros(2, [(("title", "x"), "<i4")])
    yield np.array((1e7, 2e6j, 2048), [("a", "<f4"), ("b", "<c8"), ("c", "<f2")])
    yield np.zeros(1, [("o", "?"), ("m", "<m8"), ("s", "S3", (2,)), ("e", "S0"), ("u", "<U0"), ("n", [("p", "i1")])])


class Named:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


def object_arrays(random):
    groups = [
        [None, 1, 2.5], ["text", b"bytes", True], [[1, 2], (3,), {}], [decimal.Decimal("1.5"), datetime.date(2020, 1, 2)],
        [Named("two\nlines"), 1], [1, Named("first\nsecond line\n3"), 2], [[], None], [Named("x" * 30)] * 5,
        [Named("wide " * 6 + "\n" + "rows " * 7)] * 4, [None] * 40,
    ]
    for group in groups:
        array = np.empty(len(group), object)
        array[:] = group
        yield array
    yield np.array([[1, None], ["a", 2]], object)
    yield np.empty((2, 0), object)
    yield np.array(None, object)


def cases(random):
    for make in [plain, floats, complexes, texts, times, structured, object_arrays, abridged]:
        for array in make(random):
            yield case(array)


def case(array):
    entry = {"descr": repr(array.dtype.descr if array.dtype.names else array.dtype.str), "shape": list(array.shape)}
    if array.dtype == object:
        entry["objects"] = [repr(item) for item in array.ravel()]
        data = np.arange(array.size).astype("<i8").tobytes()
    elif array.size and not any(array.strides):
        # One element that is repeated.
        data = array.ravel()[:1].tobytes()
        entry["strides"] = [0] * array.ndim
    else:
        data = array.tobytes()
    return entry | {"data": base64.b64encode(data).decode(), "repr": repr(array), "str": str(array)}
