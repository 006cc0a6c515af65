"""Writes the honest fixtures of the scanner beside this file: `files/` and `manifest.json`.

Run it with Python 3.11 and the packages of `Tests/Interop/requirements-scan.txt`. Two runs write the same
bytes. Every file holds data that a person would keep: loading it builds values and does nothing else. The few
that hold functions or classes by value (dill, cloudpickle) are marked `contains code`.
"""

import importlib.metadata
import json
import os
import platform
import shutil
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
FILES = HERE / "files"
LIMIT = 20_000  # bytes of a file: the folder lies in the repository
MODULES = [
    "stdlib_cases",
    "python_more_cases",
    "numpy_cases",
    "scipy_cases",
    "pandas_cases",
    "sklearn_cases",
    "boosting_cases",
    "library_more_cases",
    "torch_cases",
    "torch_more_cases",
    "container_cases",
    "code_cases",
]
PACKAGES = [
    "numpy",
    "scipy",
    "pandas",
    "pyarrow",
    "scikit-learn",
    "joblib",
    "torch",
    "xgboost",
    "lightgbm",
    "dill",
    "cloudpickle",
    "lz4",
]


def versions():
    """Of Python and of each package whose values were written."""
    return {
        "python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in PACKAGES},
    }


def collect(names):
    """Each case of the modules, as an entry of the manifest and the file's bytes."""
    for name in names:
        module = __import__(name)
        for file, what, data in module.cases():
            yield {
                "file": file,
                "what": what,
                "library": module.LIBRARY,
                "verdict": getattr(module, "VERDICT", "safe"),
            }, data


def main():
    shutil.rmtree(FILES, ignore_errors=True)
    FILES.mkdir()
    entries = []
    for entry, data in collect(sys.argv[1:] or MODULES):
        path = FILES / entry["file"]
        assert not path.exists(), f"{path.name} is written twice"
        if len(data) > LIMIT:
            print(f"{path.name}: {len(data)} bytes, left out", file=sys.stderr)
            continue
        path.write_bytes(data)
        entries.append(entry)
    entries.sort(key=lambda entry: entry["file"])
    manifest = {"versions": versions(), "files": entries}
    (HERE / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
    print(f"{len(entries)} files, {sum(path.stat().st_size for path in FILES.iterdir())} bytes")


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # the order of sets is in the files
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})
    warnings.simplefilter("ignore")
    main()
