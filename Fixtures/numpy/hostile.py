"""Files that lie, each with the error that it must give: the name of the error's type and its code."""

import io
import struct
import zipfile

import numpy as np

import samples

LINE = "{'descr': %s, 'fortran_order': %s, 'shape': %s, }"


def raw(text, data=b"", version=(1, 0), length=None):
    """A file with this header, whatever it says."""
    text = text.encode("latin-1") if isinstance(text, str) else text
    size = len(text) if length is None else length
    return b"\x93NUMPY" + bytes(version) + struct.pack("<H" if version[0] == 1 else "<I", size) + text + data


def header(descr="'<f8'", shape="(1,)", fortran="False", data=bytes(8)):
    return raw(LINE % (descr, fortran, shape) + "\n", data)


def nested_lists(depth):
    return "[" * depth + "]" * depth


def nested_fields(depth):
    return "[('a', " * depth + "'<f8'" + ")]" * depth


def bad_headers():
    good = LINE % ("'<f8'", "False", "(1,)")
    yield "no-magic", b"NUMPY" + bytes(100), "notNPY"
    yield "nothing", b"", "notNPY"
    yield "magic-only", b"\x93NUMPY", "truncated"
    yield "no-length", b"\x93NUMPY\x01\0\x10", "truncated"
    yield "version-0", raw(good, bytes(8), (0, 0)), "unsupportedVersion"
    yield "version-4", raw(good, bytes(8), (4, 0)), "unsupportedVersion"
    yield "version-1-1", raw(good, bytes(8), (1, 1)), "unsupportedVersion"
    yield "length-beyond", raw(good, bytes(8), length=60_000), "truncated"
    yield "length-huge", raw(good, bytes(8), (2, 0), 0xFFFF_FFFF), "badHeader"
    yield "length-zero", raw(good, bytes(8), length=0), "badHeader"
    yield "length-short", raw(good, bytes(8), length=30), "badHeader"
    yield "not-utf8", raw(LINE.encode() % (b"[('\xff', '<f8')]", b"False", b"(1,)"), bytes(8), (3, 0)), "badHeader"
    yield "no-dict", raw("[1, 2]", bytes(8)), "badHeader"
    yield "two-values", raw(good + "{}", bytes(8)), "badHeader"
    yield "key-missing", raw("{'descr': '<f8', 'shape': (1,)}", bytes(8)), "badHeader"
    yield "key-twice", raw("{'descr': '<f8', 'descr': '<f8', 'shape': (1,)}", bytes(8)), "badHeader"
    yield "key-more", raw(good[:-1] + "'x': 1}", bytes(8)), "badHeader"
    yield "no-colon", raw(good.replace(":", ",", 1), bytes(8)), "badHeader"
    yield "no-quote", raw(good.replace("<f8'", "<f8"), bytes(8)), "badHeader"
    yield "call", header("__import__('os').system('true')"), "badHeader"
    yield "expression", header(shape="(1 + 1,)"), "badHeader"
    yield "set", header("{'<f8'}"), "badHeader"
    yield "bad-escape", header(r"'\xZZ'"), "badHeader"
    yield "surrogate", header(r"'\ud800'"), "badHeader"
    yield "deep-lists", header(nested_lists(1000)), "badHeader"
    yield "deep-fields", header(nested_fields(1000)), "badHeader"
    yield "deep-brackets", raw("(" * 60_000, bytes(8)), "badHeader"
    yield "order-int", header(fortran="1"), "badHeader"
    yield "shape-list", header(shape="[1]"), "badHeader"
    yield "shape-huge-int", header(shape="(99999999999999999999,)"), "badHeader"


def bad_shapes():
    yield "shape-bool", header(shape="(True,)"), "badShape"
    yield "shape-text", header(shape="('1',)"), "badShape"
    yield "shape-negative", header(shape="(-1,)"), "badShape"
    yield "shape-two-negative", header(shape="(-1, -1)"), "badShape"
    yield "shape-overflow", header(shape=f"({2 ** 62}, 4)"), "badShape"
    yield "size-overflow", header(shape=f"({2 ** 61},)"), "badShape"
    yield "hidden-overflow", header(shape=f"(0, {2 ** 40}, {2 ** 40})"), "badShape"
    yield "shape-axes", header(shape="(" + "1, " * 65 + ")"), "badShape"
    yield "shape-larger", header(shape="(1000000,)"), "truncated"
    yield "data-short", header(shape="(2,)", data=bytes(15)), "truncated"
    yield "empty-elements", header("'|V0'", f"({2 ** 60},)"), "badShape"
    yield "no-fields-many", header("[]", f"({2 ** 40},)"), "badShape"
    yield "subarray-axes", header("('<f8', (" + "1, " * 10 + "))", "(" + "1, " * 60 + ")"), "badShape"
    yield "subarray-empty-many", header("('|V0', (60000,))", "(60000,)"), "badShape"


def bad_types():
    for name, descr in {
        "unknown": "'<f7'", "nothing": "''", "number": "8", "none": "None", "tuple-1": "('<f8',)", "name": "'brine'",
        "long-text": "'" + "f" * 5000 + "'", "void-huge": "'|V99999999999'", "void-overflow": "'|V99999999999999999999'",
        "text-huge": "'<U1073741824'", "unit": "'<M8[brine]'", "unit-zero": "'<M8[0s]'", "unit-huge": "'<M8[99999999999s]'",
        "field-twice": "[('a', '<f8'), ('a', '<i4')]", "title-twice": "[(('a', 'b'), '<f8'), ('a', '<i4')]",
        "field-no-type": "[('a',)]", "field-four": "[('a', '<f8', (1,), 2)]", "field-name": "[(1, '<f8')]",
        "field-text": "['abc']", "fields-huge": "[('a', '|V2000000000'), ('b', '|V2000000000')]",
        "subarray-negative": "('<f8', (-1,))", "subarray-overflow": f"('<f8', ({2 ** 62}, {2 ** 62}))",
        "subarray-large": "('<f8', (1000000000,))", "subarray-axes": "('<f8', (" + "1, " * 65 + "))",
        "subarray-text": "('<f8', 'x')", "subarray-empty": f"('|V0', ({2 ** 40},))",
        "empty-field": f"[('a', '|V0', ({2 ** 30},))]",
    }.items():
        yield f"type-{name}", header(descr), "badDType"


def bad_objects():
    good = samples.npy(np.array([1, "two", None], object))
    start = good.index(b"\n") + 1
    head, body = good[:start], good[start:]
    yield "objects-cut", good[:-10], "PickleError.truncated"
    yield "objects-none", head, "PickleError.ranOutOfInput"
    yield "objects-int", head + b"K\x01.", "badObjects"
    yield "objects-other-shape", head.replace(b"(3,)", b"(4,)") + body, "badObjects"
    yield "objects-shape-huge", head.replace(b"(3,), ", b"(%d,)" % 2 ** 40)[:start] + body, "badObjects"
    plain = samples.npy(np.arange(3))
    yield "objects-other-type", plain[:start].replace(b"<i8", b"|O ") + body, "badDType"
    yield "objects-in-fields", header("[('a', '|O')]", "(1,)", data=body), "badObjects"
    # An array whose list is shorter than its shape says.
    yield "objects-list-short", head + body.replace(b"K\x03\x85", b"K\x04\x85"), "badObjects"


def zip_file(members, method=zipfile.ZIP_STORED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, method)
    return file.getvalue()


def bad_archives():
    good = samples.npy(np.arange(100.0))
    yield "entry-no-array", zip_file([("x.npy", b"no array")]), "notNPY"
    yield "entry-cut", zip_file([("x.npy", good[:-1])]), "truncated"
    yield "entry-shape", zip_file([("x.npy", header(shape="(-1,)"))]), "badShape"
    packed = zip_file([("x.npy", good)], zipfile.ZIP_DEFLATED)
    central = packed.index(b"PK\x01\x02")
    def lie(data, at, value):
        return data[:at] + struct.pack("<I", value) + data[at + 4:]
    yield "size-lies", lie(lie(packed, 22, 10_000), central + 24, 10_000), "ZipError.corrupt"
    yield "size-lies-short", lie(lie(packed, 22, 10), central + 24, 10), "ZipError.corrupt"
    yield "central-lies", lie(packed, central + 24, 10_000), "ZipError.headersDiffer"
    yield "checksum-lies", lie(lie(packed, 14, 1), central + 16, 1), "ZipError.wrongChecksum"
    yield "cut", packed[:-30], "ZipError.notAnArchive"
    twice = zip_file([("x.npy", good), ("y.npy", good)])
    second = twice.index(b"PK\x01\x02", twice.index(b"PK\x01\x02") + 4)
    yield "overlap", lie(twice, second + 42, 0), "ZipError.overlap"
    yield "size-huge", lie(lie(packed, 22, 0xFFFF_FFF0), central + 24, 0xFFFF_FFF0), "ZipError.tooLarge"


def files():
    """Yields name, bytes and the error."""
    for group in (bad_headers, bad_shapes, bad_types, bad_objects):
        for name, data, error in group():
            yield f"{name}.npy", data, error if "." in error else "NumPyError." + error
    for name, data, error in bad_archives():
        yield f"{name}.npz", data, error if "." in error else "NumPyError." + error
