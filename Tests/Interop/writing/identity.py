"""Typed JSON of loaded objects, made to tell more than typed JSON does: what is shared, which NaN, which set."""

import copy
import datetime
import decimal
import math
import struct
from collections import defaultdict

from plain_forms import LEAVES, string_leaf
from recorder import MarkerReference
from reductions import Reducer
from typed_json import Form, Value, joined

REDUCTION = 4  # the protocol at which loaded objects are asked what they are
DATES = (datetime.date, datetime.time, datetime.datetime, datetime.timedelta)
SETS = ('"$set":', '"$frozenset":')
ROUNDS = 30


class LoadedReducer(Reducer):
    """Also describes objects whose own reduction needs what a pickle didn't give them, and sets of any class."""

    def fresh_reduction(self, obj):
        try:
            reduced = super().fresh_reduction(obj)
        except AttributeError:
            return (type(obj), (), dict(vars(obj)), [], [], None)
        if isinstance(obj, (set, frozenset)) and isinstance(reduced, tuple):
            return (reduced[0], (frozenset(obj),), *reduced[2:])
        return reduced


class LoadedReference(MarkerReference):
    """Typed JSON of what was loaded."""

    def __init__(self):
        super().__init__(REDUCTION)
        self.reducer = LoadedReducer(REDUCTION)


class IdentityReference(LoadedReference):
    """Everything that a pickle can share has an identity here, strings and dates too; a NaN shows its bits.

    Only strings that are keys of dicts have none: unpicklers intern those of a state, and whether that makes
    another object of them depends on what else is in memory. The same goes for strings of one character.
    """

    def make_form(self, obj):
        kind = type(obj)
        if kind is float and math.isnan(obj):
            return f'{{"$nan":"{struct.pack(">d", obj).hex()}"}}'
        if kind in (str, bytes) and len(obj) > 1 or kind in (complex, decimal.Decimal):
            return Form([f'"$leaf":{LEAVES[kind](obj)}', "}"])
        if kind is dict:
            return Form(['"$dict":', *joined(map(self.pair, obj.items()), "[", "]"), "}"])
        form = super().make_form(obj)
        if kind in DATES:
            return Form(['"$date":'] + (["{", *form.tagged] if isinstance(form, Form) else [form]) + ["}"])
        return form

    def pair(self, item):
        key, value = item
        return ["[", string_leaf(key) if type(key) is str else Value(key), ",", Value(value), "]"]


class Colours:
    """Tells objects apart by what they hold and by what holds them, never by the order of a set.

    Colour refinement: at first a colour is what is written for an object itself; each round mixes in the colours of
    its children and parents, until no more colours come about. Objects of one colour are interchangeable.
    """

    def __init__(self, reference, root):
        self.reference, self.links, self.colours = reference, {}, {}
        stack = [root]
        while stack:
            obj = stack.pop()
            if id(obj) in self.links:
                continue
            form = reference.form(obj)
            children = [] if isinstance(form, str) else form.children()
            literal = form if isinstance(form, str) else tuple(p for p in form.tagged if isinstance(p, str))
            self.links[id(obj)] = (is_set(form), has_identity(form), [id(child) for child in children])
            self.colours[id(obj)] = hash((literal, obj is root))
            stack.extend(children)
        self.refine()

    def refine(self):
        known = 0
        for _ in range(ROUNDS):
            self.colours = self.mixed()
            if len(set(self.colours.values())) == known:
                break
            known = len(set(self.colours.values()))

    def mixed(self):
        """The next round's colours."""
        old, parents, plain, new = self.colours, defaultdict(list), defaultdict(set), {}
        for key, (unordered, distinct, children) in self.links.items():
            below = [old[child] for child in children]
            new[key] = hash((old[key], tuple(sorted(below) if unordered else below)))
            for place, child in enumerate(children):
                link = hash((old[key], -1 if unordered else place))
                parents[child].append(link) if distinct else plain[child].add(link)
        # What has no identity is the same wherever it is: its parents, and how often it is there, don't matter.
        return {key: hash((colour, tuple(sorted(parents[key])), tuple(sorted(plain[key]))))
                if self.links[key][1] else colour for key, colour in new.items()}


def has_identity(form):
    return isinstance(form, Form) and form.counted


def is_set(form):
    return isinstance(form, Form) and form.tagged[0] in SETS


def in_sorted_order(reference, root):
    """The text of an object with each set in an order that depends on the members alone."""
    colours = Colours(reference, root).colours
    for key, (obj, form) in list(reference.forms.items()):
        if is_set(form):
            members = sorted(form.children(), key=lambda member: colours[id(member)])
            form = copy.copy(form)
            form.tagged = [form.tagged[0], *joined([[Value(member)] for member in members], "[", "]"), "}"]
            reference.forms[key] = (obj, form)
    return reference.text(root)
