"""Other names of the same callables, and callables that scanners' lists are known to forget."""

from assembler import call, get_attribute, keywords, n, pickled
from case import COMMAND, MARKER, SOURCE, Case

SYSTEM = n("os.system")
RUN = call("functools.partial", SYSTEM, COMMAND)


def accelerators():
    """The modules in C behind the modules in Python, and the other way round."""
    module = n("tempfile._os")
    values = {
        "_operator.methodcaller": call(call("_operator.methodcaller", "system", COMMAND), module),
        "_operator.attrgetter": call(call(call("_operator.attrgetter", "system"), module), COMMAND),
        "_operator.call": call("_operator.call", SYSTEM, COMMAND),
        "_functools.reduce": call("_functools.reduce", n("builtins.open"), [MARKER, "w"]),
        "_functools.partial": call(call("_functools.partial", SYSTEM, COMMAND)),
        "_io.open": call("_io.open", MARKER, "w"),
        "_io.FileIO": call("_io.FileIO", MARKER, "w"),
        "_pyio.FileIO": call("_pyio.FileIO", MARKER, "w"),
        "_collections.defaultdict": call("_operator.getitem", call("_collections.defaultdict", RUN), 1),
        "_imp.create_builtin": call(
            get_attribute(
                call("_imp.create_builtin", call("_frozen_importlib.ModuleSpec", "posix", None)), "system"
            ),
            COMMAND,
        ),
        "_frozen_importlib._gcd_import": call(
            get_attribute(call("_frozen_importlib._gcd_import", "os"), "system"), COMMAND
        ),
        "_sqlite3.connect": call(
            "_sqlite3:Connection.executescript", call("_sqlite3.connect", MARKER), "create table a(b);"
        ),
        "_ctypes.dlopen": call(
            "_ctypes.call_function",
            call("_ctypes.dlsym", call("_ctypes.dlopen", None, 2), "system"),
            (COMMAND.encode(),),
        ),
        "_testcapi.run_in_subinterp": call("_testcapi.run_in_subinterp", SOURCE),
        "_xxsubinterpreters.run_string": call(
            "_xxsubinterpreters.run_string", call("_xxsubinterpreters.create"), SOURCE
        ),
        "_osx_support._read_output": call("_osx_support._read_output", COMMAND),
        "posixpath.os.system": call("posixpath:os.system", COMMAND),
        "ntpath.os.system": call("ntpath:os.system", COMMAND),
        "genericpath.os.system": call("genericpath:os.system", COMMAND),
    }
    for found, value in values.items():
        yield Case(
            f"alias-{found}.pkl",
            f"{found} is another name of a known callable, or its core",
            pickled(value),
            [f"call {found}"],
        )


def forgotten():
    """Callables in corners of the standard library."""
    values = {
        "profile.Profile.run": call("profile:Profile.run", call("profile.Profile"), SOURCE),
        "profile.Profile.runcall": call("profile:Profile.runcall", call("profile.Profile"), SYSTEM, COMMAND),
        "cProfile.runctx": call("cProfile.runctx", SOURCE, {}, {}),
        "cProfile.Profile.runcall": call(
            "cProfile:Profile.runcall", call("cProfile.Profile"), SYSTEM, COMMAND
        ),
        "bdb.Bdb.runcall": call("bdb:Bdb.runcall", call("bdb.Bdb"), SYSTEM, COMMAND),
        "trace.Trace.runctx": call("trace:Trace.runctx", call("trace.Trace", 0, 0), SOURCE),
        "trace.Trace.runfunc": call("trace:Trace.runfunc", call("trace.Trace", 0, 0), SYSTEM, COMMAND),
        "timeit.Timer.timeit": call("timeit:Timer.timeit", call("timeit.Timer", SOURCE), 1),
        "doctest.debug_src": call("doctest.debug_src", ">>> " + SOURCE + "\n", True),
        "contextvars.Context.run": call(
            "contextvars:Context.run", call("contextvars.copy_context"), SYSTEM, COMMAND
        ),
        "threading.Thread.run": call(
            "threading:Thread.run", call("threading.Thread", None, SYSTEM, None, (COMMAND,))
        ),
        "asyncio.runners.Runner.run": call(
            "asyncio:Runner.run", call("asyncio.Runner"), call("asyncio.to_thread", SYSTEM, COMMAND)
        ),
        "multiprocessing.dummy.Process.run": call(
            "multiprocessing.dummy:Process.run",
            call("multiprocessing.dummy.Process", None, SYSTEM, None, (COMMAND,)),
        ),
        "multiprocessing.pool.mapstar": call("multiprocessing.pool.mapstar", (SYSTEM, [COMMAND])),
        "multiprocessing.pool.starmapstar": call("multiprocessing.pool.starmapstar", (SYSTEM, [(COMMAND,)])),
        "concurrent.futures.process._process_chunk": call(
            "concurrent.futures.process._process_chunk", SYSTEM, [(COMMAND,)]
        ),
        "ensurepip.subprocess.getoutput": call("ensurepip:subprocess.getoutput", COMMAND),
        "venv.subprocess.getoutput": call("venv:subprocess.getoutput", COMMAND),
        "webbrowser.subprocess.getoutput": call("webbrowser:subprocess.getoutput", COMMAND),
        "difflib.SequenceMatcher": call("difflib.SequenceMatcher", SYSTEM, "", [COMMAND]),
        "types.new_class": call(
            "types.new_class", "A", (), None, call("functools.partial", n("builtins.exec"), SOURCE)
        ),
        "imp.init_builtin": call(get_attribute(call("imp.init_builtin", "posix"), "system"), COMMAND),
        "inspect.getattr_static": call(call("inspect.getattr_static", n("tempfile._os"), "system"), COMMAND),
        "pickle._getattribute": call(
            call("operator.getitem", call("pickle._getattribute", n("tempfile._os"), "system"), 0), COMMAND
        ),
        "pickle.Unpickler.find_class": call(
            call("pickle:Unpickler.find_class", call("pickle.Unpickler", call("io.BytesIO")), "os", "system"),
            COMMAND,
        ),
        "sys.modules.get": call(get_attribute(call("sys:modules.get", "os"), "system"), COMMAND),
        "sys.call_tracing": call("sys.call_tracing", SYSTEM, (COMMAND,)),
        "builtins.filter": call("builtins.next", call("builtins.filter", SYSTEM, [COMMAND]), None),
        "builtins.any": call("builtins.any", call("builtins.map", SYSTEM, [COMMAND])),
        "builtins.dict.fromkeys": call("builtins:dict.fromkeys", call("builtins.map", SYSTEM, [COMMAND])),
        "builtins.getattr": call(call("builtins.getattr", n("sysconfig.os"), "system"), COMMAND),
        "builtins.type.__call__": call(
            call("builtins:type.__call__", n("functools.partial"), SYSTEM, COMMAND)
        ),
        "builtins.str.join": call("builtins:str.join", ",", call("builtins.map", SYSTEM, [COMMAND])),
        "itertools.chain.from_iterable": call(
            "builtins.list", call("itertools:chain.from_iterable", call("builtins.map", SYSTEM, [COMMAND]))
        ),
        "itertools.filterfalse": call("builtins.list", call("itertools.filterfalse", SYSTEM, [COMMAND])),
        "itertools.dropwhile": call("builtins.list", call("itertools.dropwhile", SYSTEM, [COMMAND])),
        "functools.singledispatch": call(call("functools.singledispatch", SYSTEM), COMMAND),
    }
    for found, value in values.items():
        yield Case(f"forgotten-{found}.pkl", f"{found} leads to a call", pickled(value), [f"call {found}"])
    yield Case(
        "forgotten-max-key.pkl",
        "max with a key, by a partial that BUILD filled",
        pickled(keywords("builtins.max", ([COMMAND, "true"],), {"key": SYSTEM})),
        ["build functools.partial", "import os.system"],
    )
    yield Case(
        "forgotten-print-file.pkl",
        "print writes to a file that open made",
        pickled(keywords("builtins.print", ("",), {"file": call("builtins.open", MARKER, "w")})),
        ["call builtins.open"],
    )


def cases():
    """All cases of this module."""
    for group in (accelerators, forgotten):
        yield from group()
