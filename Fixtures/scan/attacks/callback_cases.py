"""Functions that call a function that they are handed."""

from assembler import Code, build, call, get, keywords, lit, n, pickled, put, then
from case import COMMAND, MARKER, Case

SYSTEM = n("os.system")
RUN = call("functools.partial", SYSTEM, COMMAND)


def partials():
    """functools."""
    yield Case(
        "partial-call.pkl",
        "a functools.partial is called",
        pickled(call(RUN)),
        ["call functools.partial", "import os.system"],
    )
    yield Case(
        "partial-setstate.pkl",
        "a partial of a harmless function is given another by BUILD, then called",
        pickled(call(build(call("functools.partial", n("builtins.len")), (SYSTEM, (COMMAND,), {}, {})))),
        ["build functools.partial", "import os.system"],
    )
    yield Case(
        "reduce-open.pkl",
        "functools.reduce(open, [name, mode])",
        pickled(call("functools.reduce", n("builtins.open"), [MARKER, "w"])),
        ["call functools.reduce", "import builtins.open"],
    )
    yield Case(
        "reduce-getattr.pkl",
        "functools.reduce(getattr, names, module) walks to a function",
        pickled(
            call(
                call("functools.reduce", n("builtins.getattr"), ["os", "system"], n("tempfile:_shutil")),
                COMMAND,
            )
        ),
        ["call functools.reduce", "import builtins.getattr", "import tempfile._shutil"],
    )
    yield Case(
        "cmp-to-key.pkl",
        "functools.cmp_to_key compares by calling",
        pickled(
            call(
                "operator.lt",
                *[call(call("functools.cmp_to_key", n("builtins.open")), value) for value in (MARKER, "w")],
            )
        ),
        ["call functools.cmp_to_key", "import builtins.open"],
    )
    yield Case(
        "cached-property.pkl",
        "property.__get__ calls its getter",
        pickled(call("builtins:property.__get__", call("builtins.property", SYSTEM), COMMAND)),
        ["call builtins.property", "import os.system"],
    )
    yield Case(
        "static-method.pkl",
        "a staticmethod object is called",
        pickled(call(call("builtins.staticmethod", SYSTEM), COMMAND)),
        ["call builtins.staticmethod", "import os.system"],
    )
    yield Case(
        "method-type.pkl",
        "types.MethodType binds a command to os.system",
        pickled(call(call("types.MethodType", SYSTEM, COMMAND))),
        ["call types.MethodType", "import os.system"],
    )
    yield Case(
        "lru-cache.pkl",
        "functools.lru_cache wraps a function, which is called",
        pickled(call(call(call("functools.lru_cache", 1), SYSTEM), COMMAND)),
        ["call functools.lru_cache", "import os.system"],
    )
    yield Case(
        "operator-call.pkl",
        "operator.call of Python 3.11",
        pickled(call("operator.call", SYSTEM, COMMAND)),
        ["call operator.call", "import os.system"],
    )
    yield Case(
        "frozen-call.pkl",
        "importlib._bootstrap._call_with_frames_removed calls anything",
        pickled(call("importlib._bootstrap._call_with_frames_removed", SYSTEM, COMMAND)),
        ["call importlib._bootstrap._call_with_frames_removed", "import os.system"],
    )
    yield Case(
        "distutils-execute.pkl",
        "distutils.util.execute calls anything",
        pickled(call("distutils.util.execute", SYSTEM, (COMMAND,))),
        ["call distutils.util.execute", "import os.system"],
    )


def iterators():
    """Iterators that call, and what consumes them."""
    mapped = call("builtins.map", SYSTEM, [COMMAND])
    for consumer in (
        "builtins.list",
        "builtins.tuple",
        "builtins.set",
        "builtins.sum",
        "collections.deque",
        "builtins.frozenset",
        "builtins.bytes",
        "collections.Counter",
        "numpy.fromiter",
    ):
        arguments = (mapped, "i4") if consumer.startswith("numpy") else (mapped,)
        yield Case(
            f"map-{consumer}.pkl",
            f"{consumer} consumes map(os.system, …)",
            pickled(call(consumer, *arguments)),
            ["call builtins.map", "import os.system"],
        )
    yield Case(
        "map-append.pkl",
        "APPENDS to a deque: its extend consumes nothing, a dotted deque.extend does",
        pickled(call("collections:deque.extend", call("collections.deque"), mapped)),
        ["call builtins.map", "import os.system"],
    )
    yield Case(
        "map-newobj.pkl",
        "NEWOBJ makes the map and the list that consumes it: no REDUCE in the file",
        pickled(
            Code(n("collections.deque") + n("builtins.map") + SYSTEM + lit([COMMAND]) + b"\x86\x81\x85\x81")
            + b"0"
            + Code(
                n("builtins.frozenset") + n("builtins.map") + SYSTEM + lit([COMMAND]) + b"\x86\x81\x85\x81"
            )
        ),
        ["call builtins.map", "import os.system"],
    )
    consumed = {
        "filter": (call("builtins.filter", SYSTEM, [COMMAND]), "call builtins.filter"),
        "iter-sentinel": (call("builtins.iter", RUN, 0), "call builtins.iter"),
        "starmap": (call("itertools.starmap", SYSTEM, [(COMMAND,)]), "call itertools.starmap"),
        "accumulate": (
            call("itertools.accumulate", [MARKER, "w"], n("builtins.open")),
            "call itertools.accumulate",
        ),
        "takewhile": (call("itertools.takewhile", SYSTEM, [COMMAND]), "call itertools.takewhile"),
        "groupby": (call("itertools.groupby", [COMMAND], SYSTEM), "call itertools.groupby"),
    }
    for file, (value, found) in consumed.items():
        target = "builtins.open" if file == "accumulate" else "os.system"
        yield Case(
            f"{file}.pkl",
            f"list consumes {found[5:]}",
            pickled(call("builtins.list", value)),
            [found, f"import {target}"],
        )
    yield Case(
        "dict-keys.pkl",
        "defaultdict calls its factory for a key that is missing",
        pickled(call("operator.getitem", call("collections.defaultdict", RUN), "key")),
        ["call functools.partial", "import os.system"],
    )
    yield Case(
        "format-map.pkl",
        "str.format_map asks a defaultdict, which calls its factory",
        pickled(call("builtins:str.format_map", "{key}", call("collections.defaultdict", RUN))),
        ["call functools.partial", "import os.system"],
    )
    yield Case(
        "sorted-key.pkl",
        "sorted with a key, by a partial that BUILD filled",
        pickled(keywords("builtins.sorted", ([COMMAND],), {"key": SYSTEM})),
        ["build functools.partial", "import os.system"],
    )
    yield Case(
        "nsmallest-key.pkl",
        "heapq.nsmallest calls its key function",
        pickled(call("heapq.nsmallest", 1, [COMMAND], SYSTEM)),
        ["call heapq.nsmallest", "import os.system"],
    )
    spawn = call("functools.partial", n("os.spawnlp"), 0, "sh", "sh", "-c", COMMAND)
    yield Case(
        "codec-search.pkl",
        "codecs.register takes a function that every unknown encoding calls",
        pickled(then(call("codecs.register", spawn), call("_codecs.encode", "text", "attack"))),
        ["call codecs.register", "import os.spawnlp"],
    )
    yield Case(
        "json-hook.pkl",
        "json.loads calls its hook for every number",
        pickled(keywords("json.loads", ("1.5",), {"parse_float": spawn})),
        ["build functools.partial", "import json.loads", "import os.spawnlp"],
    )


def later():
    """What is called when Python ends, or when an object goes."""
    yield Case(
        "atexit.pkl",
        "atexit.register",
        pickled(call("atexit.register", SYSTEM, COMMAND)),
        ["call atexit.register", "import os.system"],
    )
    yield Case(
        "weakref-finalize.pkl",
        "weakref.finalize calls at the end",
        pickled(call("weakref.finalize", n("builtins.set"), SYSTEM, COMMAND)),
        ["call weakref.finalize", "import os.system"],
    )
    yield Case(
        "exit-stack.pkl",
        "contextlib.ExitStack calls what was pushed",
        pickled(
            then(
                Code(call("contextlib.ExitStack") + put(0)),
                call("contextlib:ExitStack.callback", get(0), SYSTEM, COMMAND),
                call("contextlib:ExitStack.close", get(0)),
            )
        ),
        ["call contextlib.ExitStack", "import os.system"],
    )
    yield Case(
        "type-del.pkl",
        "type() makes a class whose __del__ is a partial",
        pickled(then(call(call("builtins.type", "Bomb", (), {"__del__": RUN})), 1)),
        ["call builtins.type", "import os.system"],
    )


def cases():
    """All cases of this module."""
    for group in (partials, iterators, later):
        yield from group()
