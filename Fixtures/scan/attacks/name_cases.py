"""Other spellings of the two names, and tricks with the memo."""

from assembler import POP, Code, call, get, line, lit, n, pickled, put, text, then
from case import COMMAND, MARKER, Case

C = COMMAND.encode()
NAMED = ["call os.system"]
RUN = call("os.system", COMMAND)
ARGUMENTS = lit((COMMAND,))


def names():
    """Other ways of writing the two names."""
    for opcode, module, technique in (
        ("short-binstring", b"U\x02osU\x06system", "SHORT_BINSTRING"),
        ("binstring", b"T\x02\0\0\0osT\x06\0\0\0system", "BINSTRING"),
        ("string", b"S'\\x6f\\x73'\nS\"sys\\164em\"\n", "STRING with escapes"),
        ("unicode", b"V\\u006fs\nVsyst\\u0065m\n", "UNICODE with escapes"),
        ("unicode8", b"\x8d\x02" + bytes(7) + b"os\x8d\x06" + bytes(7) + b"system", "BINUNICODE8"),
        ("binunicode", b"X\x02\0\0\0osX\x06\0\0\0system", "BINUNICODE"),
    ):
        yield Case(
            f"name-{opcode}.pkl",
            f"the names of STACK_GLOBAL are written with {technique}",
            b"\x80\x04" + module + b"\x93" + ARGUMENTS + b"R.",
            NAMED,
        )
    yield Case(
        "name-binstring-latin1.pkl",
        "names as BINSTRING, loaded with encoding latin1",
        b"\x80\x04U\x02osU\x06system\x93U\x12" + C + b"\x85R.",
        NAMED,
        loader="pickle.load(encoding='latin1')",
    )
    yield Case(
        "name-memo.pkl",
        "the names come out of the memo, where a list of harmless words put them",
        pickled(
            then(
                Code(b"](" + text("system") + put(1) + text("weights") + put(2) + text("os") + put(3) + b"e"),
                Code(get(3) + get(1) + b"\x93" + ARGUMENTS + b"R"),
            )
        ),
        NAMED,
    )
    yield Case(
        "name-memoize.pkl",
        "MEMOIZE counts what PUT stored, so that the numbers must be followed",
        b"\x80\x04"
        + b"\x8c\x04json"
        + b"r\x05\0\0\0"
        + b"\x8c\x02os\x94"
        + b"\x8c\x06system\x94"
        + b"h\x01h\x02\x93"
        + ARGUMENTS
        + b"R.",
        NAMED,
    )
    yield Case(
        "name-reduce.pkl",
        "the module's name is the key of a dict: only its memo number is used",
        pickled(
            then(
                Code(b"}" + text("os") + put(9) + text("system") + put(8) + b"s"),
                Code(get(9) + get(8) + b"\x93" + ARGUMENTS + b"R"),
            )
        ),
        NAMED,
    )
    yield Case(
        "name-concatenated.pkl",
        "the name is made by a call, for __import__ and getattr",
        pickled(
            call(
                call(
                    "builtins.getattr",
                    call("builtins.__import__", call("builtins:str.lower", "OS")),
                    call("builtins:str.join", "", ["sys", "tem"]),
                ),
                COMMAND,
            )
        ),
        ["call builtins.__import__", "call builtins.getattr"],
    )
    yield Case(
        "name-long-junk.pkl",
        "the names stand behind 12000 bytes of harmless numbers",
        pickled([number % 251 for number in range(6000)], RUN),
        NAMED,
    )
    yield Case(
        "name-homoglyph.pkl",
        "text with look-alike names (Cyrillic o) stands around the real one",
        pickled(["\u043es", "system", "o\u0455"], RUN, ["\u043es.system"]),
        NAMED,
    )
    yield Case(
        "name-line-utf8.pkl",
        "GLOBAL with a carriage return in protocol 4 is another name: the real one follows",
        pickled(text("os\r"), Code(line("os", "system") + ARGUMENTS + b"R")),
        NAMED,
    )
    yield Case(
        "name-wide.pkl",
        "full-width letters: Python's import takes them as they are, getattr does, too",
        pickled("\uff4f\uff53", RUN),
        NAMED,
    )
    yield Case(
        "name-puny-codec.pkl",
        "a decoded bytes object is the name",
        pickled(
            call(
                call(
                    "builtins.getattr",
                    call("builtins.__import__", call("_codecs.encode", "bf", "rot13")),
                    call("_codecs.encode", "flfgrz", "rot13"),
                ),
                COMMAND,
            )
        ),
        ["call builtins.__import__", "call builtins.getattr"],
    )


def memo():
    """The memo is overwritten, so that a number means one thing first and another later."""
    harmless, evil = n("builtins.len"), n("os.system")
    yield Case(
        "memo-overwrite.pkl",
        "a memo slot holds len, then os.system, is called, then holds len again",
        pickled(
            Code(
                harmless
                + put(0)
                + POP
                + evil
                + put(0)
                + POP
                + get(0)
                + ARGUMENTS
                + b"R"
                + POP
                + harmless
                + put(0)
            )
        ),
        NAMED,
    )
    yield Case(
        "memo-spellings.pkl",
        "PUT 0, BINPUT 0, LONG_BINPUT 0 and GET 00 are one slot",
        pickled(Code(harmless + b"p0\n" + POP + evil + b"r\0\0\0\0" + POP + b"g00\n" + ARGUMENTS + b"R")),
        NAMED,
    )
    yield Case(
        "memo-put-int.pkl",
        "PUT and GET with int texts that only int() reads: a plus sign and spaces",
        pickled(Code(evil + b"p +1_0 \n" + POP + get(10) + ARGUMENTS + b"R")),
        NAMED,
    )
    yield Case(
        "memo-arguments.pkl",
        "the arguments' list is changed after it went to the memo",
        pickled(
            then(
                Code(lit([]) + put(0)),
                Code(get(0) + lit("touch") + b"a" + lit(MARKER) + b"a"),
                Code(n("subprocess.call") + get(0) + b"\x85R"),
            )
        ),
        ["call subprocess.call"],
    )
    yield Case(
        "memo-big.pkl",
        "a slot with a big number",
        pickled(Code(evil + b"r\xff\xff\x0f\0" + POP + b"j\xff\xff\x0f\0" + ARGUMENTS + b"R")),
        NAMED,
    )


def cases():
    """All cases of this module."""
    for group in (names, memo):
        yield from group()
