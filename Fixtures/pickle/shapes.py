"""Classes whose instances the fixtures hold, one for each way in which a class can be pickled."""

import enum
from collections import namedtuple
from dataclasses import dataclass

Size = namedtuple("Size", "width height")


class Rectangle:
    """A plain class: pickled as its `__dict__`."""

    def __init__(self, width=0, height=0, name=""):
        self.width = width
        self.height = height
        self.name = name

    def area(self):
        return self.width * self.height


class Point:
    """Slots: the state is a pair of None and the slots."""

    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


class Circle:
    """A state of its own making."""

    def __init__(self, radius):
        self.radius = radius

    def __getstate__(self):
        return (self.radius, "cm")

    def __setstate__(self, state):
        self.radius = state[0]


class Polygon(list):
    """A list with attributes."""

    closed = False


class Labels(dict):
    """A dict with attributes."""


class Length(float):
    """A number with a class."""


class Canvas:
    """Made with keyword arguments, by `__getnewargs_ex__`."""

    def __new__(cls, *args, **options):
        self = super().__new__(cls)
        self.options = options
        return self

    def __getnewargs_ex__(self):
        return ("canvas",), self.options

    def __getstate__(self):
        return None


class Group:
    """Pickled by all parts of a reduction: call, state, items and entries."""

    class Layer:
        """A nested class, whose qualified name has a dot."""

    def __init__(self, *members):
        self.members = list(members)
        self.names = {}

    def append(self, member):
        self.members.append(member)

    def __setitem__(self, name, member):
        self.names[name] = member

    def __reduce__(self):
        return Group, (), {"locked": True}, iter(self.members), iter(self.names.items())


def set_note(group, state):
    group.note = state


class Noted:
    """State given by a state setter, the sixth part of a reduction."""

    note = None

    def __reduce__(self):
        return Noted, (), self.note, None, None, set_note


class Colour(enum.Enum):
    RED = 1
    GREEN = "green"


class Side(enum.Flag):
    LEFT = enum.auto()
    RIGHT = enum.auto()


@dataclass(frozen=True)
class Style:
    colour: Colour = Colour.RED
    width: float = 1.0


class ShapeError(ValueError):
    """An exception with an attribute."""
