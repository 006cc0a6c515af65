"""Writes arrays, and compares what Brine made of them, in a Python with other versions: `array_peer.py write|check FOLDER SHARE`.

`write` puts files into the folder, which Brine converts to `NAME.out.ENDING`; `check` loads both of each pair.
"""

import pickle
import random
import sys
import warnings
from pathlib import Path

import joblib
import numpy as np

from array_values import all_arrays, native, same

COMPRESSORS = {"": 0, ".z": ("zlib", 3), ".gz": ("gzip", 1), ".bz2": ("bz2", 9), ".lzma": ("lzma", 3), ".xz": ("xz", 1),
               ".lz4": ("lz4", 3)}


def samples(share):
    """Every `share`-th array, and containers of several."""
    chooser = random.Random(share)
    for name, array in all_arrays():
        if array.dtype.itemsize and chooser.randrange(share) == 0:
            yield name, array
    one = np.arange(10.0)
    yield "list", [one, one + 1, {"again": one}]
    yield "matrix", np.matrix([[1, 2], [3, 4]])
    yield "dict", {"x": np.arange(3), "y": np.float32(2.5), "z": np.array(["a", None], object)}


def write(folder, share):
    for number, (_, value) in enumerate(samples(share)):
        protocol = number % 6
        (folder / f"{number}.pkl").write_bytes(pickle.dumps(value, min(protocol, pickle.HIGHEST_PROTOCOL)))
        ending = list(COMPRESSORS)[number % len(COMPRESSORS)]
        joblib.dump(value, folder / f"{number}.joblib{ending}", compress=COMPRESSORS[ending])
        if isinstance(value, np.ndarray) and type(value) is np.ndarray:
            try:
                np.save(folder / f"{number}.npy", value)
            except (ValueError, UnicodeError):
                continue


def load(path):
    if path.name.endswith(".npy"):
        return np.load(path, allow_pickle=True)
    return pickle.loads(path.read_bytes()) if path.name.endswith(".pkl") else joblib.load(path)


def difference(left, right):
    """Why two values are not the same; None when they are."""
    if isinstance(left, np.ndarray):
        return same(native(left), native(right))
    if isinstance(left, list):
        return next(filter(None, map(difference, left, right)), None)
    if isinstance(left, dict):
        return None if left.keys() == right.keys() and not any(difference(left[key], right[key]) for key in left) else "other entries"
    return None if left == right and type(left) is type(right) else f"{left!r} is {right!r}"


def check(folder):
    passed, failures = 0, []
    for path in sorted(folder.iterdir()):
        number, _, ending = path.name.partition(".")
        if ending.startswith("out."):
            continue
        made = folder / f"{number}.out.{ending}"
        try:
            reason = difference(load(path), load(made)) if made.exists() else "Brine refused it"
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
        passed += not reason
        if reason:
            failures.append(f"{path.name}: {reason}")
    print("\n".join(["passed " + str(passed)] + failures))


warnings.simplefilter("ignore")
if sys.argv[1] == "write":
    write(Path(sys.argv[2]), int(sys.argv[3]))
else:
    check(Path(sys.argv[2]))
