"""Writes the fixtures beside this file: `valid/`, `invalid/` and `MANIFEST.json`.

Run it with Python 3.11 and the packages `numpy` and `ml_dtypes`, in the versions that the manifest names. The output is the
same in every run. A valid file's entry says what NumPy finds in it; an invalid one's the error it must give.
"""

import json
import shutil
import sys
import warnings
from pathlib import Path

import ml_dtypes
import numpy as np

import hostile
import samples

HERE = Path(__file__).resolve().parent


def main():
    warnings.simplefilter("ignore")
    files = {}
    for folder in ("valid", "invalid"):
        shutil.rmtree(HERE / folder, ignore_errors=True)
        (HERE / folder).mkdir()
    for name, data, facts in samples.files():
        (HERE / "valid" / name).write_bytes(data)
        files[f"valid/{name}"] = facts
    for name, data, error in hostile.files():
        assert f"invalid/{name}" not in files, name
        (HERE / "invalid" / name).write_bytes(data)
        files[f"invalid/{name}"] = {"error": error}
    manifest = {
        "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "ml_dtypes": ml_dtypes.__version__},
        "files": files,
        "conversions": samples.conversions(),
    }
    (HERE / "MANIFEST.json").write_text(json.dumps(manifest, indent=1) + "\n")


main()
