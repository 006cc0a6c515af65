"""Imports and loaders of Python code; files that are a pickle and something else at once."""

import io
import zipfile

from assembler import APPEND, SETITEM, Code, call, get_attribute, lit, n, pickled, then
from case import COMMAND, SOURCE, Case


def archive(**members):
    """A zip archive with fixed dates."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as zipped:
        for member, data in members.items():
            zipped.writestr(zipfile.ZipInfo(member + ".py", (1980, 1, 1, 0, 0, 0)), data)
    return raw.getvalue()


def by_name():
    """Functions that find an object by its name."""
    yield Case(
        "dunder-import.pkl",
        "__import__ and getattr",
        pickled(call(get_attribute(call("builtins.__import__", "os"), "system"), COMMAND)),
        ["call builtins.__import__", "call builtins.getattr"],
    )
    yield Case(
        "import-module.pkl",
        "importlib.import_module and operator.attrgetter",
        pickled(
            call(call(call("operator.attrgetter", "system"), call("importlib.import_module", "os")), COMMAND)
        ),
        ["call importlib.import_module", "call operator.attrgetter"],
    )
    yield Case(
        "methodcaller.pkl",
        "operator.methodcaller calls a method of a module",
        pickled(
            call(call("operator.methodcaller", "system", COMMAND), call("importlib.import_module", "os"))
        ),
        ["call importlib.import_module", "call operator.methodcaller"],
    )
    yield Case(
        "gcd-import.pkl",
        "importlib._bootstrap._gcd_import",
        pickled(call(get_attribute(call("importlib._bootstrap._gcd_import", "posix"), "system"), COMMAND)),
        ["call importlib._bootstrap._gcd_import", "call builtins.getattr"],
    )
    finders = {
        "pkgutil.resolve_name": ("os:system",),
        "pydoc.locate": ("os.system",),
        "logging.config._resolve": ("os.system",),
        "xmlrpc.server.resolve_dotted_attribute": (n("tempfile:_os"), "system"),
    }
    for function, arguments in finders.items():
        yield Case(
            f"{function}.pkl",
            f"{function} finds os.system by its name",
            pickled(call(call(function, *arguments), COMMAND)),
            [f"call {function}"],
        )
    entry = call("importlib.metadata.EntryPoint", "attack", "os:system", "group")
    yield Case(
        "entry-point.pkl",
        "importlib.metadata.EntryPoint.load",
        pickled(call(call("importlib.metadata:EntryPoint.load", entry), COMMAND)),
        ["call importlib.metadata.EntryPoint", "call importlib.metadata.EntryPoint.load"],
    )
    entry = call("pip._vendor.pkg_resources.EntryPoint", "attack", "os", ("system",))
    yield Case(
        "pkg-resources.pkl",
        "pkg_resources.EntryPoint.resolve, in pip's own copy",
        pickled(call(call("pip._vendor.pkg_resources:EntryPoint.resolve", entry), COMMAND)),
        ["call pip._vendor.pkg_resources.EntryPoint", "call pip._vendor.pkg_resources.EntryPoint.resolve"],
    )
    setting = Code(n("os.environ") + lit("PYTHONBREAKPOINT") + lit("os.system") + SETITEM)
    yield Case(
        "breakpoint.pkl",
        "SETITEM on os.environ names the function that breakpoint calls",
        pickled(then(setting, call("builtins.breakpoint", COMMAND))),
        ["build os.environ", "call builtins.breakpoint"],
    )


def polyglots():
    """Pickles that are Python source, a test or an archive, too."""
    planted = archive(planted=SOURCE)
    main = archive(__main__=SOURCE)
    yield Case(
        "archive-run-path.pkl",
        "runpy.run_path runs the zip archive behind the pickle in its own file",
        pickled(call("runpy.run_path", "archive-run-path.pkl")) + main,
        ["call runpy.run_path"],
    )
    yield Case(
        "archive-zipimport.pkl",
        "zipimport loads a module from the archive behind the pickle",
        pickled(
            call(
                "zipimport:zipimporter.load_module",
                call("zipimport.zipimporter", "archive-zipimport.pkl"),
                "planted",
            )
        )
        + planted,
        ["call zipimport.zipimporter"],
    )
    file = "archive-sys-path.pkl"
    body = Code(n("sys.path") + lit(file) + APPEND)
    yield Case(
        file,
        "APPEND to sys.path, then a mere import of a module from the archive behind the pickle",
        pickled(then(body, n("planted.SOURCE"))) + planted,
        ["build sys.path", "import planted.SOURCE"],
    )
    file = "archive-import-module.pkl"
    body = Code(n("sys.path") + lit(file) + APPEND)
    yield Case(
        file,
        "APPEND to sys.path, then importlib.import_module",
        pickled(then(body, call("importlib.import_module", "planted"))) + planted,
        ["build sys.path", "call importlib.import_module"],
    )
    yield Case(
        "path-hooks.pkl",
        "sys.path_hooks and sys.path get one entry each by APPEND, then a module is imported",
        pickled(
            then(
                Code(n("sys.path_hooks") + n("os.system") + APPEND),
                Code(n("sys.path") + lit(COMMAND) + APPEND),
                n("no_such_module.name"),
            )
        ),
        ["build sys.path_hooks", "build sys.path", "import os.system"],
    )
    source = (b"';" + SOURCE.replace("'", '"').encode() + b";'''").ljust(39)
    start = b"U" + bytes([39]) + source + b"0"
    for function, code in {
        "runpy.run_path": b'crunpy\nrun_path\n(S"FILE"\ntR.',
        "imp.load_source": b'cimp\nload_source\n(S"attack"\nS"FILE"\ntR.',
    }.items():
        file = f"source-{function}.pkl"
        data = start + code.replace(b"FILE", file.encode()) + b"'''\n"
        yield Case(
            file, f"the pickle is Python source, too, and {function} runs it", data, [f"call {function}"]
        )
    file = "doctest-file.pkl"
    yield Case(
        file,
        "doctest.testfile runs the example that stands behind STOP",
        b"cdoctest\ntestfile\n(S'" + file.encode() + b"'\nI00\ntR.\n>>> " + SOURCE.encode() + b"\n",
        ["call doctest.testfile"],
    )
    file = "site-package.pkl"
    yield Case(
        file,
        "site.addpackage runs the lines of a .pth file: the pickle itself",
        b"csite\naddpackage\n(S'.'\nS'" + file.encode() + b"'\nNtR.\nimport os;" + SOURCE.encode() + b"\n",
        ["call site.addpackage"],
    )


def cases():
    """All cases of this module."""
    for group in (by_name, polyglots):
        yield from group()
