"""Invalid files, made of valid ones: each with the name of the error that it must give and the path where it must give it.

A path of None means that the file can't be opened at all, `*` that several objects give the error. All other objects of the
file must still be readable. Checksums are made right again unless the checksum is what is wrong.
"""

import gzip
import struct

MASK = 0xFFFFFFFF
FAR = struct.pack("<Q", 1 << 50)


def rotated(value, count):
    return (value << count | value >> 32 - count) & MASK


def lookup3(data):
    """Bob Jenkins' hash, HDF5's checksum of metadata."""
    state = [(0xDEADBEEF + len(data)) & MASK] * 3
    position = 0
    while len(data) - position > 12:
        state = [(old + new) & MASK for old, new in zip(state, struct.unpack_from("<III", data, position))]
        a, b, c = state
        for count in (4, 6, 8, 16, 19, 4):  # the roles of the three turn round
            a = ((a - c) & MASK) ^ rotated(c, count)
            c = (c + b) & MASK
            a, b, c = b, c, a
        state = [a, b, c]
        position += 12
    a, b, c = ((old + new) & MASK for old, new in zip(state, struct.unpack("<III", data[position:].ljust(12, b"\0"))))
    for count in (14, 11, 25, 16, 4, 14, 24):
        c = ((c ^ b) - rotated(b, count)) & MASK
        a, b, c = b, c, a
    return b  # the seven steps have turned the three round


def sealed(data, start):
    """Where the checksum of the structure at `start` stands."""
    for end in range(start + 8, min(start + 2100, len(data) - 4)):
        if struct.unpack_from("<I", data, end)[0] == lookup3(data[start:end]):
            return end
    raise ValueError(f"no checksum after {start}")


def patched(data, start, offset, new):
    """A structure with other bytes, and the right checksum for them."""
    end, result = sealed(data, start), bytearray(data)
    result[start + offset:start + offset + len(new)] = new
    struct.pack_into("<I", result, end, lookup3(result[start:end]))
    return bytes(result)


def replaced(data, offset, new):
    return data[:offset] + new + data[offset + len(new):]


def found(data, signature, number=0):
    """Where a signature stands for the nth time."""
    position = -1
    for _ in range(number + 1):
        position = data.index(signature, position + 1)
    return position


def read(valid, name):
    path = valid / name
    if not path.exists():
        return gzip.decompress(path.with_name(path.name + ".gz").read_bytes())
    return path.read_bytes()


def superblocks(valid):
    old, new = read(valid, "native/links-earliest.h5"), read(valid, "native/times-latest.h5")
    yield "nothing", b"", "notHDF5", None
    yield "text", b"this is no HDF5 file\n" * 60, "notHDF5", None
    yield "signature", replaced(old, 1, b"XXX"), "notHDF5", None
    yield "superblock-cut", old[:20], "truncated", None
    yield "superblock-version", replaced(old, 8, b"\x09"), "unsupportedVersion", None
    yield "superblock-offset-size", replaced(old, 13, b"\x03"), "badStructure", None
    yield "superblock-length-size", replaced(old, 14, b"\x00"), "badStructure", None
    yield "superblock-root", replaced(old, 64, FAR), "truncated", None
    yield "superblock-end", replaced(old, 40, FAR), "truncated", None
    yield "superblock-base", replaced(old, 24, FAR), "badStructure", None
    yield "half", old[:len(old) // 2], "truncated", None
    yield "2-checksum", replaced(new, 44, b"\0\0\0\0"), "badChecksum", None
    yield "2-version", patched(new, 0, 8, b"\x07"), "unsupportedVersion", None
    yield "2-offset-size", patched(new, 0, 9, b"\x05"), "badStructure", None
    yield "2-root", patched(new, 0, 36, FAR), "truncated", None
    yield "2-root-itself", patched(new, 0, 36, bytes(8)), "badSignature", None
    yield "2-half", new[:len(new) // 2], "truncated", None


def old_groups(valid):
    data = read(valid, "native/times-earliest.h5")
    tree, heap, node = (found(data, name) for name in (b"TREE", b"HEAP", b"SNOD"))
    yield "tree-signature", replaced(data, tree, b"XREE"), "badSignature", "/"
    yield "tree-type", replaced(data, tree + 4, b"\x01"), "badStructure", "/"
    yield "tree-count", replaced(data, tree + 6, b"\xff\xff"), "badStructure", "/"
    yield "tree-of-itself", replaced(replaced(data, tree + 5, b"\x01"), tree + 32, struct.pack("<Q", tree)), "cyclic", "/"
    yield "tree-child", replaced(data, tree + 32, FAR), "truncated", "/"
    yield "heap-signature", replaced(data, heap, b"XEAP"), "badSignature", "/"
    yield "heap-version", replaced(data, heap + 4, b"\x05"), "unsupportedVersion", "/"
    yield "heap-size", replaced(data, heap + 8, FAR), "truncated", "/"
    yield "heap-address", replaced(data, heap + 24, FAR), "truncated", "/"
    yield "node-signature", replaced(data, node, b"XNOD"), "badSignature", "/"
    yield "node-version", replaced(data, node + 4, b"\x09"), "unsupportedVersion", "/"
    yield "node-count", replaced(data, node + 6, b"\xff\xff"), "badStructure", "/"
    yield "node-name", replaced(data, node + 8, FAR), "badStructure", "/"
    yield "node-object", replaced(data, node + 16, FAR), "truncated", "/D32BE"


def messages(valid):
    data = read(valid, "native/times-earliest.h5")
    kind = found(data, b"\x12\0\0\0\x04\0\0\0\x20\0")  # the datatype of the first dataset or of the attribute
    yield "datatype-class", replaced(data, kind, b"\x1e"), "badDatatype", "/D32LE"
    yield "datatype-version", replaced(data, kind, b"\x92"), "unsupportedVersion", "/D32LE"
    yield "datatype-size", replaced(data, kind + 4, bytes(4)), "badDatatype", "/D32LE"
    yield "datatype-precision", replaced(data, kind, b"\x10\0\0\0\x04\0\0\0\0\0\xff\xff"), "badDatatype", "/D32LE"
    space = found(data, b"\x01\x01\x01\0\0\0\0\0\x03\0\0\0\0\0\0\0")
    yield "dataspace-rank", replaced(data, space + 1, b"\x21"), "badDataspace", "/D32LE"
    yield "dataspace-version", replaced(data, space, b"\x07"), "unsupportedVersion", "/D32LE"
    yield "dataspace-large", replaced(data, space + 8, struct.pack("<QQ", 1 << 62, 1 << 62)), "tooLarge", "/D32LE"
    layout = found(data, b"\x03\x01", 0)
    while struct.unpack_from("<Q", data, layout + 10)[0] not in (12, 24):
        layout = data.index(b"\x03\x01", layout + 1)
    yield "layout-class", replaced(data, layout + 1, b"\x09"), "badStructure", "/D32LE"
    yield "layout-version", replaced(data, layout, b"\x09"), "unsupportedVersion", "/D32LE"
    yield "layout-address", replaced(data, layout + 2, FAR), "truncated", "/D32LE"
    headers = read(valid, "native/headers-earliest.h5")
    more = found(headers, b"\x10\0\x10\0\0\0\0\0")
    yield "continuation-of-itself", replaced(headers, more + 8, struct.pack("<QQ", more, 24)), "cyclic", "/g0"
    yield "continuation-far", replaced(headers, more + 8, FAR), "truncated", "/g0"
    yield "continuation-long", replaced(headers, more + 16, FAR), "truncated", "/g0"
    texts = read(valid, "h5py-3.16/sequences-earliest.h5")
    heap = found(texts, b"GCOL")
    yield "collection-signature", replaced(texts, heap, b"XCOL"), "badSignature", "*"
    yield "collection-size", replaced(texts, heap + 8, FAR), "truncated", "*"
    yield "collection-object-size", replaced(texts, heap + 24, FAR), "truncated", "*"
    yield "collection-object-number", replaced(texts, heap + 16, b"\x77"), "badStructure", "/ints"


# The object that each structure belongs to; None for the root, without which the file can't be opened.
OWNERS = {b"FA": "/fixed", b"EA": "/extensible", b"BT": "/tree", b"FR": "/dense", b"FH": "/dense", b"OC": None}

# Signature, what is patched: name, offset in the structure, bytes, error.
INDEXES = {
    b"FAHD": [("version", 4, b"\x09", "unsupportedVersion"), ("client", 5, b"\x09", "badStructure"), ("entry-size", 6, b"\0", "badStructure"),
              ("count", 8, FAR, "badStructure"), ("block", 16, FAR, "truncated")],
    b"EAHD": [("version", 4, b"\x09", "unsupportedVersion"), ("entry-size", 6, b"\0", "badStructure"), ("index-block", 60, FAR, "truncated")],
    b"EAIB": [("version", 4, b"\x09", "unsupportedVersion"), ("header", 6, FAR, "badStructure")],
    b"BTHD": [("version", 4, b"\x09", "unsupportedVersion"), ("type", 5, b"\x63", "badStructure"), ("node-size", 6, bytes(4), "badStructure"),
              ("record-size", 10, b"\xff\xff", "badStructure"), ("depth", 12, b"\xff\xff", "badStructure"), ("root", 16, FAR, "truncated"),
              ("count", 24, b"\xff\xff", "badStructure")],
    b"FRHP": [("version", 4, b"\x09", "unsupportedVersion")],
    b"OCHK": [],
    b"FADB": [("version", 4, b"\x09", "unsupportedVersion"), ("header", 6, FAR, "badStructure")],
    b"EADB": [("version", 4, b"\x09", "unsupportedVersion")],
    b"BTLF": [("version", 4, b"\x09", "unsupportedVersion"), ("type", 5, b"\x05", "badStructure")],
    b"FHDB": [],
}


def indexes(valid):
    data = read(valid, "native/indexes-latest.h5")
    for signature, patches in INDEXES.items():
        start, name, owner = found(data, signature), signature.decode(), OWNERS[signature[:2]]
        yield f"{name}-signature", replaced(data, start, b"X"), "badSignature", owner
        if signature != b"FHDB":  # whose checksum may be left out
            end = sealed(data, start)
            yield f"{name}-checksum", replaced(data, end, bytes(4)), "badChecksum", owner
        for what, offset, new, error in patches:
            yield f"{name}-{what}", patched(data, start, offset, new), error, owner
    header = found(data, b"OHDR", 1)
    yield "OHDR-signature", replaced(data, header, b"X"), "badSignature", "/fixed"
    yield "OHDR-checksum", replaced(data, sealed(data, header), bytes(4)), "badChecksum", "/fixed"
    yield "OHDR-version", patched(data, header, 4, b"\x09"), "unsupportedVersion", "/fixed"


def chunks(valid):
    data = read(valid, "native/indexes-earliest.h5")
    stream = found(data, b"\x78\x5e") if b"\x78\x5e" in data else found(data, b"x\x9c")
    yield "chunk-garbage", replaced(data, stream, bytes(6)), "badChecksum", "/fixed deflated"
    yield "chunk-checksum", replaced(data, stream + 20, bytes([data[stream + 20] ^ 1])), "badChecksum", "/fixed deflated"
    name = found(data, b"deflate\0")
    yield "filter-unknown", replaced(data, name - 8, struct.pack("<H", 30_000)), "unavailable", "/fixed deflated"
    yield "filter-values", replaced(data, name - 2, b"\xff\xff"), "truncated", "/fixed deflated"
    tree = found(data, b"TREE", 1)
    yield "chunk-tree-signature", replaced(data, tree, b"X"), "badSignature", "/fixed"
    yield "chunk-tree-count", replaced(data, tree + 6, b"\xff\xff"), "badStructure", "/fixed"
    yield "chunk-address", replaced(data, tree + 24 + 8 + 24, FAR), "truncated", "/fixed"
    yield "chunk-tree-of-itself", replaced(replaced(data, tree + 5, b"\x01"), tree + 24 + 8 + 24, struct.pack("<Q", tree)), "cyclic", "/fixed"


def files(valid):
    """Name, bytes, error, path of the object."""
    for group in (superblocks, old_groups, messages, indexes, chunks):
        for name, data, error, path in group(valid):
            yield f"{group.__name__}-{name}.h5", data, error, path
