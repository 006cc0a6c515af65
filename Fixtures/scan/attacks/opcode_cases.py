"""The same call in other opcodes, and with tricks of the stack."""

from assembler import MARK, POP_MARK, STOP, Code, call, frame, line, lit, n, pickled
from case import COMMAND, MARKER, Case

C = COMMAND.encode()
NAMED = ["call os.system"]
RUN = call("os.system", COMMAND)
ARGUMENTS = lit((COMMAND,))


def two(data):
    """A pickle of protocol 2."""
    return b"\x80\x02" + data


def protocols():
    """os.system as each protocol writes it."""
    yield Case("protocol0.pkl", "GLOBAL and REDUCE in protocol 0", b"cos\nsystem\n(V" + C + b"\ntR.", NAMED)
    yield Case(
        "protocol1.pkl",
        "GLOBAL and REDUCE in protocol 1",
        b"cposix\nsystem\nq\x00(X\x12\0\0\0" + C + b"tR.",
        ["call posix.system"],
    )
    for protocol in (2, 3):
        yield Case(
            f"protocol{protocol}.pkl",
            f"GLOBAL and REDUCE in protocol {protocol}",
            b"\x80" + bytes([protocol]) + line("os", "system") + b"X\x12\0\0\0" + C + b"\x85R.",
            NAMED,
        )
    for protocol in (4, 5):
        yield Case(
            f"protocol{protocol}.pkl",
            f"STACK_GLOBAL and REDUCE in a frame of protocol {protocol}",
            b"\x80" + bytes([protocol]) + frame(RUN + STOP),
            NAMED,
        )
    yield Case(
        "mixed.pkl",
        "opcodes of protocols 0 to 5 in a pickle that claims protocol 0",
        b"\x96\x02" + bytes(7) + b"ab0" + b"\x80\x00" + line("os", "system") + ARGUMENTS + b"R.",
        NAMED,
    )
    yield Case(
        "proto-middle.pkl",
        "PROTO in the middle makes STACK_GLOBAL walk dots",
        b"\x80\x02N0" + b"\x80\x04" + call("shutil:os.system", COMMAND) + b"\x80\x01.",
        ["call shutil.os.system"],
    )
    yield Case(
        "proto-maps.pkl",
        "PROTO 2 in the middle turns the mapping of Python 2's names on again",
        b"\x80\x04N0\x80\x02ccommands\ngetoutput\n" + ARGUMENTS + b"R.",
        ["call subprocess.getoutput"],
    )
    yield Case("no-proto.pkl", "no PROTO; STACK_GLOBAL with Python 3's names", bytes(RUN) + STOP, NAMED)


def calls():
    """INST, OBJ, NEWOBJ and NEWOBJ_EX."""
    yield Case("inst.pkl", "INST", b"(S'" + C + b"'\nios\nsystem\n.", NAMED)
    yield Case(
        "inst-popen.pkl",
        "INST makes a subprocess.Popen",
        b"((lS'touch'\naS'" + MARKER.encode() + b"'\naisubprocess\nPopen\n.",
        ["call subprocess.Popen"],
    )
    yield Case("obj.pkl", "OBJ", b"(cos\nsystem\nX\x12\0\0\0" + C + b"o.", NAMED)
    yield Case(
        "obj-pop.pkl",
        "OBJ, and POP throws the result away; the pickle is a list",
        b"](cos\nsystem\nX\x12\0\0\0" + C + b"o0.",
        NAMED,
    )
    yield Case(
        "obj-memo.pkl",
        "OBJ whose callable comes from the memo",
        b"cos\nsystem\nq\x070(h\x07U\x12" + C + b"o.",
        NAMED,
    )
    yield Case(
        "newobj-map.pkl",
        "NEWOBJ of tuple consumes NEWOBJ of map, in protocol 2",
        two(b"cbuiltins\ntuple\ncbuiltins\nmap\ncos\nsystem\n]U\x12" + C + b"a\x86\x81\x85\x81."),
        ["call builtins.map", "import os.system"],
    )
    yield Case(
        "newobj-ex-tuple.pkl",
        "NEWOBJ_EX of tuple and map",
        pickled(
            Code(
                n("builtins.tuple")
                + n("builtins.map")
                + n("os.system")
                + lit([COMMAND])
                + b"\x86}\x92\x85}\x92"
            )
        ),
        ["call builtins.map", "import os.system"],
    )
    yield Case(
        "pop-mark.pkl",
        "the call stands between MARK and POP_MARK",
        pickled(Code(MARK + RUN + POP_MARK + b"N")),
        NAMED,
    )
    yield Case(
        "pop.pkl",
        "the call's result is popped; a harmless dict remains",
        pickled(RUN, {"weights": [1, 2]}),
        NAMED,
    )
    yield Case(
        "in-key.pkl",
        "the call stands in a dict's key, deep inside harmless data",
        pickled({"a": [1, (2, Code(b"}" + RUN + b"Ns"))]}),
        NAMED,
    )
    yield Case(
        "dup.pkl",
        "DUP doubles the function; the upper one is called",
        pickled(Code(n("os.system") + b"2" + ARGUMENTS + b"R0" + lit((COMMAND,)) + b"R")),
        NAMED,
    )
    yield Case(
        "dup-arguments.pkl",
        "DUP doubles the argument, the lower one is used",
        two(b"cos\nsystem\nU\x12" + C + b"2q\x000\x85R."),
        NAMED,
    )
    yield Case("marks-below.pkl", "a pile of MARKs below the call", pickled(Code(MARK * 50 + RUN)), NAMED)
    yield Case(
        "stack-below.pkl",
        "values that are never used below the call",
        pickled(Code(b"N]})" * 50 + RUN)),
        NAMED,
    )


def cases():
    """All cases of this module."""
    for group in (protocols, calls):
        yield from group()
