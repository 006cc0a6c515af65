"""Writes the attack corpus: files/ and manifest.json. Every file is proved by loading it.

    python generate.py               write all, prove all
    python generate.py WORD          prove only files whose names contain WORD; nothing is written

Each file is loaded by the real loader in a child process, in a fresh temporary folder, with a time-out. It
must create a file `brine-marker` there: that is all that any payload does. One that doesn't is an error.
Needs numpy, pandas, scipy, scikit-learn, joblib, dill, cloudpickle, lz4, torch, h5py and keras.
"""

import importlib
import importlib.metadata
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
GROUPS = [
    "code_cases",
    "native_cases",
    "process_cases",
    "callback_cases",
    "import_cases",
    "writer_cases",
    "state_cases",
    "walk_cases",
    "alias_cases",
    "opcode_cases",
    "name_cases",
    "broken_cases",
    "nested_cases",
    "library_cases",
    "array_cases",
    "frame_cases",
    "container_cases",
    "torch_cases",
    "torch_call_cases",
    "keras_cases",
]
LIBRARIES = [
    "cloudpickle",
    "dill",
    "h5py",
    "joblib",
    "keras",
    "lz4",
    "numpy",
    "pandas",
    "pip",
    "scikit-learn",
    "scipy",
    "setuptools",
    "torch",
]


def fires(case):
    """Whether loading the file makes the marker; also what the loader wrote to its output."""
    with tempfile.TemporaryDirectory(prefix="brine-attack-") as folder:
        path = pathlib.Path(folder)
        (path / case.file).write_bytes(case.data)
        for extra, data in case.aside.items():
            (path / extra).write_bytes(data)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": folder,
            "PYTHONHASHSEED": "0",
            "KERAS_BACKEND": "torch",
            "PYTHONDONTWRITEBYTECODE": "1",
            "OMP_NUM_THREADS": "1",
            "LC_ALL": "C.UTF-8",
        }
        command = [sys.executable, "-P", "-B", str(HERE / "load.py"), case.loader, case.file]
        try:
            done = subprocess.run(
                command,
                cwd=folder,
                env=environment,
                timeout=60 if case.loader in ("keras",) else 20,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            output = done.stdout.decode("utf-8", "replace")
        except subprocess.TimeoutExpired as error:
            output = "time-out: " + str(error.output)
        for _ in range(20):
            if any(child.name.startswith("brine-marker") for child in path.iterdir()):
                return True, output
            time.sleep(0.1)
        return False, output


def version_table():
    """Versions of the libraries that are installed."""
    found = {}
    for library in LIBRARIES:
        try:
            found[library] = importlib.metadata.version(library)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def collect():
    """The cases of all groups, by group. A group whose libraries are missing is an error."""
    return {group: list(importlib.import_module(group).cases()) for group in GROUPS}


def write(groups):
    """Writes files and manifest."""
    folder = HERE / "files"
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    manifest = {
        "python": platform.python_version(),
        "libraries": version_table(),
        "expected": "Names as the file writes them (Python 2's are mapped), with the use that must be found.",
        "files": [],
        "unproved": [],
    }
    for group, cases in groups.items():
        for case in cases:
            (folder / case.file).write_bytes(case.data)
            for extra, data in case.aside.items():
                (folder / extra).write_bytes(data)
            kind = "unproved" if case.unproved else "files"
            manifest[kind].append({"group": group.removesuffix("_cases"), **case.entry()})
    (HERE / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=True) + "\n")


def main():
    """Proves, then writes."""
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    groups = collect()
    chosen = [case for group, cases in groups.items() for case in cases if word in group + "/" + case.file]
    names = [case.file for cases in groups.values() for case in cases]
    failed = sorted({name for name in names if names.count(name) > 1})
    for case in chosen:
        if case.unproved:
            continue
        done, output = fires(case)
        if not done:
            failed.append(case.file)
            print(f"does not fire: {case.file}\n{output[-600:]}", flush=True)
    print(f"{len(chosen)} files, {len(failed)} failed: {' '.join(failed)}")
    if failed:
        raise SystemExit(1)
    if not word:
        write(groups)


if __name__ == "__main__":
    main()
