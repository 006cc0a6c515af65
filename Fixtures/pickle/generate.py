"""Writes the fixtures beside this file: `valid/`, `invalid/` and `MANIFEST.json`.

Run it with Python 3.11 and the packages of `Tests/Interop/requirements.txt`. The output is the same in every run.
Valid pickles have their typed JSON in `STEM.json` (a line for each pickle of the stream) and what `python -m
pickletools` prints, plain, with `-a` and with `-m`, in `STEM.dis`, `STEM.dis_a` and `STEM.dis_m`.
"""

import gzip
import hashlib
import json
import os
import pickle
import platform
import shutil
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "Tests" / "Interop")]

import numpy
import sklearn

from handmade_cases import DEEP, HANDMADE, NOT_FOR_PYTHON
from invalid_cases import INVALID
from live_cases import live_cases
from science_cases import science_cases
from typed_json import typed_json

COMPRESSED = {"sklearn_pipeline": "gz", "rows": "gz", "settings": "z", "random_forest": "z"}
DIS_LIMIT = 16_000  # bytes: a listing many times its pickle's size is compared live, by check_dis.py
DISASSEMBLIES = {"dis": [], "dis_a": ["-a"], "dis_m": ["-m"]}


def compress(data, kind):
    return gzip.compress(data, mtime=0) if kind == "gz" else zlib.compress(data)


def protocol_of(data):
    """What the first opcode says; text pickles don't say."""
    return data[1] if data[:1] == b"\x80" and len(data) > 1 else 0


class Fixtures:
    """Writes files and keeps the manifest of them."""

    def __init__(self):
        self.entries = {}
        for folder in ("valid", "invalid"):
            shutil.rmtree(HERE / folder, ignore_errors=True)
            (HERE / folder).mkdir()

    def add(self, name, data, protocol, **notes):
        (HERE / name).write_bytes(data)
        self.entries[name] = {"sha256": hashlib.sha256(data).hexdigest(), "protocol": protocol, **notes}

    def add_valid(self, stem, data, text, protocol, **notes):
        self.add(f"valid/{stem}.pkl", data, protocol, **notes)
        (HERE / f"valid/{stem}.json").write_text(text + "\n", encoding="utf-8")
        if kind := COMPRESSED.get(stem):
            packed = f"{stem}_compressed"
            self.add(f"valid/{packed}.pkl.{kind}", compress(data, kind), protocol, same_as=f"valid/{stem}.pkl")
            (HERE / f"valid/{packed}.json").write_text(text + "\n", encoding="utf-8")

    def write_manifest(self):
        versions = {"python": platform.python_version(), "numpy": numpy.__version__,
                    "scikit-learn": sklearn.__version__}
        manifest = {"generator": versions, "files": dict(sorted(self.entries.items()))}
        (HERE / "MANIFEST.json").write_text(json.dumps(manifest, indent=1) + "\n")


def disassemble(path):
    """The three listings of one pickle, where pickletools accepts it."""
    for suffix, options in DISASSEMBLIES.items():
        command = [sys.executable, "-X", "utf8", "-m", "pickletools", *options, str(path)]
        result = subprocess.run(command, capture_output=True)
        if result.returncode == 0 and len(result.stdout) <= DIS_LIMIT:
            path.with_suffix(f".{suffix}").write_bytes(result.stdout)


def main():
    fixtures = Fixtures()
    for cases in (live_cases, science_cases):
        for stem, value, protocol in cases():
            fixtures.add_valid(stem, pickle.dumps(value, protocol), typed_json(value, protocol), protocol)
    for stem, data, text in HANDMADE:
        notes = {"handmade": True, "pickles": text.count("\n") + 1}
        if stem in NOT_FOR_PYTHON:
            notes["python"] = "refuses, or is not asked"
        fixtures.add_valid(stem, data, text, protocol_of(data), **notes)
    for stem, make in DEEP.items():
        data = make(1_000_000)
        fixtures.add(f"valid/{stem}.pkl.gz", compress(data, "gz"), protocol_of(data),
                     notes="a million deep; no JSON kept")
    for stem, data, code in INVALID:
        fixtures.add(f"invalid/{stem}.pkl", data, protocol_of(data), error=code)
    fixtures.write_manifest()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(disassemble, sorted((HERE / "valid").glob("*.pkl"))))


if __name__ == "__main__":
    main()
