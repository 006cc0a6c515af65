"""Compares `brine scan` with CPython's C unpickler: `run_scan_fuzz.py BRINE [--count 50000] [--seed 1]`.

Pickles are made at random and read by the C unpickler with a stub for every global. Whatever then imports,
calls, builds or changes something that `allowed.json` does not allow must not be `safe`. Any that is gets
printed and kept in the folder FAILURES, and the exit code is 1. How many harmless pickles are `safe` is a
figure, not a test.
BRINE is the tool, or else $BRINE is.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import scan_grammar
import scan_stub

FIXTURES = Path(__file__).parents[2] / "Fixtures"
BATCH = 2_000
LARGEST_FIXTURE = 6_000  # bytes
SECONDS = 300  # for a batch


def fixtures():
    """Every pickle among the fixtures that is not large."""
    paths = set(FIXTURES.glob("**/*.pkl")) | set((FIXTURES / "scan").glob("**/files/*"))
    found = []
    for path in sorted(paths):
        if path.is_file() and 0 < path.stat().st_size <= LARGEST_FIXTURE:
            data = path.read_bytes()
            if path.suffix == ".pkl" or scan_stub.read(data)[1]:
                found.append(data)
    return found


class Inputs:
    """Random pickles; the same ones for the same seed, fixtures and policy."""

    def __init__(self, seed, policy):
        self.random = random.Random(seed)
        self.fixtures = fixtures()
        decided = scan_stub.DECIDED_IN_CODE
        self.allowed = sorted(name for name in policy.uses if name not in decided)
        self.dangerous = sorted({name for name in policy.dangerous if name not in decided})

    def maker(self, wildness=None):
        if wildness is None:
            wildness = self.random.choice([0, 0, 0.1, 0.3, 0.6])
        return scan_grammar.Maker(self.random, self.allowed, self.dangerous, wildness)

    def next(self):
        way = self.random.random()
        if way < 0.5 or not self.fixtures:
            return self.maker().make()
        if way < 0.58:
            return scan_grammar.framed(self.random, self.maker().make())
        if way < 0.7:
            parts = [scan_grammar.value_pickle(self.random), self.maker(0).make()]
            parts += [self.maker().make(), self.maker().make()]
            return b"".join(self.random.sample(parts, self.random.randrange(2, 4)))
        if way < 0.73:
            return self.random.choice(self.fixtures)
        if way < 0.78:
            return scan_grammar.mutate(self.random, self.maker().make(), self.maker)
        return scan_grammar.mutate(self.random, self.random.choice(self.fixtures), self.maker)


def scan_apart(brine, paths):
    """The verdicts, and what went wrong by the name of the file: a crash takes no other files along."""
    verdicts, trouble = scan(brine, paths)
    if not trouble:
        return verdicts, {}
    if len(paths) == 1:
        return {}, {paths[0].name: trouble}
    middle = len(paths) // 2
    first, second = scan_apart(brine, paths[:middle]), scan_apart(brine, paths[middle:])
    return first[0] | second[0], first[1] | second[1]


def scan(brine, paths):
    """The verdict for each file by its name, and what went wrong otherwise."""
    command = [brine, "scan", "--json", *paths]
    with tempfile.TemporaryFile() as errors:
        try:
            run = subprocess.run(
                command,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, "SWIFT_BACKTRACE": "enable=no"},
                timeout=SECONDS,
                preexec_fn=scan_stub.allow_memory,
            )
        except subprocess.TimeoutExpired:
            return {}, f"took longer than {SECONDS} s"
        errors.seek(0)
        complaint = errors.read()[-500:].decode(errors="replace")
    if run.returncode not in (0, 1, 2):
        return {}, f"exit code {run.returncode}: {complaint}"
    try:
        report = json.loads(run.stdout)
        return {Path(file["path"]).name: file["verdict"] for file in report["files"]}, None
    except (ValueError, KeyError, TypeError) as error:
        return {}, f"not the JSON that was expected ({error!r}): {complaint}"


class Comparison:
    """Counts, and keeps what the scanner missed."""

    def __init__(self, policy, failures):
        self.policy, self.failures = policy, failures
        self.counts = Counter()
        self.verdicts = {kind: Counter() for kind in ("harmful", "decided in code", "harmless", "broken")}

    def kind(self, data):
        """What the C unpickler makes of an input, and why."""
        found, whole = scan_stub.read(data)
        harm = sorted(event for event in found if self.policy.harm(event))
        if harm:
            return "harmful", harm
        if any(self.policy.is_decided_in_code(event) for event in found):
            return "decided in code", []
        return ("harmless" if whole else "broken"), []

    def compare(self, name, data, kind, harm, verdict):
        self.verdicts[kind][verdict] += 1
        if verdict is None:
            self.fail(name, data, "is not in the report")
        elif kind == "harmful" and verdict == "safe":
            uses = ", ".join(f"{use} {'.'.join(origin)}" for use, origin in harm[:6])
            self.fail(name, data, f"is safe, but: {uses}")

    def fail(self, name, data, why):
        self.counts["failures"] += 1
        self.failures.mkdir(parents=True, exist_ok=True)
        (self.failures / name).write_bytes(data)
        (self.failures / f"{name}.txt").write_text(f"{why}\n{data.hex()}\n")
        if self.counts["failures"] <= 20:
            print(f"MISS  {name} {why}\n      {data.hex()[:400]}", flush=True)

    def batch(self, brine, inputs, first):
        with tempfile.TemporaryDirectory() as folder:
            judged = {}
            for index, data in enumerate(inputs, first):
                name = f"{index:07d}.pkl"
                Path(folder, name).write_bytes(data)
                judged[name] = (data, *self.kind(data))
            verdicts, troubles = scan_apart(brine, sorted(Path(folder).iterdir()))
            for name, (data, kind, harm) in judged.items():
                if name in troubles:
                    self.fail(name, data, troubles[name])
                else:
                    self.compare(name, data, kind, harm, verdicts.get(name))

    def report(self, count, seconds):
        print(f"{count} inputs, {seconds:.0f} s")
        for kind, verdicts in self.verdicts.items():
            shares = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common())
            print(f"  {kind + ':':<17} {verdicts.total():>7}  {shares}")
        failures = self.counts["failures"]
        print(f"{failures} failures" + (f", kept in {self.failures}" if failures else ""))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("brine", nargs="?", default=os.environ.get("BRINE"), help="the tool, or else $BRINE")
    parser.add_argument("--count", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--failures", type=Path, default=Path(tempfile.gettempdir()) / "brine-scan-failures")
    parser.add_argument("--policy", type=Path, default=scan_stub.POLICY, help="the folder of the two lists")
    arguments = parser.parse_args()
    if not arguments.brine:
        parser.error("say where the tool is")
    start = time.monotonic()
    scan_stub.prepare()
    policy = scan_stub.Policy(arguments.policy)
    inputs, comparison = Inputs(arguments.seed, policy), Comparison(policy, arguments.failures)
    names = f"{len(inputs.allowed)} allowed and {len(inputs.dangerous)} dangerous names"
    print(f"{len(inputs.fixtures)} fixtures, {names}")
    for first in range(0, arguments.count, BATCH):
        size = min(BATCH, arguments.count - first)
        comparison.batch(arguments.brine, [inputs.next() for _ in range(size)], first)
    comparison.report(arguments.count, time.monotonic() - start)
    return 1 if comparison.counts["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
