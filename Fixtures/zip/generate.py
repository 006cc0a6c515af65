"""Writes the fixtures beside this file: `valid/`, `invalid/` and `MANIFEST.json`.

Run it with Python 3.11 and NumPy. The output is the same in every run. Python's `zipfile` says what is in the valid
files. An invalid file's entry has the error that it must give; `found` says whether it is opening the archive that
gives it, or reading an entry.
"""

import io
import json
import shutil
import struct
import zipfile
import zlib
from pathlib import Path

import numpy

HERE = Path(__file__).resolve().parent
TEXT = b"".join(b"%d bottles of brine on the wall. " % number for number in range(99, 0, -1))
EPOCH = (1980, 1, 1, 0, 0, 0)


class Pipe(io.RawIOBase):
    """Can't go back, so that zipfile writes data descriptors."""

    def __init__(self):
        self.data = b""

    def writable(self):
        return True

    def write(self, data):
        self.data += bytes(data)
        return len(data)


def archive(entries, method=zipfile.ZIP_STORED, target=None, comment=b"", **options):
    """An archive by zipfile; `entries` are pairs of a name and bytes."""
    target = target or io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as file:
        file.comment = comment
        for name, data in entries:
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = method
            with file.open(info, "w", **options) as entry:
                entry.write(data)
    return target.data if isinstance(target, Pipe) else target.getvalue()


def raw_deflate(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


class Entry:
    """One entry whose every number can be a lie: `local_` goes before the data, `central_` into the directory."""

    def __init__(self, name, data, method=0, stored=None, flags=0, **lies):
        self.data = data if stored is None else stored
        numbers = {"flags": flags, "method": method, "crc": zlib.crc32(data), "packed": len(self.data)}
        numbers |= {"size": len(data), "name": name, "extra": b"", "offset": None, "disk": 0}
        self.local = numbers | {key[6:]: value for key, value in lies.items() if key.startswith("local_")}
        self.central = numbers | {key[8:]: value for key, value in lies.items() if key.startswith("central_")}

    @staticmethod
    def common(n):
        return struct.pack("<HHHHLLLHH", n["flags"], n["method"], 0, 0x21, n["crc"], n["packed"], n["size"],
                           len(n["name"]), len(n["extra"]))

    def header(self):
        n = self.local
        return b"PK\3\4\x14\0" + self.common(n) + n["name"] + n["extra"] + self.data

    def directory(self, offset):
        n = self.central
        offset = offset if n["offset"] is None else n["offset"]
        return (b"PK\1\2\x14\3\x14\0" + self.common(n) + struct.pack("<HHHLL", 0, n["disk"], 0, 0, offset)
                + n["name"] + n["extra"])


def build(*entries, zip64=False, **lies):
    """An archive of such entries. Numbers of the end record can be lies too."""
    body, directory = b"", b""
    for entry in entries:
        directory += entry.directory(len(body))
        body += entry.header()
    end = {"disk": 0, "first": 0, "here": len(entries), "count": len(entries), "size": len(directory),
           "offset": len(body)} | lies
    tail = b""
    if zip64:
        tail = b"PK\6\6" + struct.pack("<QHHLLQQQQ", 44, 45, 45, *end.values())
        tail += b"PK\6\7" + struct.pack("<LQL", 0, len(body) + len(directory), 1)
        end = {"disk": 0, "first": 0, "here": 0xFFFF, "count": 0xFFFF, "size": 0xFFFFFFFF, "offset": 0xFFFFFFFF}
    tail += b"PK\5\6" + struct.pack("<HHHHLLH", *end.values(), 0)
    return body + directory + tail


def large(*values):
    """The extra field of zip64."""
    return struct.pack("<HH", 1, 8 * len(values)) + struct.pack(f"<{len(values)}Q", *values)


def saved(save, **arrays):
    target = io.BytesIO()
    save(target, **arrays)
    return target.getvalue()


def valid_files():
    two = [("a.npy", b"first"), ("folder/b.npy", TEXT)]
    yield "stored", archive(two)
    yield "deflated", archive(two, zipfile.ZIP_DEFLATED)
    yield "bzip2", archive(two, zipfile.ZIP_BZIP2)
    yield "lzma", archive(two, zipfile.ZIP_LZMA)
    yield "no-entries", archive([])
    yield "empty-entries", archive([("a", b""), ("folder/", b"")])
    yield "empty-deflated", archive([("a", b""), ("b", b"")], zipfile.ZIP_DEFLATED)
    yield "descriptors", archive(two, zipfile.ZIP_DEFLATED, Pipe())
    yield "descriptors-stored", archive(two, target=Pipe())
    yield "descriptors-zip64", archive(two, zipfile.ZIP_DEFLATED, Pipe(), force_zip64=True)
    yield "zip64-entries", archive(two, force_zip64=True)
    yield "comment", archive(two, comment=b"PK is not the end. " * 20)
    yield "prefix", b"#!/bin/sh\nexit\n" + archive(two)
    yield "prefix-zip64", b"#!/bin/sh\nexit\n" + build(Entry(b"a", b"first"), zip64=True)
    yield "unicode", archive([("日本.npy", b"first"), ("é", b"second")])
    yield "code-page", build(Entry(b"caf\x82\xf1", b"first"))
    yield "twice", build(Entry(b"a", b"first"), Entry(b"b", b"x"), Entry(b"a", b"second"), Entry(b"a", b"third"))
    yield "zip64-end", build(Entry(b"a", b"first"), Entry(b"b", TEXT, 8, raw_deflate(TEXT)), zip64=True)
    yield "zip64-sizes", build(
        Entry(b"a", b"first", local_size=2**32 - 1, local_packed=2**32 - 1, local_extra=large(5, 5),
              central_size=2**32 - 1, central_packed=2**32 - 1, central_offset=2**32 - 1, central_extra=large(5, 5, 0)))
    yield "other-extras", build(Entry(b"a", b"first", local_extra=b"FB\3\0ZZZ", central_extra=b"xy\2\0zz" + b"ab\0\0"))
    yield "gaps", gaps()
    yield "after-the-end", archive(two) + b"more"
    values = {"a": numpy.arange(12.0).reshape(3, 4), "b": numpy.array([True, False])}
    yield "numpy", saved(numpy.savez, **values)
    yield "numpy-compressed", saved(numpy.savez_compressed, **values)


def gaps():
    """The entries of the directory in another order than in the file, and bytes between them that belong to none."""
    first, second = Entry(b"a", b"first"), Entry(b"b", b"second")
    body = b"junk" + first.header() + b"more junk" + second.header()
    directory = second.directory(len(b"junk" + first.header() + b"more junk")) + first.directory(4)
    return body + directory + b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, 2, 2, len(directory), len(body), 0)


def invalid_files():
    """Yields name, where the error is found, its code, and the bytes."""
    packed = raw_deflate(TEXT)
    good = build(Entry(b"a", b"first"), Entry(b"b", TEXT, 8, packed))
    yield "empty-file", "open", "notAnArchive", b""
    yield "no-end", "open", "notAnArchive", good[:-22]
    yield "half-end", "open", "notAnArchive", good[:-1]
    yield "no-directory", "open", "damaged", good[-22:]
    yield "directory-cut", "open", "damaged", build(Entry(b"a", b"first"), size=46)
    yield "directory-signature", "open", "damaged", good.replace(b"PK\1\2", b"PK\1\3")
    yield "directory-too-large", "open", "damaged", build(Entry(b"a", b"first"), size=2**31)
    yield "count-too-low", "open", "damaged", build(Entry(b"a", b"first"), Entry(b"b", b"x"), here=1, count=1)
    yield "count-too-high", "open", "tooManyEntries", build(Entry(b"a", b"first"), here=9, count=9)
    yield "count-of-zip64", "open", "tooManyEntries", build(Entry(b"a", b"x"), zip64=True, here=2**64 - 1, count=2**64 - 1)
    yield "size-of-zip64", "open", "damaged", build(Entry(b"a", b"x"), zip64=True, size=2**63)
    yield "offset-of-zip64", "open", "damaged", build(Entry(b"a", b"x"), zip64=True, offset=2**64 - 1)
    yield "no-record-of-zip64", "open", "damaged", build(Entry(b"a", b"x"), zip64=True).replace(b"PK\6\6", b"PK\6\0")
    yield "split", "open", "split", build(Entry(b"a", b"first"), disk=1, first=1)
    yield "split-count", "open", "split", build(Entry(b"a", b"first"), Entry(b"b", b"x"), here=1)
    yield "offset-too-large", "open", "damaged", build(Entry(b"a", b"first", central_offset=5000))
    yield "name-not-utf8", "open", "damaged", build(Entry(b"\xff", b"first", flags=0x800))
    yield "extra-cut", "open", "damaged", build(Entry(b"a", b"first", central_extra=b"\1\0\x09\0"))
    yield "zip64-too-short", "open", "damaged", build(
        Entry(b"a", b"first", central_size=2**32 - 1, central_packed=2**32 - 1, central_extra=large(5)))
    yield "zip64-huge", "open", "damaged", build(
        Entry(b"a", b"first", central_packed=2**32 - 1, central_extra=large(2**64 - 1)))
    yield "same-data", "open", "overlap", build(Entry(b"a", b"first"), Entry(b"b", b"x", central_offset=0))
    yield "reaches-into-next", "open", "overlap", build(
        Entry(b"a", b"first", central_packed=30, central_size=30), Entry(b"b", b"x"))
    yield "reaches-into-directory", "open", "overlap", build(Entry(b"a", b"first", central_packed=6, central_size=6))
    yield "extra-reaches-into-next", "read", "overlap", build(
        Entry(b"a", b"first", local_extra=b"xy\4\0zzzz", central_packed=10, central_size=10, local_packed=10,
              local_size=10), Entry(b"b", b"x" * 40))
    yield "no-header", "read", "damaged", build(Entry(b"a", b"first")).replace(b"PK\3\4", b"PK\3\5")
    yield "other-name", "read", "headersDiffer", build(Entry(b"a", b"first", local_name=b"b"))
    yield "other-method", "read", "headersDiffer", build(Entry(b"a", b"first", local_method=8))
    yield "other-size", "read", "headersDiffer", build(Entry(b"a", b"first", local_size=6))
    yield "other-packed-size", "read", "headersDiffer", build(Entry(b"a", b"first", local_packed=4))
    yield "other-checksum", "read", "headersDiffer", build(Entry(b"a", b"first", local_crc=1))
    yield "other-flags", "read", "headersDiffer", build(Entry(b"a", b"first", local_flags=1))
    yield "later-size", "read", "headersDiffer", build(Entry(b"a", b"first", flags=8, local_size=6))
    yield "encrypted", "read", "encrypted", build(Entry(b"a", b"first", flags=1))
    yield "unknown-method", "read", "unsupportedMethod", build(Entry(b"a", b"first", 97))
    yield "wrong-checksum", "read", "wrongChecksum", build(Entry(b"a", b"first", local_crc=1, central_crc=1))
    yield "wrong-stored-size", "read", "corrupt", build(Entry(b"a", b"first", local_size=4, central_size=4))
    less = {"local_size": len(TEXT) - 1, "central_size": len(TEXT) - 1}
    yield "unpacks-to-more", "read", "corrupt", build(Entry(b"a", TEXT, 8, packed, **less))
    more = {"local_size": len(TEXT) + 1, "central_size": len(TEXT) + 1}
    yield "unpacks-to-less", "read", "corrupt", build(Entry(b"a", TEXT, 8, packed, **more))
    yield "packed-cut", "read", "corrupt", build(Entry(b"a", TEXT, 8, packed[:-5]))
    yield "packed-damaged", "read", "corrupt", build(Entry(b"a", TEXT, 8, b"\x07" + packed[1:]))
    huge = {"local_size": 2**32 - 2, "central_size": 2**32 - 2}
    yield "bomb", "read", "tooLarge", build(Entry(b"a", TEXT, 8, packed, **huge))
    yield "lzma-properties", "read", "corrupt", build(Entry(b"a", TEXT, 14, b"\x09\x04\xff\xff" + bytes(30)))


def contents(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {
            "comment": file.comment.decode("latin-1"),
            "entries": [
                {"name": info.filename, "method": info.compress_type, "size": info.file_size,
                 "packed": info.compress_size, "crc32": info.CRC, "offset": info.header_offset,
                 "time": list(info.date_time), "data_crc32": zlib.crc32(file.open(info).read())}
                for info in file.infolist()
            ],
        }


def main():
    files = {}
    for folder in ("valid", "invalid"):
        shutil.rmtree(HERE / folder, ignore_errors=True)
        (HERE / folder).mkdir()
    for name, data in valid_files():
        (HERE / "valid" / f"{name}.zip").write_bytes(data)
        files[f"valid/{name}.zip"] = contents(data)
    for name, found, error, data in invalid_files():
        (HERE / "invalid" / f"{name}.zip").write_bytes(data)
        files[f"invalid/{name}.zip"] = {"found": found, "error": error}
    (HERE / "MANIFEST.json").write_text(json.dumps({"files": files}, indent=1) + "\n")


main()
