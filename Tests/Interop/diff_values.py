"""Random Python values, changed in known places, for run_diff.py."""

import collections
import copy
import datetime
import decimal
import fractions
import math
import uuid


class Plain:
    """Attributes and nothing else."""


class Items(list):
    """A list with attributes."""


class Entries(dict):
    """A dict with attributes."""


class Stated:
    """Its state is no dict."""

    def __init__(self, *parts):
        self.parts = list(parts)

    def __getstate__(self):
        return self.parts

    def __setstate__(self, state):
        self.parts = state


Point = collections.namedtuple("Point", "x y")
WORDS = ["a", "b", "name", "x/y", "[0]", "", "ключ", "a b", 'q"', "it's", "long " * 20]


# MARK: Values


class Generator:
    """Values of a seeded random source. Small ones come often, so that equal ones come up."""

    def __init__(self, random):
        self.random = random
        self.shared = []

    def leaf(self):
        r = self.random
        return r.choice([
            lambda: None,
            lambda: r.random() < 0.5,
            lambda: r.randrange(-3, 4),
            lambda: r.choice([255, 256, 65536, -(2**31), 2**40, 2**63, -(10**30)]),
            lambda: r.choice([0.0, -0.0, 1.0, 0.1, 1e300, math.nan, math.inf, r.random()]),
            lambda: r.choice(WORDS),
            lambda: r.choice([b"", b"ab", bytes(range(100))]),
            lambda: bytearray(r.choice([b"", b"ab"])),
            lambda: complex(r.randrange(2), r.randrange(2)),
            lambda: decimal.Decimal(r.choice(["1", "1.0", "NaN"])),
            lambda: fractions.Fraction(r.randrange(1, 3), 7),
            lambda: datetime.date(2020, 1, r.randrange(1, 3)),
            lambda: datetime.datetime(2020, 1, 1, r.randrange(2), tzinfo=r.choice([None, datetime.timezone.utc])),
            lambda: datetime.timedelta(r.randrange(2), 5),
            lambda: uuid.UUID(int=r.randrange(2)),
            lambda: r.choice([len, max, Plain]),
        ])()

    def key(self, depth=2):
        r = self.random
        kinds = [lambda: r.choice(WORDS)] * 4 + [lambda: r.randrange(5), lambda: r.choice([b"k", None, 1.5, True])]
        if depth:
            kinds += [
                lambda: tuple(self.key(depth - 1) for _ in range(r.randrange(3))),
                lambda: frozenset(self.key(depth - 1) for _ in range(r.randrange(3))),
            ]
        return r.choice(kinds)()

    def value(self, depth):
        r = self.random
        if self.shared and r.random() < 0.06:
            return r.choice(self.shared)
        if depth == 0 or r.random() < 0.35:
            return self.leaf()
        value = self.container(depth - 1)
        if r.random() < 0.15:
            self.shared.append(value)
        return value

    def container(self, depth):
        r = self.random
        count = r.choice([0, 1, 2, 3, 5, 8])

        def items():
            return [self.value(depth) for _ in range(count)]

        def entries():
            return [(self.key(), self.value(depth)) for _ in range(count)]

        return r.choice([
            items,
            items,
            lambda: tuple(items()),
            lambda: dict(entries()),
            lambda: dict(entries()),
            lambda: {self.key() for _ in range(count)},
            lambda: frozenset(self.key() for _ in range(count)),
            lambda: self.instance(Plain(), depth),
            lambda: self.instance(Items(items()), depth),
            lambda: self.instance(Entries(entries()), depth),
            lambda: Stated("v1", *items()),
            lambda: Point(self.value(depth), self.value(depth)),
            lambda: collections.OrderedDict(entries()),
            lambda: collections.defaultdict(list, entries()),
            lambda: collections.deque(items()),
        ])()

    def instance(self, instance, depth):
        for name in self.random.sample(["a", "b", "name", "x_y"], self.random.randrange(4)):
            setattr(instance, name, self.value(depth))
        return instance

    def root(self, cyclic=False):
        """A value; with `cyclic` one of its lists or dicts leads back to another one."""
        self.shared = []
        value = self.value(4)
        if cyclic:
            inside = [node for node, _ in walk(value) if type(node) in (list, dict)]
            if inside:
                holder, target = self.random.choice(inside), self.random.choice(inside)
                holder.append(target) if type(holder) is list else holder.__setitem__("cycle", target)
        return value


# MARK: Parts

LISTS = (list, Items, collections.deque)
DICTS = (dict, Entries, collections.OrderedDict, collections.defaultdict)


def key_text(key):
    """A key as Brine writes it in a path."""
    if isinstance(key, str) and key and not set(key) & set('/[]"') and min(key) >= " ":
        return key
    if isinstance(key, tuple):
        texts = [preview(item) for item in key[:8]]
        return "[(" + ", ".join(texts) + (",)" if len(key) == 1 else ")") + "]"
    return f"[{preview(key)}]"


def preview(key):
    if isinstance(key, (tuple, frozenset)):
        return f"({len(key)})"
    if isinstance(key, str) and len(key.encode()) > 80:
        return f"{key[:64]!r}… ({len(key.encode())} bytes)"
    return repr(key)


def parts(value):
    """What can be changed below a value: (step as text, getter, setter or None)."""
    found = []
    if type(value) in LISTS or type(value) is tuple:
        found += [(f"[{i}]", ("item", i), item) for i, item in enumerate(value)]
    elif type(value) in DICTS:
        found += [(key_text(key), ("item", key), item) for key, item in value.items()]
    elif type(value) is Point:
        found += [(f"args[{i}]", ("item", i), item) for i, item in enumerate(value)]
    elif type(value) is Stated:
        found += [(f"state[{i}]", ("part", i), item) for i, item in enumerate(value.parts)]
    if type(value) in (Plain, Items, Entries):
        found += [(name, ("attribute", name), item) for name, item in vars(value).items()]
    return found


def walk(value):
    """Every value below, each object once, with its path as a list of steps: (text, how)."""
    seen, pending = set(), [(value, [])]
    while pending:
        node, path = pending.pop()
        below = parts(node)
        if below:
            if id(node) in seen:
                continue
            seen.add(id(node))
        yield node, path
        pending += [(child, path + [(text, how)]) for text, how, child in below]


def follow(value, path):
    """The value at a path of steps."""
    for _, (how, key) in path:
        value = getattr(value, key) if how == "attribute" else value.parts[key] if how == "part" else value[key]
    return value


def found_at(value, text):
    """All values that the text of a path may lead to: texts of keys that are sets say little."""
    found, pending = [], [(value, text)]
    while pending:
        node, rest = pending.pop()
        if not rest:
            found.append(node)
        for step, _, child in parts(node):
            if rest.startswith(step) and (len(rest) == len(step) or rest[len(step)] in "/["):
                rest_below = rest[len(step):]
                pending.append((child, rest_below[1:] if rest_below.startswith("/") else rest_below))
    return found


def replaced(value, path, change):
    """The value with the one at `path` given to `change`; tuples on the way are made anew."""
    if not path:
        return change(value)
    how, key = path[0][1]
    if how == "attribute":
        setattr(value, key, replaced(getattr(value, key), path[1:], change))
        return value
    holder = value.parts if how == "part" else value
    item = replaced(holder[key], path[1:], change)
    if isinstance(value, tuple):
        items = [item if index == key else other for index, other in enumerate(value)]
        return type(value)(*items) if type(value) is Point else tuple(items)
    holder[key] = item
    return value


# MARK: Equality


def equal(a, b):
    """Whether two values are equal in type and content. NaN equals NaN; order of dicts and sharing don't matter."""
    assumed, pending = set(), [(a, b)]
    while pending:
        a, b = pending.pop()
        if type(a) is not type(b):
            return False
        if (id(a), id(b)) in assumed:
            continue
        if isinstance(a, (set, frozenset, *DICTS)):
            if len(a) != len(b):
                return False
            keys = {key: key for key in b}
            if any(key not in keys for key in a):
                return False
            pending += [(key, keys[key]) for key in a]
        below = (parts(a), parts(b))
        if below[0] or below[1]:
            assumed.add((id(a), id(b)))
            left = {(how[0], how[1]): child for _, how, child in below[0]}
            right = {(how[0], how[1]): child for _, how, child in below[1]}
            if left.keys() != right.keys():
                return False
            pending += [(child, right[how]) for how, child in left.items()]
        elif type(a) in (list, dict, *LISTS, *DICTS, Plain, Stated, set, frozenset):
            continue
        elif isinstance(a, decimal.Decimal):
            if str(a) != str(b):
                return False
        elif not (a == b or a != a and b != b):
            return False
    return True


# MARK: Changes

TOKENS = iter(range(10**6, 10**9))


def another(value):
    """A plain value that is nowhere else."""
    number = next(TOKENS)
    if type(value) is str:
        return f"token {number}"
    if type(value) is float:
        return number + 0.5
    return number


class Expected:
    """What `brine diff` has to say about a change: the kind, the value it is in, the last step."""

    def __init__(self, kind, parent, steps, new=None):
        self.kind, self.parent, self.steps, self.new = kind, parent, steps, new

    def __repr__(self):
        return f"{self.kind} {self.steps}"

    def fits(self, difference, old):
        """Whether a difference is this one. A shared object has several paths, of which any will do."""
        path = difference["path"]
        if difference["kind"] != self.kind:
            return False
        if self.parent is None:
            return path == ""
        for step in self.steps:
            end = path[len(path) - len(step):] if step != "[*]" else path[path.rfind("["):]
            if path.endswith(end) and (step == "[*]" or end == step):
                above = path[: len(path) - len(end)]
                above = above[:-1] if above.endswith("/") else above
                if any(node is self.parent for node in found_at(old, above)):
                    return True
        return False


def change(random, value):
    """A copy that is changed in one place, and what there is to say about it."""
    copied = copy.deepcopy(value)
    path = random.choice([path for _, path in walk(copied)])
    # The same place in the value itself.
    parent, node = follow(value, path[:-1]) if path else None, follow(value, path)
    expected = []

    def changing(node):
        actions = [replace]
        if type(node) in LISTS and len(node) < 200:
            actions += [insert] * 2 + [remove] * (2 * bool(node))
        if type(node) in DICTS:
            actions += [add_entry] * 2 + [remove_entry] * (2 * bool(node))
        if type(node) in (set, frozenset):
            actions += [add_member] * 2
        if type(node) is Plain:
            actions += [add_attribute] * 2
        return random.choice(actions)(node)

    def replace(changed):
        new = another(changed)
        kind = "value" if type(changed) is type(new) else "type"
        expected.append(Expected(kind, parent, {path[-1][0]} if path else set(), new))
        return new

    def insert(changed):
        place = random.randrange(len(changed) + 1)
        changed.insert(place, another(None))
        expected.append(Expected("added", node, {f"[{place}]"}))
        return changed

    def remove(changed):
        place = random.randrange(len(changed))
        # Of equal items in a row any may be called the one that went.
        places = {place}
        for step in (-1, 1):
            other = place + step
            while 0 <= other < len(changed) and equal(changed[other], changed[place]):
                places.add(other)
                other += step
        del changed[place]
        expected.append(Expected("removed", node, {f"[{i}]" for i in places}))
        return changed

    def add_entry(changed):
        key = f"token {next(TOKENS)}"
        changed[key] = another(None)
        expected.append(Expected("added", node, {key}))
        return changed

    def remove_entry(changed):
        key = random.choice(list(changed))
        del changed[key]
        expected.append(Expected("removed", node, {key_text(key)}))
        return changed

    def add_member(changed):
        # At which place a member is in the file is up to Python.
        expected.append(Expected("added", node, {"[*]"}))
        return type(changed)([*changed, another(None)])

    def add_attribute(changed):
        changed.added = another(None)
        expected.append(Expected("added", node, {"added"}))
        return changed

    return replaced(copied, path, changing), expected
