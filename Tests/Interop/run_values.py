"""Compares `brine dump` with the reference on every value at every protocol: `run_values.py BRINE | --self-check`."""

import json
import pickle
import random
import re
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from typed_json import typed_json
from values import values

WORKERS = 2
SHOWN = 10
random.seed(0)


def cases():
    """Name, pickle and expected text; the pickle is None where Python can't write it."""
    for name, value in values():
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            title = f"{name}, protocol {protocol}"
            try:
                data = pickle.dumps(value, protocol)
            except Exception as error:
                yield title, None, str(error)
            else:
                yield title, data, typed_json(value, protocol)


def difference(expected, found):
    """Both texts from a little before where they part."""
    start = next((i for i, pair in enumerate(zip(expected, found)) if len(set(pair)) > 1),
                 min(len(expected), len(found)))
    window = slice(max(0, start - 60), start + 120)
    return f"  at {start}\n  expected …{expected[window]!r}\n  found    …{found[window]!r}"


def dump(brine, path):
    result = subprocess.run([brine, "dump", path], capture_output=True)
    if result.returncode:
        return f"exit {result.returncode}: {result.stderr.decode(errors='replace').strip()}"
    return result.stdout.decode(errors="replace")


def compare(brine):
    counts, failures = Counter(), []

    def run(numbered):
        number, (title, data, expected) = numbered
        if data is None:
            return "not picklable", None
        path = Path(folder, f"{number}.pkl")
        path.write_bytes(data)
        found = dump(brine, path)
        path.unlink()
        if found == expected + "\n":
            return "agreed", None
        return "disagreed", f"{title}\n{difference(expected, found)}"

    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(WORKERS) as pool:
        for outcome, failure in pool.map(run, enumerate(list(cases()))):
            counts[outcome] += 1
            if failure:
                failures.append(failure)
    return counts, failures


def self_check():
    """The reference's own promises: it is JSON, ids count up from 1, and refs only point back."""
    counts, failures = Counter(), []
    for title, data, text in cases():
        if data is None:
            counts["not picklable"] += 1
            continue
        ids, problem = [], None
        for tag, number in re.findall(r'(?<![\\"])"\$(id|ref)":(\d+)[,}](?=[\]},"]|$)', text):
            if tag == "id":
                ids.append(int(number))
            elif int(number) not in ids:
                problem = f"$ref {number} points forward"
        if ids != list(range(1, len(ids) + 1)):
            problem = f"ids {ids[:20]}"
        try:
            json.loads(text)
        except ValueError as error:
            problem = str(error)
        counts["disagreed" if problem else "agreed"] += 1
        if problem:
            failures.append(f"{title}\n  {problem}\n  {text[:200]}")
    return counts, failures


def main():
    warnings.simplefilter("ignore")
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    counts, failures = self_check() if sys.argv[1] == "--self-check" else compare(sys.argv[1])
    print(*failures[:SHOWN], sep="\n")
    print("values:", ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
