"""Compares `brine dis` with `python -m pickletools`, run live, on every valid fixture: `check_dis.py BRINE`.

Plain, with `-a` and with `-m`, byte for byte. Where pickletools fails, `brine dis` must fail too.
"""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from run_values import difference

WORKERS = 2
SHOWN = 10
FIXTURES = Path(__file__).resolve().parents[2] / "Fixtures" / "pickle" / "valid"
OPTIONS = ([], ["-a"], ["-m"])


def run(*command):
    result = subprocess.run(command, capture_output=True)
    return result.returncode, result.stdout


def check(brine, path, options):
    """The outcome's name, and an account when it is a disagreement."""
    status, expected = run(sys.executable, "-X", "utf8", "-m", "pickletools", *options, path)
    found_status, found = run(brine, "dis", *options, path)
    title = " ".join([path.name, *options])
    if status:
        return ("both refuse", None) if found_status else ("disagreed", f"{title}: pickletools refuses, Brine doesn't")
    if found_status:
        return "disagreed", f"{title}: exit {found_status}"
    if found != expected:
        return "disagreed", f"{title}\n{difference(expected.decode(errors='replace'), found.decode(errors='replace'))}"
    return "agreed", None


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    cases = [(sys.argv[1], path, options) for path in sorted(FIXTURES.glob("*.pkl")) for options in OPTIONS]
    counts, failures = Counter(), []
    with ThreadPoolExecutor(WORKERS) as pool:
        for outcome, failure in pool.map(lambda case: check(*case), cases):
            counts[outcome] += 1
            if failure:
                failures.append(failure)
    print(*failures[:SHOWN], sep="\n")
    print("dis:", ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))
    sys.exit(bool(failures) or not cases)


if __name__ == "__main__":
    main()
