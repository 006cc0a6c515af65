"""Compares `brine diff` with Python's own notion of equality, on random values: `run_diff.py BRINE [SEED]`.

Equal values, however written, must be equal; where one place was changed, that place and no other must be named;
of two random values, Brine must say the same as Python. Many pickles in one file make for few processes.
"""

import copy
import json
import pickle
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from diff_values import Generator, change, equal

COUNT = 400
SHOWN = 10


def shuffled(source, value):
    """An equal value, sets and dicts in another order, nothing shared that need not be."""
    if type(value) is dict:
        items = [(shuffled(source, key), shuffled(source, item)) for key, item in value.items()]
        source.shuffle(items)
        return dict(items)
    if type(value) in (list, tuple, frozenset, set):
        items = [shuffled(source, item) for item in value]
        if type(value) in (set, frozenset):
            source.shuffle(items)
        return type(value)(items)
    return copy.deepcopy(value)


def same(source):
    """Two equal values."""
    cyclic = source.random() < 0.2
    value = Generator(source).root(cyclic)
    other = copy.deepcopy(value) if cyclic else shuffled(source, value)
    return value, other, []


def changed(source):
    """A value and one that differs in one place."""
    value = Generator(source).root(source.random() < 0.1)
    new, expected = change(source, value)
    return value, new, expected


def several(source):
    """A list of values, some of which differ."""
    values = [Generator(source).root() for _ in range(source.randrange(2, 12))]
    news, expected = [], []
    for value in values:
        new, below = change(source, value) if source.random() < 0.3 else (copy.deepcopy(value), [])
        news.append(new)
        expected += below
    for item in expected:
        # One that was replaced as a whole is in the list.
        if item.parent is None:
            index = next(i for i, new in enumerate(news) if new is item.new)
            item.parent, item.steps = values, {f"[{index}]"}
    return values, news, expected


def unrelated(source):
    """Two small random values of the same kind."""
    seed = source.random()
    values = []
    for _ in range(2):
        generator = Generator(random.Random(seed))
        generator.leaf = lambda: source.choice([0, 0, 0, 1, 1.0, True, "0"])
        values.append(generator.container(1))
    return *values, None


def disagreement(old, new, expected, found):
    """What is wrong with what Brine found; `None` when it is right."""
    if equal(old, new) != (not found):
        return f"Python says {'equal' if equal(old, new) else 'different'}"
    if expected is None:
        return None
    rest = list(expected)
    for difference in found:
        fitting = next((item for item in rest if item.fits(difference, old)), None)
        if fitting is None:
            return f"expected {expected}"
        rest.remove(fitting)
    return f"missing {rest}" if rest else None


def check(brine, name, cases, source):
    """Runs `brine diff` on all cases at once. Returns how many failed."""
    # Protocols 0 and 1 write contents of subclasses as arguments: the paths are others.
    protocols = [[source.randrange(2 if case[2] else 0, 6) for _ in range(2)] for case in cases]
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, "old.pkl"), Path(folder, "new.pkl")]
        for side, file in enumerate(files):
            file.write_bytes(b"".join(pickle.dumps(case[side], p[side]) for case, p in zip(cases, protocols)))
        result = subprocess.run([brine, "diff", "--json", *files], capture_output=True)
    if result.returncode > 1:
        print(f"{name}: exit {result.returncode}: {result.stderr.decode()}")
        return len(cases)
    found = [[] for _ in cases]
    for difference in json.loads(result.stdout):
        found[difference["pickle"] - 1].append(difference)
    failures = []
    for (old, new, expected), differences, used in zip(cases, found, protocols):
        problem = disagreement(old, new, expected, differences)
        if problem:
            lines = [f"  {d['kind']} {d['path']} {d.get('pathB', '')}" for d in differences[:8]]
            title = f"{name}, protocols {used}: {problem}"
            failures.append("\n".join([title, f"  {old!r:.900}", f"  {new!r:.900}", *lines]))
    for failure in failures[:SHOWN]:
        print(failure)
    equals = sum(not differences for differences in found)
    print(f"{name}: {len(cases)} pairs, {equals} equal, {len(failures)} disagreed")
    return len(failures)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    source = random.Random(int(sys.argv[2]) if len(sys.argv) == 3 else 20)
    failures = 0
    for kind in (same, changed, several, unrelated):
        cases = [kind(source) for _ in range(COUNT)]
        failures += check(sys.argv[1], kind.__name__, cases, source)
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
