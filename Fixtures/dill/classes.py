"""Classes to be pickled by value. Their code is run in `__main__`, as that of an interactive session is."""

import abc
import collections
import dataclasses
import enum
import typing


class Shape:
    """A shape with a name."""

    count: int = 0
    tags = ("plain", 1)

    def __init__(self, name):
        self.name = name

    def describe(self):
        """What it is called."""
        return self.name

    @property
    def title(self):
        """The name, in capitals."""
        return self.name.upper()

    @title.setter
    def title(self, value):
        self.name = value

    @classmethod
    def make(cls, name="made"):
        return cls(name)

    @staticmethod
    def double(x, *, times=2):
        return x * times

    class Inner:
        depth = 2


class Circle(Shape):
    def __init__(self, name, radius=1.0):
        super().__init__(name)
        self.radius = radius

    def describe(self):
        return super().describe() + "!"

    unit = "cm"


class Both(Circle, collections.OrderedDict):
    pass


class Slotted:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Meta(type):
    def __call__(cls, *args):
        return super().__call__(*args)


class Managed(metaclass=Meta):
    def __repr__(self):
        return "Managed()"


class Base(abc.ABC):
    @abc.abstractmethod
    def run(self, job):
        ...


class Failure(ValueError):
    code = 7

    def __str__(self):
        return "failed"


@dataclasses.dataclass(repr=False)
class Point:
    x: int
    y: float = 1.0


class Color(enum.Enum):
    RED = 1
    GREEN = "g"

    def shout(self):
        return self.name


Pair = collections.namedtuple("Pair", "left right", **({"defaults": [2]}))
T = typing.TypeVar("T")


class Box(typing.Generic[T]):
    def get(self, default: T) -> T:
        return default


circle = Circle("c", 2.0)
slotted = Slotted(1, 2)
pair = Pair(3)

CLASSES = ["Shape", "Circle", "Both", "Slotted", "Managed", "Base", "Failure", "Point", "Box"]
INSTANCES = ["circle", "slotted"]
# dill writes enumerations by name only, and cloudpickle writes of a named tuple where the library is.
CLOUDPICKLE_ONLY = ["Color"]
DILL_ONLY = ["Pair", "pair"]
