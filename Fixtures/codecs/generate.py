"""Writes the fixtures beside this file: `valid/`, `invalid/` and `MANIFEST.json`.

Run it with Python 3.11 and the package `lz4`. The output is the same in every run. A valid file's entry has the codec,
the size and the CRC-32 of what is inside, and how many streams there are; an invalid one's has the error it must give.
"""

import bz2
import gzip
import json
import lzma
import shutil
import zlib
from pathlib import Path

import lz4.frame

HERE = Path(__file__).resolve().parent
TEXT = b"".join(b"%d bottles of brine on the wall. " % number for number in range(99, 0, -1))
SHORT = b"brine" * 20
# More than a block of bzip2 at level 1 and than a block of LZ4, and far smaller when it is packed.
LONG = bytes(number * number >> 8 & 0xFF for number in range(3000)) * 100


def deflate(data, level, window):
    packer = zlib.compressobj(level, zlib.DEFLATED, window)
    return packer.compress(data) + packer.flush()


def lz4_file(data, level):
    """What LZ4FrameFile, and so joblib, writes."""
    with lz4.frame.LZ4FrameCompressor(compression_level=level) as packer:
        return packer.begin() + packer.compress(data) + packer.flush()


PACKERS = {
    "gzip": lambda data, level: gzip.compress(data, level, mtime=0),
    "zlib": zlib.compress,
    "deflate": lambda data, level: deflate(data, level, -15),
    "bz2": bz2.compress,
    "xz": lambda data, level: lzma.compress(data, preset=level),
    "lzma": lambda data, level: lzma.compress(data, lzma.FORMAT_ALONE, preset=level),
    "lz4": lz4_file,
}


def valid_files():
    """Yields name, codec, content, number of streams and bytes of each valid file."""
    for codec, pack in PACKERS.items():
        for level in (1, 3, 9):
            yield f"text-{level}.{codec}", codec, TEXT, 1, pack(TEXT, level)
        yield f"short.{codec}", codec, SHORT, 1, pack(SHORT, 6)
        yield f"empty.{codec}", codec, b"", 1, pack(b"", 6)
        yield f"long.{codec}", codec, LONG, 1, pack(LONG, 1)
        if codec in ("gzip", "bz2", "xz", "lz4"):
            parts = [pack(SHORT, 6), pack(b"", 6), pack(TEXT, 6)]
            yield f"three-streams.{codec}", codec, SHORT + TEXT, 3, b"".join(parts)
        yield f"bytes-after.{codec}", codec, SHORT, 1, pack(SHORT, 6) + b"no stream"
    yield "named.gzip", "gzip", SHORT, 1, b"\x1f\x8b\x08\x18" + bytes(6) + b"name\0note\0" + gzip.compress(SHORT, mtime=0)[10:]
    yield "padded.xz", "xz", SHORT * 2, 2, lzma.compress(SHORT) + bytes(8) + lzma.compress(SHORT)
    for check in ("NONE", "CRC32", "SHA256"):
        packed = lzma.compress(SHORT, check=getattr(lzma, f"CHECK_{check}"))
        yield f"check-{check.lower()}.xz", "xz", SHORT, 1, packed
    delta = [{"id": lzma.FILTER_DELTA, "dist": 4}, {"id": lzma.FILTER_LZMA2, "preset": 3}]
    yield "delta.xz", "xz", LONG, 1, lzma.compress(LONG, filters=delta)
    # With the size in its header and no mark at its end, as the tools of LZMA itself write it.
    alone = lzma.compress(SHORT, lzma.FORMAT_ALONE, preset=6)
    yield "sized.lzma", "lzma", SHORT, 1, alone[:5] + len(SHORT).to_bytes(8, "little") + alone[13:]
    skipped = b"\x5a\x2a\x4d\x18\x03\0\0\0abc"
    yield "skippable.lz4", "lz4", SHORT, 1, lz4_file(SHORT, 0) + skipped
    for name, options in {
        "checksums": {"content_checksum": True, "block_checksum": True},
        "independent": {"block_linked": False, "block_size": lz4.frame.BLOCKSIZE_MAX256KB},
        "size-stored": {"store_size": True},
    }.items():
        yield f"{name}.lz4", "lz4", LONG, 1, lz4.frame.compress(LONG, **options)


def changed(data, index, byte=None):
    data = bytearray(data)
    data[index] = data[index] ^ 0xFF if byte is None else byte
    return bytes(data)


def invalid_files():
    """Yields name, codec, error and bytes of each invalid file."""
    for codec, pack in PACKERS.items():
        packed = pack(TEXT, 6)
        yield f"half.{codec}", codec, "truncated", packed[: len(packed) // 2]
        yield f"nothing.{codec}", codec, "truncated", b""
    for codec in ("gzip", "zlib", "bz2", "xz"):
        # The last byte belongs to a checksum, a length, or the magic number at the end; bzip2 ends within a byte.
        packed = PACKERS[codec](TEXT, 6)
        yield f"wrong-end.{codec}", codec, "corrupt", changed(packed, -2)
    yield "reserved-block.deflate", "deflate", "corrupt", b"\x07\0\0"
    yield "dictionary.zlib", "zlib", "corrupt", b"\x78\xbb" + bytes(8)
    yield "method.gzip", "gzip", "corrupt", b"\x1f\x8b\x07" + bytes(20)
    yield "level.bz2", "bz2", "corrupt", changed(bz2.compress(TEXT), 3, ord("0"))
    yield "header.xz", "xz", "corrupt", changed(lzma.compress(TEXT), 7)
    yield "properties.lzma", "lzma", "corrupt", changed(lzma.compress(TEXT, lzma.FORMAT_ALONE), 0, 0xFF)
    # It asks for 4 GiB to unpack twenty bytes.
    yield "dictionary.lzma", "lzma", "tooLarge", b"\x5d\xff\xff\xff\xff" + b"\xff" * 8 + bytes(20)
    yield "header.lz4", "lz4", "corrupt", changed(lz4_file(TEXT, 0), 6)
    with_sum = lz4.frame.compress(TEXT, content_checksum=True)
    yield "checksum.lz4", "lz4", "corrupt", changed(with_sum, -1)


def main():
    files = {}
    for folder in ("valid", "invalid"):
        shutil.rmtree(HERE / folder, ignore_errors=True)
        (HERE / folder).mkdir()
    for name, codec, content, streams, data in valid_files():
        (HERE / "valid" / name).write_bytes(data)
        files[f"valid/{name}"] = {"codec": codec, "size": len(content), "crc32": zlib.crc32(content), "streams": streams}
    for name, codec, error, data in invalid_files():
        (HERE / "invalid" / name).write_bytes(data)
        files[f"invalid/{name}"] = {"codec": codec, "error": error}
    (HERE / "MANIFEST.json").write_text(json.dumps({"files": files}, indent=1) + "\n")


main()
