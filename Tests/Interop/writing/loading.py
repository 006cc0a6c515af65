"""Loads pickles with both of Python's unpicklers, so that what they give can be compared."""

import _pickle
import io
import pickle
import re
from dataclasses import dataclass
from functools import cached_property

from recorder import Persistent

from writing.identity import IdentityReference, LoadedReference, in_sorted_order

NAN_BITS = re.compile(r'"\$nan":"[0-9a-f]+"')


class Pickler(_pickle.Pickler):
    """The C pickler, with persistent ids."""

    def persistent_id(self, obj):
        return obj.pid if type(obj) is Persistent else None


class CUnpickler(_pickle.Unpickler):
    """The C unpickler, with markers for persistent objects."""

    def persistent_load(self, pid):
        return Persistent(pid)


class PythonUnpickler(pickle._Unpickler):
    """The unpickler written in Python, with the same markers."""

    def persistent_load(self, pid):
        return Persistent(pid)


UNPICKLERS = {"C": CUnpickler, "Python": PythonUnpickler}


def dumps(value, protocol, outside=False):
    """What the C pickler writes, and the buffers that it handed out."""
    stream, buffers = io.BytesIO(), []
    Pickler(stream, protocol, buffer_callback=buffers.append if outside else None).dump(value)
    return stream.getvalue(), buffers


@dataclass
class Outcome:
    """What loading gave: an object, or a refusal."""

    value: object = None
    refusal: str | None = None

    @cached_property
    def identity(self):
        """The text in which everything that a pickle can share shows whether it is shared."""
        return IdentityReference().text(self.value)

    @cached_property
    def plain(self):
        """Typed JSON."""
        return LoadedReference().text(self.value)

    def text(self, reference):
        """A text whose sets don't depend on the order in which they were filled."""
        return in_sorted_order(reference, self.value)

    def differs(self, other, nan_bits=True):
        """None, or in which respect two outcomes differ: `refusal`, `identity` (of strings, dates…) or `value`."""
        if self.refusal or other.refusal:
            return None if self.refusal == other.refusal else "refusal"
        if same(self.identity, other.identity, nan_bits):
            return None
        sets = '"$set":' in self.plain or '"$frozenset":' in self.plain
        if sets and same(self.text(IdentityReference()), other.text(IdentityReference()), nan_bits):
            return None
        if self.plain == other.plain or sets and self.text(LoadedReference()) == other.text(LoadedReference()):
            return "identity"
        return "value"


def same(first, second, nan_bits):
    return first == second or not nan_bits and NAN_BITS.sub("", first) == NAN_BITS.sub("", second)


def load(data, unpickler="C", buffers=()):
    """Loads one pickle."""
    try:
        return Outcome(UNPICKLERS[unpickler](io.BytesIO(data), buffers=iter(buffers)).load())
    except Exception as error:
        return Outcome(refusal=f"{type(error).__name__}: {error}")


def expected_from(original, by_c, outcome):
    """What an unpickler should make of a rewritten pickle: what it makes of the original, and where only the Python
    unpickler refuses the original and no longer does, what the C unpickler makes of it."""
    return by_c if original.refusal and not outcome.refusal else original


class Loads:
    """Loads the same bytes only once."""

    def __init__(self):
        self.outcomes = {}

    def load(self, data, unpickler, buffers=()):
        key = data, unpickler
        if key not in self.outcomes:
            self.outcomes[key] = load(data, unpickler, buffers)
        return self.outcomes[key]


def equal(first, second):
    """Whether two values say themselves that they are equal; cyclic ones can't say."""
    try:
        return bool(first == second)
    except Exception:
        return False
