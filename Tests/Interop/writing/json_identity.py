"""Pickle to typed JSON and back: the second JSON must be the first, and the second pickle must mean the same."""

from pathlib import Path

from writing.brine import Job, convert
from writing.loading import UNPICKLERS
from writing.report import Tally, right_refusal, text_difference
from writing.rewriting import CHUNK, HEAVY, PROTOCOLS, meaning_difference, originals, reason

NOT_IN_JSON = {"buffers outside": "its buffers are not in the pickle"}
NOT_THE_SAME = {}  # the start of a value's name: why its JSON doesn't say enough to make it again
FROM_ALL = 4  # the JSON of this protocol's pickle is written at every protocol, others at their own


def check(brine, cases, folder):
    tally = Tally("typed JSON")
    for start in range(0, len(cases), CHUNK):
        written = list(originals(cases[start:start + CHUNK], tally))
        rounds = [Round(folder, number, original) for number, original in enumerate(written)]
        for step in ("out", "back", "again"):
            convert(brine, [job for each in rounds for job in each.jobs(step)])
        for each in rounds:
            each.remember()
        for each in rounds:
            each.judge(tally)
    return tally


class Round:
    """One pickle's way through JSON and back, at one protocol or at all."""

    def __init__(self, folder, number, original):
        self.original = original
        source = Path(folder, f"{number}.pkl")
        source.write_bytes(original.data)
        first = Path(folder, f"{number}.json")
        self.out = [Job(source, first)]
        every = original.protocol == FROM_ALL and len(original.data) <= HEAVY
        self.back = [Job(first, Path(folder, f"{number}-{protocol}.pkl"), protocol)
                     for protocol in (PROTOCOLS if every else [original.protocol])]
        self.again = [Job(job.target, job.target.with_suffix(".json")) for job in self.back]

    def jobs(self, step):
        """The jobs whose files there are."""
        return [job for job in getattr(self, step) if job.source.exists()]

    def remember(self):
        """Keeps the JSON of this protocol, for its siblings to compare theirs with."""
        self.original.text = None
        if self.out[0].done:
            self.original.text = self.out[0].target.read_bytes().decode(errors="replace")

    def judge(self, tally):
        name, protocol = self.original.case.name, self.original.protocol
        if self.out[0].done:
            for back, again in zip(self.back, self.again):
                self.judge_back(back, again, tally)
        elif why := reason(NOT_IN_JSON, name):
            tally.note(f"no JSON, {why}", f"{name} p{protocol}")
        elif self.out[0].refused and all(self.original.outcome(each).refusal for each in UNPICKLERS):
            tally.count("refused as Python refuses them")
        else:
            tally.fail("no JSON", name, f"p{protocol}", f"    {self.out[0].answer}")
        for path in {path for job in [*self.out, *self.back, *self.again] for path in (job.source, job.target)}:
            path.unlink(missing_ok=True)

    def judge_back(self, back, again, tally):
        name, case = self.original.case.name, f"p{self.original.protocol} to JSON to p{back.protocol}"
        if not back.done:
            if back.refused and not self.original.by_python(back.protocol):
                return tally.count("not written at a protocol at which Python's pickler can't write them either")
            if why := right_refusal(back):
                return tally.note(f"not written, {why}", f"{name} {case}")
            return tally.fail("no pickle from JSON", name, case, f"    {back.answer}")
        if not again.done:
            return tally.fail("no second JSON", name, case, f"    {again.answer}")
        second = again.target.read_bytes().decode(errors="replace")
        sibling = self.original.siblings.get(back.protocol)
        if second == self.original.text:
            tally.count("JSON again the same")
        elif sibling and second == sibling.text:
            tally.note("another JSON, that of Python's own pickle at that protocol", f"{name} {case}")
        else:
            tally.fail("another JSON", name, case, text_difference(self.original.text, second))
        return self.judge_meaning(back, case, tally)

    def judge_meaning(self, back, case, tally):
        """Strings have no identity in JSON, and a NaN no bits."""
        name, found = self.original.case.name, back.target.read_bytes()
        for unpickler in UNPICKLERS:
            outcome = self.original.load(found, unpickler)
            expected = self.original.expected(unpickler, outcome)
            differs = expected.differs(outcome, False)
            if differs in (None, "identity"):
                continue
            python = self.original.by_python(back.protocol)
            if python and self.original.load(python, unpickler).differs(outcome, False) in (None, "identity"):
                tally.note("another value, the one that Python's own pickle at that protocol gives", f"{name} {case}")
            elif why := reason(NOT_THE_SAME, name):
                tally.note(f"another value, {why}", f"{name} {case}")
            else:
                return tally.fail(f"after JSON another {differs} in the {unpickler} unpickler", name, case,
                                  meaning_difference(expected, outcome, differs))
        return tally.count("of equal meaning after JSON")
