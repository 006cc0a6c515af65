"""Arrays of every type, byte order, shape and memory order, for the harnesses."""

import random

import numpy as np

try:
    import ml_dtypes
except ImportError:
    ml_dtypes = None

NUMBERS = [
    "?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "g", "F", "D", "G",
]
TIMES = [f"{kind}[{unit}]" for kind in ("M8", "m8")
         for unit in ("Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as", "25s", "generic")]
FLEXIBLE = ["S0", "S1", "S7", "U0", "U1", "U5", "V1", "V6"]


def structured_types():
    inner = np.dtype([("a", "i2"), ("b", "f4", (2,))])
    return [
        np.dtype([("x", "<f4"), ("y", ">i4")]),
        np.dtype([("name", "U4"), ("when", "M8[ms]"), ("flag", "?")]),
        np.dtype([("inner", inner), ("grid", "u1", (2, 3))]),
        np.dtype([("x", "i1"), ("y", "f8")], align=True),
        np.dtype([(("a title", "x"), "i4"), (("another", "y"), "f8")]),
        np.dtype({"names": ["p", "q"], "formats": ["i2", "i8"], "offsets": [2, 8], "itemsize": 24}),
        np.dtype({"names": ["p", "q"], "formats": ["i4", "i2"], "offsets": [4, 0], "itemsize": 8}),
        np.dtype({"names": ["p", "q"], "formats": ["i4", "i2"], "offsets": [0, 0]}),
        np.dtype([("é", "i4"), ("日本", "f4")]),
        np.dtype([]),
    ]


def dtypes():
    """All types, in both byte orders where there are two."""
    for name in NUMBERS + TIMES + FLEXIBLE:
        dtype = np.dtype(name.replace("[generic]", ""))
        yield dtype
        swapped = dtype.newbyteorder()
        if swapped.str != dtype.str:
            yield swapped
    yield from structured_types()
    yield np.dtype(object)


SHAPES = [(), (0,), (1,), (7,), (2, 3), (3, 0, 2), (4, 1, 3), (2, 3, 2, 2), (2, 1, 3, 1, 2)]


def filled(dtype, shape, seed):
    """An array of random bytes that are elements of the type."""
    rng = random.Random(seed)
    if dtype == object:
        array = np.empty(shape, object)
        choices = [None, 1, "text", 2.5, b"bytes", (1, 2), [3, "four"], {"key": 5}]
        for index in np.ndindex(*shape):
            array[index] = rng.choice(choices)
        return array
    count = int(np.prod(shape, dtype=object))
    return valid(np.frombuffer(rng.randbytes(count * dtype.itemsize), dtype, count) if dtype.itemsize
                 else np.zeros(count, dtype), rng).reshape(shape)


def valid(array, rng):
    """The same with bytes that can't be elements replaced."""
    array = array.copy()
    kind = array.dtype.kind
    if kind == "b":
        return (array.view("u1") & 1).view("?").reshape(array.shape)
    if kind == "U":
        words = ["".join(rng.choice("aZé日\U0001f600 ") for _ in range(rng.randrange(9))) for _ in range(array.size)]
        array[:] = words
    elif array.dtype.char in "gG":
        array[:] = [rng.choice([0, 1, -1.5, 1e300, float("nan"), float("inf"), 2.0 ** -1074, rng.random()])
                    for _ in range(array.size)]
    elif array.dtype.names:
        for name in array.dtype.names:
            part = array[name]
            part[...] = valid(np.ascontiguousarray(part).reshape(-1), rng).reshape(part.shape)
    return array


def orders(array):
    """The array in different memory orders."""
    yield "C", array
    if array.ndim > 1:
        yield "F", np.asfortranarray(array)
        yield "K", np.ascontiguousarray(array.transpose(*range(1, array.ndim), 0)).transpose(
            array.ndim - 1, *range(array.ndim - 1))
    if array.ndim and array.shape[0]:
        wide = np.repeat(array, 2, axis=0)
        wide[::2] = array
        yield "strided", wide[::2]
        yield "reversed", array[::-1]


def all_arrays():
    """Names and arrays."""
    for number, dtype in enumerate(dtypes()):
        for shape in SHAPES:
            base = filled(dtype, shape, f"{number}{shape}")
            for order, array in orders(base):
                yield f"{dtype.str if not dtype.names else 'V'}-{number} {shape} {order}", array


def native(array):
    """The array in the machine's byte order: pickles and joblib do that."""
    if array.dtype.isnative:
        return array
    dtype = array.dtype.newbyteorder("=")
    return array.astype(dtype) if array.dtype.names else array.byteswap().view(dtype)


def same(left, right):
    """Why two arrays are not the same; None when they are."""
    if type(left) is not type(right) and not isinstance(right, type(left)):
        return f"{type(left)} is {type(right)}"
    if left.shape != right.shape:
        return f"shape {left.shape} is {right.shape}"
    if left.dtype != right.dtype:
        return f"dtype {left.dtype!r} is {right.dtype!r}"
    if left.dtype == object:
        return None if left.tolist() == right.tolist() else "other objects"
    return None if content(left) == content(right) else "other bytes"


def content(array):
    """The bytes of an array but for padding, which is anything."""
    if array.dtype.names is None:
        return array.tobytes()
    return b"".join(content(array[name]) for name in array.dtype.names)
