"""Compares arrays with NumPy and joblib in both directions: `run_arrays.py BRINE [--old PYTHON]`.

Every type, byte order, shape, memory order: as .npy of each version, in pickles of each protocol, in joblib files of each
compressor. What Python wrote Brine converts, and Python must find in it what it had.
"""

import argparse
import collections
import io
import json
import pickle
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import joblib
import numpy as np
from numpy.lib import format as npy_format

from array_values import all_arrays, same

warnings.simplefilter("ignore")


class Batch:
    """Conversions that the tool carries out in one run."""

    def __init__(self, brine, folder):
        self.brine, self.folder, self.lines, self.checks = brine, folder, [], []

    def add(self, name, source, ending, target_ending, check):
        """Converts a file with these bytes; `check` is given the path of the result."""
        number = len(self.lines)
        path = self.folder / f"{number}{ending}"
        path.write_bytes(source)
        target = self.folder / f"{number}.out{target_ending}"
        self.lines.append(f"{path}\t{target}\t-")
        self.checks.append((name, target, check))

    def run(self):
        """The names of what failed, with the reason."""
        done = subprocess.run([self.brine, "convert", "--batch"], input="\n".join(self.lines) + "\n", text=True,
                              capture_output=True)
        answers = done.stdout.splitlines()
        failures = []
        if len(answers) != len(self.lines):
            return [("batch", f"{len(answers)} answers for {len(self.lines)} lines: {done.stderr[-500:]}")]
        for answer, (name, target, check) in zip(answers, self.checks):
            if answer != "ok":
                failures.append((name, answer))
                continue
            try:
                reason = check(target)
            except Exception as error:
                reason = f"{type(error).__name__}: {error}"
            if reason:
                failures.append((name, reason))
        return failures


def npy_bytes(array, version):
    file = io.BytesIO()
    npy_format.write_array(file, array, version=version)
    return file.getvalue()


def check_load(array):
    def check(path):
        found = np.load(path, allow_pickle=True)
        return same(array, found)
    return check


def native(array):
    """The array in the machine's byte order: pickles and joblib do that."""
    if array.dtype.isnative:
        return array
    dtype = array.dtype.newbyteorder("=")
    return array.astype(dtype) if array.dtype.names else array.byteswap().view(dtype)


def check_pickle(array):
    def check(path):
        return same(native(array), native(pickle.loads(path.read_bytes())))
    return check


def check_joblib(array):
    def check(path):
        return same(native(array), native(joblib.load(path)))
    return check


def npy_equal(array):
    """What a .npy file can hold of an array: types without names of padding, alignment and the like."""
    file = io.BytesIO(npy_bytes(array, None))
    return np.load(file, allow_pickle=True)


def npy_cases(batch, arrays):
    for name, array in arrays:
        for version in ((1, 0), (2, 0), (3, 0)):
            try:
                data = npy_bytes(array, version)
                expected = np.load(io.BytesIO(data), allow_pickle=True)
            except (ValueError, UnicodeEncodeError):
                continue
            batch.add(f"npy {version[0]} {name}", data, ".npy", ".npy", check_load(expected))
            if version == (1, 0):
                batch.add(f"npy to pkl {name}", data, ".npy", ".pkl", check_pickle(expected))


def pickle_cases(batch, arrays):
    for name, array in arrays:
        for protocol in range(6):
            data = pickle.dumps(array, protocol)
            expected = pickle.loads(data)  # in the machine's byte order
            if array.dtype.itemsize:  # joblib itself divides by it
                batch.add(f"pickle {protocol} to joblib {name}", data, ".pkl", ".joblib", check_joblib(expected))
            batch.add(f"pickle {protocol} to json and back {name}", json_and_back(batch.brine, data), ".json", ".pkl",
                      check_pickle(expected))


def json_and_back(brine, data):
    return subprocess.run([brine, "dump", "-"], input=data, capture_output=True).stdout


COMPRESSORS = ["", ".z", ".gz", ".bz2", ".lzma", ".xz", ".lz4"]


def joblib_cases(batch, arrays, level):
    for name, array in arrays:
        if not array.dtype.itemsize:  # joblib itself divides by it
            continue
        for ending in COMPRESSORS:
            method = {".z": "zlib", ".gz": "gzip"}.get(ending, ending[1:])
            compress = (method, level) if method else 0
            source = batch.folder / f"source.joblib{ending}"
            joblib.dump(array, source, compress=compress)
            batch.add(f"joblib {method} {level} {name}", source.read_bytes(), ".joblib" + ending, ".joblib" + ending,
                      check_joblib(joblib.load(source)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("brine")
    parser.add_argument("--part", default="all")
    options = parser.parse_args()
    arrays = list(all_arrays())
    total, failures = 0, []
    groups = {
        "npy": lambda batch: npy_cases(batch, arrays),
        "pickle": lambda batch: pickle_cases(batch, arrays[::11]),
        "joblib": lambda batch: [joblib_cases(batch, arrays[level::29], level) for level in (1, 3, 9)],
    }
    for group, fill in groups.items():
        if options.part not in ("all", group):
            continue
        with tempfile.TemporaryDirectory() as folder:
            batch = Batch(options.brine, Path(folder))
            fill(batch)
            failed = batch.run()
            print(f"{group}: {len(batch.lines)} conversions, {len(failed)} failed", flush=True)
            total += len(batch.lines)
            failures += failed
    reasons = collections.Counter()
    for name, reason in failures:
        reasons[str(reason)[:80]] += 1
    for name, reason in failures[:40]:
        print(f"FAILED {name}: {reason}")
    for reason, count in reasons.most_common(15):
        print(f"  {count} x {reason}")
    print(f"arrays: {total - len(failures)} passed, {len(failures)} failed")
    sys.exit(bool(failures))


main()
