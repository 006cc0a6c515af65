"""Functions and classes by value, as dill and cloudpickle write them: data that contains code."""

import enum
import functools
import itertools
import sys
import uuid

import cloudpickle
import dill
import numpy

LIBRARY = "dill, cloudpickle"
VERDICT = "contains code"


def locals_of_main():
    """Functions and classes that claim to be of `__main__`, so that they are written by value."""
    space = sys.modules["__main__"].__dict__
    space.update(numpy=numpy, functools=functools, enum=enum)
    exec(SOURCE, space)
    return {name: space[name] for name in NAMES}


NAMES = [
    "plain",
    "closure",
    "generator",
    "recursive",
    "uses_numpy",
    "Point",
    "Colour",
    "shift",
    "keyword",
    "nested",
]
SOURCE = '''
def plain(x, y=2):
    """Adds."""
    return x + y

def closure_of(n):
    def inner(x):
        return x * n
    return inner

closure = closure_of(3)

def generator(n):
    for i in range(n):
        yield i * i

def recursive(n):
    return 1 if n < 2 else n * recursive(n - 1)

def uses_numpy(x):
    return numpy.log1p(numpy.abs(x)).sum()

class Point:
    """A point."""
    scale = 2
    def __init__(self, x, y=0):
        self.x = x
        self.y = y
    def length(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5
    @property
    def double(self):
        return self.x * self.scale
    @staticmethod
    def zero():
        return 0
    @classmethod
    def origin(cls):
        return cls(0, 0)

class Colour(enum.Enum):
    RED = 1
    BLUE = 2

shift = lambda x: x + 1
keyword = functools.partial(lambda x, base: x ** base, base=2)
nested = {"f": lambda x: x, "g": [lambda: 1]}
'''


def cases():
    for writer in (dill, cloudpickle):
        count = itertools.count(1)
        cloudpickle.cloudpickle.uuid.uuid4 = lambda: uuid.UUID(
            int=next(count)
        )  # names of classes, else random
        values = locals_of_main()
        values["instance"] = values["Point"](3, 4)
        values["member"] = values["Colour"].RED
        for name, value in values.items():
            if writer is dill and name in ("Colour", "member"):
                continue  # dill cannot write an enum of its own module by value
            settings = {"recurse": True} if writer is dill else {}
            label = writer.__name__
            yield f"code_{label}_{name}.pkl", f"{name} by value, by {label}", writer.dumps(value, **settings)
