"""The reference for `brine dump`: typed JSON of a live Python object.

The text is computed from the object and what its `__reduce_ex__` says, never from pickle bytes, so that it is an
independent witness of `Documentation/typed-json.md`. Two walks, both with explicit stacks so that depth is no
concern: the first counts how often each object is met, the second writes, giving an `$id` to what was met twice.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

import array_forms
from plain_forms import LEAVES, array_arguments, json_string, plain_call
from reductions import Reducer


class Value:
    """A child object among the literal pieces of a form."""

    __slots__ = ("object",)

    def __init__(self, obj):
        self.object = obj


@dataclass
class Form:
    """What is written for one object: literal text and children in document order.

    `tagged` lacks its opening brace, so that an `$id` can go in front; `bare` is the short form of lists and
    dicts, for objects without an `$id`.
    """

    tagged: list
    bare: list | None = None
    counted: bool = True

    def children(self):
        return [piece.object for piece in self.bare or self.tagged if isinstance(piece, Value)]


def joined(parts, opening, closing):
    """The pieces of several parts with commas between."""
    pieces = [opening]
    for index, part in enumerate(parts):
        if index:
            pieces.append(",")
        pieces.extend(part)
    pieces.append(closing)
    return pieces


def array_pieces(values):
    return joined([[Value(value)] for value in values], "[", "]")


def pair_pieces(pairs):
    return joined([["[", Value(key), ",", Value(value), "]"] for key, value in pairs], "[", "]")


def fits_json_object(keys):
    """Whether keys can be the keys of a JSON object without being taken for a tag."""
    return all(type(key) is str and not key.startswith("$") and not any("\ud800" <= c <= "\udfff" for c in key)
               for key in keys)


def dict_form(pairs, counted=True):
    pairs = list(pairs)
    tagged = ['"$dict":', *pair_pieces(pairs), "}"]
    if not fits_json_object(key for key, _ in pairs):
        return Form(tagged, None, counted)
    return Form(tagged, joined([[json_string(key), ":", Value(value)] for key, value in pairs], "{", "}"), counted)


class Reference:
    """The forms of all objects reached from one root, at one protocol.

    Everything met is kept alive, because identity is by `id` and a reduction makes objects on the fly.
    """

    def __init__(self, protocol):
        self.protocol = protocol
        self.reducer = Reducer(protocol)
        self.forms = {}

    def form(self, obj):
        known = self.forms.get(id(obj))
        if known is None:
            known = self.forms[id(obj)] = (obj, self.make_form(obj))
        return known[1]

    def make_form(self, obj):
        """A string for what has neither children nor identity, else a `Form`."""
        kind = type(obj)
        if leaf := LEAVES.get(kind):
            return leaf(obj)
        if kind is list:
            pieces = array_pieces(obj)
            return Form(['"$list":', *pieces, "}"], pieces)
        if kind is dict:
            return dict_form(obj.items())
        if kind in (tuple, set, frozenset):
            counted = kind is set or bool(obj)
            return Form([f'"${kind.__name__}":', *array_pieces(obj), "}"], None, counted)
        if kind is bytearray:
            return Form([LEAVES[bytes](obj)[1:].replace("$bytes", "$bytearray")])
        if kind in (date, timedelta, datetime, time):
            return self.calendar_form(obj)
        return self.instance_form(obj)

    def calendar_form(self, obj):
        """Dates have no identity; a time zone that is more than an offset is written beside them."""
        if type(obj) is timedelta:
            return f'{{"$timedelta":[{obj.days},{obj.seconds},{obj.microseconds}]}}'
        tag = f'"${type(obj).__name__}":'
        if type(obj) is date:
            return f'{{{tag}"{obj.isoformat()}"}}'
        zone = obj.tzinfo
        plain = zone is None or (type(zone) is timezone and len(zone.__getinitargs__()) == 1)
        text = obj if plain else obj.replace(tzinfo=None)
        pieces = [f'{tag}"{text.isoformat()}"']
        if not plain:
            pieces += [',"tz":', Value(zone)]
        if obj.fold and self.protocol > 3:  # older pickles lose it
            pieces.append(',"fold":1')
        return Form([*pieces, "}"], None, counted=False)

    def instance_form(self, obj):
        if name := self.reducer.global_name(obj):
            return f'{{"$global":{json_string(name)}}}'
        if array_forms.is_scalar(obj):
            return array_forms.scalar_text(obj)
        if array_forms.is_array(obj):
            return Form(array_forms.array_pieces(obj, self.reducer.global_name(type(obj)), array_pieces))
        call = self.reducer.describe(obj)
        if call.name == "uuid.UUID" and list(call.state or ()) == ["int"]:
            return f'{{"$uuid":"{obj}"}}'
        if call.name == "array.array":
            call.args = array_arguments(obj)
        plain = plain_call(call)
        if plain is not None:
            return self.make_form(plain)
        if call.name == "builtins.set" or call.name == "builtins.frozenset":
            items = dict.fromkeys(call.args[0] if call.args else ())
            tag = call.name.removeprefix("builtins.")
            return Form([f'"${tag}":', *array_pieces(items), "}"], None, tag == "set" or bool(items))
        return Form(self.call_pieces(call))

    def call_pieces(self, call):
        head = [json_string(call.name)] if call.name else [Value(call.callable)]
        pieces = ['"$object":' if call.is_object else '"$call":', *head]
        if call.base:
            pieces += [',"base":', json_string(call.base)]
        if call.args:
            pieces += [',"args":', *array_pieces(call.args)]
        if call.kwargs:
            form = dict_form(call.kwargs.items())
            pieces += [',"kwargs":', *(form.bare or ["{", *form.tagged])]
        if call.state is not None:
            pieces += [',"state":', Value(call.state)]
            if call.setter is not None:
                pieces += [',"setter":', Value(call.setter)]
        if call.items:
            pieces += [',"items":', *array_pieces(call.items)]
        if call.entries:
            pieces += [',"entries":', *pair_pieces(call.entries)]
        return [*pieces, "}"]

    def count(self, root):
        """How often each object with an identity is met."""
        met = Counter()
        stack = [root]
        while stack:
            obj = stack.pop()
            form = self.form(obj)
            if isinstance(form, str):
                continue
            if form.counted:
                met[id(obj)] += 1
                if met[id(obj)] > 1:
                    continue
            stack.extend(form.children())
        return met

    def text(self, root):
        met = self.count(root)
        numbers, output = {}, []
        stack = [Value(root)]
        while stack:
            piece = stack.pop()
            if isinstance(piece, str):
                output.append(piece)
                continue
            form, key = self.form(piece.object), id(piece.object)
            if isinstance(form, str):
                output.append(form)
            elif key in numbers:
                output.append(f'{{"$ref":{numbers[key]}}}')
            elif form.counted and met[key] > 1:
                numbers[key] = len(numbers) + 1
                stack.extend(reversed([f'{{"$id":{numbers[key]},', *form.tagged]))
            else:
                stack.extend(reversed(form.bare or ["{", *form.tagged]))
        return "".join(output)


def typed_json(obj, protocol):
    """The compact typed JSON of a live object, as `brine dump` must print it for its pickle at a protocol."""
    return Reference(protocol).text(obj)
