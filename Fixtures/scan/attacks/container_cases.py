"""Pickles in archives of all sorts, in folders, and behind two compressors."""

import gzip
import io
import tarfile
import zlib

from archive import Member, zipped
from assembler import call, pickled
from case import COMMAND, Case

INNER = pickled(call("os.system", COMMAND))
HONEST = pickled({"weights": [1, 2]})
ZIP = "zipfile and pickle.load"


def at(member):
    """os.system is called in a member."""
    return [f"call os.system @{member}"]


def tar(*pairs):
    """A tar archive without dates."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for member, data in pairs:
            info = tarfile.TarInfo(member)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return raw.getvalue()


def cases():
    """All cases of this module."""
    yield Case(
        "stored.zip",
        "a zip archive with a pickle",
        zipped([Member("model.pkl", INNER)]),
        at("model.pkl"),
        loader=ZIP,
    )
    yield Case(
        "deflated.zip",
        "a compressed zip archive with a pickle",
        zipped([Member("model.pkl", INNER, deflate=True)]),
        at("model.pkl"),
        loader=ZIP,
    )
    yield Case(
        "no-extension.zip",
        "the member has no extension",
        zipped([Member("model", INNER), Member("readme.txt", b"")]),
        at("model"),
        loader=ZIP,
    )
    yield Case(
        "text-name.zip",
        "the member is called a text",
        zipped([Member("readme.txt", INNER)]),
        at("readme.txt"),
        loader=ZIP,
    )
    yield Case(
        "before.zip",
        "4000 bytes stand before the archive",
        zipped([Member("model.pkl", INNER)], before=b"\x7fELF" + bytes(4000), shift=False),
        at("model.pkl"),
        loader=ZIP,
    )
    yield Case(
        "hidden.zip",
        "an honest member of the same name without a central entry stands before",
        zipped([Member("model.pkl", HONEST, hidden=True), Member("model.pkl", INNER)]),
        at("model.pkl"),
        loader=ZIP,
    )
    yield Case(
        "after-pickle.zip",
        "an honest pickle stands before the archive",
        zipped([Member("model.pkl", INNER)], before=HONEST, shift=False),
        at("model.pkl"),
        loader=ZIP,
    )
    yield Case(
        "climbing.zip",
        "the member's name climbs out of the folder",
        zipped([Member("../../model.pkl", INNER)]),
        at("../../model.pkl"),
        loader=ZIP,
    )
    yield Case(
        "pandas-tar.pkl.tar",
        "pandas reads the one member, which has another name",
        tar(("readme.md", INNER)),
        at("readme.md"),
        loader="pandas.read_pickle",
    )
    yield Case(
        "pandas-zip.pkl.zip",
        "pandas reads the one member of a zip archive, whose name is a text's",
        zipped([Member("readme.md", INNER, deflate=True)]),
        at("readme.md"),
        loader="pandas.read_pickle",
    )
    yield Case(
        "pickle-then-zip.pkl",
        "the pickle calls; an honest archive stands behind it",
        INNER + zipped([Member("archive/data.pkl", HONEST), Member("archive/version", b"3\n")]),
        ["call os.system"],
    )
    yield Case(
        "looks-like-gzip.pkl",
        "a pickle of protocol 0 whose call comes after text that looks like gzip",
        b"S'\\x1f\\x8b\\x08'\n0cos\nsystem\n(V" + COMMAND.encode() + b"\ntR.",
        ["call os.system"],
        loader="pickle.load(encoding='latin1')",
    )
    trailing = "gzip/bz2/lzma.open and pickle.load"
    yield Case(
        "trailing.gz",
        "zeros stand behind the gzip member",
        gzip.compress(INNER, mtime=0) + bytes(99),
        ["call os.system"],
        loader=trailing,
    )
    named = bytearray(gzip.compress(INNER, mtime=0))
    named[3] = 0x08
    yield Case(
        "named.gz",
        "the gzip header names another file",
        bytes(named[:10]) + b"readme.txt\0" + bytes(named[10:]),
        ["call os.system"],
        loader=trailing,
    )
    broken = gzip.compress(INNER, mtime=0)[:-8] + bytes(8)
    yield Case(
        "checksum.gz",
        "gzip's checksum is wrong, and is looked at too late",
        broken,
        ["call os.system"],
        loader=trailing,
    )
    packer = zlib.compressobj(0)
    yield Case(
        "stored.z",
        "zlib without compression",
        packer.compress(INNER) + packer.flush(),
        ["call os.system"],
        loader="joblib.load",
    )
