"""Compares `brine dump` with the C unpickler on everything that test.pickletester loads: `run_pickletester.py BRINE`.

A value must be the same value and a refusal a refusal (exit status 2). Where Python refuses only on account of a
class, which Brine never looks up, either will do as long as Brine doesn't crash.
"""

import json
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from canonical import canonical
from rebuild import Rebuilder
from recorder import MarkerReference, recorded_cases

WORKERS = 2
SHOWN = 20
TIMEOUT = 30
REFUSED = 2


def meaning_agrees(case, found):
    """Whether carrying out what Brine read gives the object that Python loaded."""
    rebuilt = Rebuilder(case.extensions).build(json.loads(found))
    if case.named is not None and rebuilt is case.named:
        return True
    for protocol, expected in case.texts.items():
        try:
            text = MarkerReference(protocol).text(rebuilt)
        except Exception:
            continue
        return canonical(text) == canonical(expected)
    return False


def value_agrees(case, found):
    """Directly, or after carrying out what Brine read; and why not."""
    try:
        if any(canonical(found) == canonical(expected) for expected in case.texts.values()):
            return True, ""
        if meaning_agrees(case, found):
            return True, ""
    except Exception as error:
        return False, f"  (not carried out: {type(error).__name__}: {error})"
    return False, ""


def check(brine, case, path):
    """The outcome's name, and an account when it is a disagreement."""
    if case.outcome == "skipped":
        return f"skipped ({case.reason})", None
    if case.outcome == "value" and not case.texts:
        return "skipped (no reference for the value)", None
    path.write_bytes(case.data)
    try:
        result = subprocess.run([brine, "dump", *case.flags, path], capture_output=True, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        return "disagreed", f"{title(case)}\n  no answer in {TIMEOUT} s"
    finally:
        path.unlink()
    found, said = result.stdout.decode(errors="replace"), result.stderr.decode(errors="replace").strip()
    status = result.returncode
    if case.outcome == "lookup":
        return ("lookup", None) if status in (0, REFUSED) else ("disagreed", f"{title(case)}\n  exit {status}: {said}")
    if case.outcome == "refused":
        if status == REFUSED:
            return "agreed refusals", None
        return "disagreed", f"{title(case)}\n  Python: {case.reason}\n  Brine:  exit {status} {found[:200]}{said[:200]}"
    agrees, why = value_agrees(case, found) if status == 0 else (False, f"  exit {status}: {said}")
    if agrees:
        return "agreed values", None
    expected = next(iter(case.texts.values()))
    return "disagreed", f"{title(case)}\n  Python: {expected[:400]}\n  Brine:  {found[:400].strip()}\n{why}"


def title(case):
    return f"{case.test.rpartition('.')[2]} {' '.join(case.flags)} {case.data[:120]!r}"


def compare(brine):
    """Prints the counts; the number of disagreements."""
    cases, result = recorded_cases()
    counts, failures = Counter(), []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(WORKERS) as pool:
        paths = [Path(folder, f"{number}.pkl") for number in range(len(cases))]
        for outcome, failure in pool.map(lambda case, path: check(brine, case, path), cases, paths):
            counts[outcome] += 1
            if failure:
                failures.append(failure)
    print(*failures[:SHOWN], sep="\n")
    warned = sum(case.warned > 0 for case in cases)
    print(f"pickletester: {result.testsRun} tests ran, {len(cases)} loads recorded, {warned} with warnings")
    print("pickletester:", ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))
    return len(failures)


def main():
    """Works in a thread of its own, whose stack is deep enough for the tests' deepest values."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.setrecursionlimit(100_000)
    threading.stack_size(512 * 1024 * 1024)
    disagreements = []
    worker = threading.Thread(target=lambda: disagreements.append(compare(sys.argv[1])))
    worker.start()
    worker.join()
    sys.exit(disagreements != [0])


if __name__ == "__main__":
    main()
