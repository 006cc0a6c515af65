"""Compares arrays with NumPy and joblib in both directions: `run_arrays.py BRINE [--old PYTHON] [--all]`.

Every type, byte order, shape, memory order: as .npy of each version, in pickles of each protocol, in joblib files of each
compressor. What Python wrote Brine converts, and Python must find in it what it had. Without `--all` it is a part of all
these, the same in every run. The Python of `--old` has older packages, whose files are read and which must read Brine's.
"""

import argparse
import collections
import io
import pickle
import random
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import joblib
import numpy as np
from numpy.lib import format as npy_format

import array_objects
from array_values import all_arrays, native, same

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


def check_pickle(array):
    def check(path):
        return same(native(array), native(pickle.loads(path.read_bytes())))
    return check


def check_joblib(array):
    def check(path):
        return same(native(array), native(joblib.load(path)))
    return check


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


def level_cases(batch):
    """Each compressor and level, by Brine."""
    array = np.arange(3000.0).reshape(30, 100) // 7
    source = batch.folder / "levels.npy"
    np.save(source, array)
    failures = []
    for ending in COMPRESSORS[1:]:
        method = {".z": "zlib", ".gz": "gzip"}.get(ending, ending[1:])
        for level in (1, 3, 9):
            target = batch.folder / f"level{level}.joblib{ending}"
            done = subprocess.run([batch.brine, "convert", source, target, "--compress", f"{method}:{level}"], capture_output=True, text=True)
            reason = done.stderr.strip() if done.returncode else check_joblib(array)(target)
            if reason:
                failures.append((f"level {level} of {ending}", reason))
    return failures, 3 * len(COMPRESSORS[1:])


def object_cases(batch):
    for name, value in array_objects.objects():
        for held, depth in ((value, "itself"), ({"inside": [value]}, "in a dict")):
            for protocol in (2, 4, 5):
                data = pickle.dumps(held, protocol)

                def check(path, expected=pickle.loads(data)):
                    return array_objects.difference(expected, pickle.loads(path.read_bytes()))

                batch.add(f"object {protocol} to json and back: {name} {depth}", json_and_back(batch.brine, data), ".json", ".pkl",
                          check)
                batch.add(f"object {protocol} to pickle: {name} {depth}", data, ".pkl", ".pkl", check)


def old_cases(brine, python, share):
    """Files of older packages, converted by Brine and looked at by the same packages."""
    peer = Path(__file__).with_name("array_peer.py")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([python, peer, "write", folder, str(share)], check=True)
        lines = []
        for path in sorted(Path(folder).iterdir()):
            number, _, ending = path.name.partition(".")
            lines.append(f"{path}\t{path.with_name(f'{number}.out.{ending}')}\t-")
        subprocess.run([brine, "convert", "--batch"], input="\n".join(lines) + "\n", text=True, capture_output=True)
        answer = subprocess.run([python, peer, "check", folder], text=True, capture_output=True, check=True).stdout.splitlines()
    return [("old", line) for line in answer[1:]], len(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("brine")
    parser.add_argument("--old", help="a Python with older packages")
    parser.add_argument("--part", default="all")
    parser.add_argument("--all", action="store_true", help="all arrays, which takes ten times as long")
    options = parser.parse_args()
    arrays = list(all_arrays())
    few = arrays if options.all else random.Random(4).sample(arrays, len(arrays) // 10)
    total, failures = 0, []
    groups = {
        "npy": lambda batch: npy_cases(batch, few),
        "pickle": lambda batch: pickle_cases(batch, few[::11]),
        "joblib": lambda batch: [joblib_cases(batch, few[level::29], level) for level in (1, 3, 9)],
        "objects": object_cases,
    }
    for group, fill in groups.items():
        if options.part not in ("all", group):
            continue
        with tempfile.TemporaryDirectory() as folder:
            batch = Batch(options.brine, Path(folder))
            fill(batch)
            failed = batch.run()
            count = len(batch.lines)
            if group == "joblib":
                more, levels = level_cases(batch)
                failed, count = failed + more, count + levels
            print(f"{group}: {count} conversions, {len(failed)} failed", flush=True)
            total += count
            failures += failed
    if options.old and options.part in ("all", "old"):
        failed, count = old_cases(options.brine, options.old, 5 if options.all else 50)
        print(f"old: {count} conversions, {len(failed)} failed", flush=True)
        total, failures = total + count, failures + failed
    report(total, failures)


def report(total, failures):
    reasons = collections.Counter(str(reason)[:80] for _, reason in failures)
    for name, reason in failures[:40]:
        print(f"FAILED {name}: {reason}")
    for reason, count in reasons.most_common(15):
        print(f"  {count} x {reason}")
    print(f"arrays: {total - len(failures)} passed, {len(failures)} failed")
    sys.exit(bool(failures))


main()
