"""Files that lie, each with the error that it must give: the name of the error's type and its code."""

import bz2
import pickle
import zlib

import numpy as np
from joblib.numpy_pickle import NumpyArrayWrapper

import samples

F8 = np.dtype("<f8")


def wrapper(data, remove=(), protocol=2, shape=(2,), dtype=F8, **changes):
    """A pickle of one wrapper with these attributes, the bytes after it, and STOP."""
    described = NumpyArrayWrapper(np.ndarray, shape, "C", dtype, allow_mmap=False, numpy_array_alignment_bytes=None)
    described.__dict__.update(changes)
    for name in remove:
        del described.__dict__[name]
    return pickle.dumps(described, protocol)[:-1] + data + b"."


class Lie:
    """Pickled as a type with this name and state."""

    def __init__(self, name, state):
        self.name, self.state = name, state

    def __reduce__(self):
        return np.dtype, (self.name, False, True), self.state


def void(size):
    return Lie("V8", (3, "|", None, None, None, size, 1, 0))


def bad_wrappers():
    body = bytes(16)
    yield "no-shape", wrapper(body, ["shape"]), "badState"
    yield "no-dtype", wrapper(body, ["dtype"]), "badState"
    # Without a state there is no BUILD, and what follows are no opcodes.
    yield "nothing", wrapper(body, list(wrapper_names())), "unknownOpcode"
    yield "shape-negative", wrapper(body, shape=(-2,)), "badState"
    yield "shape-huge", wrapper(body, shape=(2 ** 40, 2 ** 40)), "badState"
    yield "shape-beyond-64-bits", wrapper(body, shape=(2 ** 70,)), "badState"
    yield "shape-overflow", wrapper(body, shape=(2 ** 61,)), "badState"
    yield "shape-list", wrapper(body, shape=[2]), "badState"
    yield "shape-text", wrapper(body, shape=("2",)), "badState"
    yield "shape-larger", wrapper(body, shape=(1000,)), "truncated"
    yield "shape-axes", wrapper(body, shape=(1,) * 65), "badState"
    yield "dtype-text", wrapper(body, dtype="<f8"), "badState"
    yield "dtype-unknown", wrapper(body, dtype=Lie("q9", (3, "<", None, None, None, -1, -1, 0))), "badState"
    yield "dtype-state-short", wrapper(body, dtype=Lie("V8", (3, "<"))), "badState"
    yield "dtype-version", wrapper(body, dtype=Lie("f8", (9, "<", None, None, None, -1, -1, 0))), "badState"
    yield "dtype-fields-outside", wrapper(body, dtype=Lie("V8", (3, "|", None, ("a",), {"a": (F8, 4)}, 8, 1, 16))), "badState"
    yield "dtype-size-huge", wrapper(body, dtype=void(2 ** 62)), "badState"
    yield "dtype-size-large", wrapper(body, dtype=void(2 ** 30)), "truncated"
    yield "dtype-size-other", wrapper(bytes(20), dtype=void(10)), "badState"
    yield "dtype-none", wrapper(b"", dtype=void(0), shape=(2 ** 50,)), "badState"
    yield "dtype-itself", itself(), "badState"
    yield "padding-beyond", wrapper(b"\xff" + bytes(5), numpy_array_alignment_bytes=16), "truncated"
    yield "padding-missing", wrapper(b"", numpy_array_alignment_bytes=16)[:-1], "truncated"
    yield "array-called", wrapper(body)[:-1] + b")R.", "notCallable"
    yield "array-as-key", b"}" + wrapper(body)[2:-1] + b"Ns.", "unhashableKey"
    yield "array-cut", samples.dumped(samples.ARRAY)[:-20], "truncated"


def wrapper_names():
    return ["subclass", "shape", "order", "dtype", "allow_mmap", "numpy_array_alignment_bytes"]


def itself():
    """A type that has itself as the type of its field."""
    text = wrapper(bytes(16))
    start = text.index(b"cnumpy\ndtype")
    end = text.index(b"b", text.index(b"NNNJ"))
    # dtype('V8'), its state with a dict of fields whose type is the memo's entry of the type itself
    lie = (b"cnumpy\ndtype\nX\x02\0\0\0V8\x89\x88\x87R\x71\xc8" b"(K\x03X\x01\0\0\0|NX\x01\0\0\0a\x85}X\x01\0\0\0ah\xc8K\0\x86sK\x08K\x01K\x10t")
    return text[:start] + lie + text[end:]


def bad_objects():
    kind = np.dtype(object)
    inner = pickle.dumps(np.array([1, "b"], object), 2)
    yield "objects-cut", wrapper(inner[:-8], dtype=kind)[:-1], "ranOutOfInput"
    yield "objects-int", wrapper(b"K\x01.", dtype=kind), "badState"
    yield "objects-other-shape", wrapper(inner, dtype=kind, shape=(3,)), "badState"
    yield "objects-none", wrapper(b"", dtype=kind)[:-1], "ranOutOfInput"
    # The inner pickle knows nothing of joblib, nor of the outer one's memo.
    yield "objects-nested", wrapper(wrapper(bytes(16)), dtype=kind), "unknownOpcode"
    yield "objects-outer-memo", wrapper(b"\x80\x02h\0.", dtype=kind), "memoKeyMissing"
    yield "objects-huge-shape", wrapper(inner, dtype=kind, shape=(2 ** 50,)), "badState"


def bad_side_files():
    for name, path in {
        "folder": "side-folder.pkl_/../../valid/array.joblib", "up": "../valid/side.pkl_01.npy", "absolute": "/etc/passwd",
        "nul": "side-nul.pkl_01.npy\0.npy", "other": "secret.npy", "missing": "side-missing.pkl_01.npy", "empty": "",
    }.items():
        yield f"side-{name}.pkl", samples.side_file(path), \
            "ByteSourceError" if name == "missing" else "JoblibError.sideFileMissing"
    array = samples.ARRAY
    for name, content, error in (
        ("npy", b"no array", "NumPyError.notNPY"), ("cut", samples.npy(array)[:-8], "NumPyError.truncated"),
    ):
        yield f"side-{name}.pkl", samples.side_file(f"side-{name}.pkl_01.npy"), error
        yield f"side-{name}.pkl_01.npy", content, None
    for name, content, shape, error in (
        ("z-none", b"no ZF here, and not at all", None, "JoblibError.badSideFile"),
        ("z-short", samples.zfile(array.tobytes()[:-8]), None, "JoblibError.badSideFile"),
        ("z-shape", samples.zfile(array.tobytes()), (3, 5), "JoblibError.badSideFile"),
    ):
        yield f"side-{name}.pkl", samples.compressed_side_file(f"side-{name}.pkl_01.npy.z", array, shape), error
        yield f"side-{name}.pkl_01.npy.z", content, None


def bad_compression():
    data = pickle.dumps(list(range(100)), 2)
    good = samples.zfile(data)
    yield "zf-size", good.replace(hex(len(data)).encode(), hex(len(data) + 1).encode()), "JoblibError.badHeader"
    yield "zf-huge", b"ZF" + b"0xffffffffffffffff".ljust(19) + zlib.compress(data), "JoblibError.badHeader"
    yield "zf-negative", b"ZF" + b"0x-5".ljust(19) + zlib.compress(data), "JoblibError.badHeader"
    yield "zf-text", b"ZF" + b"0xbrine".ljust(19) + zlib.compress(data), "JoblibError.badHeader"
    yield "zf-cut", good[:-10], "CodecError.truncated"
    yield "zf-no-zlib", good[:21] + b"no zlib data", "CodecError.corrupt"
    packed = samples.dumped({"a": samples.ARRAY}, compress=("zlib", 3))
    yield "zlib-cut", packed[:-10], "CodecError.truncated"
    yield "zlib-corrupt", packed[:20] + b"\xff\xff\xff\xff" + packed[24:], "CodecError.corrupt"
    # bzip2 in bzip2: 2.2 GB of zeros at last.
    packer = bz2.BZ2Compressor(9)
    block = bytes(100 << 20)
    yield "bomb", b"".join(packer.compress(block) for _ in range(22)) + packer.flush(), "CodecError.tooLarge"


def files():
    """Yields name, bytes and the error."""
    for group in (bad_wrappers, bad_objects, bad_side_files, bad_compression):
        for name, data, error in group():
            name = name if ".pkl" in name else f"{name}.joblib"
            yield name, data, error if error is None or "." in error or error[0] == "B" else "PickleError." + error
