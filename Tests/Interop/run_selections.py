"""Compares `brine dump FILE[selection]` with NumPy on 2,000 random selections: `run_selections.py BRINE [COUNT] [SEED]`.

The arrays are .npy files in C and Fortran order. An array must come out as typed JSON, `$ndarray` (or `$scalar` for a
single element), with NumPy's dtype, shape and bytes; where NumPy raises an error, brine must end with 2 and print nothing.
"""

import base64
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Fixtures" / "arrays"))
from selection_cases import array, expected, selection

WORKERS = 2
SHOWN = 10


def dumped(brine, path, text):
    """dtype, shape and bytes as brine has them, or its exit code and message."""
    result = subprocess.run([brine, "dump", f"{path}[{text}]"], capture_output=True)
    if result.returncode:
        return None, f"exit {result.returncode}: {result.stderr.decode(errors='replace').strip()}" + (
            " (and wrote output)" if result.stdout else "")
    value = json.loads(result.stdout)
    form = value.get("$ndarray") or value.get("$scalar")
    return (form["dtype"], form.get("shape", []), base64.b64decode(form["data"])), None


def check(brine, path, text):
    view = np.load(path)
    wanted, error = expected(view, text)
    found, message = dumped(brine, path, text)
    if error:
        return "refused by both" if message and message.startswith("exit 2:") and "(and" not in message else (
            f"NumPy raises {error}, brine: {message or found}")
    if message:
        return f"brine: {message}"
    if found != (view.dtype.str, list(wanted.shape), wanted.tobytes()):
        return f"expected {view.dtype.str} {wanted.shape} {wanted.tobytes()[:40]!r}, found {found[0]} {found[1]} {found[2][:40]!r}"
    return "equal"


def main(brine, count=2000, seed=1):
    source, counts, failures = random.Random(seed), Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        cases = []
        for number in range(count):
            path = Path(folder, f"{number}.npy")
            view = array(source)[2]
            np.save(path, view)
            cases.append((path, selection(source, list(view.shape))))
        with ThreadPoolExecutor(WORKERS) as pool:
            for (path, text), outcome in zip(cases, pool.map(lambda case: check(brine, *case), cases)):
                known = outcome in ("equal", "refused by both")
                counts[outcome if known else "different"] += 1
                if not known:
                    failures.append(f"{np.load(path).shape} {np.load(path).dtype} [{text}]\n  {outcome}")
    for failure in failures[:SHOWN]:
        print(failure)
    print(", ".join(f"{n} {name}" for name, n in sorted(counts.items())))
    return 1 if failures else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:])))
