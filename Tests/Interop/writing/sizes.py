"""Values whose size decides how they are written: batches, frames, lengths of strings and numbers."""

import random
import struct
from collections import Counter, OrderedDict, defaultdict, deque

import sample_classes as samples

from writing.classes import Everything, Options

BATCH_EDGES = (2, 3, 255, 256, 999, 1000, 1001, 1999, 2000, 2001, 3000)
FRAME = 65536
MIXTURES = 25


def everything(count):
    made = Everything()
    made.items, made.entries = list(range(count)), {number: None for number in range(count)}
    return made


def batches():
    """Every kind of container at every size where a batch may end."""
    makers = [lambda n: list(range(n)), lambda n: {i: None for i in range(n)}, lambda n: set(range(n)),
              lambda n: frozenset(range(n)), lambda n: tuple(range(n)), lambda n: samples.MyList(range(n)),
              lambda n: samples.MyDict.fromkeys(range(n)), lambda n: samples.MySet(range(n)),
              lambda n: samples.MyFrozenSet(range(n)), lambda n: deque(range(n)), everything,
              lambda n: OrderedDict.fromkeys(range(n)), lambda n: defaultdict(int, dict.fromkeys(range(n), 1)),
              lambda n: Counter(dict.fromkeys(range(n), 2)), lambda n: samples.Plain(**{f"a{i}": i for i in range(n)}),
              lambda n: Options(**{f"k{i}": i for i in range(n)})]
    return [make(count) for make in makers for count in (0, 1, *BATCH_EDGES)]


def tuples():
    shared = (1, 2)
    return [*(tuple(range(n)) for n in (*range(6), 255, 256, 257)), [()] * 3, [shared] * 3, ((), (()), ((),)),
            [tuple([[]] * n) for n in range(6)], {(1,): (1, 2), (1, 2, 3): (1, 2, 3, 4)}]


def integers():
    """Both sides of each byte boundary, alone where the size decides about a frame."""
    edges = [2**(8 * size - shift) for size in (*range(1, 18), 254, 255, 256, 1000) for shift in (0, 1)]
    near = [sign * edge + step for edge in edges for sign in (1, -1) for step in (-1, 0, 1)]
    return [near, *near[:60], *near[-24:], True, False, [True, False, 1, 0]]


def floats():
    """NaN has a sign and a payload, which all protocols but 0 keep."""
    patterns = ("7ff8000000000000", "fff8000000000000", "7ff8000000000123", "fffc00000000beef", "7fffffffffffffff",
                "7ff7ffffffffffff", "fff0000000000001", "0000000000000001", "800fffffffffffff", "0010000000000000",
                "7fefffffffffffff", "8000000000000000", "7ff0000000000000", "fff0000000000000")
    numbers = [struct.unpack(">d", bytes.fromhex(pattern))[0] for pattern in patterns]
    return [*numbers, numbers, [complex(number, -number) for number in numbers], [0.1, 1e22, 1e-7, 123456.789]]


def lengths():
    """Strings, bytes and bytearrays where their length changes the opcode."""
    sizes = (0, 1, 2, 127, 128, 254, 255, 256, 257, 1000)
    return [*("x" * n for n in sizes), *("\xe9" * n for n in sizes), *("\u20ac" * n for n in (85, 86, 300)),
            *("\U0001f600" * n for n in (63, 64)), *("\udcff" * n for n in (1, 85, 86)),
            *((bytes(range(256)) * 4)[:n] for n in sizes),
            *(bytearray((bytes(range(256)) * 4)[:n]) for n in sizes), [bytes([n]) for n in range(256)],
            [bytearray([n]) for n in range(256)]]


def large():
    """At the size from which a payload stands outside of all frames, alone, between others and side by side."""
    makers = [lambda n: "s" * n, lambda n: b"b" * n, lambda n: bytearray(n), lambda n: "\xe9" * (n // 2) + "e" * (n % 2)]
    values = []
    for make in makers:
        for size in (FRAME - 1, FRAME, FRAME + 1, 70000):
            item = make(size)
            values += [item, ["before", item, "after"], [item, item], {"k": item}, (item,)]
        values += [[make(FRAME), make(70000), 1], [make(FRAME - 1), make(FRAME)], {"k": [make(FRAME)] * 2}]
    return values + [{"k" * FRAME: 1, "l" * (FRAME - 1): 2}, samples.Plain(text="t" * FRAME), {b"k" * FRAME, "m"}]


def frame_edges():
    """A filler that moves a bit of everything across the end of a frame, byte by byte."""
    note = ["note", "note"]
    values = []
    for used in range(FRAME - 96, FRAME + 2, 2):
        filler = "f" * used
        values.append([filler, None, 300, note, samples.Plain(a=note), {"k": (1, [2])}, samples.Outer.Inner, note[0]])
    return values + [["f" * used, None, True, 1] for used in range(FRAME - 16, FRAME)]


def many():
    """Enough small things for several frames."""
    note = ["n" * 50]
    return [list(range(25000)), [None] * 66000, [1.5] * 8000, [[] for _ in range(34000)], note * 34000,
            {number: str(number) for number in range(7000)}, tuple((n, (n,)) for n in range(7000)),
            set(range(23000)), frozenset(range(23000)), [samples.Plain(a=n) for n in range(5000)],
            [samples.Frozen(str(n)) for n in range(2500)], [f"row {n}" for n in range(5000)]]


def mixtures():
    """Seeded lists of short and long strings, so that frames end in all places."""
    for seed in range(MIXTURES):
        source = random.Random(seed)
        values = [mixed_item(source) for _ in range(source.choice((5, 20, 60)))]
        yield [values, values[0], source.choice(values)]


def mixed_item(source):
    size = source.choice((0, 1, 3, 10, 255, 256, 300, 1000, 5000, 9000, 20000, 30000))
    if source.random() < 0.08:
        size = source.choice((FRAME - 1, FRAME, FRAME + 1, 70000))
    make = source.choice((lambda: "s" * size, lambda: b"b" * size, lambda: bytearray(size), lambda: "\xe9" * (size // 2),
                          lambda: ("t" * size, size), lambda: {"k": "v" * size}, lambda: samples.Plain(text="p" * size),
                          lambda: {str(size): b"k" * (size // 2)}, lambda: [size] * (size // 10), lambda: size))
    return make()


GROUPS = [batches, tuples, integers, floats, lengths, large, frame_edges, many, mixtures]
