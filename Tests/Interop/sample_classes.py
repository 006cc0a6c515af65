"""Classes and functions that the values refer to: one for each way in which pickle can be told about an object."""

import abc
import copyreg
import datetime
import enum
import functools
from collections import namedtuple
from dataclasses import dataclass, field


class Plain:
    """Pickled as its `__dict__`."""

    def __init__(self, **attributes):
        self.__dict__.update(attributes)

    def method(self):
        return self


class Slots:
    """The state is (None, slots), and needs protocol 2."""

    __slots__ = ("a", "b", "__weakref__")

    def __init__(self, **attributes):
        for name, value in attributes.items():
            setattr(self, name, value)


class SlotsAndDict(Slots):
    """The state is (dict, slots)."""


class OwnState:
    """Whatever state it is given, falsy ones included."""

    def __init__(self, state):
        self.state = state

    def __getstate__(self):
        return self.state

    def __setstate__(self, state):
        self.state = state


class NewArguments:
    """NEWOBJ with arguments and a state."""

    def __new__(cls, *args):
        self = super().__new__(cls)
        self.args = args
        return self

    def __getnewargs__(self):
        return self.args


class KeywordArguments:
    """NEWOBJ_EX; before protocol 4 a partial of `__new__`."""

    def __new__(cls, *args, **options):
        self = super().__new__(cls)
        self.args, self.options = args, options
        return self

    def __getnewargs_ex__(self):
        return self.args, self.options


class InheritedNew(KeywordArguments):
    """Its `__new__` belongs to another class."""


class Reducing:
    """Says literally what it is told to say."""

    def __init__(self, *reduction):
        self.reduction = reduction

    def __reduce__(self):
        return tuple(part() if isinstance(part, functools.partial) else part for part in self.reduction)


class PerProtocol:
    """Another reduction at each protocol."""

    def __reduce_ex__(self, protocol):
        return make, (f"protocol {protocol}", protocol)


class Singleton:
    """Pickled by its name in this module."""

    def __reduce__(self):
        return "SINGLETON"


SINGLETON = Singleton()


class Registered:
    """Reduced by copyreg's table."""

    def __init__(self, value):
        self.value = value


copyreg.pickle(Registered, lambda item: (make, (item.value,)))


def make(*args, **options):
    return Plain(args=args, options=options)


def set_state(target, state):
    target.given = state


def __newobj__(cls, *args):
    """Not copyreg's, but pickle goes by the name."""
    return cls.__new__(cls, *args)


class Meta(type):
    """Its classes are globals all the same."""


class WithMeta(metaclass=Meta):
    """An instance of a class with a metaclass."""


class Abstract(abc.ABC):
    """A class whose class is ABCMeta."""


class Outer:
    """Nested names."""

    class Inner:
        class Innermost:
            def method(self):
                return self

        def __new__(cls, *args):
            return super().__new__(cls)

    class Mood(enum.Enum):
        GOOD = "good"

    @staticmethod
    def helper():
        return None

    @classmethod
    def build(cls):
        return cls()


class MyList(list):
    """Items of its own."""


class MyDict(dict):
    """Entries of its own."""


class MySet(set):
    """A set with a class."""


class MyFrozenSet(frozenset):
    """A frozenset with a class."""


class MyTuple(tuple):
    """A tuple with a class."""


class MyInt(int):
    """An integer with a class."""


class MyStr(str):
    """A string with a class."""


class MyFloat(float):
    """A float with a class."""


class MyComplex(complex):
    """A complex number with a class."""


class MyBytes(bytes):
    """Bytes with a class."""


class MyByteArray(bytearray):
    """A bytearray with a class."""


class MyDate(datetime.date):
    """Not exactly a date, so not a `$date`."""


class MyDateTime(datetime.datetime):
    """Not exactly a datetime."""


class MyZone(datetime.tzinfo):
    """A time zone in Python, with a state."""

    def __init__(self, minutes=0):
        self.minutes = minutes

    def utcoffset(self, moment):
        return datetime.timedelta(minutes=self.minutes)

    def dst(self, moment):
        return None


class MyError(ValueError):
    """Arguments and attributes."""

    def __init__(self, text, code=0):
        super().__init__(text, code)
        self.code = code


class Colour(enum.Enum):
    RED = 1
    GREEN = ("g", 2)


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


class Access(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()
    RUN = enum.auto()


class Bits(enum.IntFlag):
    ONE = 1
    TWO = 2


Pair = namedtuple("Pair", "first second")


class NamedPair(Pair):
    """A namedtuple with a `__dict__`."""


@dataclass
class Record:
    name: str
    values: list = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Frozen:
    name: str
    weight: float = 1.0
