"""A zip writer that can lie: local and central names, checksums, flags and sizes by hand."""

import struct
import zlib
from dataclasses import dataclass


@dataclass
class Member:
    """One member; `local` is the name in its local header, `mask` is xored into the checksum."""

    name: str
    data: bytes
    local: str = ""
    mask: int = 0
    local_flags: int = 0
    central_flags: int = 0
    deflate: bool = False
    hidden: bool = False
    extra: bytes = b""


def zipped(members, before=b"", comment=b"", shift=True):
    """The archive's bytes; `hidden` members have no central entry. `before` stands in front of it all."""
    body, central, count = bytearray(before), bytearray(), 0
    base = 0 if shift else len(before)
    for member in members:
        packed = member.data
        if member.deflate:
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = packer.compress(member.data) + packer.flush()
        method = 8 if member.deflate else 0
        checksum = zlib.crc32(member.data) ^ member.mask
        sizes = (checksum, len(packed), len(member.data))
        local, name = (member.local or member.name).encode(), member.name.encode()
        offset = len(body) - base
        body += struct.pack(
            "<4s5H3I2H",
            b"PK\3\4",
            20,
            member.local_flags,
            method,
            0,
            33,
            *sizes,
            len(local),
            len(member.extra)
        )
        body += local + member.extra + packed
        if member.hidden:
            continue
        count += 1
        central += (
            struct.pack(
                "<4s6H3I5H2I",
                b"PK\1\2",
                20,
                20,
                member.central_flags,
                method,
                0,
                33,
                *sizes,
                len(name),
                0,
                0,
                0,
                0,
                0,
                offset
            )
            + name
        )
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(central), len(body) - base, len(comment))
    return bytes(body + central + end + comment)
