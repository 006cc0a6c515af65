"""Callables that run Python code which they are handed."""

import marshal

from assembler import call, get_attribute, keywords, n, pickled
from case import COMMAND, EXPRESSION, SOURCE, Case

LOOSE = marshal.dumps(compile(SOURCE, "attack", "exec"), 2)


def code_object():
    """A code object by `compile`."""
    return call("builtins.compile", SOURCE, "attack", "exec")


def plain():
    """Functions that take source text."""
    yield Case(
        "exec.pkl",
        "builtins.exec runs source text",
        pickled(call("builtins.exec", SOURCE)),
        ["call builtins.exec"],
    )
    yield Case(
        "eval.pkl",
        "builtins.eval runs an expression",
        pickled(call("builtins.eval", EXPRESSION)),
        ["call builtins.eval"],
    )
    yield Case(
        "compile-exec.pkl",
        "compile makes a code object, exec runs it",
        pickled(call("builtins.exec", code_object())),
        ["call builtins.compile", "call builtins.exec"],
    )
    yield Case(
        "marshal-exec.pkl",
        "marshal.loads reads a code object, exec runs it",
        pickled(call("builtins.exec", call("marshal.loads", LOOSE))),
        ["call marshal.loads", "call builtins.exec"],
    )
    yield Case(
        "function-type.pkl",
        "types.FunctionType makes a function of marshalled code, which is called",
        pickled(call(call("types.FunctionType", call("marshal.loads", LOOSE), {}))),
        ["call marshal.loads", "call types.FunctionType"],
    )
    made = compile(SOURCE, "attack", "exec")
    parts = [
        made.co_argcount,
        made.co_posonlyargcount,
        made.co_kwonlyargcount,
        made.co_nlocals,
        made.co_stacksize,
        made.co_flags,
        made.co_code,
        made.co_consts,
        made.co_names,
        made.co_varnames,
        made.co_filename,
        made.co_name,
        made.co_qualname,
        made.co_firstlineno,
        made.co_linetable,
        made.co_exceptiontable,
    ]
    yield Case(
        "code-type.pkl",
        "types.CodeType builds a code object from its fields, FunctionType makes it callable",
        pickled(call(call("types.FunctionType", call("types.CodeType", *parts), {}))),
        ["call types.CodeType", "call types.FunctionType"],
    )
    yield Case(
        "run-code.pkl",
        "runpy._run_code runs a code object",
        pickled(call("runpy._run_code", code_object(), {})),
        ["call runpy._run_code"],
    )
    yield Case(
        "timeit.pkl",
        "timeit.timeit runs a statement",
        pickled(call("timeit.timeit", SOURCE, "pass", n("time.perf_counter"), 1)),
        ["call timeit.timeit"],
    )
    yield Case(
        "timeit-setup.pkl",
        "timeit.repeat runs its set-up text",
        pickled(call("timeit.repeat", "pass", SOURCE, n("time.perf_counter"), 1, 1)),
        ["call timeit.repeat"],
    )
    yield Case(
        "timeit-main.pkl",
        "timeit.main is a command line in itself",
        pickled(call("timeit.main", ["-n", "1", "-r", "1", SOURCE])),
        ["call timeit.main"],
    )
    yield Case(
        "cprofile-run.pkl",
        "cProfile.run profiles source text",
        pickled(call("cProfile.run", SOURCE)),
        ["call cProfile.run"],
    )
    yield Case(
        "profile-run.pkl",
        "profile.run profiles source text",
        pickled(call("profile.run", SOURCE)),
        ["call profile.run"],
    )
    yield Case(
        "profile-runctx.pkl",
        "profile.runctx profiles source text",
        pickled(call("profile.runctx", SOURCE, {}, {})),
        ["call profile.runctx"],
    )


def debuggers():
    """Debuggers, consoles and tracers."""
    answers = call("io.StringIO", "continue\n")
    yield Case(
        "pdb-run.pkl",
        "a pdb.Pdb that reads its commands from a StringIO runs source text",
        pickled(call("pdb:Pdb.run", call("pdb.Pdb", "tab", answers, call("io.StringIO")), SOURCE)),
        ["call pdb.Pdb", "call pdb.Pdb.run"],
    )
    yield Case(
        "bdb-run.pkl",
        "bdb.Bdb.run by a dotted name",
        pickled(call("bdb:Bdb.runeval", call("bdb.Bdb"), EXPRESSION)),
        ["call bdb.Bdb", "call bdb.Bdb.runeval"],
    )
    yield Case(
        "bdb-getattr.pkl",
        "bdb.Bdb().run by getattr",
        pickled(call(get_attribute(call("bdb.Bdb"), "run"), SOURCE)),
        ["call bdb.Bdb", "call builtins.getattr"],
    )
    yield Case(
        "interpreter-source.pkl",
        "code.InteractiveInterpreter().runsource",
        pickled(call("code:InteractiveInterpreter.runsource", call("code.InteractiveInterpreter"), SOURCE)),
        ["call code.InteractiveInterpreter", "call code.InteractiveInterpreter.runsource"],
    )
    yield Case(
        "interpreter-code.pkl",
        "code.InteractiveConsole().runcode with a code object",
        pickled(call("code:InteractiveConsole.runcode", call("code.InteractiveConsole"), code_object())),
        ["call code.InteractiveConsole", "call code.InteractiveConsole.runcode"],
    )
    yield Case(
        "codeop.pkl",
        "codeop.compile_command makes the code that eval runs",
        pickled(call("builtins.eval", call("codeop.compile_command", SOURCE))),
        ["call codeop.compile_command", "call builtins.eval"],
    )
    yield Case(
        "trace-run.pkl",
        "trace.Trace().run",
        pickled(call("trace:Trace.run", call("trace.Trace", 0, 0), SOURCE)),
        ["call trace.Trace", "call trace.Trace.run"],
    )
    yield Case(
        "idlelib-eval.pkl",
        "idlelib.calltip.get_entity evaluates an expression",
        pickled(call("idlelib.calltip.get_entity", EXPRESSION)),
        ["call idlelib.calltip.get_entity"],
    )


def tests():
    """Test runners."""
    example = ">>> " + SOURCE + "\n"
    yield Case(
        "doctest-examples.pkl",
        "doctest.run_docstring_examples runs a text",
        pickled(call("doctest.run_docstring_examples", example, {}, False, "attack")),
        ["call doctest.run_docstring_examples"],
    )
    yield Case(
        "doctest-debug.pkl",
        "doctest.debug_script runs source text",
        pickled(call("doctest.debug_script", SOURCE, True)),
        ["call doctest.debug_script"],
    )
    yield Case(
        "unittest-function.pkl",
        "unittest.FunctionTestCase runs a function",
        pickled(
            call(call("unittest.FunctionTestCase", call("functools.partial", n("builtins.exec"), SOURCE)))
        ),
        ["call unittest.FunctionTestCase", "import builtins.exec"],
    )
    yield Case(
        "script-helper.pkl",
        "test.support.script_helper.run_python_until_end starts an interpreter",
        pickled(call("test.support.script_helper.run_python_until_end", "-c", SOURCE)),
        ["call test.support.script_helper.run_python_until_end"],
    )


def text_evaluators():
    """Functions that evaluate text on the way to something else."""
    reference = call("typing.ForwardRef", EXPRESSION)
    yield Case(
        "forward-ref.pkl",
        "typing.ForwardRef._evaluate evaluates the text of an annotation",
        pickled(call("typing:ForwardRef._evaluate", reference, {}, {}, call("builtins.frozenset"))),
        ["call typing.ForwardRef._evaluate"],
    )
    annotated = call("builtins.type", "Annotated", (), {"__annotations__": {"field": EXPRESSION}})
    yield Case(
        "type-hints.pkl",
        "typing.get_type_hints evaluates the annotations of a class made by type()",
        pickled(call("typing.get_type_hints", annotated)),
        ["call builtins.type", "call typing.get_type_hints"],
    )
    yield Case(
        "get-annotations.pkl",
        "inspect.get_annotations with eval_str, by a partial that BUILD filled",
        pickled(keywords("inspect.get_annotations", (annotated,), {"eval_str": True})),
        ["import inspect.get_annotations", "build functools.partial"],
    )
    yield Case(
        "dataclass-function.pkl",
        "dataclasses._create_fn writes a default value into source text",
        pickled(call("dataclasses._create_fn", "f", ["a=" + EXPRESSION], ["pass"])),
        ["call dataclasses._create_fn"],
    )
    config = "[loggers]\nkeys=root\n[handlers]\nkeys=a\n[formatters]\nkeys=\n[logger_root]\nhandlers=a\n"
    config += "[handler_a]\nclass=NullHandler\nargs=(" + EXPRESSION + ",)\n"
    yield Case(
        "logging-file-config.pkl",
        "logging.config.fileConfig evaluates the arguments of a handler",
        pickled(call("logging.config.fileConfig", call("io.StringIO", config))),
        ["call logging.config.fileConfig"],
    )
    settings = {"version": 1, "formatters": {"a": {"()": "os.system", "command": COMMAND}}}
    yield Case(
        "logging-dict-config.pkl",
        "logging.config.dictConfig calls the factory that a formatter names",
        pickled(call("logging.config.dictConfig", settings)),
        ["call logging.config.dictConfig"],
    )
    yield Case(
        "tkinter-tcl.pkl",
        "tkinter.Tcl runs a Tcl script that starts a program",
        pickled(call(get_attribute(call("tkinter.Tcl"), "eval"), "exec " + COMMAND)),
        ["call tkinter.Tcl", "call builtins.getattr"],
    )


def cases():
    """All cases of this module."""
    for group in (plain, debuggers, tests, text_evaluators):
        yield from group()
