"""Collects what CPython's own test.pickletester feeds to the unpickler, with the C unpickler's answers.

The tests are run; wherever they load something, the bytes and options are recorded and judged on the spot, because
a test may change the loaded object, or have extension codes registered only while it runs.
"""

import _pickle
import copyreg
import io
import pickle
import unittest
import warnings
from dataclasses import dataclass, field

from test import pickletester

from typed_json import Form, Reference, Value

LONGEST = 4_000_000  # bytes
SKIPPED_TESTS = ("race", "bigmem", "many_puts")
OPTION_FLAGS = {"encoding": "--encoding", "errors": "--errors"}


class Persistent:
    """What a persistent id stands for while we look."""

    def __init__(self, pid):
        self.pid = pid


class MarkerReference(Reference):
    """The reference with persistent objects, which only the unpickler's caller could resolve."""

    def make_form(self, obj):
        if type(obj) is Persistent:
            return Form(['"$persistent":', Value(obj.pid), "}"], None, counted=False)
        return super().make_form(obj)


class Anything:
    """A class that takes any call, state and contents: with it, only the bytes can be to blame for a refusal."""

    def __new__(cls, *args, **options):
        return super().__new__(cls)

    def __init__(self, *args, **options):
        pass

    def ignore(self, *args):
        pass

    append = extend = add = __setitem__ = __setstate__ = ignore


class Unpickler(_pickle.Unpickler):
    """The C unpickler, with markers for persistent objects."""

    def persistent_load(self, pid):
        return Persistent(pid)


class Unquestioning(Unpickler):
    """Finds every class."""

    def find_class(self, module, name):
        return Anything


@dataclass
class Case:
    """One load: the outcome is `value`, `refused`, `lookup` (refused on account of a class) or `skipped`."""

    test: str
    data: bytes
    flags: tuple = ()
    outcome: str = "skipped"
    reason: str = ""
    texts: dict = field(default_factory=dict)
    named: object = None  # the value when it is a class or function, which tests may rename
    extensions: dict = field(default_factory=dict)
    warned: int = 0


def command_flags(options):
    """The options of `brine dump`, or the name of an option that it doesn't have."""
    flags = []
    for name, value in options.items():
        if name in OPTION_FLAGS:
            flags += [OPTION_FLAGS[name], value]
        elif not (name == "fix_imports" and value or name == "buffers" and value is None):
            return None, name
    return tuple(flags), None


def protocol_of(data):
    return data[1] if data[:1] == b"\x80" and 1 < len(data) and data[1] <= pickle.HIGHEST_PROTOCOL else 0


def reference_texts(value, data):
    """Typed JSON by protocol: the pickle's own first, then newer ones, for objects that older ones can't reduce."""
    texts = {}
    for protocol in dict.fromkeys((protocol_of(data), 2, 4)):
        try:
            texts[protocol] = MarkerReference(protocol).text(value)
        except Exception:
            continue
    return texts


def judge(case, options):
    """Asks the C unpickler, and if it refuses, whether any class would have been refused."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            value = Unpickler(io.BytesIO(case.data), **options).load()
        except BaseException as error:
            case.outcome, case.reason = "refused", f"{type(error).__name__}: {error}"
        else:
            case.outcome, case.texts = "value", reference_texts(value, case.data)
            case.named = value if hasattr(value, "__qualname__") else None
    case.warned = len(caught)
    if case.outcome == "refused":
        try:
            with warnings.catch_warnings(action="ignore"):
                Unquestioning(io.BytesIO(case.data), **options).load()
            case.outcome = "lookup"
        except BaseException:
            pass


class Recorder:
    """The load and dump functions that the mixed-in tests call."""

    cases = {}
    bad_stack_errors = truncated_errors = (Exception,)
    size_overflow_errors = (OverflowError, pickle.UnpicklingError)
    pickler, unpickler = _pickle.Pickler, Unpickler
    persistent_id = None

    def dumps(self, value, protocol=None, **options):
        stream = io.BytesIO()
        writer = _pickle.Pickler(stream, protocol, **options)
        if self.persistent_id:
            writer.persistent_id = self.persistent_id
        writer.dump(value)
        return stream.getvalue()

    def loads(self, data, **options):
        self.record(data, options)
        reader = _pickle.Unpickler(io.BytesIO(data), **options)
        if self.persistent_id:
            reader.persistent_load = self.persistent_load
        return reader.load()

    def record(self, data, options, title=None):
        data = bytes(data)
        flags, unknown = command_flags(options)
        key = (data, flags, unknown)
        if key in self.cases:
            return
        case = self.cases[key] = Case(title or self.id(), data, flags or (),
                                      extensions=dict(copyreg._inverted_registry))
        if unknown:
            case.reason = f"option {unknown}"
        elif len(data) > LONGEST:
            case.reason = "too long"
        else:
            judge(case, options)


class UnpickleTests(Recorder, pickletester.AbstractUnpickleTests, unittest.TestCase):
    """Pickles as bytes: good, old and broken."""


class PickleTests(Recorder, pickletester.AbstractPickleTests, unittest.TestCase):
    """Round trips at every protocol."""


class PersistentTests(Recorder, pickletester.AbstractPersistentPicklerTests, unittest.TestCase):
    """Persistent ids."""

    persistent_id = pickletester.AbstractPersistentPicklerTests.persistent_id


class IdentityTests(Recorder, pickletester.AbstractIdentityPersistentPicklerTests, unittest.TestCase):
    """Persistent ids of every kind."""

    persistent_id = pickletester.AbstractIdentityPersistentPicklerTests.persistent_id


def constants(recorder):
    """All byte strings at module level, whether or not a test loads them."""
    for name, value in vars(pickletester).items():
        if isinstance(value, bytes) and len(value) > 1 and value.endswith(b"."):
            for options in ({}, {"encoding": "latin1"}, {"encoding": "bytes"}):
                recorder.record(value, options, name)


def recorded_cases():
    """All cases, and how many test methods ran."""
    suite = unittest.TestSuite()
    loader = unittest.TestLoader()
    for tests in (UnpickleTests, PickleTests, PersistentTests, IdentityTests):
        names = [name for name in loader.getTestCaseNames(tests) if not any(word in name for word in SKIPPED_TESTS)]
        suite.addTests(map(tests, names))
    result = unittest.TestResult()
    with warnings.catch_warnings(action="ignore"):
        suite.run(result)
    constants(UnpickleTests(loader.getTestCaseNames(UnpickleTests)[0]))
    return list(Recorder.cases.values()), result
