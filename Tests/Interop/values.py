"""The corpus of live values: hand-picked ones by kind, then seeded random nestings with sharing and cycles."""

import datetime
import decimal
import random
import uuid
from collections import OrderedDict, deque

import class_values
import library_values
import plain_values
import sample_classes as samples

RANDOM_VALUES = 300


class Nesting:
    """Makes one random value; what it has made, finished or not, may be met again further down."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.pool, self.keys = [], []
        self.budget = self.random.choice([20, 60, 200, 600])

    def leaf(self):
        pick = self.random.choice
        return pick([
            lambda: None, lambda: pick([True, False]), lambda: self.random.randint(-300, 300),
            lambda: self.random.getrandbits(pick([8, 16, 31, 32, 63, 64, 65, 200])) * pick([1, -1]), self.random.random,
            lambda: self.random.uniform(-1e20, 1e20), self.text, lambda: self.random.randbytes(pick([0, 1, 3, 300])),
            lambda: decimal.Decimal(self.random.randint(-999, 999)).scaleb(pick([-2, 0, 5])),
            lambda: datetime.datetime.fromtimestamp(self.random.randint(0, 2**31), pick(ZONES)),
            lambda: uuid.UUID(int=self.random.getrandbits(128)), lambda: pick([int, samples.make, samples.Outer.Inner]),
            lambda: pick(list(samples.Colour)), lambda: complex(self.random.randint(0, 9), -0.0),
        ])()

    def text(self):
        return "".join(self.random.choices("ab$ \n\"\\\xe9\u20ac\U0001f600\udc80", [9, 9, 1, 2, 1, 1, 1, 2, 1, 1, .05],
                                           k=self.random.choice([0, 1, 2, 5, 40])))

    def hashable(self, depth):
        """A key: a leaf, a node by identity, or a tuple or frozenset of such."""
        choice = self.random.random()
        if self.keys and choice < 0.25:
            return self.random.choice(self.keys)
        if depth <= 0 or choice < 0.7:
            return self.leaf()
        if choice < 0.8:
            return self.remember(samples.Plain(), keys=True)
        inner = [self.hashable(depth - 1) for _ in range(self.random.randint(0, 4))]
        return self.remember(tuple(inner) if choice < 0.9 else frozenset(inner), keys=True)

    def remember(self, value, keys=False):
        self.pool.append(value)
        if keys:
            self.keys.append(value)
        return value

    def value(self, depth):
        self.budget -= 1
        choice = self.random.random()
        if self.pool and choice < 0.15:
            return self.random.choice(self.pool)
        if self.budget < 0 or depth <= 0 or choice < 0.35:
            return self.leaf()
        return self.container(depth - 1)

    def container(self, depth):
        """Remembered before it is filled where that can be, so that cycles come about."""
        kind = self.random.choice([list, dict, tuple, set, deque, OrderedDict, samples.Plain, samples.MyList,
                                   samples.Slots,
                                   samples.OwnState, samples.NewArguments, bytearray])
        many = range(self.random.randint(0, 7))
        if kind is tuple:
            return self.remember(tuple(self.value(depth) for _ in many))
        if kind is bytearray:
            return self.remember(bytearray(self.random.randbytes(4)))
        if kind in (samples.NewArguments, samples.OwnState):
            return self.remember(kind(self.value(depth)), keys=True)
        made = self.remember(kind(), keys=kind in (samples.Plain, samples.Slots))
        for index in many:
            if kind in (list, deque, samples.MyList):
                made.append(self.value(depth))
            elif kind is set:
                made.add(self.hashable(2))
            elif kind in (dict, OrderedDict):
                made[self.text() if self.random.random() < 0.6 else self.hashable(2)] = self.value(depth)
            elif kind is samples.Plain or index < 2:
                setattr(made, "ab"[index % 2], self.value(depth))
        return made


ZONES = [None, library_values.UTC, library_values.ODD, library_values.NAMED, library_values.BERLIN]


def values():
    """Names and values, the same in every run except for the order of sets."""
    for module in (plain_values, library_values, class_values):
        for group in module.GROUPS:
            for index, value in enumerate(group()):
                yield f"{group.__name__} {index}", value
    for seed in range(RANDOM_VALUES):
        nesting = Nesting(seed)
        yield f"random {seed}", nesting.container(6)
