"""PyTorch: its zip, legacy and tar formats, and its own callables."""

import io
import tarfile

from archive import Member, zipped
from assembler import Code, call, lit, pickled, then
from case import COMMAND, EXPRESSION, Case

TORCH = "torch.load(weights_only=False)"
RUN = call("os.system", COMMAND)
INNER = pickled(RUN, protocol=2)
HONEST = pickled({"weights": [1, 2]}, protocol=2)
MAGIC = 0x1950A86A20F9469CFC6C
NAMED = ["call os.system"]


def members(data=INNER, folder="archive", **options):
    """The members that torch.save writes, data.pkl being given."""
    return [
        Member(f"{folder}/data.pkl", data, **options),
        Member(f"{folder}/byteorder", b"little"),
        Member(f"{folder}/version", b"3\n"),
    ]


def at(member):
    """os.system is called in a member."""
    return [f"call os.system @{member}"]


def archives():
    """The zip format."""
    data = at("archive/data.pkl")
    rest = members()[1:]
    yield Case("plain.pt", "data.pkl calls", zipped(members()), data, loader=TORCH)
    yield Case(
        "popped.pth",
        "data.pkl calls, throws the result away and is an honest dict",
        zipped(members(pickled(RUN, {"weights": [1]}, protocol=2))),
        data,
        loader=TORCH,
    )
    yield Case("deflated.pt", "data.pkl is compressed", zipped(members(deflate=True)), data, loader=TORCH)
    yield Case(
        "checksum.pt", "the checksum of data.pkl is wrong", zipped(members(mask=1)), data, loader=TORCH
    )
    yield Case(
        "folder.pt",
        "another folder name, with folders in it",
        zipped(members(folder="a b")),
        at("a b/data.pkl"),
        loader=TORCH,
    )
    yield Case(
        "upper-case.pt",
        "the member is DATA.PKL: PyTorch's reader doesn't mind",
        zipped([Member("archive/DATA.PKL", INNER), *rest]),
        at("archive/DATA.PKL"),
        loader=TORCH,
    )
    yield Case(
        "mixed-case-twice.pt",
        "data.pkl calls, Data.pkl is honest",
        zipped([Member("archive/data.pkl", INNER), Member("archive/Data.pkl", HONEST), *rest]),
        data,
        loader=TORCH,
    )
    yield Case(
        "twice-first.pt",
        "two members data.pkl: the first calls",
        zipped([Member("archive/data.pkl", INNER), Member("archive/data.pkl", HONEST), *rest]),
        data,
        loader=TORCH,
    )
    yield Case(
        "local-name.pt",
        "data.pkl has another name in its local header",
        zipped(members(local="archive/data/0")),
        data,
        loader=TORCH,
    )
    yield Case(
        "encrypted-local.pt",
        "the flag of encryption is set in the local header only",
        zipped(members(local_flags=1)),
        data,
        loader=TORCH,
    )
    yield Case(
        "comment.pt",
        "a comment stands behind the archive",
        zipped(members(), comment=b"weights " * 9),
        data,
        loader=TORCH,
    )
    yield Case(
        "after.pt",
        "bytes that belong to nothing stand behind the archive",
        zipped(members()) + bytes(300),
        data,
        loader=TORCH,
    )
    yield Case(
        "before.pt",
        "bytes stand before the archive",
        zipped(members(), before=b"PK\3\4" + bytes(60)),
        data,
        loader=TORCH,
    )
    yield Case(
        "hidden-member.pt",
        "a member without central entry is honest, the listed one calls",
        zipped([Member("archive/data.pkl", HONEST, hidden=True), *members()]),
        data,
        loader=TORCH,
    )
    yield Case(
        "two-archives-moved.pt",
        "an honest archive stands before the one that is read, whose offsets are right",
        zipped(members(), before=zipped(members(HONEST))),
        data,
        loader=TORCH,
    )
    yield Case(
        "dot-data.pt",
        "the version is in .data/version",
        zipped([Member("archive/data.pkl", INNER), Member("archive/.data/version", b"3\n")]),
        data,
        loader=TORCH,
    )
    yield Case(
        "extra-alignment.pt",
        "data.pkl is aligned by an extra field, as torch.save does",
        zipped(members(extra=b"FB\x0a\0" + b"Z" * 10)),
        data,
        loader=TORCH,
    )
    storage = Code(lit(("storage", RUN, "0", "cpu", 1)) + b"Q")
    yield Case(
        "persistent.pt",
        "the call stands in a persistent id",
        zipped(members(pickled(storage, protocol=2))),
        data,
        loader=TORCH,
    )
    yield Case(
        "plain-name.bin", "a PyTorch archive by the name of bin", zipped(members()), data, loader=TORCH
    )
    yield Case(
        "picture.jpg", "a PyTorch archive by the name of a picture", zipped(members()), data, loader=TORCH
    )
    yield Case(
        "null-name.pt",
        "a NUL in the name of data.pkl's local header",
        zipped(members(local="archive/x\0.pkl")),
        data,
        loader=TORCH,
    )


def legacy(*values):
    """The five pickles of the legacy format."""
    standard = [MAGIC, 1001, {"protocol_version": 1001, "little_endian": True}, {"weights": 1}, []]
    for index, value in enumerate(values):
        standard[index] = value if value is not None else standard[index]
    return b"".join(pickled(value, protocol=2) for value in standard)


def streams():
    """The legacy format: five pickles and the storages; the tar format before it."""
    yield Case(
        "legacy-plain.pt",
        "a plain pickle: torch.load expects the magic number in it",
        INNER,
        NAMED,
        loader=TORCH,
    )
    yield Case(
        "legacy-magic.pt",
        "the magic number's pickle calls, then gives the number",
        legacy(then(RUN, MAGIC)),
        NAMED,
        loader=TORCH,
    )
    yield Case(
        "legacy-magic-reduce.pt",
        "the magic number is made by operator.or_ of itself and what os.system returns",
        legacy(call("operator.or_", MAGIC, RUN)),
        NAMED,
        loader=TORCH,
    )
    yield Case(
        "legacy-magic-eval.pt",
        "the magic number is made by eval",
        legacy(call("builtins.eval", f"[{EXPRESSION}, {MAGIC}][1]")),
        ["call builtins.eval"],
        loader=TORCH,
    )
    for index, part in ((1, "protocol number"), (2, "system's facts"), (3, "object"), (4, "storage keys")):
        standard = [MAGIC, 1001, {"little_endian": True}, {"weights": 1}, []]
        values = [None] * 5
        values[index] = then(RUN, standard[index])
        yield Case(
            f"legacy-part{index + 1}.pt",
            f"the pickle of the {part} calls",
            legacy(*values),
            NAMED,
            loader=TORCH,
        )
    raw = {
        "storages": pickled(0, protocol=2) + pickled([], protocol=2),
        "tensors": pickled(0, protocol=2),
        "pickle": INNER,
    }
    for evil in raw:
        parts = {**raw, "pickle": HONEST}
        parts[evil] = pickled(RUN, protocol=2)
        yield Case(
            f"tar-{evil}.pt", f"the tar format: the member `{evil}` calls", tar(parts), at(evil), loader=TORCH
        )


def tar(parts):
    """A tar archive without dates."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for member, data in parts.items():
            info = tarfile.TarInfo(member)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return raw.getvalue()


def cases():
    """All cases of this module."""
    for group in (archives, streams):
        yield from group()
