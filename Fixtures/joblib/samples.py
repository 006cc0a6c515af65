"""Files as joblib writes them, and what they hold."""

import io
import pickle
import tempfile
import zlib
from pathlib import Path

import joblib
import numpy as np

from joblib.numpy_pickle import NumpyArrayWrapper, NumpyPickler

ARRAY = np.arange(12, dtype="<f8").reshape(3, 4) / 4


def objects():
    """Names and objects."""
    shared = np.arange(5, dtype="<i4")
    yield "array", ARRAY
    yield "fortran", np.asfortranarray(ARRAY)
    yield "matrix", np.matrix([[0, 1, 2]], dtype="<i8")
    yield "objects", np.array([1, "abc", None], object)
    yield "fortran-objects", np.asfortranarray(np.array([[1, "b"], [None, 2.5]], object))
    yield "dict", {"weights": ARRAY, "names": ["a", "b"], "bias": np.float64(1.5)}
    yield "shared", [shared, shared, {"again": shared}]
    yield "table", np.array([(1, 2.5), (3, 4.5)], [("a", "<i4"), ("b", "<f8")])
    yield "aligned", np.zeros(2, np.dtype([("a", "i1"), ("b", "<f8")], align=True))
    yield "metadata", np.arange(3, dtype=np.dtype("<i4", metadata={"unit": "m"}))
    yield "text", np.array(["a", "bcd", "é"])
    yield "times", np.array([0, 10 ** 9], "<M8[ns]")
    yield "0-d", np.array(7, dtype="<i8")
    yield "empty", np.zeros((0, 3), "<f8")
    yield "plain", {"no": "arrays", "at": [1, 2.5, None]}
    yield "nested-objects", np.array([ARRAY, [ARRAY]], object)[:1]


def dumped(obj, **options):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        joblib.dump(obj, path, **options)
        return path.read_bytes()


def without_padding(obj):
    """The file that joblib 1.0 would write: the attribute and the padding are not there."""
    file = io.BytesIO()
    pickler = NumpyPickler(file, protocol=3)
    create = pickler._create_array_wrapper

    def old(array):
        wrapper = create(array)
        del wrapper.__dict__["numpy_array_alignment_bytes"]
        return wrapper

    pickler._create_array_wrapper = old
    original = NumpyArrayWrapper.safe_get_numpy_array_alignment_bytes
    NumpyArrayWrapper.safe_get_numpy_array_alignment_bytes = lambda self: None
    try:
        pickler.dump(obj)
    finally:
        NumpyArrayWrapper.safe_get_numpy_array_alignment_bytes = original
    return file.getvalue()


def zfile(data, pad=b""):
    """The compression of joblib 0.8 and 0.9."""
    return b"ZF" + hex(len(data)).encode().ljust(19) + pad + zlib.compress(data)


def old_class(name):
    return type(name, (), {"__module__": "joblib.numpy_pickle", "__qualname__": name})


def pickled(obj, names):
    """A pickle of protocol 2 that has these classes under joblib's names."""
    import joblib.numpy_pickle as module
    kept = {name: getattr(module, name, None) for name in names}
    for name, kind in names.items():
        setattr(module, name, kind)
    try:
        return pickle.dumps(obj, 2)
    finally:
        for name, kind in kept.items():
            setattr(module, name, kind) if kind is not None else delattr(module, name)


def side_file(name, subclass=np.ndarray):
    """A pickle that says where its array is."""
    kind = old_class("NDArrayWrapper")
    wrapper = kind()
    wrapper.__dict__.update(filename=name, subclass=subclass, allow_mmap=True)
    return pickled({"array": wrapper, "n": 1}, {"NDArrayWrapper": kind})


def compressed_side_file(name, array, shape=None):
    kind = old_class("ZNDArrayWrapper")
    wrapper = kind()
    state = (1, array.shape if shape is None else shape, array.dtype, array.flags.fnc)
    wrapper.__dict__.update(filename=name, init_args=(np.ndarray, (0,), b"b"), state=state)
    return pickled({"array": wrapper, "n": 1}, {"ZNDArrayWrapper": kind})


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def facts(obj, **more):
    """What is in a file, as pickle protocol 4 of it, in hexadecimal: the typed JSON of both must be the same.

    An array that is an object twice is two of them in joblib's files.
    """
    return {"same_as": pickle.dumps(unshared(obj), 4).hex(), **more}


def unshared(obj):
    """The same with each array an object of its own."""
    if isinstance(obj, np.ndarray):
        return obj.copy(order="K")
    if isinstance(obj, list):
        return [unshared(item) for item in obj]
    return {key: unshared(value) for key, value in obj.items()} if isinstance(obj, dict) else obj


def files():
    """Yields name, bytes and facts."""
    for name, obj in objects():
        yield f"{name}.joblib", dumped(obj), facts(obj)
        yield f"{name}-unpadded.joblib", without_padding(obj), facts(obj, unpadded=True)
    for number in range(2, 6):
        yield f"protocol-{number}.joblib", dumped({"a": ARRAY}, protocol=number), facts({"a": ARRAY})
    for method in ("zlib", "gzip", "bz2", "lzma", "xz", "lz4"):
        for level in (1, 3, 9):
            data = dumped({"a": ARRAY, "b": [ARRAY]}, compress=(method, level))
            if method == "gzip":
                data = data[:4] + bytes(4) + data[8:]  # the time
            yield f"{method}-{level}.joblib", data, facts({"a": ARRAY, "b": [ARRAY]}, compressor=method)
    plain = {"no": "arrays", "n": list(range(100))}
    yield "zf.joblib", zfile(pickle.dumps(plain, 2)), facts(plain)
    yield "zf-space.joblib", zfile(pickle.dumps(plain, 2), b" "), facts(plain)
    side = {"array": ARRAY, "n": 1}
    yield "side.pkl", side_file("side.pkl_01.npy"), facts(side)
    yield "side.pkl_01.npy", npy(ARRAY), {"beside": "side.pkl"}
    yield "side-z.pkl", compressed_side_file("side-z.pkl_01.npy.z", ARRAY), facts(side)
    yield "side-z.pkl_01.npy.z", zfile(ARRAY.tobytes()), {"beside": "side-z.pkl"}
    matrix = {"array": np.matrix([[1, 2]]), "n": 1}
    yield "side-matrix.pkl", side_file("side-matrix.pkl_01.npy", np.matrix), facts(matrix)
    yield "side-matrix.pkl_01.npy", npy(np.asarray(matrix["array"])), {"beside": "side-matrix.pkl"}
