"""Instances, classes and functions of our own: everything that a reduction can say."""

import copyreg
import datetime
from functools import partial

import sample_classes as s


def plain_instances():
    attributes, looped, slotted = {"a": 1, "b": [2]}, s.Plain(name="loop"), s.Slots(a=1)
    looped.me, looped.others = looped, [looped]
    slotted.b = slotted
    mixed = s.SlotsAndDict(a=1)
    mixed.extra = [mixed]
    odd = s.Plain()
    odd.__dict__["$id"], odd.__dict__[5] = 1, 2
    state = s.Plain(x=1)
    return [s.Plain(), s.Plain(**attributes), looped, s.Slots(), slotted, mixed, odd, [state, state],
            [state, state.__dict__],
            [s.Plain(v=state), s.Plain(v=state)], s.WithMeta(), s.Abstract(), s.Outer.Inner(),
            s.Outer.Inner.Innermost(),
            s.Record("r", [1]), [s.Frozen("f")] * 2, {s.Plain(): 1}, {s.Frozen("k"): s.Frozen("v")}]


def states():
    shared_state = [1]
    given = [None, False, 0, "", (), [], {}, {"a": 1}, (1, 2), (None, {"a": 1}), [1], shared_state]
    return [*map(s.OwnState, given), [s.OwnState(shared_state), s.OwnState(shared_state)]]


def constructed():
    options = {"a": [1], "b": 2}
    kept, looped = s.KeywordArguments(1, **options), s.NewArguments([])
    looped.args[0].append(looped)
    return [s.NewArguments(), s.NewArguments(1, [2]), looped, s.KeywordArguments(), s.KeywordArguments(1), kept,
            s.KeywordArguments(**{"$odd": 1}), s.KeywordArguments(*kept.args, **kept.options), [kept, kept],
            [kept.options, kept],
            s.InheritedNew(1, a=2), s.PerProtocol(), s.SINGLETON, [s.SINGLETON, s.SINGLETON], s.Registered([1])]


def reductions():
    row, note = [1], {"n": 1}
    entries = partial(iter, [("a", 1), ("b", row), (3, row)])
    return [s.Reducing(s.make, ()), s.Reducing(s.make, (1, row, row)), s.Reducing(s.make, (), {"s": 1}),
            s.Reducing(s.make, (), 0),
            s.Reducing(s.MyList, (), None, partial(iter, [1, row, row])), s.Reducing(s.MyDict, (), None, None, entries),
            s.Reducing(s.make, (row,), row, partial(iter, [row]), entries),
            s.Reducing(s.make, (), None, partial(iter, range(1500))),
            s.Reducing(s.make, (), None, None, partial(iter, [(n, n) for n in range(1001)])),
            s.Reducing(list, ((1, 2),)),
            s.Reducing(s.make, (), note, None, None, s.set_state),
            [s.Reducing(s.make, (), note, None, None, s.set_state), note],
            s.Reducing(dict, ([(1, 2)],)), s.Reducing(s.Plain(a=1).method, ()),
            s.Reducing(getattr, (s.Plain, "method")),
            s.Reducing(getattr, (row, "append")), s.Reducing(copyreg._reconstructor, (s.Plain, object, None), {"a": 1}),
            s.Reducing(copyreg._reconstructor, (s.MyInt, int, 5)),
            s.Reducing(partial, (s.make, 1), (s.make, (1,), {}, None)),
            s.Reducing(str, (b"x", "ascii")), s.Reducing(s.Outer.build, ()), s.Reducing(s.Outer.helper, ()),
            s.Reducing(s.make, ("text",), "state", partial(iter, "ab"))]


def subclasses():
    listed, mapped, moment = s.MyList([1, [2]]), s.MyDict(a=1), s.MyDateTime(2026, 1, 2, tzinfo=s.MyZone(90))
    listed.note, mapped.note = "n", mapped
    looped = s.MyList()
    looped.append(s.Plain(up=looped))
    return [s.MyList(), listed, [listed, listed], looped, s.MyDict(), mapped, s.MySet({1}), s.MySet(),
            s.MyFrozenSet({"x"}),
            s.MyTuple(), s.MyTuple((1, 2)), s.MyInt(5), s.MyInt(2**70), s.MyStr("t"), s.MyStr(), s.MyFloat(1.5),
            s.MyComplex(1, 2),
            s.MyBytes(b"b"), s.MyByteArray(b"c"), s.MyDate(2026, 1, 2), moment, s.MyZone(5), {s.MyStr("k"): s.MyInt(1)},
            {"k": 1, s.MyStr("l"): 2}, datetime.datetime(2026, 1, 2, tzinfo=s.MyZone(5)), s.Pair(1, [2]),
            [s.Pair(1, 2)] * 2,
            s.NamedPair(1, 2)]


def members():
    return [s.Colour.RED, s.Colour.GREEN, s.Level.HIGH, s.Access.READ, s.Access.READ | s.Access.RUN, s.Access(0),
            s.Bits(3),
            s.Bits(64), s.Outer.Mood.GOOD, [s.Colour.RED, s.Colour.RED], {s.Level.LOW: s.Colour.GREEN}, s.Colour]


def names():
    return [s.make, s.Plain, s.Outer, s.Outer.Inner, s.Outer.Inner.Innermost, s.Outer.Inner.Innermost.method,
            s.Outer.helper,
            s.Outer.build, s.Meta, s.WithMeta, s.Abstract, s.Plain(a=1).method, s.Plain.method,
            [s.Outer.Inner, s.Outer.Inner],
            s.Outer.Inner.Innermost().method, {s.Plain: s.make}]


def errors():
    detailed = s.MyError("text", 4)
    detailed.extra = {"a": [detailed]}
    caused = s.MyError("outer")
    caused.__cause__ = ValueError("inner")
    return [s.MyError("text"), detailed, caused, [detailed, detailed.args]]


def cycles():
    """Cycles that go through the arguments or the members of something that is not yet there."""
    member, keyed, boxed = s.Plain(), s.Plain(), s.Plain()
    member.group = {member}
    keyed.table = {keyed: "me", (keyed, 1): keyed}
    boxed.frozen = frozenset({boxed})
    listed = []
    listed.append(s.Reducing(s.make, (listed,), {"up": listed}))
    error = ValueError()
    error.args = ([error], s.Plain(error=error))
    chain = s.Plain(next=s.Plain(next=s.Plain()))
    chain.next.next.next = chain
    return [member, member.group, keyed, keyed.table, boxed, boxed.frozen, listed, listed[0], error, chain,
            [chain.next, chain]]


GROUPS = [plain_instances, states, constructed, reductions, subclasses, members, names, errors, cycles]
