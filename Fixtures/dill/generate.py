"""Writes the fixtures beside this file: `valid/` and `MANIFEST.json`.

Run it with Python 3.11 and the packages of `Tests/Interop/requirements.txt`. The output is the same in every run.
Run with another Python (3.7 to 3.14, with dill and cloudpickle), it writes that version's two files,
`dill_pythonXY.pkl` and `cloudpickle_pythonXY.pkl`, and leaves the others alone.

Each `STEM.pkl` has what must be read from it in `STEM.json`, which the live objects themselves tell.
"""

import hashlib
import json
import os
import pickletools
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
VALID = HERE / "valid"
MAIN_VERSION = (3, 11)
TAG = "python%d%d" % sys.version_info[:2]

import cloudpickle
import dill


def run(kind, folder, tag):
    """Writes one group of cases in a process whose `__main__` holds nothing else."""
    code = "__import__('sys').path.insert(0, %r); __import__('write_cases').main(%r, %r, %r)"
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-X", "utf8", "-c", code % (str(HERE), kind, str(folder), tag)], check=True, env=environment)


def is_main():
    return sys.version_info[:2] == MAIN_VERSION


def make(folder):
    if not is_main():
        return run("pack", folder, TAG)
    run("each", folder, "")
    run("session", folder, "dill_session")
    run("refimported", folder, "dill_session_refimported")
    run("module", folder, "module")


def check(data):
    """Fixtures must not tell where they were made."""
    for path in (str(HERE), sys.prefix, sys.base_prefix, tempfile.gettempdir(), str(Path.home())):
        assert path.encode() + b"/" not in data, path


def protocol_of(data):
    """The highest protocol that an opcode of the pickle is from."""
    return max(opcode.proto for opcode, _, _ in pickletools.genops(data))


def main():
    VALID.mkdir(exist_ok=True)
    path = HERE / "MANIFEST.json"
    manifest = json.loads(path.read_text()) if path.exists() else {"generators": {}, "files": {}}
    stale = [name for name, entry in manifest["files"].items() if entry["generator"] == TAG]
    for name in stale:
        del manifest["files"][name]
        for suffix in (".pkl", ".json"):
            (HERE / name).with_suffix(suffix).unlink()
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder))
        for file in sorted(Path(folder).iterdir()):
            data = file.read_bytes()
            check(data)
            (VALID / file.name).write_bytes(data)
            if file.suffix == ".pkl":
                manifest["files"]["valid/" + file.name] = {
                    "sha256": hashlib.sha256(data).hexdigest(), "protocol": protocol_of(data), "generator": TAG}
    manifest["generators"][TAG] = {"python": platform.python_version(), "dill": dill.__version__,
                                   "cloudpickle": cloudpickle.__version__}
    manifest["files"] = dict(sorted(manifest["files"].items()))
    manifest["generators"] = dict(sorted(manifest["generators"].items()))
    path.write_text(json.dumps(manifest, indent=1) + "\n")


if __name__ == "__main__":
    main()
