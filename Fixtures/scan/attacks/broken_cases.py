"""Pickles that fire before they turn out to be broken, several pickles in a row, and readers that differ."""

import struct

from assembler import STOP, Code, call, frame, get, lit, n, pickled, put, text, then
from case import COMMAND, Case

C = COMMAND.encode()
NAMED = ["call os.system"]
RUN = call("os.system", COMMAND)
HEAD = b"\x80\x04"
HONEST = pickled({"weights": [1, 2, 3]})
PYTHON = "pickle._Unpickler"


def tails():
    """What follows the call is broken."""
    tails = {
        "truncated": (b"", "the file ends after REDUCE: no STOP"),
        "invalid-opcode": (b"0\xff\xfe.", "an opcode that doesn't exist follows"),
        "empty-stack": (b"00000.", "POP of an empty stack follows"),
        "string-past-end": (b"X\xff\xff\x00\x00abc", "a text follows that is longer than the file"),
        "huge-size": (b"\x8d" + b"\xff" * 7 + b"\x7f" + b"a", "a text of 2**63-1 bytes follows"),
        "negative-size": (b"T\xff\xff\xff\xff.", "a BINSTRING of -1 bytes follows"),
        "negative-long": (b"\x8b\xff\xff\xff\xff.", "a LONG4 of -1 bytes follows"),
        "bad-memo": (b"h\xc8.", "a memo number that was never stored follows"),
        "bad-mark": (b"t.", "TUPLE without MARK follows"),
        "bad-utf8": (b"\x8c\x02\xff\xff.", "text that is not UTF-8 follows"),
        "bad-protocol": (b"\x80\x63.", "PROTO 99 follows"),
        "bad-global": (b"cno_such_module\nname\n.", "a module that doesn't exist is imported next"),
        "bad-build": (b"]\x8c\x01ab.", "BUILD with a state that isn't a dict follows"),
        "bad-int": (b"Iabc\n.", "INT with letters follows"),
        "bad-frame": (b"\x95" + b"\xff" * 8 + b".", "a frame of 2**64-1 bytes follows"),
        "no-newline": (b"cos", "a GLOBAL whose line doesn't end follows"),
        "bad-buffer": (b"\x97.", "NEXT_BUFFER without buffers follows"),
        "bad-persistent": (b"Pid\n.", "PERSID without persistent_load follows"),
    }
    for file, (tail, technique) in tails.items():
        yield Case(f"broken-{file}.pkl", f"the call is made, then {technique}", HEAD + RUN + tail, NAMED)
    yield Case("broken-null-bytes.pkl", "the call, then 64 zero bytes", HEAD + RUN + bytes(64), NAMED)
    yield Case(
        "broken-garbage.pkl",
        "a whole pickle, then bytes that are no pickle",
        HEAD + RUN + STOP + bytes(range(255, 100, -1)),
        NAMED,
    )


def rows():
    """Several pickles in one file."""
    loop = "pickle.load in a loop"
    yield Case(
        "row-second.pkl", "the second pickle of a row calls", HONEST + pickled(RUN), NAMED, loader=loop
    )
    yield Case(
        "row-tenth.pkl",
        "the tenth pickle of a row calls, in protocol 0",
        HONEST * 9 + b"cos\nsystem\n(V" + C + b"\ntR.",
        NAMED,
        loader=loop,
    )
    yield Case(
        "row-after-protocol0.pkl",
        "the first pickle is a number of protocol 0",
        b"I1\n." + pickled(RUN),
        NAMED,
        loader=loop,
    )
    yield Case("row-none.pkl", "the first pickle is two bytes long", b"N." + pickled(RUN), NAMED, loader=loop)
    yield Case(
        "row-broken-third.pkl",
        "the second pickle calls, the third is broken",
        HONEST + pickled(RUN) + b"\x80\x04\xff",
        NAMED,
        loader=loop,
    )


def frames():
    """Frames whose lengths lie: the C unpickler only asks whether so many bytes are there."""
    body = RUN + STOP
    short = b"\x95" + struct.pack("<Q", 5) + body
    yield Case("frame-short.pkl", "the frame is shorter than what is in it", HEAD + short, NAMED)
    yield Case("frame-zero.pkl", "a frame of no bytes", HEAD + b"\x95" + bytes(8) + body, NAMED)
    yield Case(
        "frame-long.pkl",
        "the frame reaches over STOP into what follows",
        HEAD + b"\x95" + struct.pack("<Q", len(body) + 40) + body + bytes(40),
        NAMED,
    )
    yield Case(
        "frame-straddle.pkl",
        "an opcode's argument straddles the end of a frame",
        HEAD + b"\x95" + struct.pack("<Q", 3) + RUN + b"\x95" + struct.pack("<Q", 1) + STOP,
        NAMED,
    )
    yield Case(
        "frame-nested.pkl", "frames within frames", HEAD + frame(frame(frame(RUN) + b"0N") + STOP), NAMED
    )
    yield Case(
        "frame-names.pkl",
        "module and name stand in two frames",
        HEAD + frame(text("os")) + frame(text("system")) + frame(b"\x93" + lit((COMMAND,))) + b"R" + STOP,
        NAMED,
    )
    yield Case(
        "frame-python.pkl",
        "honest frames, read by the Python unpickler",
        HEAD + frame(body),
        NAMED,
        loader=PYTHON,
    )
    yield Case(
        "frame-protocol0.pkl",
        "a frame in a pickle of protocol 0",
        frame(b"cos\nsystem\n(V" + C + b"\ntR."),
        NAMED,
    )


def python_only():
    """Only the unpickler that is written in Python goes on; the C one raises before the call."""
    function = n("os.system")
    yield Case(
        "python-reduce-list.pkl",
        "REDUCE with a list as its arguments",
        pickled(function + lit([COMMAND]) + b"R"),
        NAMED,
        loader=PYTHON,
    )
    yield Case(
        "python-reduce-dict.pkl",
        "REDUCE with a dict as its arguments: its keys",
        pickled(function + lit({COMMAND: 1}) + b"R"),
        NAMED,
        loader=PYTHON,
    )
    yield Case(
        "python-reduce-iterator.pkl",
        "REDUCE with an iterator as its arguments",
        pickled(function + call("builtins.iter", [COMMAND]) + b"R"),
        NAMED,
        loader=PYTHON,
    )
    yield Case(
        "python-reduce-map.pkl",
        "REDUCE with a map as its arguments: the map's function is called",
        pickled(n("builtins.print") + call("builtins.map", function, [COMMAND]) + b"R"),
        ["call builtins.map", "import os.system"],
        loader=PYTHON,
    )
    yield Case(
        "python-newobj-list.pkl",
        "NEWOBJ of tuple and map with lists as arguments",
        pickled(
            then(
                Code(n("builtins.map") + lit([n("os.system"), [COMMAND]]) + b"\x81" + put(0)),
                Code(n("builtins.tuple") + lit([get(0)]) + b"\x81"),
            )
        ),
        ["call builtins.map", "import os.system"],
        loader=PYTHON,
    )
    yield Case(
        "python-surrogate.pkl",
        "a lone surrogate in a text, then the call",
        pickled("\udc80", RUN),
        NAMED,
        loader=PYTHON,
    )
    yield Case(
        "python-put-text.pkl",
        "PUT with a number that only int() reads",
        HEAD + n("os.system") + b"p 0_7 \n0h\x07" + lit((COMMAND,)) + b"R.",
        NAMED,
        loader=PYTHON,
    )
    yield Case(
        "python-memo-negative.pkl",
        "PUT -1, which the C unpickler refuses",
        HEAD + n("os.system") + b"p7\n0h\x07" + lit((COMMAND,)) + b"Rp-1\n.",
        NAMED,
        loader=PYTHON,
    )
    yield Case(
        "python-plain.pkl", "a plain call, read by the Python unpickler", pickled(RUN), NAMED, loader=PYTHON
    )
    yield Case(
        "python-inst.pkl",
        "INST, read by the Python unpickler",
        b"(S'" + C + b"'\nios\nsystem\n.",
        NAMED,
        loader=PYTHON,
    )
    yield Case(
        "python-large-int.pkl",
        "INT with underscores and spaces before the call",
        b"I 1_0 \n0cos\nsystem\n(S'" + C + b"'\ntR.",
        NAMED,
        loader=PYTHON,
    )


def persistent():
    """Persistent ids."""
    loader = "pickle.Unpickler with persistent_load"
    yield Case(
        "persistent-binpersid.pkl",
        "the persistent id is what a call returns",
        pickled(Code(RUN + b"Q")),
        NAMED,
        loader=loader,
    )
    yield Case(
        "persistent-function.pkl",
        "the function goes through persistent_load and comes back",
        pickled(Code(n("os.system") + b"Q" + lit((COMMAND,)) + b"R")),
        ["import os.system"],
        loader=loader,
    )
    yield Case(
        "persistent-names.pkl",
        "the names are what persistent_load gives back",
        HEAD + b"Pos\nPsystem\n\x93" + lit((COMMAND,)) + b"R.",
        [],
        loader=loader,
    )


def padding():
    """Where the call is hard to find."""
    yield Case(
        "late.pkl",
        "15000 bytes of numbers come first",
        HEAD + b"](" + b"K\x01" * 7500 + b"e0" + RUN + STOP,
        NAMED,
    )
    yield Case(
        "text-like-stop.pkl",
        "a text in front holds STOP and other opcodes",
        pickled(".0.\x85R.cos\nabc\n." * 5, RUN),
        NAMED,
    )
    yield Case(
        "many-names.pkl",
        "two hundred imports of harmless names first",
        pickled(*[n("builtins.set")] * 200, RUN),
        NAMED,
    )
    yield Case(
        "deep.pkl",
        "the call stands in 2000 nested lists",
        HEAD + b"]" * 2000 + RUN + b"a" * 2000 + STOP,
        NAMED,
    )
    yield Case(
        "wide-tuple.pkl",
        "the call is the 3000th item of a tuple",
        HEAD + b"(" + b"N" * 3000 + RUN + b"t.",
        NAMED,
    )
    yield Case("no-extension", "a file without an extension", pickled(RUN), NAMED)
    yield Case("picture.png", "a pickle by the name of a picture", pickled(RUN), NAMED)
    yield Case(
        "data.json", "a pickle of protocol 0 by the name of JSON", b"(S'" + C + b"'\nios\nsystem\n.", NAMED
    )
    yield Case("weights.safetensors", "a pickle by the name of safetensors", pickled(RUN), NAMED)
    yield Case("table.csv", "a pickle by the name of CSV", b"cos\nsystem\n(V" + C + b"\ntR.", NAMED)


def cases():
    """All cases of this module."""
    for group in (tails, rows, frames, python_only, persistent, padding):
        yield from group()
