"""Writes the fixtures beside this file: `valid/`, `invalid/` and `MANIFEST.json`.

Run it with Python 3.11 and the packages `joblib`, `numpy` and `lz4`, in the versions that the manifest names. The output is
the same in every run. A valid file's entry has the typed values that are in it; an invalid one's the error it must give.
"""

import json
import shutil
import sys
from pathlib import Path

import joblib
import lz4
import numpy as np

import hostile
import samples

HERE = Path(__file__).resolve().parent


def main():
    files = {}
    for folder in ("valid", "invalid"):
        shutil.rmtree(HERE / folder, ignore_errors=True)
        (HERE / folder).mkdir()
    for name, content, facts in samples.files():
        (HERE / "valid" / name).write_bytes(content)
        files[f"valid/{name}"] = facts
    for name, content, error in hostile.files():
        assert f"invalid/{name}" not in files, name
        (HERE / "invalid" / name).write_bytes(content)
        # Files beside others are not read by themselves.
        if error:
            files[f"invalid/{name}"] = {"error": error}
    versions = {"python": sys.version.split()[0], "numpy": np.__version__, "joblib": joblib.__version__, "lz4": lz4.__version__}
    (HERE / "MANIFEST.json").write_text(json.dumps({"versions": versions, "files": files}, indent=1) + "\n")


main()
