"""Files of joblib and of pandas, with every compressor."""

import bz2
import gzip
import io
import lzma
import pickle
import tarfile
import zlib

import joblib
import lz4.frame
import numpy
import pandas

from array_cases import EVIL, INNER, JOBLIB, NAMED, PANDAS, RUN, Evil, npz, objects
from assembler import STOP, Code, build, call, lit, n
from case import Case


def dumped(value, **options):
    """What joblib.dump writes."""
    raw = io.BytesIO()
    joblib.dump(value, raw, protocol=4, **options)
    return raw.getvalue()


def joblib_files():
    """joblib."""
    yield Case("plain.joblib", "a plain pickle by the name of joblib", INNER, NAMED, loader=JOBLIB)
    yield Case(
        "objects.joblib",
        "an array of objects: a pickle within the file, between opcodes",
        dumped({"a": objects(1, Evil()), "b": 2}),
        EVIL,
        loader=JOBLIB,
    )
    after = dumped([numpy.arange(4.0), Evil()])
    yield Case(
        "after-array.joblib",
        "an array's bytes stand between the opcodes, the call comes after them",
        after,
        EVIL,
        loader=JOBLIB,
    )
    yield Case(
        "after-objects.joblib",
        "two arrays of objects, the call comes after them",
        dumped([objects(1, "a"), objects(2), Evil()]),
        EVIL,
        loader=JOBLIB,
    )
    wrapper = build(
        Code(n("joblib.numpy_pickle.NumpyArrayWrapper") + b")\x81"),
        {
            "subclass": n("numpy.ndarray"),
            "shape": (1,),
            "order": "C",
            "dtype": call("numpy.dtype", "O"),
            "allow_mmap": False,
            "numpy_array_alignment_bytes": None,
        },
    )
    yield Case(
        "handmade-wrapper.joblib",
        "NumpyArrayWrapper by hand: the bytes behind BUILD are a pickle of their own",
        b"\x80\x04" + wrapper + INNER + STOP,
        NAMED,
        loader=JOBLIB,
    )
    bytes_ = build(
        Code(n("joblib.numpy_pickle.NumpyArrayWrapper") + b")\x81"),
        {
            "subclass": n("numpy.ndarray"),
            "shape": (4,),
            "order": "C",
            "dtype": call("numpy.dtype", "u1"),
            "allow_mmap": False,
            "numpy_array_alignment_bytes": None,
        },
    )
    yield Case(
        "hidden-stop.joblib",
        "the array's bytes look like STOP; the call follows",
        b"\x80\x04" + bytes_ + b"....0" + RUN + STOP,
        NAMED,
        loader=JOBLIB,
    )
    for method in ("zlib", "gzip", "bz2", "xz", "lzma", "lz4"):
        data = {
            "zlib": zlib.compress,
            "gzip": lambda raw: gzip.compress(raw, mtime=0),
            "bz2": bz2.compress,
            "xz": lzma.compress,
            "lzma": lambda raw: lzma.compress(raw, format=lzma.FORMAT_ALONE),
            "lz4": lz4.frame.compress,
        }[method](INNER)
        yield Case(f"{method}.joblib", f"compressed by {method}", data, NAMED, loader=JOBLIB)
    yield Case(
        "objects-zlib.joblib",
        "an array of objects in a compressed file",
        zlib.compress(dumped([objects(Evil())])),
        EVIL,
        loader=JOBLIB,
    )


def pandas_files():
    """pandas."""
    frame = pandas.DataFrame({"a": [1, 2]})
    evil = Evil()
    yield Case(
        "frame.pkl",
        "a DataFrame with a column of objects, one of which calls",
        pickle_of(pandas.DataFrame({"a": [1, 2], "b": objects(evil, 2)})),
        EVIL,
        loader=PANDAS,
    )
    yield Case(
        "attrs.pkl",
        "the attrs of a DataFrame call",
        pickle_of(with_attributes(frame, evil)),
        EVIL,
        loader=PANDAS,
    )
    yield Case(
        "index.pkl",
        "an Index of objects",
        pickle_of(pandas.Index(objects("a", evil), dtype=object)),
        EVIL,
        loader=PANDAS,
    )
    compressed = {
        "gz": gzip.compress(INNER, mtime=0),
        "bz2": bz2.compress(INNER),
        "xz": lzma.compress(INNER),
        "zip": npz({"inner.pkl": INNER}),
        "tar": tar(INNER, "w"),
        "tar.gz": gzip.compress(tar(INNER, "w"), mtime=0),
        "tar.xz": lzma.compress(tar(INNER, "w")),
        "tar.bz2": bz2.compress(tar(INNER, "w")),
    }
    for extension, data in compressed.items():
        member = " @inner.pkl" if "tar" in extension or extension == "zip" else ""
        yield Case(
            f"pandas.pkl.{extension}",
            f"pandas.read_pickle reads {extension}",
            data,
            [NAMED[0] + member],
            loader=PANDAS,
        )
    persistent = b"\x80\x04" + lit(("module", Code(RUN))) + STOP
    yield Case(
        "latin1.pkl",
        "pandas tries again when the first reading fails: a call in a tuple",
        persistent,
        NAMED,
        loader=PANDAS,
    )
    opener = "gzip/bz2/lzma.open and pickle.load"
    yield Case("plain.pkl.gz", "a pickle behind gzip", gzip.compress(INNER, mtime=0), NAMED, loader=opener)
    yield Case(
        "compressed-no-name",
        "a pickle behind bz2, without an extension",
        bz2.compress(INNER),
        NAMED,
        loader=opener,
    )
    yield Case(
        "two-members.gz",
        "two gzip members: the pickle is cut in two",
        gzip.compress(INNER[:9], mtime=0) + gzip.compress(INNER[9:], mtime=0),
        NAMED,
        loader=opener,
    )
    yield Case(
        "two-streams.xz",
        "two xz streams: the pickle is cut in two",
        lzma.compress(INNER[:9]) + lzma.compress(INNER[9:]),
        NAMED,
        loader=opener,
    )


def pickle_of(value):
    """pickle.dumps in protocol 4."""
    return pickle.dumps(value, 4)


def with_attributes(frame, value):
    """A copy whose attrs hold a value."""
    made = frame.copy()
    made.attrs["note"] = value
    return made


def tar(data, mode):
    """A tar archive with one member and no date."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode=mode) as archive:
        info = tarfile.TarInfo("inner.pkl")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return raw.getvalue()


def cases():
    """All cases of this module."""
    for group in (joblib_files, pandas_files):
        yield from group()
