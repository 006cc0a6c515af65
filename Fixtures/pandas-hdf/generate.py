"""Writes Fixtures/pandas-hdf/valid/<version>: stores as `HDFStore` makes them, and truth.json. Run it once with each pandas,
with the newest last:

    python generate.py            # pandas 1.5.3, 2.2.3 and 3.x, with PyTables

Files above 20 KB are stored gzipped. A store does not say which pandas wrote it. The expected values are what the newest pandas reads from the stores of all.
"""

import atexit
import gzip
import json
import os
import shutil
import sys
import tempfile
import warnings

os.environ["COLUMNS"], os.environ["LINES"] = "80", "24"
warnings.simplefilter("ignore")

import pandas as pd
import numpy as np
import tables

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, "..", "pandas"))

import cases
import hostile
import truth

VERSION = ".".join(pd.__version__.split(".")[:2]) if pd.__version__ < "3" else "3"
VALID = os.path.join(HERE, "valid")
OUT = os.path.join(VALID, VERSION)
COMPRESSED = ["zlib", "bzip2", "blosc", "blosc:zstd", "blosc:lz4", "blosc2:zstd"]


def attempt(name, write):
    """An early pandas can't store everything."""
    try:
        write()
    except Exception as error:
        print("not written:", VERSION, name, repr(error)[:150], file=sys.stderr)
        return False
    return True


def write_fixed(path):
    # A column of objects takes 250 KB, if its chunks are not compressed.
    with pd.HDFStore(path, "w", complevel=9, complib="zlib") as store:
        for key, value in cases.fixed():
            if not attempt(key, lambda: store.put(key, value, format="fixed", track_times=False)) and key in store:
                store.remove(key)


def write_plain(path):
    with pd.HDFStore(path, "w") as store:
        for key, value in cases.common():
            if value.ndim > 1 and not {"object", "str"} & {str(dtype) for dtype in value.dtypes}:
                attempt(key, lambda: store.put(key, value, format="fixed", track_times=False))


def write_table(path):
    # The chunks of a table are large, and take as much of the file however few rows there are.
    with pd.HDFStore(path, "w", complevel=9, complib="zlib") as store:
        for key, value, options in cases.table():
            options = {"index": False, "expectedrows": 4, **options}
            if not attempt(key, lambda: store.append(key, value, **options)) and key in store:
                store.remove(key)
        if VERSION != "1.5":
            store.append("appended", cases.mixed(), expectedrows=9)
            store.append("appended", cases.mixed()[::-1])
        store.append("gaps", cases.with_index(pd.date_range("2024-01-01", periods=2, freq="D")), index=False)
        store.append("gaps", cases.with_index(pd.date_range("2024-02-01", periods=2, freq="D")))
    rows = np.array([(1, 2.5, b"x"), (3, 4.5, b"yz")], dtype=[("a", "i4"), ("b", "f8"), ("c", "S3")])
    with tables.open_file(path, "a") as file:
        file.create_table("/", "native", rows, expectedrows=2)


def write_compressed(name):
    path = os.path.join(OUT, name.replace(":", "_") + ".h5")
    frame = pd.DataFrame({"x": np.arange(300) // 3, "y": np.arange(300) / 4, "s": ["text", "", "nan"] * 100})

    def write():
        frame.to_hdf(path, key="f", mode="w", complevel=5, complib=name)
        frame.to_hdf(path, key="t", mode="a", complevel=5, complib=name, format="table", index=False)
    if not attempt(name, write) and os.path.exists(path):
        os.remove(path)


def entries(version):
    """What pandas reads from the stores of a version."""
    folder = os.path.join(VALID, version)
    for file in sorted(os.listdir(folder)):
        with pd.HDFStore(unpacked(os.path.join(folder, file)), "r") as store:
            for key in store.keys():
                entry = {"file": f"{version}/{file}", "key": key}
                try:
                    value = store[key]
                    yield {**entry, **truth.describe(value), **truth.texts(value)}
                except Exception as error:
                    print("not read:", version, file, key, repr(error)[:150], file=sys.stderr)
                    yield {**entry, "error": type(error).__name__}


def unpacked(path):
    """The file's path, or that of a file that it unpacks to."""
    if not path.endswith(".gz"):
        return path
    with gzip.open(path) as packed, tempfile.NamedTemporaryFile(suffix=".h5", delete=False) as file:
        shutil.copyfileobj(packed, file)
    atexit.register(os.remove, file.name)
    return file.name


def pack(path):
    """Stores a large file gzipped."""
    with open(path, "rb") as file:
        content = file.read()
    if len(content) > 20_000:
        with open(path + ".gz", "wb") as file:
            file.write(gzip.compress(content, 9, mtime=0))
        os.remove(path)


def main():
    os.makedirs(OUT, exist_ok=True)
    for old in os.listdir(OUT):
        os.remove(os.path.join(OUT, old))
    write_fixed(os.path.join(OUT, "fixed.h5"))
    write_plain(os.path.join(OUT, "plain.h5"))
    write_table(os.path.join(OUT, "table.h5"))
    if VERSION != "1.5":
        for name in COMPRESSED:
            write_compressed(name)
    for file in os.listdir(OUT):
        pack(os.path.join(OUT, file))
    versions = {"python": sys.version.split()[0], "pandas": pd.__version__, "numpy": np.__version__,
                "tables": tables.__version__, "hdf5": tables.hdf5_version}
    manifest(versions)
    if VERSION == "3":
        found = [entry for version in ["1.5", "2.2", "3"] for entry in entries(version)]
        path = os.path.join(VALID, "truth.json")
        with open(path, "w") as file:
            lines = ",\n".join(json.dumps(entry, ensure_ascii=False, allow_nan=False) for entry in found)
            file.write('{"files":[\n' + lines + "\n]}\n")
        pack(path)
        os.makedirs(os.path.join(HERE, "invalid"), exist_ok=True)
        path = os.path.join(HERE, "invalid", "hostile.h5")
        errors = hostile.write(path)
        pack(path)
        with open(os.path.join(HERE, "invalid", "errors.json"), "w") as file:
            json.dump(errors, file, indent=2)
            file.write("\n")


def manifest(versions):
    path = os.path.join(HERE, "MANIFEST.json")
    known = json.load(open(path)) if os.path.exists(path) else {"generator": "generate.py", "versions": {}}
    known["versions"][VERSION] = versions
    with open(path, "w") as file:
        json.dump(known, file, indent=2, sort_keys=True)
        file.write("\n")


main()
