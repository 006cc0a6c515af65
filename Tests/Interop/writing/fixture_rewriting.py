"""The committed fixtures, rewritten: those that CPython wrote byte for byte, those made by hand with the same meaning."""

import json
import pickle
import sys
from dataclasses import dataclass, field
from pathlib import Path

from writing.brine import Job, convert
from writing.loading import UNPICKLERS, dumps, expected_from, load
from writing.report import Tally, bytes_difference, first_difference, opcodes, right_refusal, text_difference

FIXTURES = Path(__file__).resolve().parents[3] / "Fixtures" / "pickle"
NOT_IDENTICAL = {}  # a CPython-written fixture: why its bytes can't be written again


@dataclass
class Fixture:
    """One file, and its jobs: the JSON of the original, each pickle, and the JSON of each pickle."""

    path: Path
    notes: dict
    json: Job = None
    pickles: list = field(default_factory=list)
    jsons: list = field(default_factory=list)

    @property
    def handmade(self):
        return "handmade" in self.notes

    @property
    def for_python(self):
        return "python" not in self.notes and self.notes.get("pickles", 1) == 1


def fixtures(folder):
    files = json.loads((FIXTURES / "MANIFEST.json").read_text())["files"]
    for path in sorted((FIXTURES / "valid").glob("*.pkl")):
        fixture = Fixture(path, files[f"valid/{path.name}"])
        fixture.json = Job(path, Path(folder, f"{path.stem}.json"))
        others = [each for each in range(pickle.HIGHEST_PROTOCOL + 1) if each != fixture.notes["protocol"]]
        for protocol in ("-", *(others if fixture.notes.get("pickles", 1) == 1 else ())):
            target = Path(folder, f"{path.stem}-{protocol}.pkl")
            fixture.pickles.append(Job(path, target, protocol))
            fixture.jsons.append(Job(target, target.with_suffix(".json")))
        yield fixture


def check(brine, folder):
    tally = Tally("fixtures")
    sys.path.append(str(FIXTURES))  # their classes
    every = list(fixtures(folder))
    convert(brine, [job for fixture in every for job in (fixture.json, *fixture.pickles)])
    convert(brine, [job for fixture in every for job in fixture.jsons if job.source.exists()])
    for fixture in every:
        for job, text in zip(fixture.pickles, fixture.jsons):
            judge(fixture, job, text, tally)
    return tally


def judge(fixture, job, text, tally):
    stem, own = fixture.path.stem, job.protocol == "-"
    case = "own protocol" if own else f"p{fixture.notes['protocol']} to {job.protocol}"
    if why := right_refusal(job):
        return tally.note(f"not written, {why}", f"{stem} {case}")
    if not job.done:
        return tally.fail("not written", stem, case, f"    {job.answer}")
    data, found = fixture.path.read_bytes(), job.target.read_bytes()
    if own:
        judge_bytes(fixture, data, found, tally)
    protocol = fixture.notes["protocol"] if own else job.protocol
    alike = same_json(fixture, text)
    if fixture.for_python:
        return judge_meaning(fixture, data, found, protocol, case, alike, text, tally)
    if alike:
        return tally.count("with the same JSON, not for Python")
    return tally.fail("another JSON", stem, case, json_difference(fixture, text))


def judge_bytes(fixture, data, found, tally):
    stem = fixture.path.stem
    if found == data:
        return tally.count(f"identical, {'by hand' if fixture.handmade else 'by CPython'}")
    if fixture.handmade:
        index = first_difference(data, found)
        first, second = (dict(enumerate(opcodes(each))).get(index, "the end") for each in (data, found))
        return tally.note("by hand and not identical", f"{stem}: {first} became {second}")
    if stem in NOT_IDENTICAL:
        return tally.note(f"by CPython and not identical, {NOT_IDENTICAL[stem]}", stem)
    return tally.fail("by CPython and not identical", stem, "own protocol", bytes_difference(data, found))


def same_json(fixture, text):
    return text.done and fixture.json.done and text.target.read_bytes() == fixture.json.target.read_bytes()


def json_difference(fixture, text):
    if not (text.done and fixture.json.done):
        return f"    {fixture.json.answer}, then {text.answer}"
    return text_difference(*(each.target.read_bytes().decode(errors="replace") for each in (fixture.json, text)))


def judge_meaning(fixture, data, found, protocol, case, alike, text, tally):
    """Python's reading decides; JSON that merely names things otherwise is listed."""
    stem = fixture.path.stem
    for unpickler in UNPICKLERS:
        outcome = load(found, unpickler)
        expected = expected_from(load(data, unpickler), load(data, "C"), outcome)
        differs = expected.differs(outcome, False)
        if differs and not python_loses_it(expected, outcome, protocol, unpickler):
            return tally.fail(f"another {differs} in the {unpickler} unpickler", stem, case,
                              text_difference(expected.refusal or expected.identity,
                                              outcome.refusal or outcome.identity))
        if differs:
            tally.note(f"another {differs}, the one that Python's own pickle at that protocol gives", f"{stem} {case}")
    if not alike:
        tally.note("the same value, but another JSON", f"{stem} {case}")
    return tally.count("of equal meaning")


def python_loses_it(expected, outcome, protocol, unpickler):
    """Whether Python itself gives this outcome by way of that protocol."""
    try:
        data, _ = dumps(expected.value, protocol)
    except Exception:
        return False
    return load(data, unpickler).differs(outcome, False) is None
