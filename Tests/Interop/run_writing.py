"""Checks that what Brine writes is right: `run_writing.py BRINE [--only CHECK …] [--all] | --self-check`.

The checks: `rewriting` (pickle to pickle), `fixtures` (the same for the committed files), `json` (pickle to typed
JSON and back), `pickletester` (what CPython's own tests load), `functions` (dill and cloudpickle). The tool is asked
through `brine convert --batch`, many conversions to a process. `--all` prints every failure instead of the first few.
"""

import argparse
import multiprocessing
import sys
import tempfile
import threading
import warnings
from collections import Counter
from pathlib import Path

from writing import fixture_rewriting, function_rewriting, json_identity, rewriting, tested_rewriting
from writing.corpus import corpus
from writing.report import Tally

WORKERS = 2
SHOWN = 15
LEAST_VALUES = 500
DEEPEST = 100_000
STACK = 512 * 1024 * 1024  # bytes, for the deepest values of CPython's tests
OVER_VALUES = {"rewriting": rewriting.check, "json": json_identity.check}
ON_THEIR_OWN = {"fixtures": fixture_rewriting.check, "pickletester": tested_rewriting.check,
                "functions": function_rewriting.check}
MEMORY = Path("/dev/shm")
work = None  # what the workers do: they inherit it, because live values can't be sent to them


def workspace():
    """A folder for many small files, in memory where that can be."""
    return tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)


def run_shard(number):
    return work(number)


def over_values(check, brine, cases):
    """One check over all values, shared out among processes."""
    global work

    def shard(number):
        with workspace() as folder:
            return check(brine, cases[number::WORKERS], folder)

    work = shard
    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        tallies = pool.map(run_shard, range(WORKERS), chunksize=1)
    for tally in tallies[1:]:
        tallies[0].merge(tally)
    return tallies[0]


def on_its_own(check, brine):
    """One check in a thread whose stack is deep enough."""
    tallies, limit = [], sys.getrecursionlimit()

    def run():
        with workspace() as folder:
            tallies.append(check(brine, folder))

    sys.setrecursionlimit(DEEPEST)
    threading.stack_size(STACK)
    worker = threading.Thread(target=run)
    worker.start()
    worker.join()
    sys.setrecursionlimit(limit)
    return tallies[0] if tallies else Tally("died", Counter({"died": 1}), {("died", "of the error above"): [""]},
                                            {("died", "of the error above"): ""})


def self_check(cases):
    """That there are as many values as promised, each with a name of its own."""
    names = Counter(case.name for case in cases)
    twice = [name for name, count in names.items() if count > 1]
    print(f"values: {len(cases)}, of {len({name.rpartition(' ')[0] for name in names})} kinds; named twice: {twice}")
    return len(cases) < LEAST_VALUES or bool(twice)


def main():
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("brine", nargs="?")
    parser.add_argument("--only", nargs="+", choices=[*OVER_VALUES, *ON_THEIR_OWN])
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--self-check", action="store_true")
    options = parser.parse_args()
    cases = list(corpus())
    failed = self_check(cases)
    if options.brine is None and not options.self_check:
        parser.error("which brine?")
    for name in options.only or (*OVER_VALUES, *ON_THEIR_OWN) if options.brine else ():
        tally = (over_values(OVER_VALUES[name], options.brine, cases) if name in OVER_VALUES
                 else on_its_own(ON_THEIR_OWN[name], options.brine))
        tally.print(None if options.all else SHOWN)
        failed = failed or bool(tally.failures)
    sys.exit(failed)


if __name__ == "__main__":
    main()
