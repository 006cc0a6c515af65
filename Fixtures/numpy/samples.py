"""Arrays as NumPy writes them, and what they hold."""

import io
import pickle
import zlib

import ml_dtypes
import numpy as np
from numpy.lib import format as npy_format

# Loaded for `datetime64` and the like: a fixed set of types that every reader meets.
TYPES = ["?", "i1", "<i2", ">i4", "<i8", "u1", ">u2", "<u4", "<u8", "<f2", "<f4", ">f4", "<f8", ">f8", "<f16", "<c8", ">c16",
         "<c32", "S3", "<U4", ">U2", "V5", "<M8[ns]", ">M8[25s]", "<m8[D]", "<m8"]
STRUCTURED = {
    "point": np.dtype([("x", "<f4"), ("y", ">i4")]),
    "nested": np.dtype([("inner", [("a", "<i2"), ("b", "<f4", (2,))]), ("grid", "u1", (2, 3))]),
    "titles": np.dtype([(("a title", "x"), "<i4"), (("another", "y"), "<f8")]),
    "padded": np.dtype({"names": ["p", "q"], "formats": ["<i2", "<i8"], "offsets": [2, 8], "itemsize": 24}),
    "aligned": np.dtype([("x", "i1"), ("y", "<f8")], align=True),
    "unicode": np.dtype([("é", "<i4"), ("日本", "<f4")]),
    "nothing": np.dtype([]),
}


def filled(dtype, shape):
    """An array of elements that are the same in every run."""
    dtype = np.dtype(dtype)
    count = int(np.prod(shape))
    if dtype.kind == "b":
        return (np.arange(count) % 3 == 0).reshape(shape)
    if dtype.kind in "SU":
        return np.array([("ab", "", "c", "défg"[: dtype.itemsize])[i % (3 if dtype.kind == "S" else 4)] for i in range(count)],
                        dtype).reshape(shape)
    if dtype.kind in "iufcmM" and dtype.itemsize <= 32:
        numbers = np.arange(count) * (7 if dtype.itemsize > 1 else 1)
        if dtype.kind in "fc":
            numbers = numbers / 4 - 1
        array = numbers.astype(dtype.newbyteorder("=") if dtype.kind not in "mM" else "i8")
        array = (array.view(dtype.newbyteorder("=")) if dtype.kind in "mM" else array).astype(dtype).reshape(shape)
        return without_padding(array) if dtype.char in "gG" else array
    return np.frombuffer(bytes(i * 31 & 0xFF for i in range(count * dtype.itemsize)), dtype, count).reshape(shape) \
        if dtype.itemsize else np.zeros(shape, dtype)


def without_padding(array):
    """Long doubles whose bytes beyond the tenth, which mean nothing, are zero."""
    bits = np.frombuffer(array.tobytes(), "u1").reshape(-1, 16).copy()
    bits[:, 10:] = 0
    return bits.reshape(-1).view(array.dtype).reshape(array.shape)


def crc(array):
    """Of the elements in C order."""
    return zlib.crc32(np.ascontiguousarray(array).tobytes())


def is_padded(dtype):
    return dtype.names and dtype.itemsize > sum(dtype[name].itemsize for name in dtype.names)


def facts(array, **more):
    array = np.asarray(array)
    found = {"dtype": str(array.dtype), "shape": list(array.shape),
             "fortran": bool(array.flags.fnc), **more}
    if array.dtype != object and not is_padded(array.dtype):
        found["crc32"] = crc(array)
    if array.dtype.kind in "biuf" and array.size <= 64:
        found["values"] = [float(value) for value in array.ravel()]
    return found


def npy(array, version=None):
    file = io.BytesIO()
    npy_format.write_array(file, array, version=version)
    return file.getvalue()


def full_block():
    """An array whose header needs no padding, so that NumPy adds a whole block of spaces."""
    for length in range(1, 65):
        array = np.zeros((1,), [("a" * length, "<f8")])
        text = npy(array)[10:]
        if len(text.split(b"}")[1].split(b"\n")[0]) == 20 + 64:
            return array
    raise ValueError("no length of a name does it")


def arrays():
    """Names, arrays and the version to write them in."""
    for name in TYPES:
        word = name.replace("<", "").replace(">", "big-").replace("[", "-").replace("]", "").replace("?", "bool")
        yield word, filled(name, (2, 3)), None
    for name, dtype in STRUCTURED.items():
        yield name, filled(dtype, (3,)), None
    numbers = filled("<f8", (2, 3, 4))
    yield "scalar", np.array(2.5), None
    yield "empty", np.zeros((3, 0, 2), "<i4"), None
    yield "fortran", np.asfortranarray(numbers), None
    yield "strided", filled("<f8", (10,))[::3], None
    yield "five-axes", filled("<i2", (2, 1, 3, 1, 2)), None
    yield "version-2", numbers, (2, 0)
    yield "version-3", numbers, (3, 0)
    yield "full-block", full_block(), None
    yield "long-header", np.zeros((1,), [(f"field_{number:05}", "<f8") for number in range(3500)]), None
    yield "objects", np.array([[1, "two", None], [b"4", 5.5, [6, "7"]]], object), None
    yield "fortran-objects", np.asfortranarray(np.array([[1, "two", None], [b"4", 5.5, [6, "7"]]], object)), None


def masked():
    return np.ma.MaskedArray([1.5, 2.5, 3.5, 4.5], [False, True, False, True], fill_value=-1)


def pickled():
    """Names and objects that are pickled in every protocol."""
    table = np.array([(1, 2.5), (3, 4.5)], [("a", "<i4"), ("b", "<f8")])
    yield "f8", filled("<f8", (2, 3))
    yield "big-i4", filled(">i4", (3,))
    yield "fortran", np.asfortranarray(filled("<i8", (2, 3)))
    yield "axes", np.ascontiguousarray(filled("<i2", (2, 3, 4)).transpose(1, 2, 0)).transpose(2, 0, 1)
    yield "0-d", np.array(7)
    yield "empty", np.zeros((0, 3))
    yield "text", np.array(["a", "bcd", "é"])
    yield "times", filled("<M8[ns]", (4,))
    yield "table", table
    yield "records", table.view(np.recarray)
    yield "matrix", np.matrix([[1, 2], [3, 4]])
    yield "objects", np.array([1, "two", None], object)
    yield "scalar", np.float32(1.5)
    yield "complex-scalar", np.complex128(1 + 2j)
    yield "time-scalar", np.datetime64("2024-05-06", "D")
    yield "text-scalar", np.str_("brine")
    yield "metadata", np.zeros(2, np.dtype("<i4", metadata={"unit": "m"}))
    yield "bfloat16", np.arange(5).astype(ml_dtypes.bfloat16)
    yield "float8", np.arange(5).astype(ml_dtypes.float8_e4m3fn)


def pickle_facts(obj):
    return facts(obj, type=f"{type(obj).__module__}.{type(obj).__name__}", scalar=isinstance(obj, np.generic))


def files():
    """Yields name, bytes and facts."""
    for name, array, version in arrays():
        data = npy(array, version)
        again = np.load(io.BytesIO(data), allow_pickle=True, max_header_size=1 << 20)
        yield f"{name}.npy", data, facts(again, version=data[6], stored=name in ("version-2", "version-3"))
    for name, pack in (("stored", np.savez), ("deflated", np.savez_compressed)):
        file = io.BytesIO()
        members = {"x": filled("<f8", (4, 5)), "y z": filled(">i4", (3,)), "objects": np.array([1, "b"], object)}
        pack(file, **members)
        yield f"{name}.npz", file.getvalue(), {"members": {key: facts(value) for key, value in members.items()}}
    for name, obj in pickled():
        for protocol in range(6):
            yield f"{name}.{protocol}.pkl", pickle.dumps(obj, protocol), pickle_facts(obj)
    for protocol in (2, 5):
        array = masked()
        yield f"masked.{protocol}.pkl", pickle.dumps(array, protocol), {
            "members": {"data": facts(array.data), "mask": facts(array.mask)}, "fill": float(array.fill_value)}
    for name, array in (("C", filled("<f8", (2, 3))), ("F", np.asfortranarray(filled("<f8", (2, 3))))):
        buffers = []
        data = pickle.dumps(array, 5, buffer_callback=buffers.append)
        yield f"buffers-{name}.pkl", data, facts(array, buffers=[buffer.raw().hex() for buffer in buffers])


def conversions():
    """The value of every bit pattern of the short floats, as 64-bit floats in hexadecimal; NaN is `nan`."""
    def texts(array):
        return [str(float(value)) if np.isnan(float(value)) else float(value).hex() for value in array]

    found = {}
    for layout in ("e4m3fn", "e4m3fnuz", "e5m2", "e5m2fnuz"):
        found["float8_" + layout] = texts(np.arange(256, dtype="u1").view(getattr(ml_dtypes, "float8_" + layout)))
    patterns = np.arange(0, 65536, 37, dtype="<u2")
    found["float16"] = texts(patterns.view("<f2"))
    found["bfloat16"] = texts(patterns.view(ml_dtypes.bfloat16))
    long = [0, 1, -1.5, 1e300, float("inf"), float("-inf"), float("nan"), np.longdouble(1) / 3, np.longdouble("1e4000"),
            np.longdouble("1e-4000"), np.longdouble(2) ** -1074, np.longdouble(2) ** -1075 * 1.5, np.longdouble(2) ** 53 + 1]
    array = np.array(long, np.longdouble)
    found["longdouble"] = {"bytes": without_padding(array).tobytes().hex(), "values": texts(array.astype("f8"))}
    return found
