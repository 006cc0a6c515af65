"""What dill and cloudpickle write for functions and classes, rewritten: the same bytes, and the same results when called.

cloudpickle uses the C pickler, dill the one in Python; both leave traces that no plain object has, such as calls whose
result is dropped.
"""

import gc
import pickle
from pathlib import Path

import cloudpickle
import dill

from writing.brine import Job, convert
from writing.functions import functions
from writing.report import Tally, bytes_difference

PROTOCOLS = range(2, pickle.HIGHEST_PROTOCOL + 1)
LIBRARIES = {
    "cloudpickle": cloudpickle.dumps,
    "dill": dill.dumps,
    "dill, recurse": lambda function, protocol: dill.dumps(function, protocol, recurse=True),
}
IN_STEPS = "dill's own pickler fills dicts in steps, and does not store the dict of a module"
NOT_IDENTICAL = {"dill": IN_STEPS, "dill, recurse": IN_STEPS}  # why a library's bytes can't all be written again


def result(data, arguments):
    """What calling the unpickled function gives, as text: an instance by its class and attributes.

    Classes that were unpickled before go first: cloudpickle would give them again instead of making new ones.
    """
    gc.collect()
    made = pickle.loads(data)(*arguments)
    if type(made).__module__ != "builtins":
        made = type(made).__qualname__, {name: getattr(made, name) for name in ("value", "__dict__") if hasattr(made, name)}
    return repr(made)


def originals(tally):
    """Title, protocol, pickle and arguments; what the library itself can't do is listed."""
    for name, function, arguments in functions():
        for library, dumps in LIBRARIES.items():
            for protocol in PROTOCOLS:
                try:
                    data = dumps(function, protocol)
                    result(data, arguments)
                except Exception as error:
                    tally.note(f"not by the library itself ({type(error).__name__})", f"{library}: {name} p{protocol}")
                else:
                    yield f"{library}: {name}", protocol, data, arguments


def check(brine, folder):
    tally = Tally("functions")
    gc.freeze()  # so that each later collection is quick
    cases = list(originals(tally))
    jobs = [prepare(folder, number, protocol, data) for number, (_, protocol, data, _) in enumerate(cases)]
    convert(brine, [job for each in jobs for job in each])
    for case, each in zip(cases, jobs):
        for job in each:
            judge(case, job, tally)
    return tally


def prepare(folder, number, own, data):
    source = Path(folder, f"{number}.pkl")
    source.write_bytes(data)
    others = [protocol for protocol in range(pickle.HIGHEST_PROTOCOL + 1) if protocol != own]
    return [Job(source, Path(folder, f"{number}-{protocol}.pkl"), protocol) for protocol in ("-", *others)]


def judge(case, job, tally):
    title, protocol, data, arguments = case
    library, own = title.partition(":")[0], job.protocol == "-"
    how = f"p{protocol}" if own else f"p{protocol} to {job.protocol}"
    if not job.done:
        return tally.fail("not written", title, how, f"    {job.answer}")
    found = job.take()
    if own:
        judge_bytes(title, library, how, data, found, tally)
    expected = result(data, arguments)
    try:
        outcome = result(found, arguments)
    except Exception as error:
        outcome = f"{type(error).__name__}: {error}"
    if outcome != expected:
        return tally.fail("another result", title, how, f"    expected {expected[:300]}\n    found    {outcome[:300]}")
    return tally.count(f"{library}, called with the same result")


def judge_bytes(title, library, how, data, found, tally):
    if found == data:
        return tally.count(f"{library}, identical")
    tally.count(f"{library}, not identical")
    if library in NOT_IDENTICAL:
        return tally.note(f"not identical, {NOT_IDENTICAL[library]}", f"{title} {how}")
    return tally.fail("not identical", title, how, bytes_difference(data, found))
