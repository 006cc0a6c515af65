"""What globals a file's pickles import and how they use them, found without importing any of them.

It reads with Python's own `pickle._Unpickler`, where each global is a stub that notes its uses: `import`,
`call` (REDUCE, OBJ, INST), `new` (NEWOBJ, NEWOBJ_EX: `__new__` without `__init__`), `build` and `attribute`.
"""

import bz2
import gzip
import io
import lzma
import math
import pickle
import re
import tarfile
import zipfile
import zlib

import lz4.frame
import numpy
from numpy.lib import format


class Value:
    """What a call of a stub returned, or a persistent object."""

    def __init__(self, uses, source, arguments=()):
        self.__dict__.update(uses=uses, source=source, arguments=arguments, state=None)
        self.__dict__["__new__"] = self.new

    def note(self, use):
        if self.source is not None:
            self.uses.add((*self.source, use))

    def __setstate__(self, state):
        self.note("build")
        self.__dict__["state"] = state

    def __setitem__(self, key, value):
        self.note("build")

    def append(self, item):
        self.note("build")

    def extend(self, items):
        self.note("build")

    add = append

    def new(self, *arguments, **keywords):
        self.note("new")
        return Value(self.uses, self.source, arguments[1:])

    def __call__(self, *arguments, **keywords):
        self.uses.add(("(result of)", ".".join(self.source or ("?",)), "call"))
        return Value(self.uses, None)

    def __hash__(self):
        return id(self)


class Global(Value):
    """A name of a module."""

    def __init__(self, uses, module, name):
        super().__init__(uses, (module, name))
        self.note("import")

    def __call__(self, *arguments, **keywords):
        self.note("call")
        if (
            arguments
            and isinstance(arguments[0], Value)
            and self.source
            in (("copyreg", "_reconstructor"), ("copyreg", "__newobj__"), ("copyreg", "__newobj_ex__"))
        ):
            return arguments[0].new(*arguments[1:])
        if self.source == ("builtins", "getattr") and arguments and isinstance(arguments[0], Global):
            self.uses.add((arguments[0].source[0], f"{arguments[0].source[1]}.{arguments[1]}", "attribute"))
        return Value(self.uses, self.source, arguments)


class Recorder(pickle._Unpickler):
    """Reads one pickle of a stream; raw arrays of joblib behind their wrappers are passed over."""

    dispatch = dict(pickle._Unpickler.dispatch)

    def __init__(self, file, uses):
        super().__init__(file, encoding="latin1")
        self.source, self.uses = file, uses

    def find_class(self, module, name):
        if self.proto < 3 and self.fix_imports:
            module, name = pickle._compat_pickle.NAME_MAPPING.get((module, name), (module, name))
            module = pickle._compat_pickle.IMPORT_MAPPING.get(module, module)
        return Global(self.uses, module, name)

    def persistent_load(self, identity):
        return Value(self.uses, None)

    def load_build(self):
        state, made = self.stack.pop(), self.stack[-1]
        if not isinstance(made, Value):
            raise ValueError("BUILD of a plain value")
        made.__setstate__(state)
        if made.source == ("joblib.numpy_pickle", "NumpyArrayWrapper"):
            self.pass_array(state)

    dispatch[pickle.BUILD[0]] = load_build

    def pass_array(self, state):
        kind = state["dtype"]
        text = kind.arguments[0] if isinstance(kind, Value) and kind.arguments else "O8"
        if text in ("O8", "O"):
            Recorder(self.source, self.uses).load()
            return
        alignment = state.get("numpy_array_alignment_bytes")
        if alignment is not None:
            self.source.read(self.source.read(1)[0])
        size = math.prod(state["shape"]) * numpy.dtype(re.sub("^[|]", "", text)).itemsize
        self.source.read(size)


def pickles(data, uses):
    """Each pickle of a stream, until what is no pickle."""
    stream, count = io.BytesIO(data), 0
    while stream.tell() < len(data):
        found = set()
        try:
            Recorder(stream, found).load()
        except Exception:
            if count == 0:
                raise
            return
        uses |= found
        count += 1


def unpacked(data):
    """The data without compression."""
    tests = [
        (b"\x1f\x8b", gzip.decompress),
        (b"BZh", bz2.decompress),
        (b"\xfd7zXZ", lzma.decompress),
        (b"\x5d\x00\x00", lzma.decompress),
        (b"\x04\x22\x4d\x18", lz4.frame.decompress),
        (b"\x78", zlib.decompress),
    ]
    for start, unpack in tests:
        if data.startswith(start):
            return unpack(data)
    return data


def globals_of(data):
    """All (module, name, use) of a file's bytes."""
    uses, data = set(), unpacked(data)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if name.endswith((".pkl", ".npy")):
                    uses |= globals_of(archive.read(name))
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                uses |= globals_of(archive.extractfile(member).read())
    elif data.startswith(b"\x93NUMPY"):
        stream = io.BytesIO(data)
        version = format.read_magic(stream)
        kind = (format.read_array_header_1_0 if version == (1, 0) else format.read_array_header_2_0)(stream)[
            2
        ]
        if kind.hasobject:
            pickles(stream.read(), uses)
    else:
        pickles(data, uses)
    return uses
