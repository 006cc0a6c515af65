"""Checks the committed fixtures against Python itself: what should load does, what should be refused is."""

import gzip
import hashlib
import json
import pickle
import pickletools
import sys
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from handmade_cases import NOT_FOR_PYTHON


def contents(path):
    data = path.read_bytes()
    return {".gz": gzip.decompress, ".z": zlib.decompress}.get(path.suffix, bytes)(data)


def opcodes(data):
    """The names of the opcodes, as far as pickletools can follow."""
    try:
        for opcode, _, _ in pickletools.genops(data):
            yield opcode.name
    except Exception:
        pass  # invalid fixtures end like this


def check_valid(path):
    data = contents(path)
    stem = path.name.partition(".")[0]
    if path.with_name(f"{stem}.json").exists():
        for line in path.with_name(f"{stem}.json").read_text(encoding="utf-8").splitlines():
            json.loads(line)
    if stem not in NOT_FOR_PYTHON:
        pickle.loads(data)
    return data


def check_invalid(path):
    data = path.read_bytes()
    try:
        value = pickle.loads(data)
    except Exception as error:
        return data, f"{type(error).__name__}: {error}"
    raise AssertionError(f"{path.name} loads as {value!r}")


def main():
    files = json.loads((HERE / "MANIFEST.json").read_text())["files"]
    seen = set()
    for name, notes in files.items():
        path = HERE / name
        assert hashlib.sha256(path.read_bytes()).hexdigest() == notes["sha256"], name
        if name.startswith("valid"):
            seen.update(opcodes(check_valid(path)) if "deep" not in name else ())
        else:
            data, refusal = check_invalid(path)
            seen.update(opcodes(data))
            if "-v" in sys.argv:
                print(f"{path.stem:24} {notes['error']:20} {refusal[:100]}")
    missing = {opcode.name for opcode in pickletools.opcodes} - seen
    assert not missing, f"opcodes in no fixture: {missing}"
    valid = sum(name.startswith("valid") for name in files)
    print(f"{valid} valid and {len(files) - valid} invalid fixtures with all {len(seen)} opcodes: as Python says")


if __name__ == "__main__":
    main()
