"""Compares Brine's reading of HDF5 files with h5py's: `run_hdf5.py BRINE FOLDER… [--old PYTHON]`.

Every .h5, .hdf5 and .nc file below the folders is read by hdf5_reference.py (in a process of its own, as some crash libhdf5) and by
`brine dump` and `brine show --facts --json`. The Python of `--old` has an older libhdf5, which reads some of what newer ones
refuse. `--reference FOLDER` keeps the reference's documents there, and takes them from there in the next run.
"""

import argparse
import contextlib
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hdf5_compare import Differences

TIMEOUT = 120
WORKERS = 2
ENDINGS = {".h5", ".hdf5", ".nc"}
REFERENCE = Path(__file__).with_name("hdf5_reference.py")


def run(*command, folder=None):
    """Exit code, output, messages; the code is None where it took too long."""
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True, timeout=TIMEOUT, cwd=folder,
                              env={**os.environ, "HDF5_USE_FILE_LOCKING": "FALSE"})
    except subprocess.TimeoutExpired:
        return None, b"", f"took over {TIMEOUT} s"
    return done.returncode, done.stdout, done.stderr.decode(errors="replace").strip()


def reference(python, path, kept):
    """What hdf5_reference.py prints; `refused` where it can't open the file or crashes."""
    if kept and kept.exists():
        return json.loads(kept.read_bytes())
    code, output, said = run(python, REFERENCE, path)
    try:
        document = json.loads(output)
    except ValueError:
        document = {"refused": f"exit {code}: {said[-200:]}"}
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(document, ensure_ascii=False))
    return document


def brine_document(brine, path, *command):
    code, output, said = run(brine, *command, path.name, folder=path.parent)
    try:
        return json.loads(output), None
    except (ValueError, RecursionError) as error:
        return None, f"brine {command[0]}: exit {code}: {said[-300:] or error}"


class Comparison:
    """All about one file."""

    def __init__(self, options, root, path):
        name = "__".join(path.relative_to(root).parts) + ".json"
        kept = Path(options.reference) if options.reference else None
        self.path, self.label = path, str(path.relative_to(root))
        self.expected = reference(sys.executable, path, kept and kept / "new" / name)
        # Only what the newer library can't read is asked of the older one.
        is_read = "refused" not in self.expected and '"error":' not in (text := json.dumps(self.expected)) and '"$error":' not in text
        older = {} if is_read or not options.old else reference(options.old, path, kept and kept / "old" / name)
        if "refused" in self.expected and "dump" in older:
            self.expected = older
        self.differences, self.failures = Differences(), []
        self.older = older
        if "refused" not in self.expected:
            self.compare(options.brine)
        else:
            found, said = brine_document(options.brine, path, "dump")
            self.brine_reads = found is not None

    def compare(self, brine):
        found, said = brine_document(brine, self.path, "dump")
        if found is None:
            self.failures.append(said)
        else:
            self.differences.dump(self.expected["dump"], found, self.older.get("dump"))
        facts, said = brine_document(brine, self.path, "show", "--facts", "--json")
        if facts is None:
            self.failures.append(said)
        else:
            self.differences.facts(self.expected["facts"], facts, self.older.get("facts"))
        for path, name, problem in self.expected["cross"]:
            self.failures.append(f"the oracle contradicts itself: {path} {name}: {problem}")

    @property
    def outcome(self):
        if "refused" in self.expected:
            return "refused by h5py"
        return "different" if self.failures or self.differences.found else "equal"


@contextlib.contextmanager
def unpacked(folders):
    """The folders; those with gzipped files (Fixtures/hdf5/valid) as copies with these unpacked."""
    with tempfile.TemporaryDirectory() as copies:
        result = []
        for number, folder in enumerate(map(Path, folders)):
            packed = [path for path in folder.rglob("*.gz") if path.with_suffix("").suffix in ENDINGS]
            if packed:
                target = Path(copies, str(number))
                shutil.copytree(folder, target)
                for path in packed:
                    plain = target / path.relative_to(folder).with_suffix("")
                    plain.write_bytes(gzip.decompress(path.read_bytes()))
            result.append(target if packed else folder)
        yield result


def files(folders):
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.suffix in ENDINGS and path.is_file()):
            first = path.with_name(re.sub(r"\d{5}(?=\.)", "00000", path.name))
            if first == path or not first.exists():  # of a family of files the first stands for all
                yield folder, path


def report(comparisons, shown):
    counts, kinds = Counter(), Counter()
    for comparison in comparisons:
        counts[comparison.outcome] += 1
        for failure in comparison.failures:
            print(f"{comparison.label}: {failure}")
            kinds[failure.split(":")[0]] += 1
        for path, what, expected, found in comparison.differences.found[:shown]:
            print(f"{comparison.label}: {path}: {what}\n    expected {expected}\n    found    {found}")
        rest = len(comparison.differences.found) - shown
        if rest > 0:
            print(f"{comparison.label}: and {rest} more")
        kinds.update({what.split(" ")[0] for _, what, _, _ in comparison.differences.found})
    print("\nNot compared, as the libraries can't read it:")
    for comparison in comparisons:
        if "refused" in comparison.expected:
            print(f"  {comparison.label}: {comparison.expected['refused']}" + ("; Brine reads it" if comparison.brine_reads else ""))
        for path, why, found in comparison.differences.left:
            read = not (isinstance(found, dict) and ("$error" in found or "error" in found))
            print(f"  {comparison.label}: {path}: {why}" + ("; Brine reads it" if read else ""))
    lacking = Counter(f"{comparison.label}: {error.split(' the filter ')[-1].split('(')[0]}"
                      for comparison in comparisons for _, error in comparison.differences.filters)
    if lacking:
        print("\nNot compared, as Brine lacks the filter:", ", ".join(f"{label} ({count} datasets)" for label, count in lacking.items()))
    if kinds:
        print("\nFiles by what differs:", ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
    print(f"\nHDF5: {len(comparisons)} files,", ", ".join(f"{count} {name}" for name, count in sorted(counts.items())))
    return counts["different"] > 0 or not counts["equal"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("brine")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--old", help="a Python with an older h5py")
    parser.add_argument("--reference", help="a folder that keeps the reference's documents")
    parser.add_argument("--only", default="", help="only files with this in their path")
    parser.add_argument("--shown", type=int, default=5, help="how many differences of a file are printed")
    options = parser.parse_args()
    options.brine = Path(options.brine).absolute()
    sys.setrecursionlimit(100_000)
    with unpacked(options.folders) as folders, ThreadPoolExecutor(WORKERS) as pool:
        chosen = [(root, path) for root, path in files(folders) if options.only in str(path)]
        comparisons = list(pool.map(lambda pair: Comparison(options, *pair), chosen))
    sys.exit(report(comparisons, options.shown))


if __name__ == "__main__":
    main()
