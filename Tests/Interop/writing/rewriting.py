"""Pickle to pickle: at its own protocol byte for byte, at every other one with the same meaning.

Python's C pickler writes a value at each protocol. What Brine makes of such a pickle at its own protocol must be the
same bytes. What it makes of it at another protocol must state that protocol, use its opcodes only, and give the same
value in both of Python's unpicklers: the same types, sharing and cycles as loading the original gives.
"""

import pickle
import pickletools
from dataclasses import dataclass, field
from pathlib import Path

from writing.brine import Job, convert
from writing.loading import UNPICKLERS, Loads, dumps, equal, expected_from
from writing.report import Tally, bytes_difference, right_refusal, text_difference

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
CHUNK = 40  # values whose files are on disk at the same time
HEAVY = 50_000  # bytes: larger pickles are rewritten at two other protocols each instead of at all
NO_OLDER_FORM = {"EXT1", "EXT2", "EXT4", "BINPERSID", "NEXT_BUFFER", "READONLY_BUFFER"}
SETTER = {"TUPLE2"}  # Python's own picklers write it for a state setter at every protocol

NOT_IDENTICAL = {}  # the start of a value's name: why its pickle can't be written byte for byte


def reason(table, name):
    """What a table says about a value."""
    return next((why for start, why in table.items() if name.startswith(start)), None)


@dataclass
class Original:
    """One pickle by Python, what Python reads in it, and what Brine is asked to do with it."""

    case: object
    protocol: int
    data: bytes
    buffers: list
    siblings: dict  # the pickles of the same value by protocol
    loads: Loads
    text: str = None  # its typed JSON, where that was asked for
    own: Job = None
    others: list = field(default_factory=list)

    def outcome(self, unpickler):
        """What an unpickler makes of the original."""
        return self.load(self.data, unpickler)

    def expected(self, unpickler, outcome):
        return expected_from(self.outcome(unpickler), self.outcome("C"), outcome)

    def load(self, data, unpickler):
        return self.loads.load(data, unpickler, self.buffers)

    def by_python(self, protocol):
        """The C pickler's bytes at another protocol, or None."""
        return self.siblings[protocol].data if protocol in self.siblings else None


def originals(cases, tally):
    """All pickles of some values; those that Python can't write are counted."""
    for case in cases:
        siblings, loads = {}, Loads()
        for protocol in PROTOCOLS if not case.outside else PROTOCOLS[-1:]:
            try:
                data, buffers = dumps(case.value, protocol, case.outside)
            except Exception:
                tally.count("not picklable")
            else:
                siblings[protocol] = Original(case, protocol, data, buffers, siblings, loads)
        yield from siblings.values()


def other_protocols(number, original):
    if len(original.data) <= HEAVY:
        return [protocol for protocol in PROTOCOLS if protocol != original.protocol]
    return [(original.protocol + 1 + (number + step) % 5) % 6 for step in (0, 2)]


def prepare(folder, number, original):
    """Writes the file; the jobs."""
    source = Path(folder, f"{number}.pkl")
    source.write_bytes(original.data)
    original.own = Job(source, Path(folder, f"{number}-own.pkl"))
    original.others = [Job(source, Path(folder, f"{number}-{protocol}.pkl"), protocol)
                       for protocol in other_protocols(number, original)]
    return [original.own, *original.others]


def check(brine, cases, folder):
    tally = Tally("rewriting")
    for start in range(0, len(cases), CHUNK):
        written = list(originals(cases[start:start + CHUNK], tally))
        jobs = [job for number, original in enumerate(written) for job in prepare(folder, number, original)]
        convert(brine, jobs)
        for original in written:
            judge_own(original, tally)
            for job in original.others:
                judge_other(original, job, tally)
            original.own.source.unlink()
    return tally


def judge_own(original, tally):
    """The same bytes; where they are not, at least the same meaning."""
    name, case, job = original.case.name, f"p{original.protocol}", original.own
    if not job.done:
        return refused(original, job, case, tally)
    found = job.take()
    if found == original.data:
        return tally.count("identical at their own protocol")
    why = reason(NOT_IDENTICAL, name)
    if why:
        tally.note(f"not identical, {why}", f"{name} {case}")
    else:
        tally.fail("not identical at its own protocol", name, case, bytes_difference(original.data, found))
    judge_meaning(original, original.protocol, found, case, tally)


def judge_other(original, job, tally):
    case = f"p{original.protocol} to {job.protocol}"
    if not job.done:
        return refused(original, job, case, tally)
    found = job.take()
    if strangers := not_of_protocol(found, job.protocol, original):
        tally.fail("not of its protocol", original.case.name, case, f"    {strangers}")
    if judge_meaning(original, job.protocol, found, case, tally):
        tally.count("of equal meaning at another protocol")
    if found == original.by_python(job.protocol):
        tally.count("at another protocol the bytes that Python writes there")


def refused(original, job, case, tally):
    """Right where Python refuses the original too, or for a reason that is known."""
    if job.refused and all(original.outcome(each).refusal for each in UNPICKLERS):
        return tally.count("refused as Python refuses them")
    if job.refused and isinstance(job.protocol, int) and not original.by_python(job.protocol):
        return tally.count("not written at a protocol at which Python's pickler can't write them either")
    if why := right_refusal(job):
        return tally.note(f"not written, {why}", f"{original.case.name} {case}")
    return tally.fail("not written", original.case.name, case, f"    {job.answer}")


def not_of_protocol(data, protocol, original):
    """What is wrong with the protocol: the number that is stated, or opcodes that came later."""
    stated = data[1] if data[:1] == b"\x80" else 0
    if stated != (protocol if protocol > 1 else 0):
        return f"states protocol {stated}"
    if protocol > original.protocol or original.protocol < 4:
        return None
    try:
        newer = {opcode.name for opcode, _, _ in pickletools.genops(data) if opcode.proto > protocol}
    except ValueError:
        return None  # pickletools can't read GLOBAL with names that aren't ASCII
    return ", ".join(sorted(newer - NO_OLDER_FORM - SETTER)) or None


def judge_meaning(original, protocol, found, case, tally):
    """Whether both unpicklers read the same in both pickles."""
    name, nan_bits = original.case.name, bool(protocol and original.protocol)
    for unpickler in UNPICKLERS:
        outcome = original.load(found, unpickler)
        expected = original.expected(unpickler, outcome)
        differs = expected.differs(outcome, nan_bits) or unequal(original.case.value, expected, outcome)
        if not differs:
            continue
        if python_loses_it(original, protocol, unpickler, outcome):
            tally.note(f"another {differs}, the one that Python's own pickle at that protocol gives", f"{name} {case}")
            continue
        tally.fail(f"another {differs} in the {unpickler} unpickler", name, case,
                   meaning_difference(expected, outcome, differs))
        return False
    return True


def unequal(value, expected, outcome):
    """Whether the original's reading equals the value itself, and the other reading doesn't."""
    return "equality" if equal(value, expected.value) and not equal(value, outcome.value) else None


def python_loses_it(original, protocol, unpickler, outcome):
    """Whether Python itself gives this outcome by way of that protocol, as with names that Python 2 lacks."""
    data = original.by_python(protocol)
    return data is not None and original.load(data, unpickler).differs(outcome, False) is None


def meaning_difference(expected, found, differs):
    if differs == "refusal":
        first, second = (each.refusal or each.plain[:200] for each in (expected, found))
        return f"    expected {first}\n    found    {second}"
    if differs == "value":
        return text_difference(expected.plain, found.plain)
    return text_difference(expected.identity, found.identity)
