"""Runs in a process of its own, whose `__main__` is empty, so that what is pickled is all that it holds.

Writes `STEM.pkl` and `STEM.json`, what must be read from it, to a folder.
"""

import itertools
import json
import sys
import types
import uuid
import warnings
from pathlib import Path

import cloudpickle
import dill

import describe

HERE = Path(__file__).resolve().parent
MAIN = sys.modules["__main__"]
WRITERS = {"dill": dill, "cloudpickle": cloudpickle}


def load(name, namespace):
    """Runs a file of cases. The name in the code is that of the file, without its folder."""
    exec(compile((HERE / name).read_text(encoding="utf-8"), name, "exec"), namespace)


def write(folder, stem, data, description):
    (folder / (stem + ".pkl")).write_bytes(data)
    text = json.dumps(description, ensure_ascii=False)
    (folder / (stem + ".json")).write_text(text + "\n", encoding="utf-8")


def objects(has_modern):
    """What each writer is given, by name."""
    main = vars(MAIN)
    load("functions.py", main)
    names = list(main.pop("FUNCTIONS"))
    if has_modern:
        load("modern.py", main)
        names += main.pop("MODERN")
    load("classes.py", main)
    names += main.pop("CLASSES") + main.pop("INSTANCES")
    extra = {"dill": main.pop("DILL_ONLY"), "cloudpickle": main.pop("CLOUDPICKLE_ONLY")}
    return {writer: {name: main[name] for name in names + extra[writer]} for writer in WRITERS}


def write_each(folder):
    """A pickle for each object, by this version of Python's default protocol, and a few in older protocols."""
    for writer, values in objects(True).items():
        for name, value in values.items():
            write(folder, f"{writer}_{name}", WRITERS[writer].dumps(value), describe.describe(value))
        for name, protocol in itertools.product(("area", "counter", "Circle"), (0, 2)):
            data = WRITERS[writer].dumps(values[name], protocol=protocol)
            write(folder, f"{writer}_{name}_protocol{protocol}", data, describe.describe(values[name]))
    main = vars(MAIN)
    for name in ("uses_globals", "area"):
        write(folder, f"dill_{name}_recurse", dill.dumps(main[name], recurse=True), describe.describe(main[name]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a class of `__main__` can only be found where it is there again
        data = dill.dumps(main["circle"], byref=True)
    write(folder, "dill_circle_byref", data, {"kind": "reference", "class": "__main__.Circle"})


def write_pack(folder, tag):
    """One pickle of everything, for versions of Python that are not the main one."""
    for writer, values in objects(sys.version_info >= (3, 8)).items():
        if sys.version_info < (3, 8):  # its libraries are older, and so are their shapes
            values = {name: value for name, value in values.items() if name not in ("Color", "Box", "Both")}
        write(folder, f"{writer}_{tag}", WRITERS[writer].dumps(values), describe.describe(values))


def write_session(folder, stem, refimported):
    load("session.py", vars(MAIN))
    imports = {"pi": ("math", "pi"), "sine": ("math", "sin")} if refimported else {}
    dill.dump_module(folder / (stem + ".pkl"), refimported=refimported)
    write(folder, stem, (folder / (stem + ".pkl")).read_bytes(), describe.describe_session(MAIN, imports))


def write_module(folder, stem):
    """A module that is no file, as a session of dill and as a value of cloudpickle."""
    module = types.ModuleType("tools")
    load("session.py", vars(module))
    dill.dump_module(folder / ("dill_" + stem + ".pkl"), module=module)
    data = (folder / ("dill_" + stem + ".pkl")).read_bytes()
    write(folder, "dill_" + stem, data, describe.describe_session(module))
    write(folder, "cloudpickle_" + stem, cloudpickle.dumps(module), describe.describe_session(module))


def main(kind, folder, tag):
    numbers = itertools.count(1)
    uuid.uuid4 = lambda: uuid.UUID(int=next(numbers))  # cloudpickle's ids of classes
    warnings.simplefilter("error")
    folder = Path(folder)
    if kind == "each":
        write_each(folder)
    elif kind == "pack":
        write_pack(folder, tag)
    elif kind == "session":
        write_session(folder, tag, False)
    elif kind == "refimported":
        write_session(folder, tag, True)
    elif kind == "module":
        write_module(folder, tag)
