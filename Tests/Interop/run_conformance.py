"""Compares Brine with Python on the pickles among other projects' test files: `run_conformance.py BRINE CORPORA`.

`brine dis` must print what pickletools prints and refuse what it refuses; `brine dump` must take what the C unpickler
takes. Files that are no plain pickle belong to later work and are counted apart: Brine must refuse them with a
message, as it must refuse a pickle that arrays interrupt.
"""

import gzip
import io
import pickle
import subprocess
import sys
import tempfile
import warnings
import zlib
from collections import Counter
from pathlib import Path

from run_values import difference

TIMEOUT = 30
REFUSED = 2
LATER = {b"BZh": "bzip2", b"\xfd7zXZ\0": "xz", b"]\0\0": "lzma", b"ZF0x": "joblib's ZF", b"\x93NUMPY": "npy"}
WRAPPERS = {"NumpyArrayWrapper"}  # each is followed by an array's raw bytes, in the middle of the pickle


class StandIn(dict):
    """Takes the place of a class that this Python doesn't have: whatever a pickle does to it is fine."""

    def __new__(cls, *args, **kwargs):
        return super().__new__(cls)

    def __init__(self, *args, **kwargs):
        super().__init__()

    def __setstate__(self, state):
        self.state = state

    def append(self, item):
        """Items are of no interest here."""

    def extend(self, items):
        """Items are of no interest here."""


class Unpickler(pickle.Unpickler):
    """The C unpickler, which here notes which classes it was asked for and never fails to find one."""

    def __init__(self, data):
        super().__init__(io.BytesIO(data))
        self.names = set()

    def find_class(self, module, name):
        self.names.add(name)
        try:
            return super().find_class(module, name)
        except (ImportError, AttributeError):
            return type(name, (StandIn,), {})

    def persistent_load(self, key):
        return StandIn()


def contents(data):
    """The bytes inside gzip or zlib, which is told by content as file names vary."""
    if data.startswith(b"\x1f\x8b"):
        return gzip.decompress(data)
    return zlib.decompress(data) if data[:1] == b"\x78" else data


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


def dump_problem(brine, path, refusal):
    status, _, said = run(brine, "dump", path)
    if refusal is None:
        return f"dump: exit {status}: {said}" if status else None
    problem = refusal_problem(status, said)
    return f"dump, which Python refuses ({refusal}): {problem}" if problem else None


def check(brine, path):
    """What kind of file it is, and the disagreements."""
    stored = path.read_bytes()
    later = next((name for magic, name in LATER.items() if stored.startswith(magic)), None)
    if later:
        status, _, said = run(brine, "dump", path)
        problem = refusal_problem(status, said)
        return f"later work: {later}", [problem] if problem else []
    data = contents(stored)
    unpickler, refusal = Unpickler(data), None
    try:
        unpickler.load()
    except Exception as error:
        refusal = f"{type(error).__name__}: {error}"
    kind = "read alike" if refusal is None else "refused alike"
    if refusal and unpickler.names & WRAPPERS:
        kind = "later work: arrays inside a pickle"
    problems = [dis_problem(brine, path, data), dump_problem(brine, path, refusal)]
    return kind, [problem for problem in problems if problem]


def main():
    warnings.simplefilter("ignore")
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder = Path(sys.argv[2], "joblib")
    counts, failed = Counter(), 0
    for path in sorted(folder.iterdir()):
        kind, problems = check(sys.argv[1], path)
        counts["disagreed" if problems else kind] += 1
        failed += bool(problems)
        for problem in problems:
            print(f"{path.name}: {problem}")
    print("joblib's files:", ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())))
    sys.exit(failed > 0 or not counts)


if __name__ == "__main__":
    main()
