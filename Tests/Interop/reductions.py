"""What pickle would say about an object: its global name, or the call that makes it."""

import _compat_pickle as compat
import builtins
import copyreg
import functools
import pickle
from dataclasses import dataclass
from types import FunctionType

KNOWN = {
    "builtins": "object range slice type int float str list tuple dict bool enumerate reversed zip map filter iter",
    "collections": "OrderedDict defaultdict deque Counter ChainMap UserDict UserList UserString",
    "datetime": "timezone date datetime time timedelta tzinfo",
    "zoneinfo": "ZoneInfo",
    "fractions": "Fraction",
    "decimal": "Decimal",
    "uuid": "UUID SafeUUID",
    "pathlib": "Path PosixPath WindowsPath PurePath PurePosixPath PureWindowsPath",
    "ipaddress": "IPv4Address IPv4Network IPv4Interface IPv6Address IPv6Network IPv6Interface",
    "array": "array",
    "functools": "partial",
    "operator": "itemgetter attrgetter methodcaller",
    "types": "SimpleNamespace",
    "re": "Pattern RegexFlag",
    "http": "HTTPStatus",
    "signal": "Signals",
    "socket": "AddressFamily SocketKind",
}
DATA_BUILDERS = {f"{module}.{name}" for module, names in KNOWN.items() for name in names.split()} | {
    f"builtins.{name}" for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}
RENAMED = {"re._compile": "re.Pattern", "zoneinfo:ZoneInfo._unpickle": "zoneinfo.ZoneInfo"}
SINGLETON_TYPES = {type(None): None, type(...): ..., type(NotImplemented): NotImplemented}


@dataclass
class Call:
    """One reduction: a callable (by name when it is a global) with its arguments and what follows."""

    callable: object
    name: str | None
    args: tuple = ()
    kwargs: dict | None = None
    state: object = None
    items: list | None = None
    entries: list | None = None
    is_object: bool = False
    setter: object = None
    base: str | None = None


def through_python2(module, name):
    """A name as it comes back after pickling below protocol 3, which goes by the names of Python 2."""
    if (module, name) in compat.REVERSE_NAME_MAPPING:
        module, name = compat.REVERSE_NAME_MAPPING[module, name]
    else:
        module = compat.REVERSE_IMPORT_MAPPING.get(module, module)
    if (module, name) in compat.NAME_MAPPING:
        return compat.NAME_MAPPING[module, name]
    return compat.IMPORT_MAPPING.get(module, module), name


def spelled(module, name):
    return f"{module}:{name}" if "." in name else f"{module}.{name}"


class Reducer:
    """Reductions at one protocol, each asked for once, as pickle does, and kept."""

    def __init__(self, protocol):
        self.protocol = protocol
        self.reductions = {}

    def reduce(self, obj):
        """The object's reduction: the string or padded tuple that pickle would act upon."""
        if id(obj) not in self.reductions:
            self.reductions[id(obj)] = (obj, self.fresh_reduction(obj))
        return self.reductions[id(obj)][1]

    def fresh_reduction(self, obj):
        kind = type(obj)
        if kind is type and obj in SINGLETON_TYPES:
            return (type, (SINGLETON_TYPES[obj],), None, [], [], None)
        if kind in (type, FunctionType) or (issubclass(kind, type) and kind not in copyreg.dispatch_table):
            return getattr(obj, "__qualname__", None) or obj.__name__
        if kind is pickle.PickleBuffer:
            return (obj, (), None, [], [], None)
        reducer = copyreg.dispatch_table.get(kind)
        reduced = reducer(obj) if reducer else obj.__reduce_ex__(self.protocol)
        if isinstance(reduced, str):
            return reduced
        func, args, state, items, entries, setter = (*reduced, *[None] * (6 - len(reduced)))
        return (func, args, state, list(items or ()), list(entries or ()), setter)

    def global_path(self, obj):
        """Module and qualified name when the object is pickled by name, else None."""
        reduced = self.reduce(obj)
        if isinstance(reduced, str):
            return self.named(obj, reduced)
        func, args = reduced[:2]
        if func is getattr and len(args) == 2 and callable(args[0]) and (parent := self.global_path(args[0])):
            return parent[0], f"{parent[1]}.{args[1]}"
        return None

    def named(self, obj, name):
        module = pickle.whichmodule(obj, name)
        if "." in name and self.protocol < 4:  # written as getattr(parent, name)
            parent, _, last = name.rpartition(".")
            holder = functools.reduce(getattr, parent.split("."), __import__(module, fromlist=["*"]))
            module, outer = self.global_path(holder)
            return module, f"{outer}.{last}"
        return through_python2(module, name) if self.protocol < 3 else (module, name)

    def global_name(self, obj):
        path = self.global_path(obj)
        return path and spelled(*path)

    def describe(self, obj):
        """The call that makes an object which is not a global."""
        func, args, state, items, entries, setter = self.reduce(obj)
        rest = {"state": state, "items": items, "entries": entries, "setter": setter}
        if isinstance(func, pickle.PickleBuffer):
            return Call(func, None)
        special = func.__name__ if hasattr(func, "__name__") else None
        if special == "__newobj__":
            return self.instance(args[0], args[1:], None, rest)
        if special == "__newobj_ex__":
            return self.instance(*args, rest)
        if func is copyreg._reconstructor:
            cls, base, value = args
            if base is object:
                return self.instance(cls, (), None, rest)
            return self.instance(cls, (value,), None, {**rest, "base": self.global_name(base)})
        if func is ARRAY_RECONSTRUCTOR and args[0] is ARRAY:
            return self.instance(ARRAY, (), None, rest)
        name = self.global_name(func) if callable(func) else None
        name = RENAMED.get(name, name)
        return Call(func, name, args, None, **rest, is_object=name in DATA_BUILDERS or name in RENAMED.values())

    def instance(self, cls, args, kwargs, rest):
        return Call(cls, self.global_name(cls), args, kwargs, **rest, is_object=True)


ARRAY = __import__("array").array
ARRAY_RECONSTRUCTOR = __import__("array")._array_reconstructor
