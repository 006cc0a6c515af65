"""Pickles in pickles: bytes that a callable or a constructor loads again."""

import base64
import codecs
import shelve
import tempfile
import zlib
from dbm import dumb

from assembler import call, get_attribute, n, pickled
from case import COMMAND, EXPRESSION, SOURCE, Case

INNER = pickled(call("os.system", COMMAND))


def stream(data):
    """An io.BytesIO."""
    return call("io.BytesIO", data)


def loaders():
    """Functions that load bytes or a stream."""
    of_bytes = (
        "pickle.loads",
        "_pickle.loads",
        "pickle._loads",
        "dill.loads",
        "dill._dill.loads",
        "cloudpickle.loads",
        "multiprocessing.reduction.ForkingPickler.loads",
        "cloudpickle.cloudpickle.pickle.loads",
        "joblib.numpy_pickle.pickle.loads",
    )
    of_streams = (
        "pickle.load",
        "_pickle.load",
        "pickle._load",
        "dill.load",
        "cloudpickle.load",
        "joblib.load",
        "pandas.read_pickle",
        "pandas.io.pickle.read_pickle",
        "numpy.load",
        "numpy.lib._npyio_impl.load",
        "pickle.Unpickler.load",
        "pickle._Unpickler.load",
        "dill.Unpickler.load",
    )
    for function in of_bytes:
        dotted = {
            "multiprocessing.reduction.ForkingPickler.loads": (
                "multiprocessing.reduction:ForkingPickler.loads"
            ),
            "cloudpickle.cloudpickle.pickle.loads": "cloudpickle.cloudpickle:pickle.loads",
            "joblib.numpy_pickle.pickle.loads": "joblib.numpy_pickle:pickle.loads",
        }.get(function, function)
        found = dotted.replace(":", ".")
        yield Case(
            f"nested-{found}.pkl",
            f"{found} reads a pickle that stands as bytes in the pickle",
            pickled(call(dotted, INNER)),
            [f"call {found}"],
        )
    for function in of_streams:
        last = function.rpartition(".")[0]
        if last.endswith("Unpickler"):
            outer, _, kind = last.rpartition(".")
            value = call(f"{outer}:{kind}.load", call(last, stream(INNER)))
        elif function.startswith("numpy"):
            value = call(function, stream(INNER), None, True)
        else:
            value = call(function, stream(INNER))
        yield Case(
            f"nested-{function}.pkl",
            f"{function} reads a stream that stands as bytes in the pickle",
            pickled(value),
            [f"call {function}"],
        )


def readers():
    """Other functions that read a pickle on their way."""
    grammar = call("lib2to3.pgen2.grammar.Grammar")
    yield Case(
        "nested-grammar.pkl",
        "lib2to3's Grammar.loads reads a pickle",
        pickled(call("lib2to3.pgen2.grammar:Grammar.loads", grammar, INNER)),
        ["call lib2to3.pgen2.grammar.Grammar.loads"],
    )
    entries = {b"a": INNER}
    yield Case(
        "nested-shelf.pkl",
        "shelve.Shelf over a dict reads a pickle when it is asked for a key",
        pickled(call("shelve:Shelf.__getitem__", call("shelve.Shelf", entries), "a")),
        ["call shelve.Shelf"],
    )
    yield Case(
        "nested-shelf-list.pkl",
        "the values of a shelf are read by operator.getitem",
        pickled(call("operator.getitem", call("shelve.Shelf", entries), "a")),
        ["call shelve.Shelf"],
    )
    yield Case(
        "nested-marshal.pkl",
        "marshal.loads reads nothing that runs by itself; types.FunctionType makes it run",
        pickled(call("types.FunctionType", call("builtins.compile", SOURCE, "a", "exec"), {}) + b")R"),
        ["call types.FunctionType", "call builtins.compile"],
    )
    yield Case(
        "nested-random-state.pkl",
        "pickle.loads twice: a pickle within a pickle within a pickle",
        pickled(call("pickle.loads", pickled(call("pickle.loads", INNER)))),
        ["call pickle.loads"],
    )
    yield Case(
        "nested-import-only.pkl",
        "the inner pickle's loads is found by getattr",
        pickled(call(get_attribute(call("importlib.import_module", "pickle"), "loads"), INNER)),
        ["call importlib.import_module", "call builtins.getattr"],
    )
    yield Case(
        "nested-codecs.pkl",
        "the bytes are hidden by zlib",
        pickled(call("pickle.loads", call("_codecs.decode", zlib.compress(INNER, 9), "zlib"))),
        ["call pickle.loads"],
    )
    yield Case(
        "nested-base64.pkl",
        "the bytes are hidden by base64",
        pickled(call("pickle.loads", call("base64.b64decode", base64.b64encode(INNER)))),
        ["call pickle.loads"],
    )
    yield Case(
        "nested-rot13.pkl",
        "the source text is hidden by the codec rot13",
        pickled(call("builtins.exec", call("_codecs.encode", codecs.encode(SOURCE, "rot13"), "rot13"))),
        ["call builtins.exec"],
    )
    yield Case(
        "nested-latin1.pkl",
        "the source text is hidden as _codecs.encode writes bytes in protocol 2",
        b"\x80\x02c__builtin__\nexec\nc_codecs\nencode\nX"
        + bytes([len(SOURCE)])
        + b"\0\0\0"
        + SOURCE.encode()
        + b"X\x06\0\0\0latin1\x86R\x85R.",
        ["call builtins.exec"],
    )
    yield Case(
        "nested-connection.pkl",
        "multiprocessing.connection reads a pickle that was sent through a pipe",
        pickled(call("multiprocessing.connection:_ForkingPickler.loads", INNER)),
        ["call multiprocessing.connection._ForkingPickler.loads"],
    )
    yield Case(
        "nested-handlers.pkl",
        "a module that imported pickle",
        pickled(call("logging.handlers:pickle.loads", INNER)),
        ["call logging.handlers.pickle.loads"],
    )


def shelves():
    """A shelf's file."""
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/shelf"
        with shelve.Shelf(dumb.open(path, "n"), protocol=4) as shelf:
            shelf["honest"] = [1, 2, 3]
            shelf.dict[b"attack"] = INNER
        with open(path + ".dat", "rb") as data, open(path + ".dir", "rb") as index:
            yield Case(
                "shelf.dat",
                "a shelf of dbm.dumb: its second value calls",
                data.read(),
                ["call os.system"],
                loader="shelve",
                aside={"shelf.dir": index.read()},
            )


def wrapped():
    """Loaders of libraries for whole files."""
    yield Case("dill-load.pkl", "a call, read by dill", INNER, ["call os.system"], loader="dill.load")
    function = call(
        "dill._dill._create_function",
        call("builtins.compile", SOURCE, "a", "exec"),
        {"__builtins__": n("builtins.__dict__")},
    )
    yield Case(
        "dill-function.pkl",
        "dill._dill._create_function makes a function, REDUCE calls it",
        pickled(call(function)),
        ["call dill._dill._create_function", "call builtins.compile"],
        loader="dill.load",
    )
    yield Case(
        "dill-eval.pkl",
        "dill._dill._eval_repr evaluates text",
        pickled(call("dill._dill._eval_repr", EXPRESSION)),
        ["call dill._dill._eval_repr"],
        loader="dill.load",
    )
    yield Case(
        "dill-import.pkl",
        "dill._dill._import_module imports a module",
        pickled(call(get_attribute(call("dill._dill._import_module", "os"), "system"), COMMAND)),
        ["call dill._dill._import_module"],
        loader="dill.load",
    )
    yield Case(
        "dill-get-attr.pkl",
        "dill._dill._get_attr walks",
        pickled(call(call("dill._dill._get_attr", n("tempfile._os"), "system"), COMMAND)),
        ["call dill._dill._get_attr", "import tempfile._os"],
        loader="dill.load",
    )
    yield Case(
        "cloudpickle-subimport.pkl",
        "cloudpickle.cloudpickle.subimport imports a module",
        pickled(call(get_attribute(call("cloudpickle.cloudpickle.subimport", "os"), "system"), COMMAND)),
        ["call cloudpickle.cloudpickle.subimport", "call builtins.getattr"],
        loader="cloudpickle.load",
    )
    made = call(
        "cloudpickle.cloudpickle._make_function",
        call("builtins.compile", SOURCE, "a", "exec"),
        {},
        None,
        None,
        None,
    )
    yield Case(
        "cloudpickle-function.pkl",
        "cloudpickle.cloudpickle._make_function makes a function, REDUCE calls it",
        pickled(call(made)),
        ["call cloudpickle.cloudpickle._make_function"],
        loader="cloudpickle.load",
    )
    skeleton = call(
        "cloudpickle.cloudpickle._make_skeleton_class",
        n("builtins.type"),
        "Bomb",
        (n("builtins.object"),),
        {"__del__": call("functools.partial", n("os.system"), COMMAND)},
        "tracker",
        None,
    )
    yield Case(
        "cloudpickle-class.pkl",
        "cloudpickle.cloudpickle._make_skeleton_class with a __del__",
        pickled(call(skeleton)),
        ["call cloudpickle.cloudpickle._make_skeleton_class", "import os.system"],
        loader="cloudpickle.load",
    )


def cases():
    """All cases of this module."""
    for group in (loaders, readers, shelves, wrapped):
        yield from group()
