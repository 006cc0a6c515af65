"""The same data in each container that loaders open: compressed pickles, joblib, zip and tar."""

import bz2
import gzip
import io
import lzma
import pickle
import tarfile
import zipfile
import zlib

import numpy
import pandas
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from helpers import joblib_bytes

LIBRARY = "containers"
DATA = {"name": "kept", "values": [1, 2.5, None], "array": numpy.arange(6.0).reshape(2, 3)}
OBJECTS = {"objects": numpy.array([1, "two", [3]], dtype=object), "numbers": numpy.arange(4)}


def model():
    X = numpy.arange(12.0).reshape(6, 2) % 5
    return {"scaler": StandardScaler().fit(X), "model": LogisticRegression().fit(X, [0, 1] * 3)}


def zipped(data, name="data.pkl"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)
    return buffer.getvalue()


def tarred(data, mode):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        member = tarfile.TarInfo("data.pkl")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return gzip.compress(buffer.getvalue(), mtime=0) if mode == "gz" else buffer.getvalue()


def cases():
    data = pickle.dumps(DATA)
    for suffix, pack in [
        ("gz", lambda b: gzip.compress(b, mtime=0)),
        ("bz2", bz2.compress),
        ("xz", lzma.compress),
        ("lzma", lambda b: lzma.compress(b, lzma.FORMAT_ALONE)),
        ("z", zlib.compress),
        ("zip", zipped),
    ]:
        yield f"container_pickle.pkl.{suffix}", f"a pickle in {suffix}", pack(data)
    for mode in ("plain", "gz"):
        yield f"container_pickle_{mode}.tar", f"a pickle in a tar file, {mode}", tarred(data, mode)
    for kind in ["zlib", "gzip", "bz2", "xz", "lzma", "lz4"]:
        for name, value in [("data", DATA), ("objects", OBJECTS), ("model", model())]:
            packed = joblib_bytes(value, compress=(kind, 3))
            yield f"container_{name}_{kind}.joblib", f"{name} by joblib with {kind}", packed
    for name, value in [("data", DATA), ("objects", OBJECTS), ("model", model())]:
        yield f"container_{name}.joblib", f"{name} by joblib, not compressed", joblib_bytes(value)
    for protocol in range(6):
        packed = joblib_bytes(DATA, protocol=protocol)
        yield f"container_protocol_{protocol}.joblib", f"by joblib, protocol {protocol}", packed
    yield "container_stream.pkl", "several pickles in a row", b"".join(
        pickle.dumps(value, 2) for value in (1, DATA, [None])
    )
    yield "container_no_suffix", "a pickle without a suffix", data
    yield "container_table.bin", "a frame under another suffix", pickle.dumps(pandas.DataFrame({"a": [1]}))
    yield "container_bytes.pkl", "bytes that hold a pickle of plain data", pickle.dumps(
        {"inner": pickle.dumps([1, {"a": 2}])}
    )
