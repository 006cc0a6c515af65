"""Typed JSON back to live Python objects, as unpickling would make them.

Two pickles can say the same thing in different words: an old pickle of a set is a call, a new one is not. To see
whether Brine's reading means what Python's does, the reading is carried out here and the results are compared.
"""

import copyreg
import array
import base64
import datetime
import decimal
import importlib
import re
import uuid
import zoneinfo
from functools import reduce

from array_forms import rebuilt_array, rebuilt_scalar
from recorder import Persistent
from reductions import DATA_BUILDERS

CONTAINERS = {"$list": list, "$dict": dict, "$set": set}
LEAF_TAGS = {
    "$str": str, "$bytes": base64.b64decode, "$float": float, "$complex": None, "$decimal": decimal.Decimal,
    "$uuid": uuid.UUID, "$date": datetime.date.fromisoformat, "$timedelta": lambda parts: datetime.timedelta(*parts),
}
MAKERS = {
    "re.Pattern": re._compile,
    "zoneinfo.ZoneInfo": zoneinfo.ZoneInfo._unpickle,
    "array.array": lambda code, items: array.array(code, "".join(items) if code == "u" else items),
}


class Pending:
    """A reference to something that is still being made."""

    def __init__(self, number):
        self.number = number


class Rebuilder:
    """Rebuilds one document."""

    def __init__(self, extensions):
        self.extensions = extensions
        self.made, self.patches = {}, []

    def build(self, node):
        value = self.value(node)
        for container, key, pending in self.patches:
            container[key] = self.made[pending.number]
        return value

    def value(self, node):
        if isinstance(node, list):
            return self.fill_list([], node)
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            number = node["$ref"]
            return self.made[number] if number in self.made else Pending(number)
        number = node.get("$id")
        tag = next((key for key in node if key.startswith("$") and key != "$id"), None)
        if tag is None:
            return self.fill_dict({}, [[key, value] for key, value in node.items()])
        result = self.tagged(tag, node[tag], node, lambda value: self.made.__setitem__(number, value))
        if number is not None:
            self.made[number] = result
        return result

    def tagged(self, tag, content, node, announce):
        if tag in CONTAINERS:
            container = CONTAINERS[tag]()
            announce(container)
            fill = {"$list": self.fill_list, "$dict": self.fill_dict}.get(tag)
            return fill(container, content) if fill else container.update(map(self.value, content)) or container
        if tag in ("$tuple", "$frozenset"):
            return (tuple if tag == "$tuple" else frozenset)(map(self.value, content))
        if tag == "$bytearray":
            return bytearray(base64.b64decode(content))
        if tag == "$complex":
            return complex(*map(self.value, content))
        if tag in LEAF_TAGS:
            return LEAF_TAGS[tag](content)
        if tag in ("$datetime", "$time"):
            moment = getattr(datetime, tag[1:]).fromisoformat(content).replace(fold=node.get("fold", 0))
            return moment.replace(tzinfo=self.value(node["tz"])) if "tz" in node else moment
        if tag == "$ndarray":
            return rebuilt_array(content, self.value, self.named)
        if tag == "$scalar":
            return rebuilt_scalar(content)
        if tag == "$global":
            return self.named(content)
        if tag == "$persistent":
            return Persistent(self.value(content))
        if tag == "$extension":
            module, name = self.extensions[content]
            return self.named(f"{module}:{name}")
        return self.instance(node, content, tag, announce)

    def fill_list(self, target, items):
        for item in map(self.value, items):
            if isinstance(item, Pending):
                self.patches.append((target, len(target), item))
            target.append(item)
        return target

    def fill_dict(self, target, pairs):
        for key, value in pairs:
            key, value = self.value(key), self.value(value)
            if isinstance(value, Pending):
                self.patches.append((target, key, value))
            target[key] = value
        return target

    def named(self, text):
        module, _, name = text.rpartition(":") if ":" in text else text.rpartition(".")
        return reduce(getattr, name.split("."), importlib.import_module(module))

    def instance(self, node, content, tag, announce):
        """Carries out a call, then what follows it: items, entries and states."""
        made = self.call(node, content, tag)
        announce(made)
        for item in map(self.value, node.get("items", ())):
            made.append(item) if hasattr(made, "append") else made.add(item)
        for key, value in node.get("entries", ()):
            made[self.value(key)] = self.value(value)
        states = ([node["state"]] if "state" in node else []) + node.get("states", [])
        setters = [node.get("setter")] + node.get("setters", [None] * (len(states) - 1))
        for state, setter in zip(states, setters):
            if setter is None:
                self.give_state(made, self.value(state))
            else:
                self.value(setter)(made, self.value(state))
        for call in node.get("after", ()):
            self.value(call)
        return made

    def call(self, node, content, tag):
        args = list(map(self.value, node.get("args", ())))
        kwargs = self.value(node.get("kwargs", {}))
        name = content if isinstance(content, str) else None
        if maker := MAKERS.get(name):
            return maker(*args)
        target = self.named(name) if name else self.value(content)
        if base := node.get("base"):
            return copyreg._reconstructor(target, self.named(base), *args)
        if tag == "$call" or name in DATA_BUILDERS and name != "uuid.UUID":
            return target(*args, **kwargs)
        return target.__new__(target, *args, **kwargs)

    def give_state(self, made, state):
        """As BUILD does."""
        if setter := getattr(made, "__setstate__", None):
            return setter(state)
        attributes, slots = state if isinstance(state, tuple) else (state, None)
        for name, value in (attributes or {}).items():
            made.__dict__[name] = value
            if isinstance(value, Pending):
                self.patches.append((made.__dict__, name, value))
        for name, value in (slots or {}).items():
            setattr(made, name, value)
