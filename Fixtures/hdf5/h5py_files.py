"""HDF5 files by h5py: `h5py_files.py FOLDER`. Each is made with the oldest structures and with the latest: `NAME-earliest.h5`,
`NAME-latest.h5`.
"""

import os
import sys
from pathlib import Path

import h5py
import numpy as np
from h5py import h5d, h5p, h5s, h5t

RNG = np.random.default_rng(5)


def bits(dtype, count):
    """Any bit patterns, NaNs with payloads among them."""
    return np.frombuffer(np.random.default_rng(count).bytes(np.dtype(dtype).itemsize * count), dtype)


def low_level(group, name, tid, data, shape=None):
    """A dataset of a type that NumPy does not have, with these bytes as its elements."""
    size = tid.get_size()
    shape = shape or (len(data) // size,)
    dataset = h5d.create(group.id, name.encode(), tid, h5s.create_simple(shape))
    dataset.write(h5s.ALL, h5s.ALL, np.frombuffer(data, f"V{size}").reshape(shape), mtype=tid)


def numbers(file):
    for order in "<>":
        for code in ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"):
            dtype = np.dtype(order + code)
            file[f"{'le' if order == '<' else 'be'} {code}"] = bits(dtype, 12).reshape(3, 4)
    file["longdouble"] = np.arange(6, dtype=np.longdouble) / 3
    file["bool"] = np.array([[True, False], [False, True]])
    file["scalar"] = np.float32(1.5)
    file["empty"] = np.zeros((0, 3), "i4")
    file["rank 32"] = np.arange(4, dtype="u1").reshape((1,) * 30 + (2, 2))
    file["null"] = h5py.Empty("f4")
    file["null text"] = h5py.Empty(h5py.string_dtype())
    file["special floats"] = np.array([np.nan, -np.nan, np.inf, -np.inf, 0.0, -0.0, 5e-324, 1.7976931348623157e308])


def odd_numbers(file):
    group = file.create_group("odd")
    for name, precision, offset in (("p12 o0", 12, 0), ("p12 o3", 12, 3), ("p1 o15", 1, 15)):
        for sign in (h5t.SGN_2, h5t.SGN_NONE):
            for order in (h5t.ORDER_LE, h5t.ORDER_BE):
                tid = h5t.STD_I16LE.copy()
                tid.set_order(order)
                tid.set_sign(sign)
                tid.set_precision(precision)
                tid.set_offset(offset)
                low_level(group, f"int {name} sign {sign} order {order}", tid, bits("<u2", 20).tobytes())
    brain = h5t.IEEE_F32LE.copy()
    brain.set_fields(15, 7, 8, 0, 7)
    brain.set_precision(16)
    brain.set_size(2)
    low_level(group, "bfloat16", brain, bits("<u2", 40).tobytes())
    for bias, exponent, mantissa in ((7, 4, 3), (15, 5, 2)):
        tid = h5t.IEEE_F32LE.copy()
        tid.set_fields(7, mantissa, exponent, 0, mantissa)
        tid.set_precision(8)
        tid.set_ebias(bias)
        tid.set_size(1)
        low_level(group, f"float8 e{exponent}m{mantissa}", tid, bytes(range(256)))
    low_level(group, "float128", h5t.IEEE_F128LE, bits("u1", 64).tobytes())
    for name in ("STD_B8LE", "STD_B16BE", "STD_B32LE", "STD_B64BE"):
        tid = getattr(h5t, name)
        low_level(group, name, tid, bits("u1", 5 * tid.get_size()).tobytes())
    for name in ("UNIX_D32LE", "UNIX_D64BE"):
        tid = getattr(h5t, name)
        low_level(group, name, tid, bits("u1", 3 * tid.get_size()).tobytes())
    opaque = h5t.create(h5t.OPAQUE, 5)
    opaque.set_tag("pickled sørt".encode())
    low_level(group, "opaque", opaque, bytes(range(15)))


def texts(file):
    words = ["", "a", "Größe", "日本語", "naïve 🦜", "x" * 300]
    file["vlen utf-8"] = np.array(words, dtype=h5py.string_dtype())
    file.create_dataset("vlen ascii", data=np.array([b"one", b"", b"three"], dtype=object), dtype=h5py.string_dtype("ascii"))
    file["fixed"] = np.array([b"", b"a", b"ab", b"abcdef"], "S6").reshape(2, 2)
    file.create_dataset("fixed utf-8", (2,), dtype=h5py.string_dtype("utf-8", 8))[...] = ["ß", "日"]
    file["fixed latin-1"] = np.array([b"caf\xe9", b"\xff\xfe"], "S4")
    file["scalar"] = "one text"
    file["scalar bytes"] = np.bytes_(b"fixed text")
    file.create_dataset("unset", (3,), dtype=h5py.string_dtype())
    file["no rows"] = np.zeros((0, 2), dtype=h5py.string_dtype())
    for name, pad in (("terminated", h5t.STR_NULLTERM), ("padded", h5t.STR_NULLPAD), ("spaces", h5t.STR_SPACEPAD)):
        tid = h5t.C_S1.copy()
        tid.set_size(6)
        tid.set_strpad(pad)
        low_level(file, f"S6 {name}", tid, b"ab\0cd ab    abcdef      \0\0\0\0\0\0a\0b\0\0\0  a  b")
    many = file.create_dataset("many", (200, 3), chunks=(64, 2), compression="gzip", dtype=h5py.string_dtype())
    many[...] = np.array([f"row {n} " + "y" * (n % 37) for n in range(600)], dtype=object).reshape(200, 3)


def composed(file):
    inner = np.dtype([("re", "<f4"), ("im", ">f8")])
    row = np.dtype([("id", "<i4"), ("flag", "?"), ("name", "S5"), ("inner", inner), ("m", ">i2", (2, 3))])
    rows = np.zeros(7, row)
    rows["id"], rows["name"], rows["m"] = np.arange(7), [b"n%d" % n for n in range(7)], np.arange(42).reshape(7, 2, 3)
    file["rows"] = rows
    plain = np.dtype([("a", "u1"), ("b", ">f8"), ("c", "<i2", (3,)), ("d", [("x", "<f4"), ("y", "<f4")], (2,))], align=True)
    file["aligned"] = np.frombuffer(RNG.bytes(plain.itemsize * 5), plain)
    file["packed"] = np.frombuffer(RNG.bytes(27 * 4), np.dtype({"names": ["u", "v"], "formats": ["<u2", "<f8"], "offsets": [3, 9], "itemsize": 27}))
    file["complex in a row"] = np.array([(1, 2 + 3j), (4, 5 - 6j)], [("n", "i1"), ("z", "<c16")])
    arrays = np.dtype(("<i4", (2, 3)))
    file.create_dataset("arrays", (4,), dtype=arrays)[...] = np.arange(24).reshape(4, 2, 3)
    colors = h5py.enum_dtype({"RED": 0, "GREEN": -3, "größer": 100}, basetype="i2")
    file.create_dataset("enum", data=np.array([[0, 100], [-3, 7]], "i2"), dtype=colors)
    file.create_dataset("enum in rows", (3,), dtype=np.dtype([("c", colors), ("n", "<u8")]))[...] = np.array(
        [(0, 1), (-3, 2), (100, 2**64 - 1)], [("c", "i2"), ("n", "u8")])
    file["dates"] = np.array([0, 1, -5, 2**40], "M8[ms]").astype(h5py.opaque_dtype("M8[ms]"))
    file["spans"] = np.array([0, -1], "m8[D]").astype(h5py.opaque_dtype("m8[D]"))
    file["void"] = np.array([b"\0\1\2", b"abc"], "V3")
    half = h5t.create(h5t.COMPOUND, 4)
    half.insert(b"r", 0, h5t.IEEE_F16LE)
    half.insert(b"i", 2, h5t.IEEE_F16LE)
    low_level(file, "half complex", half, bits("u1", 40).tobytes())
    swapped = h5t.create(h5t.COMPOUND, 12)
    swapped.insert(b"second", 8, h5t.STD_I32LE)
    swapped.insert(b"first", 0, h5t.IEEE_F64BE)
    low_level(file, "members out of order", swapped, bits("u1", 36).tobytes())


def sequences(file):
    ints = file.create_dataset("ints", (5,), dtype=h5py.vlen_dtype("<i4"))
    for n in range(4):
        ints[n] = np.arange(n * 2) * 1000
    floats = file.create_dataset("floats", (2, 2), dtype=h5py.vlen_dtype(">f8"), chunks=(1, 2), compression="gzip")
    floats[0, 1] = [np.nan, 1.5]
    floats[1, 0] = np.arange(2000) / 7  # more than a heap's collection
    row = np.dtype([("n", "<i4"), ("words", h5py.string_dtype()), ("v", h5py.vlen_dtype("u1"))])
    rows = file.create_dataset("rows", (3,), dtype=row)
    rows[0] = (1, "eins", np.array([1, 2], "u1"))
    rows[1] = (2, "zwei", np.array([], "u1"))
    pair = file.create_dataset("rows in sequences", (2,), dtype=h5py.vlen_dtype(np.dtype([("a", "<i2"), ("b", "<f4")])))
    pair[0] = np.array([(1, 2.5), (3, 4.5)], [("a", "<i2"), ("b", "<f4")])
    nested = h5t.vlen_create(h5t.vlen_create(h5t.STD_I16LE))
    h5d.create(file.id, b"nested, unset", nested, h5s.create_simple((2,)))
    bools = file.create_dataset("bools", (2,), dtype=h5py.vlen_dtype(bool))
    bools[1] = [True, False, True]


def references(file):
    data = file.create_dataset("g/data", data=np.arange(60).reshape(6, 10))
    file["g/other"] = file["g/data"]
    file["g"].attrs["to data"] = data.ref
    refs = file.create_dataset("objects", (4,), dtype=h5py.ref_dtype)
    refs[0], refs[1], refs[2] = data.ref, file["g"].ref, file.ref
    regions = file.create_dataset("regions", (6,), dtype=h5py.regionref_dtype)
    regions[0] = data.regionref[1:4, 2:9]
    regions[1] = data.regionref[::2, ::3]
    regions[2] = data.regionref[[0, 2, 5], 1:3]
    regions[3] = data.regionref[...]
    space = data.id.get_space()
    space.select_elements(np.array([[0, 0], [5, 9], [2, 3]]))
    regions.id.write(h5s.create_simple((1,)), select(regions, 4), np.array([h5py.h5r.create(data.id, b".", h5py.h5r.DATASET_REGION, space)],
                                                                           dtype=h5py.regionref_dtype))
    row = np.dtype([("to", h5py.ref_dtype), ("part", h5py.regionref_dtype), ("n", "<i8")])
    rows = file.create_dataset("rows", (2,), dtype=row)
    rows[0] = (data.ref, data.regionref[2], 7)
    gone = file.create_dataset("gone", data=1)
    refs[3] = gone.ref
    del file["gone"]
    scales(file)


def select(dataset, index):
    space = dataset.id.get_space()
    space.select_hyperslab((index,), (1,))
    return space


def scales(file):
    grid = file.create_dataset("grid", data=np.zeros((3, 4), "f4"))
    for n, name in enumerate(("y", "x")):
        file[name] = np.arange((3, 4)[n], dtype="f8")
        file[name].make_scale(f"the {name} axis")
        grid.dims[n].attach_scale(file[name])
        grid.dims[n].label = name


def groups(file):
    names = ["b", "a", "ä", "Z", "$data", "with space", "日本", "10", "9"]
    for name in names:
        file.create_group(name).attrs["name"] = name
    h5py.h5g.create(file.id, b"latin \xe9")
    file["a"]["down"] = h5py.SoftLink("/b/nowhere")
    file["soft"] = h5py.SoftLink("a")
    file["relative"] = h5py.SoftLink("../ä")
    file["outside"] = h5py.ExternalLink("other.h5", "/x/y")
    file["a"]["root"] = file["/"]
    file["b"]["again"] = file["a"]
    ordered = file.create_group("ordered", track_order=True)
    for n in (5, 3, 9, 1):
        ordered[f"n{n}"] = n
        ordered.attrs[f"a{n}"] = n
    many = file.create_group("many")
    for n in range(400):
        many[f"g{n * 7919 % 1000:04}"] = file["a"]
    deep = file
    for n in range(30):
        deep = deep.create_group(f"level {n}")
    file["type"] = np.dtype([("a", "<f4"), ("b", "S3")])
    file["type"].attrs["unit"] = "m"
    file["uses it"] = np.zeros(3, file["type"].dtype)
    file.create_dataset("uses it too", (2,), dtype=file["type"])
    half = file.create_group("half emptied")
    for n in range(40):
        half[f"x{n}"] = n
    for n in range(0, 40, 2):
        del half[f"x{n}"]
    h5py.h5o.set_comment(file["b"].id, "a comment on b, Größe".encode())


def attributes(file):
    node = file.create_group("all kinds")
    put = node.attrs
    for code in ("i1", ">i2", "u4", ">u8", "f2", ">f4", "f8", "c8", "?"):
        put[f"scalar {code}"] = np.array(1, code)[()]
        put[f"array {code}"] = np.ones((2, 3), code)
    put["text"], put["texts"] = "Größe", ["a", "", "日本"]
    put["bytes"], put["fixed"] = np.bytes_(b"abc"), np.array([b"ab", b"c"], "S3")
    put["empty"], put["empty text"] = h5py.Empty("f8"), h5py.Empty("S1")
    put["no elements"] = np.zeros((0, 2))
    put["reference"], put["region"] = file.ref, file.create_dataset("d", data=np.arange(9)).regionref[2:5]
    put["row"] = np.array((1, 2.5, b"x"), [("a", "i4"), ("b", "f8"), ("c", "S1")])
    put.create("enum", 1, dtype=h5py.enum_dtype({"NO": 0, "YES": 1}, basetype="u1"))
    put.create("sequence", np.array([np.arange(3), np.arange(2)], dtype=object), dtype=h5py.vlen_dtype("i4"))
    put["$dollar"], put["ä"] = 1, 2
    many = file.create_group("many")
    for n in range(60):
        many.attrs[f"attribute {n}"] = n
    ordered = file.create_dataset("ordered", data=1, track_order=True)
    for n in (4, 2, 8, 1, 9, 0, 3, 5, 7, 6, 11, 10):
        ordered.attrs[f"a{n}"] = f"number {n}"
    removed = file.create_group("some removed")
    for n in range(20):
        removed.attrs[f"attribute {n}"] = np.arange(n)
    for n in range(0, 20, 3):
        del removed.attrs[f"attribute {n}"]
    long = file.create_group("long")
    long.attrs["a model"] = '{"class_name": "Sequential", "config": [' + ", ".join(str(n) for n in range(2000)) + "]}"
    long.attrs["32 KB"] = np.arange(4096, dtype="i8")


def layouts(file):
    data = np.arange(61 * 33, dtype="<i2").reshape(61, 33)
    many = 2 if file.libver[0] != "earliest" else 16  # the old tree takes much room for a chunk
    file["contiguous"] = data
    compact = h5p.create(h5p.DATASET_CREATE)
    compact.set_layout(h5d.COMPACT)
    h5d.create(file.id, b"compact", h5t.STD_I32BE, h5s.create_simple((3, 5)), compact).write(
        h5s.ALL, h5s.ALL, np.arange(15, dtype="i4").reshape(3, 5))
    file.create_dataset("one chunk", data=data, chunks=data.shape)
    file.create_dataset("one chunk deflated", data=data, chunks=data.shape, compression=6)
    file.create_dataset("fixed", data=data, chunks=(20, 10))
    file.create_dataset("fixed deflated", data=data, chunks=(20, 10), compression=1, shuffle=True)
    file.create_dataset("fixed paged", data=np.arange(2400, dtype="u1"), chunks=(many,))
    file.create_dataset("extensible", data=data, chunks=(20, 10), maxshape=(None, 33))
    file.create_dataset("extensible deflated", data=data, chunks=(20, 10), maxshape=(61, None), compression="gzip")
    file.create_dataset("extensible large", data=np.arange(2400, dtype="u1"), chunks=(many // 2,), maxshape=(None,))
    sparse = file.create_dataset("extensible sparse", (200_000,), "u1", chunks=(1,), maxshape=(None,), fillvalue=7)  # paged blocks
    sparse[135_000], sparse[199_000] = 1, 2
    file.create_dataset("fixed sparse", (6000,), "<u2", chunks=(3,), fillvalue=9, compression="gzip")[5000:5010] = 3
    file.create_dataset("tree", data=data, chunks=(20, 10), maxshape=(None, None))
    file.create_dataset("tree deflated", data=data, chunks=(7, 9), maxshape=(None, None), compression="gzip")
    file.create_dataset("tree large", data=np.arange(1600, dtype="u1").reshape(40, 40), chunks=(1, many), maxshape=(None, None))
    early = h5p.create(h5p.DATASET_CREATE)
    early.set_chunk((20, 10))
    early.set_alloc_time(h5d.ALLOC_TIME_EARLY)
    h5d.create(file.id, b"implicit", h5t.STD_I16LE, h5s.create_simple(data.shape), early).write(h5s.ALL, h5s.ALL, data)
    partly = file.create_dataset("partly written", (40, 40), "f4", chunks=(8, 16), fillvalue=-1.5, compression="gzip")
    partly[9:20, 30:] = 3
    grown = file.create_dataset("grown", data=data[:10], chunks=(4, 25), maxshape=(None, None), fillvalue=9)
    grown.resize((23, 40))
    grown[20:, :3] = 1
    shrunk = file.create_dataset("shrunk", data=data, chunks=(20, 10), maxshape=(None, None))
    shrunk.resize((35, 23))
    file.create_dataset("no elements", (0, 4), "f8", maxshape=(None, 4), chunks=(3, 4))
    file.create_dataset("four axes", data=np.arange(3 * 5 * 4 * 6, dtype=">u4").reshape(3, 5, 4, 6), chunks=(2, 2, 3, 4), compression="gzip")
    file.create_dataset("never written", (5, 6), "<f8")
    file.create_dataset("never written, filled", (5, 6), "<f8", fillvalue=np.pi)
    file.create_dataset("never written chunks", (5, 6), ">i4", fillvalue=-7, chunks=(2, 2))
    file.create_dataset("text fill", (3,), "S4", fillvalue=b"none", chunks=(2,))
    file.create_dataset("row fill", (3,), [("a", "<i2"), ("b", ">f8")], fillvalue=np.array((5, 0.5), [("a", "<i2"), ("b", ">f8")])[()])
    file.create_dataset("external", (40,), "<i4", external=[(f"{Path(file.filename).stem}.raw1", 8, 60), (f"{Path(file.filename).stem}.raw2", 0, h5py.h5f.UNLIMITED)])
    file["external"][...] = np.arange(40)


def filters(file):
    data = np.cumsum(np.random.default_rng(1).integers(-3, 4, (26, 20)), axis=1)
    for code in ("<i1", ">i2", "<i8", "<f4", ">f8"):
        array = data.astype(code)
        sets = {"gzip 9": {"compression": "gzip", "compression_opts": 9}, "lzf": {"compression": "lzf"}, "shuffle": {"shuffle": True},
                "fletcher32": {"fletcher32": True}, "all": {"compression": "lzf", "shuffle": True, "fletcher32": True}}
        if h5py.h5z.filter_avail(h5py.h5z.FILTER_SZIP):
            sets["szip nn"] = {"compression": "szip", "compression_opts": ("nn", 8)}
            sets["szip ec"] = {"compression": "szip", "compression_opts": ("ec", 16)}
        sets["scaleoffset"] = {"scaleoffset": 0 if code[1] == "i" else 2}
        if code[1] == "i":
            sets["scaleoffset 5"] = {"scaleoffset": 5}
        for name, options in sets.items():
            file.create_dataset(f"{code[1:]} {name}", data=array, chunks=(10, 9), **options)
    masked = file.create_dataset("masked", (8, 8), "<u2", chunks=(4, 4), compression="gzip", shuffle=True)
    masked[...] = 1
    masked.id.write_direct_chunk((0, 0), np.arange(16, dtype="<u2").tobytes(), filter_mask=3)
    import zlib
    masked.id.write_direct_chunk((4, 0), zlib.compress(np.arange(16, dtype="<u2").tobytes()), filter_mask=1)
    file.create_dataset("scaleoffset filled", (30,), "<i4", chunks=(8,), scaleoffset=0, fillvalue=-99)[3:20] = np.arange(17) + 500
    file.create_dataset("noise", data=bits("u1", 600), chunks=(100,), compression="gzip", compression_opts=1)
    file.create_dataset("lzf noise", data=bits("u1", 600), chunks=(100,), compression="lzf")
    file.create_dataset("rows", data=np.zeros(30, [("a", "<i2"), ("b", "S3")]), chunks=(7,), compression="gzip", shuffle=True)


def virtual(file):
    sources = [f"{Path(file.filename).stem}.source{n}" for n in range(3)]
    for n, name in enumerate(sources[:2]):
        with h5py.File(Path(file.filename).with_name(name), "w") as source:
            source["data"] = np.arange(20, dtype="<i4") + 100 * n
            source.create_dataset("deflated", data=np.arange(24, dtype="<f4").reshape(4, 6), chunks=(2, 2), compression="gzip")
    layout = h5py.VirtualLayout((4, 20), "<i4")
    for n, name in enumerate(sources):
        layout[n] = h5py.VirtualSource(name, "data", (20,))
    file.create_virtual_dataset("rows", layout, fillvalue=-1)
    file["local"] = np.arange(12).reshape(3, 4)
    layout = h5py.VirtualLayout((8, 12), ">f8")
    layout[::2, 1:7] = h5py.VirtualSource(sources[0], "deflated", (4, 6))
    layout[1:4, 8:] = h5py.VirtualSource(".", "local", (3, 4))
    file.create_virtual_dataset("pieces", layout, fillvalue=0.5)


# What an older h5py writes with the oldest structures is the same.
VERSIONS = ["earliest", "latest"] if h5py.version.version_tuple >= (3, 16) else ["latest"]
FILES = [numbers, odd_numbers, texts, composed, sequences, references, groups, attributes, layouts, filters, virtual]


def special(folder):
    """Files with other properties."""
    for strategy in ("fsm", "page", "aggregate", "none"):
        options = {"fs_page_size": 512} if strategy == "page" else {}
        with h5py.File(folder / f"space-{strategy}.h5", "w", libver="latest", fs_strategy=strategy, fs_persist=strategy in ("fsm", "page"),
                       fs_threshold=3, **options) as file:
            for n in range(20):
                file[f"d{n}"] = np.arange(n * 10)
            for n in range(0, 20, 3):
                del file[f"d{n}"]
    with h5py.File(folder / "user-block.h5", "w", userblock_size=1024) as file:
        file["a"] = np.arange(5)
        file.create_dataset("b", data=np.arange(50), chunks=(8,), compression="gzip")
        file.attrs["x"] = "text"
    with open(folder / "user-block.h5", "r+b") as raw:
        raw.write(b"#!/bin/sh\n# anything may stand here\n")
    with h5py.File(folder / "ordered.h5", "w", track_order=True) as file:
        for name in ("z", "b", "a", "y"):
            file[name] = name
            file.attrs[name] = name
    swmr(folder)


def swmr(folder):
    """A file as a writer leaves it that is still at work."""
    path = folder / "writing.h5"
    with h5py.File(path, "w", libver="latest") as file:
        data = file.create_dataset("data", (0,), "<i4", maxshape=(None,), chunks=(10,))
        file.swmr_mode = True
        for n in range(5):
            data.resize((n * 10 + 10,))
            data[n * 10:] = np.arange(10) + n
            data.flush()
        content = path.read_bytes()
    path.write_bytes(content)


def main(folder):
    folder = Path(folder).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(folder)  # where external files go
    for fill in FILES:
        for version in VERSIONS:
            with h5py.File(folder / f"{fill.__name__}-{version}.h5", "w", libver=version) as file:
                fill(file)
    special(folder)


main(sys.argv[1])
