"""Writes Fixtures/pandas/valid/<version>: pickles and truth.json. Run it once with each pandas:

    python generate.py            # pandas 1.1.5; 1.5.3, 2.2.3 and 3.x, with pyarrow

The expected values are computed from the live objects. `extension.py` holds the classes that pandas does not have.
"""

import json
import os
import pickle
import sys
import warnings

os.environ["COLUMNS"], os.environ["LINES"] = "80", "24"
warnings.simplefilter("ignore")

import numpy as np
import pandas as pd

try:
    import pyarrow as pa
except ImportError:
    # pandas before 1.3 has no columns of it.
    pa = None

import cases_columns
import cases_csv
import cases_frames
import cases_indexes
import truth

HERE = os.path.dirname(os.path.abspath(__file__))
VERSION = ".".join(pd.__version__.split(".")[:2]) if pd.__version__ < "3" else "3"
MAJOR, MINOR = (int(part) for part in pd.__version__.split(".")[:2])
OUT = os.path.join(HERE, "valid", VERSION)
PROTOCOLS = [5, 4, 2, 5, 4, 3, 5, 0, 4, 1]
COMPRESSED = {"mixed": "gz", "ints": "bz2", "strings": "xz", "zoned": "zip"}
SERIES = ["ints", "uints", "floats", "bools", "complexes", "datetimes", "timedeltas", "datetime_units",
          "timedelta_units", "objects", "strings", "categorical", "nullable_ints", "nullable_others",
          "string_python", "string_pyarrow", "string_nan", "arrow_numbers", "arrow_texts", "arrow_times", "arrow_nested",
          "sparse", "periods", "intervals", "zoned", "custom_extension"]


def described(value):
    if isinstance(value, dict):
        return {"kind": "dict", "items": {k: described(v) for k, v in value.items()}}
    if isinstance(value, list):
        return {"kind": "list", "items": [described(v) for v in value]}
    has_text = hasattr(value, "dtype") or hasattr(value, "dtypes")
    return {**truth.describe(value), **(truth.texts(value) if has_text else {})}


def write(name, value, protocol, number):
    path = f"{name}.pkl"
    if number % 2 == 0 and hasattr(value, "to_pickle"):
        value.to_pickle(os.path.join(OUT, path), protocol=protocol)
    else:
        with open(os.path.join(OUT, path), "wb") as file:
            pickle.dump(value, file, protocol=protocol)
    return path


def series_of_columns(cases):
    """A Series of every column, all in one pickle: they are small."""
    for name in SERIES:
        if name in cases:
            frame = cases[name]
            yield f"series_of_{name}", [frame.iloc[:, i].copy() for i in range(frame.shape[1])]


def made(cases):
    """The values of all cases, without those that an early pandas lacks."""
    values = {}
    for name, make in cases.items():
        try:
            values[name] = make()
        except (TypeError, AttributeError, ImportError, ValueError) as error:
            if MAJOR > 1 or MINOR >= 5:
                raise
            print("not made:", name, repr(error)[:100], file=sys.stderr)
    return values


def main():
    os.makedirs(OUT, exist_ok=True)
    for old in os.listdir(OUT):
        os.remove(os.path.join(OUT, old))
    cases = made({**cases_frames.CASES, **cases_columns.CASES, **cases_indexes.CASES})
    values = {**cases, **dict(series_of_columns(cases))}
    entries = []
    for number, (name, value) in enumerate(values.items()):
        protocol = PROTOCOLS[number % len(PROTOCOLS)]
        try:
            path = write(name, value, protocol, number)
        except Exception as error:
            print("not pickled:", name, protocol, repr(error)[:200], file=sys.stderr)
            os.remove(os.path.join(OUT, f"{name}.pkl"))
            continue
        entries.append({"file": path, "protocol": protocol, **described(value)})
        if name in COMPRESSED:
            path = f"{name}.pkl.{COMPRESSED[name]}"
            value.to_pickle(os.path.join(OUT, path))
            entries.append({"file": path, "protocol": 5, "same_as": f"{name}.pkl"})
    versions = {"python": sys.version.split()[0], "pandas": pd.__version__, "numpy": np.__version__,
                "pyarrow": pa.__version__ if pa else None}
    with open(os.path.join(OUT, "truth.json"), "w") as file:
        lines = ",\n".join(json.dumps(entry, ensure_ascii=False, allow_nan=False) for entry in entries)
        file.write('{"versions":' + json.dumps(versions) + ',\n"files":[\n' + lines + "\n]}\n")
    if VERSION == "3":
        with open(os.path.join(HERE, "valid", "csv.json"), "w") as file:
            lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in cases_csv.described())
            file.write("[\n" + lines + "\n]\n")
    manifest(versions, len(entries))


def manifest(versions, count):
    path = os.path.join(HERE, "MANIFEST.json")
    known = json.load(open(path)) if os.path.exists(path) else {"generator": "generate.py", "versions": {}}
    known["versions"][VERSION] = {**versions, "files": count}
    with open(path, "w") as file:
        json.dump(known, file, indent=2, sort_keys=True)
        file.write("\n")


main()
