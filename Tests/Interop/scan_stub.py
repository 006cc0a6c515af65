"""Reads pickles with CPython's C unpickler and writes down what they would do, without importing anything.

Every global is a stub: a class of its own, whose making, building and changing are recorded.
"""

import _compat_pickle
import contextlib
import copyreg
import io
import itertools
import json
import pickle
import re
import resource
from pathlib import Path

POLICY = Path(__file__).parents[2] / "Sources" / "BrineScan" / "Policy"
MAXIMUM_PICKLES = 8  # in a row
BUFFER = 1 << 17  # bytes: with all of the file in it, reading is as `pickle.loads` has it
MEMORY = 1 << 30  # bytes: a memo index alone can ask the C unpickler for all there is

# What these do depends on their arguments, which the scanner looks at: any verdict is accepted for them.
# What `_load_from_bytes` loads in turn is read here too.
DECIDED_IN_CODE = {
    ("builtins", "getattr"), ("builtins", "type"), ("_codecs", "encode"), ("codecs", "encode"),
    ("builtins", "setattr"), ("dill._dill", "_get_attr"), ("dill._dill", "_getattribute"),
    ("dill._dill", "_setattr"), ("dill.dill", "_get_attr"), ("dill.dill", "_getattribute"),
    ("operator", "attrgetter"), ("operator", "methodcaller"),
    ("_operator", "attrgetter"), ("_operator", "methodcaller"), ("torch.storage", "_load_from_bytes"),
    ("operator", "getitem"), ("_operator", "getitem"), ("builtins", "iter"),
    ("functools", "reduce"), ("_functools", "reduce"), ("email.headerregistry", "_reconstruct_header"),
}  # fmt: skip
# These make an instance of the class that is their first argument; the first may call `__init__` too.
RECONSTRUCTOR = ("copyreg", "_reconstructor")
MAKERS = {RECONSTRUCTOR, ("copyreg", "__newobj__"), ("copyreg", "__newobj_ex__")}
# These call their first argument with their third, and give the result their fourth as its state.
REBUILDERS = {
    ("torch._tensor", "_rebuild_from_type"), ("torch._tensor", "_rebuild_from_type_v2"),
    ("torch.tensor", "_rebuild_from_type"), ("torch.tensor", "_rebuild_from_type_v2"),
}  # fmt: skip
# What a module may be called.
MODULE = re.compile(r"[\w.<>\-\x80-\U0010ffff]+")
# Attributes that stand in for what unpicklers call.
CALLED = {"append", "extend", "add", "__setstate__", "__class__"}
# What SciPy itself writes into `_parse_arg_template`, which its distributions run when they get a state.
OWN_TEMPLATE = re.compile(
    r"\ndef _parse_args\(self, ([\w, ]*) (loc=0(?:, scale=1)?)\):\n"
    r"    return \(\1\), (loc, (?:scale|1))\n\n"
    r"def _parse_args_rvs\(self, \1 \2, size=None\):\n"
    r"    return self._argcheck_rvs\(\1 \3, size=size\)\n\n"
    r"def _parse_args_stats\(self, \1 \2, moments='mv'\):\n"
    r"    return \(\1\), \3, moments\n"
)
EXTENSIONS = {
    1: ("collections", "OrderedDict"), 2: ("os", "system"), 300: ("datetime", "date"),
    70_000: ("m", "unknown"),
}  # fmt: skip

events = []


def mapped(name):
    """The name in Python 3, which protocols 0 to 2 are read with."""
    module, attribute = name
    if name in _compat_pickle.NAME_MAPPING:
        return _compat_pickle.NAME_MAPPING[name]
    return _compat_pickle.IMPORT_MAPPING.get(module, module), attribute


def note(kind, origin):
    events.append((kind, origin))


def changing(stub):
    """What a change of a class itself finds in place of `__setstate__`, `append` and so on."""
    return lambda *values: note("change", stub.origin)


class StubType(type):
    """The class of stubs. Its properties are found on stubs, but not on instances of them."""

    __setstate__ = append = extend = add = property(changing)

    def __setitem__(cls, key, value):
        note("change", cls.origin)

    def __call__(cls, *values, **named):
        note("call", cls.origin)
        return result_of(cls, values)


class Stub(metaclass=StubType):
    """What a global is read as; a class is made of it for each name."""

    origin = ("", "")

    def __new__(cls, *values, **named):
        note("new", cls.origin)
        return object.__new__(cls)

    def __init__(self, *values, **named):
        pass

    def __call__(self, *values, **named):
        note("result-call", self.origin)
        return self

    def record(self, *values):
        note("build", self.origin)

    def __setitem__(self, key, value):
        note("build", self.origin)
        self.__dict__.setdefault("entries", []).append((key, value))

    def __setstate__(self, state):
        module, name = self.origin
        is_distribution = module.startswith("scipy.stats._") and not name.endswith("_frozen")
        note("state" if is_distribution and not runs_text(state) else "build", self.origin)
        slots = state[1] if isinstance(state, tuple) and len(state) == 2 else None
        changed = [key for key, value in entries(state if slots is None else state[0]) if is_stub(value)]
        dunder = [key for key, value in entries(slots) if is_stub(value)]
        if CALLED.intersection(filter(is_text, changed + dunder)) or any(map(is_inner, dunder)):
            note("replace", self.origin)

    append = extend = add = record


def is_stub(value):
    return isinstance(value, (Stub, StubType))


def is_text(value):
    return isinstance(value, str)


def is_inner(name):
    return is_text(name) and len(name) > 4 and name[:2] == name[-2:] == "__"


def entries(state):
    """The items of a dict, or of a stub as far as they are known."""
    if isinstance(state, dict):
        return list(state.items())
    return state.__dict__.get("entries", []) if isinstance(state, Stub) else []


def runs_text(state):
    """Whether a distribution of SciPy's runs a text that is not its own when it is given this state."""
    if isinstance(state, Stub):
        return True
    attributes = {}
    with contextlib.suppress(Exception):
        attributes.update(state)
    if any(is_text(key) and key.startswith("_attach") for key in attributes):
        return True
    text = attributes.get("_parse_arg_template", None)
    return text is not None and not (is_text(text) and OWN_TEMPLATE.fullmatch(text))


def result_of(stub, values):
    """What a call of a stub results in."""
    name = mapped(stub.origin)
    if name in MAKERS:
        return made_of(name, *values) if values else None
    if name == ("_codecs", "encode") and values and is_text(values[0]):
        with contextlib.suppress(Exception):
            return values[0].encode("latin1")
    if name in REBUILDERS and len(values) >= 4 and callable(values[0]) and isinstance(values[2], tuple):
        return rebuilt(*values[:4])
    if name == ("builtins", "tuple") and len(values) == 1 and isinstance(values[0], (tuple, list)):
        return tuple(values[0])
    if name == ("builtins", "type") and len(values) == 1 and isinstance(values[0], Stub):
        return type(values[0])
    if name == ("torch.storage", "_load_from_bytes"):
        load_nested(values)
    made = object.__new__(stub)
    with contextlib.suppress(Exception):
        made.__dict__["entries"] = list(dict(*values).items())
    return made


def rebuilt(function, made_type, arguments, state):
    """What torch does to rebuild a tensor of a subclass: a call, and a state for what came of it."""
    made = function(*arguments)
    if isinstance(made, Stub) and isinstance(state, (dict, Stub)):
        made.__setstate__(state)
    return made


def load_nested(values):
    if len(values) != 1 or not isinstance(values[0], (bytes, bytearray)):
        return note("call", ("", "pickle"))
    source = io.BytesIO(values[0])
    for _ in range(MAXIMUM_PICKLES):
        if not load(StubUnpickler(source, **options("ASCII"))):
            break


def made_of(maker, made, *rest):
    """What `copyreg.__newobj__` and the like make of their first argument."""
    if isinstance(made, StubType):
        base = rest[0] if rest else None
        if maker == RECONSTRUCTOR and not (
            isinstance(base, StubType) and base.origin[0] in ("builtins", "__builtin__")
        ):
            note("call", made.origin)
        return made.__new__(made)
    if isinstance(made, Stub):
        made()
    return None


class Persistent(Stub):
    """What a persistent id stands for."""

    origin = ("", "persistent")

    def __call__(self, *values, **named):
        note("outside", self.origin)
        return self

    def record(self, *values):
        note("outside", self.origin)

    __setstate__ = __setitem__ = append = extend = add = record


class StubUnpickler(pickle.Unpickler):
    """The C unpickler, with stubs."""

    stubs = {}

    def find_class(self, module, name):
        if not MODULE.fullmatch(module):
            raise ModuleNotFoundError(module)
        note("import", (module, name))
        stub = self.stubs.get((module, name))
        if stub is None:
            stub = self.stubs[module, name] = StubType("stub", (Stub,), {"origin": (module, name)})
        return stub

    def persistent_load(self, pid):
        return object.__new__(Persistent)


def prepare():
    """Registers the extension codes, and limits the memory of this process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    for code, (module, name) in EXTENSIONS.items():
        copyreg.add_extension(module, name, code)


def allow_memory():
    """Takes the limit off again, in a process that is about to become the scanner."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def load(unpickler):
    """Whether one more pickle could be read."""
    copyreg._extension_cache.clear()  # else a second EXT of a code would not be seen
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # CPython complains there of a half-read bytearray
            unpickler.load()
    except Exception:
        return False
    return True


def options(encoding):
    return {"encoding": encoding, "buffers": itertools.repeat(b"abc", 100)}


def read(data):
    """The events of reading as many pickles as there are, and how many could be read.

    Each is read with an unpickler of its own, and then all with the same one, which keeps its memo; as ASCII,
    which is what `pickle.load` does by itself, and as Latin-1, which never fails; and from files with and
    without a buffer, as the C unpickler then goes on differently where a frame has ended.
    """
    del events[:]
    most = 0
    for encoding in ("ASCII", "latin1"):
        for source in (io.BytesIO(data), io.BufferedReader(io.BytesIO(data), BUFFER)):
            count = 0
            while count < MAXIMUM_PICKLES and load(StubUnpickler(source, **options(encoding))):
                count += 1
            if encoding == "ASCII" and source.tell() == len(data):
                most = max(most, count)
        if count > 0:
            unpickler = StubUnpickler(io.BytesIO(data), **options(encoding))
            for _ in range(count + 1):
                if not load(unpickler):
                    break
    return set(events), most


class Policy:
    """What the two lists say of names."""

    def __init__(self, folder=POLICY):
        allowed = json.loads((folder / "allowed.json").read_text())
        dangerous = json.loads((folder / "dangerous.json").read_text())
        self.uses = {}
        for group in allowed["groups"]:
            uses = {"import", *group.get("uses", ["import", "call", "build"])}
            if group.get("new") or "call" in uses:
                uses |= {"new", "state"}
            for module, names in group["modules"].items():
                self.uses.update({(module, name): uses for name in names})
        self.dangerous = [
            (module.removesuffix(".*"), name if name != "*" else "anything")
            for rule in dangerous["rules"]
            for module, names in rule["modules"].items()
            for name in names
            if module != "*"
        ]

    def harm(self, event):
        """Whether a file with this event must not be called safe."""
        kind, origin = event
        names = [origin, mapped(origin)]
        if any(name in DECIDED_IN_CODE for name in names):
            return False
        if any(name in MAKERS for name in names) and kind in ("import", "call", "new"):
            return False
        return not any(kind in self.uses.get(name, ()) for name in names)

    def is_decided_in_code(self, event):
        return bool({event[1], mapped(event[1])} & DECIDED_IN_CODE)
