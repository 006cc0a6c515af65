"""Archives put together by hand: zip and tar, plain or with numbers that lie."""

import io
import struct
import zipfile
import zlib


def zipped(members):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for member, data in members.items():
            archive.writestr(zipfile.ZipInfo(member, (1980, 1, 1, 0, 0, 0)), data)
    return output.getvalue()


def zip_parts(members, start=0):
    """The entries of an archive and its directory; the first entry is said to be at `start`."""
    entries, directory = b"", b""
    for member, data in members.items():
        common = struct.pack("<HHHIIIHH", 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(member), 0)
        offset = start + len(entries)
        entries += struct.pack("<IHH", 0x04034B50, 20, 0) + common + member.encode() + data
        directory += struct.pack("<IHHH", 0x02014B50, 20, 20, 0) + common
        directory += struct.pack("<HHHII", 0, 0, 0, 0, offset) + member.encode()
    return entries, directory


def zip_end(count, size, offset):
    return struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, size, offset, 0)


def zip64_end(count, size, offset):
    return struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, size, offset)


def zip64_locator(offset):
    return struct.pack("<IIQI", 0x07064B50, 0, offset, 1)


def header(member, size, kind, mode=b"0000644\0"):
    """The first block of a member of a tar archive; the size may be the bytes of its field."""
    block = bytearray(512)
    block[: len(member)] = member
    block[100:108], block[108:116], block[116:124] = mode, b"0000000\0", b"0000000\0"
    field = size.ljust(12, b"\0") if isinstance(size, bytes) else b"%011o\0" % size
    block[124:136], block[136:148], block[156:157] = field, b"%011o\0" % 0, kind
    block[257:265] = b"ustar\x0000"
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def padded(data):
    return data + b"\0" * (-len(data) % 512)


def pax(*fields, kind=b"x"):
    """A member that describes the next one, or with `g` all that follow."""
    records = b""
    for key, value in fields:
        record = b" %s=%s\n" % (key, value)
        length = next(n for n in range(len(record), len(record) + 9) if len(b"%d" % n) + len(record) == n)
        records += b"%d" % length + record
    return header(b"pax", len(records), kind) + padded(records)
