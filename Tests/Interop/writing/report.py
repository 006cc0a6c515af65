"""Counts outcomes, and gathers what went wrong under the value it went wrong for."""

import pickletools
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import zip_longest

AROUND = 4  # opcodes
SHOWN_CASES = 12


def opcodes(data):
    """The opcodes with their arguments as text, as far as pickletools can follow."""
    texts = []
    try:
        for opcode, argument, _ in pickletools.genops(data):
            text = "" if argument is None else f" {argument!r}"
            texts.append(opcode.name + (text if len(text) < 60 else f"{text[:40]}… ({len(text)})"))
    except ValueError as error:
        texts.append(f"({error})")
    return texts


def first_difference(expected, found):
    """Where two lists of opcodes part."""
    pairs = zip_longest(opcodes(expected), opcodes(found))
    return next((index for index, (first, second) in enumerate(pairs) if first != second), None)


def bytes_difference(expected, found):
    """The opcodes around the first that differ."""
    index = first_difference(expected, found)
    if index is None:
        return f"    the opcodes are the same, {len(expected)} and {len(found)} bytes"
    window = slice(max(0, index - AROUND), index + AROUND + 2)
    return (f"    at opcode {index}\n    expected … {' | '.join(opcodes(expected)[window])}\n"
            f"    found    … {' | '.join(opcodes(found)[window])}")


def text_difference(expected, found):
    """Both texts from a little before where they part."""
    start = next((i for i, pair in enumerate(zip(expected, found)) if pair[0] != pair[1]),
                 min(len(expected), len(found)))
    window = slice(max(0, start - 80), start + 160)
    return f"    expected … {expected[window]!r}\n    found    … {found[window]!r}"


# Parts of the tool's answers: why some values can't be written at some protocols, so that nothing is wrong with that.
REFUSALS = {
    "extension code": "extension codes whose names the tool isn't told need protocol 2",
    "persistent ids only that are ASCII text": "protocol 0 has persistent ids that are a line of text only",
    "is not ASCII: protocols 0 to 2": "protocols 0 to 2 have names in ASCII only",
    "out-of-band buffers that were given": "the batch of conversions has no place for buffers",
    "it contains itself": "sets before protocol 4 are made of their items, and can't be one of those that make them",
}


def right_refusal(job):
    """Why the tool was right not to write something, or None."""
    if not job.refused:
        return None
    return next((why for part, why in REFUSALS.items() if part in job.answer), None)


@dataclass
class Tally:
    """The result of a check, or of a part of it."""

    name: str
    counts: Counter = field(default_factory=Counter)
    failures: dict = field(default_factory=lambda: defaultdict(list))
    accounts: dict = field(default_factory=dict)
    notes: dict = field(default_factory=lambda: defaultdict(list))

    def count(self, outcome, number=1):
        self.counts[outcome] += number

    def note(self, reason, case):
        """Something to be listed that is no failure."""
        self.notes[reason].append(case)

    def fail(self, outcome, subject, case, account):
        """`subject` is what failed, `case` how; the account of the first case is kept."""
        self.counts[outcome] += 1
        key = (outcome, subject)
        self.failures[key].append(case)
        self.accounts.setdefault(key, account)

    def merge(self, other):
        self.counts += other.counts
        for key, cases in other.failures.items():
            self.failures[key] += cases
            self.accounts.setdefault(key, other.accounts[key])
        for reason, cases in other.notes.items():
            self.notes[reason] += cases

    def print(self, shown):
        failures = sorted(self.failures.items())
        for (outcome, subject), cases in failures[:shown]:
            more = f" and {len(cases) - SHOWN_CASES} more" if len(cases) > SHOWN_CASES else ""
            print(f"{outcome}: {subject} ({', '.join(cases[:SHOWN_CASES])}{more})\n"
                  f"{self.accounts[outcome, subject]}")
        if shown is not None and len(failures) > shown:
            print(f"… and {len(failures) - shown} more")
        for reason, cases in sorted(self.notes.items()):
            names = list(dict.fromkeys(cases))
            listed = ", ".join(names if len(names) <= 2 * SHOWN_CASES else [*names[:2 * SHOWN_CASES], "…"])
            print(f"note: {reason}: {len(cases)} ({listed})")
        counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(self.counts.items()))
        print(f"{self.name}: {counts or 'nothing'}", flush=True)
