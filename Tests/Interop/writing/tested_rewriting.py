"""Everything that CPython's own test.pickletester loads, rewritten: the same value again, a refusal a refusal."""

import copyreg
import pickle
from contextlib import contextmanager
from pathlib import Path

from canonical import canonical
from recorder import MarkerReference, protocol_of, recorded_cases

from writing.brine import Job, convert
from writing.loading import UNPICKLERS, expected_from, load
from writing.report import Tally, right_refusal, text_difference


@contextmanager
def extensions(codes):
    """Has extension codes registered for as long as it takes, as they were during the test."""
    added = []
    for code, (module, name) in codes.items():
        try:
            copyreg.add_extension(module, name, code)
            added.append((module, name, code))
        except ValueError:
            continue  # taken: by the values of this check
    try:
        yield
    finally:
        for entry in added:
            copyreg.remove_extension(*entry)


def title(case):
    return f"{case.test.rpartition('.')[2]} {case.data[:60]!r}"


def prepare(folder, number, case):
    """The jobs for one load: its own protocol first."""
    source = Path(folder, f"{number}.pkl")
    source.write_bytes(case.data)
    if case.outcome != "value":
        return [Job(source, Path(folder, f"{number}-own.pkl"))]
    others = [protocol for protocol in range(pickle.HIGHEST_PROTOCOL + 1) if protocol != protocol_of(case.data)]
    return [Job(source, Path(folder, f"{number}-{protocol}.pkl"), protocol) for protocol in ("-", *others)]


def check(brine, folder):
    tally = Tally("pickletester")
    cases, result = recorded_cases()
    plain = [case for case in cases if not case.flags and case.outcome != "skipped"]
    tally.count("loads with options, not asked", len(cases) - len(plain))
    jobs = [prepare(folder, number, case) for number, case in enumerate(plain)]
    convert(brine, [job for each in jobs for job in each])
    for case, each in zip(plain, jobs):
        with extensions(case.extensions):
            judge(case, each, tally)
    return tally


def judge(case, jobs, tally):
    own = jobs[0]
    if case.outcome == "refused":
        if own.refused:
            return tally.count("refusals alike")
        return tally.fail("Python refuses it", title(case), "own protocol", f"    {case.reason}\n    {own.answer}")
    if case.outcome == "lookup":
        if own.done or own.refused:
            return tally.count("refused by Python on account of a class")
        return tally.fail("not answered", title(case), "own protocol", f"    {own.answer}")
    for job in jobs:
        judge_value(case, job, "own protocol" if job is own else f"to p{job.protocol}", tally)
    return None


def judge_value(case, job, how, tally):
    if why := right_refusal(job):
        return tally.note(f"not written, {why}", f"{title(case)} {how}")
    if not job.done:
        return tally.fail("not written", title(case), how, f"    {job.answer}")
    found = job.take()
    if job.protocol == "-":
        tally.count("identical" if found == case.data else "not identical, the same value or else listed above")
    for unpickler in UNPICKLERS:
        agrees, account = same_value(case, found, unpickler)
        if not agrees:
            return tally.fail(f"another value in the {unpickler} unpickler", title(case), how, account)
    return tally.count("of equal meaning at their own protocol" if job.protocol == "-" else "of equal meaning at others")


def same_value(case, found, unpickler):
    """Against what the same unpickler gives for the original, or else what it gave while the test ran."""
    outcome = load(found, unpickler)
    expected = expected_from(load(case.data, unpickler), load(case.data, "C"), outcome)
    if expected.differs(outcome, False) in (None, "identity"):
        return True, ""
    if outcome.refusal:
        return False, f"    expected {expected.refusal or expected.plain[:200]}\n    found    {outcome.refusal}"
    if case.named is not None and outcome.value is case.named:
        return True, ""
    for protocol, text in case.texts.items():
        try:
            if canonical(MarkerReference(protocol).text(outcome.value)) == canonical(text):
                return True, ""
        except Exception:
            continue
    return False, text_difference(expected.plain, outcome.plain)
