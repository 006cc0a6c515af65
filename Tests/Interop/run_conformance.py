"""Compares Brine with Python on the pickles among other projects' test files: `run_conformance.py BRINE CORPORA`.

`brine dis` must print what pickletools prints and refuse what it refuses. What Brine makes a plain pickle of must be what
joblib itself loads: the six values that joblib's own tests expect.
"""

import bz2
import gzip
import lzma
import pickle
import subprocess
import sys
import tempfile
import warnings
import zlib
from collections import Counter
from pathlib import Path

import joblib
import numpy as np

from run_values import difference

TIMEOUT = 30
REFUSED = 2
# What `test_joblib_pickle_across_python_versions` of joblib's test_numpy_pickle.py expects.
EXPECTED = [
    np.arange(5, dtype="<i8"),
    np.arange(5, dtype="<f8"),
    np.array([1, "abc", {"a": 1, "b": 2}], dtype="O"),
    bytes(range(256)),
    np.matrix([0, 1, 2], dtype="<i8"),
    "C'est l'\xe9t\xe9 !",
]
UNPACKERS = {b"\x1f\x8b": gzip.decompress, b"BZh": bz2.decompress, b"\xfd7zXZ\0": lzma.decompress, b"]\0\0": lzma.decompress,
             b"\x78": zlib.decompress, b"ZF0x": lambda data: zlib.decompress(data[21:])}


def contents(data):
    """The bytes inside a compression, which is told by content as file names vary."""
    unpack = next((unpack for magic, unpack in UNPACKERS.items() if data.startswith(magic)), bytes)
    return unpack(data)


def run(*command):
    result = subprocess.run(command, capture_output=True, timeout=TIMEOUT)
    return result.returncode, result.stdout, result.stderr.decode(errors="replace").strip()


def refusal_problem(status, said):
    """Why this is not how Brine refuses: with exit status 2 and a message."""
    if status != REFUSED:
        return f"exit {status} instead of {REFUSED}: {said[:200]}"
    return None if said.startswith("brine: ") and len(said) > len("brine: ") else f"refused with {said!r}"


def dis_problem(brine, path, data):
    with tempfile.NamedTemporaryFile() as plain:
        plain.write(data)
        plain.flush()
        status, expected, _ = run(sys.executable, "-X", "utf8", "-m", "pickletools", plain.name)
    found_status, found, said = run(brine, "dis", path)
    if status and (problem := refusal_problem(found_status, said)):
        return f"dis, which pickletools refuses: {problem}"
    if not status and found_status:
        return f"dis: exit {found_status}: {said}"
    if found != expected:
        return "dis:\n" + difference(expected.decode(errors="replace"), found.decode(errors="replace"))
    return None


def is_same(left, right):
    """Whether two values are of one type and equal."""
    if type(left) is not type(right):
        return False
    if isinstance(left, list):
        return len(left) == len(right) and all(map(is_same, left, right))
    if not isinstance(left, np.ndarray):
        return left == right
    return left.dtype == right.dtype and left.shape == right.shape and left.tolist() == right.tolist()


def value_problem(brine, path):
    """What is wrong with the values; None when they are joblib's, and those that joblib's tests expect."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "values.pkl")
        status, _, said = run(brine, "convert", path, target)
        if status:
            return f"convert: exit {status}: {said}"
        found = pickle.loads(target.read_bytes())
    # joblib itself makes plain arrays of matrices with NumPy 2.
    loaded = [np.asmatrix(right) if isinstance(left, np.matrix) else right for left, right in zip(EXPECTED, joblib.load(path))]
    if not is_same(found, loaded):
        return f"other values than joblib's: {found}"
    return None if is_same(found, EXPECTED) else f"other values than joblib's tests expect: {found}"


def array_problem(brine, path):
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "array.npy")
        status, _, said = run(brine, "convert", path, target)
        if status:
            return f"convert: exit {status}: {said}"
        same = is_same(np.load(target, allow_pickle=True), np.load(path, allow_pickle=True))
    return None if same else "another array"


def check(brine, path):
    """What kind of file it is, and the disagreements."""
    if path.suffix == ".npy":
        kind, problems = "arrays beside others", [array_problem(brine, path)]
    else:
        kind, problems = "read alike", [dis_problem(brine, path, contents(path.read_bytes())), value_problem(brine, path)]
    return kind, [problem for problem in problems if problem]


def main():
    warnings.simplefilter("ignore")
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder = Path(sys.argv[2], "joblib")
    counts, failed = Counter(), 0
    for path in sorted(path for path in folder.iterdir() if path.suffix != ".txt"):
        kind, problems = check(sys.argv[1], path)
        counts["disagreed" if problems else kind] += 1
        failed += bool(problems)
        for problem in problems:
            print(f"{path.name}: {problem}")
    print("joblib's files:", ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())))
    sys.exit(failed > 0 or not counts)


if __name__ == "__main__":
    main()
