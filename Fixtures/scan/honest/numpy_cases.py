"""NumPy: arrays of each type, scalars, masked and record arrays, generators, polynomials, functions."""

import io
import pickle

import numpy

from helpers import joblib_bytes, pickled

LIBRARY = "numpy"
TYPES = [
    "?",
    "b",
    "B",
    "<h",
    ">H",
    "<i4",
    ">u4",
    "<i8",
    "<u8",
    "<f2",
    ">f4",
    "<f8",
    "<c8",
    "<c16",
    "g",
    "S5",
    "<U4",
    "V3",
    "<M8[ns]",
    "<M8[D]",
    "<m8[s]",
    "O",
]


def array(kind):
    if kind == "O":
        return numpy.array([1, "two", None, [3.5], {"four": 4}], dtype=object)
    if kind[1:3] in ("M8", "m8"):
        return numpy.arange(5).astype(kind)
    if kind[0] == "V":
        return numpy.frombuffer(b"abcdef", dtype=kind).copy()
    return numpy.arange(6).reshape(2, 3).astype(kind)


def plain_name(kind):
    return "".join(
        letter
        for letter in kind.replace("<", "little_").replace(">", "big_").replace("?", "bool")
        if letter.isalnum() or letter == "_"
    )


def arrays():
    for kind in TYPES:
        label = plain_name(kind)
        yield f"array_{label}{'_upper' if kind.isupper() and len(kind) == 1 else ''}", array(kind)


def others():
    record = numpy.dtype([("a", "<i4"), ("b", "<f8", (2,)), ("c", "S3")])
    yield "scalars", [
        numpy.float64(1.5),
        numpy.int32(7),
        numpy.bool_(True),
        numpy.str_("x"),
        numpy.bytes_(b"y"),
        numpy.datetime64("2026-01-02"),
        numpy.timedelta64(3, "h"),
        numpy.complex64(1j),
        numpy.float16(2),
    ]
    yield "masked", numpy.ma.array([1, 2, 3], mask=[0, 1, 0])
    yield "masked_constant", [numpy.ma.masked, numpy.ma.nomask]
    yield "masked_records", numpy.ma.array([(1, 2.0), (3, 4.0)], dtype="i4,f8")
    yield "records", numpy.rec.array([(1, "a"), (2, "b")], names="n,t")
    yield "record", numpy.rec.array([(1, 2.5)], names="n,t")[0]
    yield "structured", numpy.zeros(2, record)
    yield "void", numpy.zeros(2, record)[0]
    yield "matrix", numpy.matrix([[1, 2], [3, 4]])
    yield "chararray", numpy.char.array(["a", "b"])
    yield "fortran", numpy.asfortranarray(numpy.arange(6.0).reshape(2, 3))
    yield "empty", [numpy.array([]), numpy.zeros((0, 3)), numpy.array(5)]
    yield "views", [numpy.arange(10)[::2], numpy.broadcast_to(numpy.array(1), (3,))]
    yield "dtypes", [
        record,
        numpy.dtype("f8"),
        numpy.dtype("M8[ns]"),
        numpy.dtype(("i4", (2,))),
        numpy.dtype("O"),
        numpy.dtype({"names": ["a"], "formats": ["i2"], "offsets": [4], "itemsize": 8}),
    ]
    yield "string_dtype", [
        numpy.dtypes.StringDType(),
        numpy.array(["a", "longer text"], dtype=numpy.dtypes.StringDType()),
    ]
    yield "dtype_classes", [
        numpy.dtypes.Float64DType(),
        numpy.float32,
        numpy.int64,
        numpy.generic,
        numpy.ndarray,
        numpy.dtype,
    ]
    yield "random_state", numpy.random.RandomState(3)
    for generator in ["PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"]:
        yield f"generator_{generator}", numpy.random.Generator(getattr(numpy.random, generator)(5))
    yield "seed_sequence", numpy.random.SeedSequence(5)
    yield "generator_state", numpy.random.PCG64(2).state
    yield "functions", [numpy.log1p, numpy.add, numpy.sqrt, numpy.mean, numpy.maximum, numpy.concatenate]
    yield "poly1d", numpy.poly1d([1, 2, 3])
    for kind in ["Polynomial", "Chebyshev", "Legendre", "Laguerre", "Hermite", "HermiteE"]:
        yield f"polynomial_{kind}", getattr(numpy.polynomial, kind)([1, 2, 3])
    yield "constants", [numpy.nan, numpy.inf, numpy.pi, numpy.newaxis]
    yield "nested", {"a": [numpy.arange(3), {"b": numpy.array([[1.5]])}], "c": (numpy.int8(1),)}
    yield "iterators", [numpy.finfo("f4").eps, numpy.index_exp[1:2]]
    yield "errors", [numpy.linalg.LinAlgError("singular"), numpy.exceptions.AxisError(1, 1)]


def files():
    buffer = io.BytesIO()
    numpy.save(buffer, array("O"), allow_pickle=True)
    yield "numpy_objects.npy", "an array of objects", buffer.getvalue()
    for name, value in [
        ("floats", numpy.arange(4.0)),
        ("structured", numpy.zeros(2, "i4,f8")),
        ("fortran", numpy.ones((2, 3), order="F")),
    ]:
        buffer = io.BytesIO()
        numpy.save(buffer, value)
        yield f"numpy_{name}.npy", f"an array, {name}", buffer.getvalue()
    for name, write in [("plain", numpy.savez), ("compressed", numpy.savez_compressed)]:
        buffer = io.BytesIO()
        write(buffer, x=numpy.arange(5), y=numpy.array([1, "a", None], dtype=object))
        yield f"numpy_{name}.npz", f"an archive of arrays, one of objects, {name}", buffer.getvalue()


def cases():
    yield from pickled("numpy", arrays(), (0, 1, 2, 3, 4, 5))
    yield from pickled("numpy", others(), (2, 3, 4, 5))
    for protocol in (0, 1, 2):
        value = [
            numpy.random.RandomState(1),
            numpy.arange(3),
            numpy.float64(2),
            numpy.dtype("i4"),
            numpy.array(["a"], dtype=object),
        ]
        yield f"numpy_old_{protocol}.pkl", f"values of NumPy, protocol {protocol}", pickle.dumps(
            value, protocol
        )
    yield "numpy_masked.joblib", "a masked array, by joblib", joblib_bytes(
        numpy.ma.array([1.5, 2.5], mask=[1, 0])
    )
    yield from files()
