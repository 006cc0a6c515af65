"""Values that say something about identity, names and reductions."""

import _compat_pickle as compat
import array
import importlib
import operator
import pickle
from collections import OrderedDict, defaultdict, deque
from functools import partial

import numpy
import sample_classes as samples
from recorder import Persistent

from writing import classes as own
from writing.sizes import FRAME


def fresh(text):
    """A string that is no other string's object."""
    return "".join(list(text))


def characters():
    """All that a line of protocol 0 must escape, and what it must not."""
    singles = [chr(code) for code in range(256)]
    return ["".join(singles), singles, ["x" + each for each in singles], "\\", "\\\\", "\\u0041", "\\U0001f600",
            "\\u005c\\", "a\\\n", "\x00\n\r\\\x1a", "\x1a", "\n", "\r", "\x00", "\x85\xa0\xad", "\u0100\u07ff\u0800",
            "\ud7ff\ue000\ufffd", "\U00010000\U0010ffff", "\ud83d\ude00", "\ude00\ud83d", "\udc80", "'\"", "p0\n.",
            "\t\v\f", " ", "True", "01", "latin1", "\u2028\u2029", "e\u0301", "\ufeff"]


def sharing():
    """Equal is not the same: what is one object is written once, what is merely equal twice."""
    text, data, pair, key = fresh("shared"), b"data" * 2, (fresh("one"), 2), fresh("key")
    far = [fresh(f"string {number}") for number in range(300)]
    moment, number, frozen = samples.MyDate(2026, 1, 2), 2**70, frozenset({("in", "a", "set")})
    return [[text, text], [fresh("twice"), fresh("twice")], [data, data, bytes(bytearray(data))], [text, [text], {text: text}],
            {key: {key: {key: key}}}, [{key: 1}, {key: 2}, key], [*far, *far[::-1]], [far[0], far, far[299], far],
            [pair, pair, (pair[0], 2)], [moment] * 2, [number, number], [1j, 1j], [frozen, {frozen: frozen}],
            [b"latin1", "latin1", b"x", "x", b"", ""], [b"ab", "ab", bytearray(b"ab"), "latin1"],
            [samples.Plain(key=key), samples.Plain(key=key), key], [samples.make, "make", "sample_classes", samples.Plain],
            [array.array("i", [1]), "i", "array"], [len, "builtins", "len"], [list(far[:5]) for _ in range(5)],
            [[samples.Colour.RED] * 2, samples.Colour], [samples.Outer.Inner(), samples.Outer.Inner, samples.Outer]]


def recursive_tuples():
    """A tuple at every length and place, met first from outside and first from inside."""
    for length in range(1, 6):
        for place in range(length):
            inner = []
            whole = tuple(inner if index == place else fresh(f"item {index}") for index in range(length))
            inner.append(whole)
            yield whole
            yield inner
    doubled, mapped, boxed = [], {}, samples.Plain()
    both = (doubled, doubled)
    doubled.append(both)
    mapped["t"] = (mapped, 1, 2, 3, mapped)
    boxed.t = (boxed,)
    nested = []
    nested.append((((nested,), 2), 3))
    yield from (both, [both, both], mapped["t"], mapped, boxed.t, boxed, nested[0], nested, (nested[0], nested[0]))


def recursive_objects():
    """Objects that are reached again before they are made."""
    listed, initialised, optional, whole = [], own.Initialised([]), own.Options([], k=[]), own.Everything([])
    listed.append(samples.NewArguments(listed))
    initialised.value.append(initialised)
    optional.args[0].append(optional)
    optional.options["k"].append(optional)
    whole.argument.append(whole)
    whole.state, whole.items, whole.entries = {"me": whole}, [whole, 1], {"k": whole}
    setter = own.Everything()
    setter.state, setter.with_setter, setter.items = {"me": setter, "l": [setter]}, True, [setter]
    deep_setter = own.Everything([])
    deep_setter.argument.append(deep_setter)
    deep_setter.state, deep_setter.with_setter = [deep_setter.argument], True
    return [listed, listed[0], initialised, initialised.value, optional, optional.args, optional.options, whole,
            whole.argument, [whole, whole], setter, [setter, setter], deep_setter, deep_setter.argument,
            (initialised, initialised.value), {"a": optional, "b": optional}]


def recursive_containers():
    """Containers and their subclasses inside themselves."""
    listed, mapped, named = samples.MyList([1]), samples.MyDict(), samples.MyTuple(([], 2))
    ordered, default, queue, held = OrderedDict(), defaultdict(list), deque(), samples.Plain()
    part, bound = partial(print), samples.Plain()
    listed.append(listed)
    listed.note = [listed]
    mapped["me"], mapped.note = mapped, mapped
    named[0].append(named)
    ordered["me"], default["me"] = [ordered], default
    queue.extend([queue, queue])
    held.members, held.fixed = {held, 1}, frozenset({held, "x"})
    held.mine = samples.MySet({held})
    part.__setstate__((print, (part,), {"sep": part}, {"note": [part]}))
    bound.call = bound.method
    bound.calls = [bound.call, bound.method]
    pairs = [samples.Pair([], 1)]
    pairs[0].first.extend([pairs, pairs[0]])
    return [listed, [listed], mapped, {"m": mapped}, named, named[0], ordered, default, queue, held, held.members,
            held.fixed, held.mine, [held.fixed, held], part, [part, part], bound, bound.call, pairs, pairs[0]]


def reductions():
    """All parts at once, and each alone, with and without a setter."""
    setter = samples.set_state
    entries, state = partial(iter, [("a", 1), ("b", [2])]), {"s": [1]}
    full = own.Everything("argument")
    full.items, full.entries, full.state = [1, [2]], {"k": "v", 3: 4}, ("any", "state")
    given = own.Everything()
    given.items, given.state, given.with_setter = [1, 2, 3], "given", True
    empty = own.Everything()
    empty.state, empty.with_setter = [], True
    nothing = own.Everything()
    nothing.with_setter = True
    return [full, [full, full], given, [given, given, given.state], empty, nothing,
            samples.Reducing(own.Everything, ("a",), state, partial(iter, [1]), entries, own.give_state),
            samples.Reducing(own.Everything, ("a",), 0, partial(iter, [1, 2]), entries),
            samples.Reducing(own.Everything, ("a",), None, partial(iter, [1]), None),
            samples.Reducing(own.Everything, (), None, None, partial(iter, [(1, 2)])),
            samples.Reducing(own.Everything, (), None, partial(iter, []), partial(iter, [])),
            samples.Reducing(own.Everything, (), False), samples.Reducing(own.Everything, (), ()),
            [samples.Reducing(samples.make, (), state, None, None, setter), state, setter],
            samples.Reducing(own.Everything, (), {"a": 1}, None, None, operator.is_),
            samples.Reducing(samples.make, (1, 2, 3, 4, 5)), samples.Reducing(samples.make, ((),)),
            samples.Reducing(dict, ()), samples.Reducing(bytes, (b"ab",)), samples.Reducing(set, ([],)),
            samples.Reducing(frozenset, ((1, 2),)), samples.Reducing(bytearray, ("ab", "latin1")),
            samples.Reducing(tuple, ([1],)), samples.Reducing(complex, ("1j",)), samples.Reducing(object, ())]


def constructed():
    """`__new__` with arguments and keyword arguments, of nested classes too."""
    shared = [1]
    options = {"a": shared, "b": shared, "c": None}
    slotted, half, child = own.Slotted(), own.Slotted(), own.SlottedChild()
    slotted.left, slotted.right, half.right = 1, [slotted], half
    child.left, child.own, child.free = [child], "own", {"child": child}
    stated = own.Options(1, 2, k=shared)
    stated.more = [stated, shared]
    return [own.Options(), own.Options(1), own.Options(k=1), stated, *(own.Options(*range(n), n=n) for n in range(1, 5)),
            own.Options(**options), [own.Options(**options), options, shared], own.Options.Nested(a=1, b=[2]),
            [own.Options.Nested(x=1)] * 2, own.Options.Nested(), slotted, half, child, [slotted, slotted], own.Slotted(),
            samples.MyList([own.Options(k=samples.MyInt(3))]), {own.Options(k=1): own.Options(k=2)}]


def names():
    """Functions, classes and methods at every depth, and names that no Python 2 could have."""
    here = own.Deep.Down.In.Here
    return [own.Deep.Down, own.Deep.Down.In, here, [here, own.Deep, own.Deep.Down, here], here(), [here(), here()],
            here.method, here().method, here.made, here.static, own.Été, own.Été(), own.Été.Août, own.Été.Août(),
            own.SPACED, own.SPACED(), own.LONG_NAMED, own.LONG_NAMED(), [own.Été, own.Été.Août, own.Été],
            [len, len, print, str.join, {}.get, [].append, "a".join, (1).__add__, dict.fromkeys, int.from_bytes],
            [samples.Outer.helper, samples.Outer.build, samples.Outer.Mood.GOOD, samples.Outer.Inner.Innermost]]


def renamed():
    """Everything within reach that has another name in Python 2."""
    found = [vars_of(module).get(name) for module, name in compat.REVERSE_NAME_MAPPING]
    for module in compat.REVERSE_IMPORT_MAPPING:
        found += [value for value in vars_of(module).values()
                  if getattr(value, "__module__", None) == module and hasattr(value, "__qualname__")][:2]
    return [[value for value in found if by_name(value)], *(value for value in found if by_name(value))]


def vars_of(module):
    """The names in a module, if this Python has it."""
    try:
        return vars(importlib.import_module(module))
    except ImportError:
        return {}


def by_name(value):
    """Whether pickle can say it at all."""
    try:
        return value is not None and pickle.dumps(value, 2) and True
    except Exception:
        return False


def persistent():
    """Ids of every kind; protocol 0 makes a string of each."""
    text, pair = fresh("an id"), (fresh("table"), 7)
    ids = ["abc", "", "two words", 5, -1, None, True, 1.5, pair, b"data", [1, 2], "caf\xe9", "line\nbreak", {"k": 1}]
    return [*map(Persistent, ids), [Persistent(text), Persistent(text), text], [pair, Persistent(pair), Persistent(pair)],
            {"k": Persistent("v"), "l": [Persistent("v")]}, samples.Plain(link=Persistent(("a", "b"))),
            [Persistent(Persistent("inner"))], (Persistent("t"), {1: Persistent("u")}), [Persistent("x" * FRAME)]]


def extensions():
    return [*own.EXTENSIONS, *(made() for made in own.EXTENSIONS[:4]), [made for made in own.EXTENSIONS * 2],
            {"class": own.EXTENSIONS[0], "instances": [own.EXTENSIONS[5]()] * 2}]


def buffers():
    """Buffers, read-only and not, small and large, alone and shared; and arrays, which hand theirs out."""
    sizes = (0, 1, 2, 255, 256, 1000, FRAME - 1, FRAME, 70000)
    contents = [kind(size) for size in sizes for kind in (bytes, bytearray)]
    made, data, changing = pickle.PickleBuffer(b"frozen"), b"base", bytearray(b"base")
    thawed, numbers = pickle.PickleBuffer(bytearray(b"thawed")), numpy.arange(12).reshape(3, 4)
    return [*map(pickle.PickleBuffer, contents), *([1, pickle.PickleBuffer(each), 2] for each in contents[8:]),
            [made, made, thawed, thawed], [data, pickle.PickleBuffer(data), pickle.PickleBuffer(data)],
            [changing, pickle.PickleBuffer(changing)], {"b": thawed, "c": (thawed, made)}, numbers, numbers.T,
            [numbers, numbers], numpy.zeros(9000), numpy.float32(1.5), numpy.array(["a", "bc"]),
            numpy.array([1, "x", None, [2]], dtype=object), numpy.dtype("<f8"), numpy.array(3), numpy.zeros((0, 2))]


GROUPS = [characters, sharing, recursive_tuples, recursive_objects, recursive_containers, reductions, constructed, names,
          renamed, persistent, extensions, buffers]
