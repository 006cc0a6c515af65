"""Files whose formats, archives or compressions are not what one reader takes them for."""

import base64
import bz2
import gzip
import io
import json
import lzma
import struct
import zlib

import h5py
import numpy
from archives import *
from pieces import *

HARMLESS = b"\x80\x04N."
HARMFUL = b"\x80\x04" + EVIL
END = b"\0" * 1024
LAMBDA = {"class_name": "Lambda", "config": {"name": "l"}, "module": "keras.layers"}


def alone(data, **options):
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16, **options}]
    return lzma.compress(data, lzma.FORMAT_ALONE, filters=filters)


def array_header(kind):
    text = b"{'descr': '%s', 'fortran_order': False, 'shape': (1,), }" % kind
    text = text.ljust(117) + b"\n"
    return b"\x93NUMPY\x01\0" + struct.pack("<H", len(text)) + text


def keras_model(*layers):
    return {"class_name": "Sequential", "config": {"name": "m", "layers": layers}, "module": "keras"}


def hdf5(block=b"", size=0, **attributes):
    """A file with a user block, and attributes of bytes."""
    output = io.BytesIO()
    with h5py.File(output, "w", userblock_size=size) as file:
        for key, value in attributes.items():
            file.attrs[key] = numpy.bytes_(value)
    data = bytearray(output.getvalue())
    data[: len(block)] = block
    return bytes(data)


def two_formats():
    archive, plain = zipped({"m.pkl": HARMFUL}), zipped({"a.txt": b"a"})
    packers = {"gzip": lambda data: gzip.compress(data, mtime=0), "bz2": bz2.compress, "zlib": zlib.compress,
               "lzma": alone, "xz": lzma.compress}
    for kind, pack in packers.items():
        yield f"{kind}-and-zip.zip", pack(HARMLESS) + archive
        yield f"{kind}-and-tar.pt", (
            header(pack(HARMLESS), 0, b"0") + header(b"storages", len(HARMFUL), b"0") + padded(HARMFUL) + END)
    yield "npy-and-zip.npy", array_header(b"|O") + HARMFUL + plain
    yield "tar-and-zip.zip", header(b"a", 0, b"0") + END + archive
    model = json.dumps(keras_model(LAMBDA)).encode()
    yield "hdf5-and-zip.h5", hdf5(model_config=model) + plain
    blocks = {"tar": header(b"a", 0, b"0") + END[:512], "gzip": gzip.compress(HARMLESS, mtime=0),
              "npy": array_header(b"|u1") + b"a", "pickle": HARMLESS}
    for kind, block in blocks.items():
        yield f"hdf5-behind-{kind}.h5", hdf5(block, 2048, model_config=model)
    for kind, start in (("import", b"cevilmod\nx\n0\0"), ("new", b"csubprocess\nPopen\n(\x81.")):
        yield f"hdf5-behind-broken-{kind}.h5", hdf5(b"(dp0\n0" + start, 512)
    # Brine refuses to append to a bytearray; Python goes on.
    yield "hdf5-behind-refused.h5", hdf5(b"\x96\x01\0\0\0\0\0\0\0a(K\x01e0" + EVIL, 512)


def compressions():
    half = b"\x80\x04N0"
    yield "lzma-properties.pkl.xz", alone(HARMFUL, lc=0, lp=0, pb=2)
    yield "lzma-properties.zip", zipped({"model.pkl.xz": alone(HARMFUL, lc=0, lp=0, pb=2)})
    yield "lzma-properties-and-zip.pkl.xz", alone(HARMFUL, lc=0, lp=0, pb=2) + zipped({"a.txt": b"a"})
    yield "lzma-then-xz.pkl.xz", alone(half) + lzma.compress(EVIL)
    first = lzma.compress(header(b"a", len(HARMLESS), b"0") + padded(HARMLESS))
    yield "xz-then-lzma.tar.xz", first + alone(header(b"b", len(HARMFUL), b"0") + padded(HARMFUL) + END)


def zips():
    yield "zip-folder.zip", zipped({"a/": HARMFUL})
    version = {"archive/version": b"3\n"}
    harmful, harmless = {"archive/data.pkl": HARMFUL, **version}, {"archive/data.pkl": HARMLESS, **version}
    entries, directory = zip_parts({**harmful, "archive/pad": b"x" * 99})
    start, size = len(entries), len(directory)
    others = {**harmless, "archive/pad": b"x"}
    more, second = zip_parts(others, start - len(zip_parts(others)[0]))
    yield "zip-shift.pt", entries + directory + more + second + zip_end(3, size, start)
    entries, directory = zip_parts(harmful)
    start, size = len(entries), len(directory)
    body = entries + directory + zip64_end(2, size, start)
    more, second = zip_parts(harmless, len(body))
    offset = len(body) + len(more)
    body += more + second
    last = body + zip64_end(2, len(second), offset)
    none = zip_end(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    yield "zip64-locator.pt", last + zip64_locator(start + size) + none
    yield "zip64-contradiction.pt", last + zip64_locator(len(body)) + zip_end(2, size, start)
    yield "zip64-bad-locator.pt", last + zip64_locator(3) + zip_end(2, size, start)
    # A comment of the entry that looks like a locator: Python goes on without the record that is not there.
    entries, directory = zip_parts({"data.pkl": HARMFUL})
    directory = directory[:32] + struct.pack("<H", 20) + directory[34:] + zip64_locator(3)
    yield "zip64-missing.zip", b"#!\n" + entries + directory + zip_end(1, len(directory), len(entries))


def tars():
    member = header(b"storages", len(HARMFUL), b"0") + padded(HARMFUL)
    for kind, letter in (("folder", b"5"), ("link", b"2"), ("hard-link", b"1"), ("pipe", b"6")):
        yield f"tar-{kind}-size.pt", header(b"d", len(member), letter) + member + END
    yield "tar-dump-folder.pt", header(b"storages", len(HARMFUL), b"D") + padded(HARMFUL) + END
    cover = padded(HARMLESS) + member + END
    for kind, size in (("underscore", b"1_000"), ("sign", b"+1000"), ("zero", b"1000\0000")):
        yield f"tar-size-{kind}.pt", header(b"z", size, b"0") + cover.ljust(4096, b"\0") + END
    for kind, size in (("underscore", b"5_12"), ("space", b" 512")):
        yield f"tar-pax-size-{kind}.pt", pax((b"size", size)) + header(b"z", len(cover), b"0") + cover + END
    name = header(b"././@LongLink", 512, b"L") + padded(b"name").ljust(512, b"\0")
    yield "tar-pax-and-long-name.pt", pax((b"size", b"0")) + name + header(b"z", len(member), b"0") + member + END
    body = b"\x80\x04\x8c0" + EVIL.ljust(48, b".") + b"N0N."
    holes = b"0,3,4,%d" % (len(body) - 3)
    fields = (b"GNU.sparse.map", holes), (b"GNU.sparse.size", b"%d" % (len(body) + 1)), (b"GNU.sparse.major", b"9")
    yield "tar-global-sparse.pt", (
        pax(*fields, kind=b"g") + pax((b"comment", b"a")) + header(b"storages", len(body), b"0") + padded(body) + END)
    yield "tar-behind-end.tar", header(b"a", 0, b"0") + END + member + END


def models():
    text = json.dumps(keras_model(LAMBDA))
    forms = {"utf16": text.encode("utf-16"), "nan": (text[:-1] + ', "z": NaN}').encode(),
             "spaces": b" " * 100 + text.encode(), "surrogate": text[:-1].encode() + b', "z": "\xed\xa0\x80"}'}
    for kind, data in forms.items():
        yield f"keras-{kind}.keras", zipped({"config.json": data})
    module = base64.b64encode(zipped({"archive/data.pkl": HARMFUL, "archive/version": b"3\n"})).decode()
    layer = {"class_name": "TorchModuleWrapper", "config": {"module": module}, "module": "keras.layers"}
    yield "keras-torch-module.keras", zipped({"config.json": json.dumps(keras_model(layer)).encode()})
    layer.pop("module")
    yield "keras-torch-module.h5", hdf5(model_config=json.dumps(keras_model(layer)).encode())


def tables():
    """PyTables takes attributes that end in a dot, and rows of objects, for pickles."""
    yield "pytables-attribute.h5", hdf5(evil=b"N0" + EVIL)
    output = io.BytesIO()
    with h5py.File(output, "w") as file:
        rows = file.create_dataset("rows", (2,), dtype=h5py.vlen_dtype("u1"))
        rows[0], rows[1] = numpy.frombuffer(b"K\x01.", "u1"), numpy.frombuffer(b"N0" + EVIL, "u1")
    yield "pytables-row.h5", output.getvalue()


CASES = two_formats, compressions, zips, tars, models, tables
