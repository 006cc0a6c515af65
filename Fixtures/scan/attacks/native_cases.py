"""ctypes, and names of Python 2."""

from assembler import call, get_attribute, pickled
from case import COMMAND, EXPRESSION, SOURCE, Case


def native():
    """ctypes."""
    run = "PyRun_SimpleString"
    yield Case(
        "ctypes-library.pkl",
        "ctypes.CDLL(None).system by getattr",
        pickled(call(get_attribute(call("ctypes.CDLL", None), "system"), COMMAND.encode())),
        ["call ctypes.CDLL", "call builtins.getattr"],
    )
    yield Case(
        "ctypes-pydll.pkl",
        "ctypes.PyDLL(None).PyRun_SimpleString",
        pickled(call(get_attribute(call("ctypes.PyDLL", None), run), SOURCE.encode())),
        ["call ctypes.PyDLL", "call builtins.getattr"],
    )
    yield Case(
        "ctypes-dotted.pkl",
        "ctypes.pythonapi.PyRun_SimpleString by one dotted name",
        pickled(call("ctypes:pythonapi." + run, SOURCE.encode())),
        ["call ctypes.pythonapi.PyRun_SimpleString"],
    )
    yield Case(
        "ctypes-item.pkl",
        "the library function is reached by operator.getitem on the loader",
        pickled(
            call(call("operator.getitem", call("ctypes:cdll.LoadLibrary", None), "system"), COMMAND.encode())
        ),
        ["call ctypes.cdll.LoadLibrary", "call operator.getitem"],
    )


def python_two():
    """Names of Python 2, which protocols 0 to 2 map."""
    yield Case(
        "python2-eval.pkl",
        "__builtin__.eval in protocol 0 is builtins.eval",
        b"c__builtin__\neval\n(S'" + EXPRESSION.replace("'", '"').encode() + b"'\ntR.",
        ["call builtins.eval"],
    )
    yield Case(
        "python2-commands.pkl",
        "commands.getoutput in protocol 1 is subprocess.getoutput",
        b"ccommands\ngetoutput\n(U\x12" + COMMAND.encode() + b"tR.",
        ["call subprocess.getoutput"],
    )
    yield Case(
        "python2-apply.pkl",
        "__builtin__.reduce in protocol 2 is functools.reduce",
        b"\x80\x02c__builtin__\nreduce\nc__builtin__\nopen\n](U\x0cbrine-markerU\x01we\x86R.",
        ["call functools.reduce", "import builtins.open"],
    )


def cases():
    """All cases of this module."""
    for group in (native, python_two):
        yield from group()
