"""Makes the files of this folder, by h5py and hdf5plugin: `generate.py`.

Every element of every dataset follows from its place: see `values`. Tests compute the same numbers.
"""

import gzip
from pathlib import Path

import h5py
import hdf5plugin
import numpy as np

FOLDER = Path(__file__).parent
SHAPE, CHUNKS = (19, 13), (5, 4)


def values(shape=SHAPE, code="<i4"):
    """Row number times 100 plus column number, along all axes."""
    places = np.indices(shape)
    total = sum(place * 100 ** (len(shape) - 1 - axis) for axis, place in enumerate(places))
    return np.asarray(total % 251 if code == "u1" else total).astype(code)


def indexes(file):
    """Each index of chunks, filtered and not."""
    for name, limits in {"fixed": None, "unlimited": (None, 13), "second unlimited": (19, None), "both": (None, None)}.items():
        for label, options in {"plain": {}, "deflate": {"compression": 4}}.items():
            file.create_dataset(f"{name} {label}", data=values(), chunks=CHUNKS, maxshape=limits, **options)
    for label, options in {"plain": {}, "deflate": {"compression": 4}}.items():
        file.create_dataset(f"single {label}", data=values(), chunks=SHAPE, **options)
        # Enough chunks for pages, super blocks and nodes below the root.
        for name, limits in {"paged": None, "growing": (None,), "tree": (None, None)}.items():
            shape = (2100,) if name != "tree" else (20, 30)
            file.create_dataset(f"{name} {label}", data=values(shape), chunks=(1,) * len(shape), maxshape=limits, **options)
    early = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    early.set_chunk(CHUNKS)
    early.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    create(file, "implicit", early)
    file.create_dataset("three axes", data=values((7, 8, 9)), chunks=(3, 3, 4), shuffle=True, compression=1)


def create(file, name, properties, code=h5py.h5t.STD_I32LE):
    """A dataset by its property list."""
    space = h5py.h5s.create_simple(SHAPE)
    h5py.Dataset(h5py.h5d.create(file.id, name.encode(), code, space, properties))[...] = values()


def filters(file):
    """Filters one by one, and together."""
    plain = {"lzf": {"compression": "lzf"}, "shuffle": {"shuffle": True}, "fletcher32": {"fletcher32": True},
             "scaleoffset": {"scaleoffset": True}, "all": {"compression": 9, "shuffle": True, "fletcher32": True},
             "szip": {"compression": "szip"}, "bzip2": hdf5plugin.BZip2(), "zstd": hdf5plugin.Zstd(), "lz4": hdf5plugin.LZ4(),
             "blosc": hdf5plugin.Blosc(cname="lz4"), "bitshuffle": hdf5plugin.Bitshuffle(cname="none"),
             "bitshuffle lz4": hdf5plugin.Bitshuffle(), "bitshuffle zstd": hdf5plugin.Bitshuffle(cname="zstd")}
    for name, options in plain.items():
        for code in ("<i4", "<f8", "u1"):
            if name != "scaleoffset" or code != "<f8":
                file.create_dataset(f"{name} {code.strip('<')}", data=values(code=code), chunks=CHUNKS, **options)
    file.create_dataset("scaleoffset f8", data=values(code="<f8"), chunks=CHUNKS, scaleoffset=2)
    packed = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    packed.set_chunk(CHUNKS)
    packed.set_filter(h5py.h5z.FILTER_NBIT, h5py.h5z.FLAG_OPTIONAL, ())
    narrow = h5py.h5t.STD_I32LE.copy()
    narrow.set_precision(17)
    narrow.set_offset(3)
    create(file, "nbit i4", packed, narrow)
    # The first chunk is not filtered at all, the second one not shuffled.
    masked = file.create_dataset("masked i4", shape=SHAPE, dtype="<i4", chunks=CHUNKS, compression=4, shuffle=True)
    masked[...] = values()
    masked.id.write_direct_chunk((0, 0), np.ascontiguousarray(values()[:5, :4]).tobytes(), 3)


def others(file):
    """Layouts without chunks, and what was never written."""
    file.create_dataset("contiguous", data=values())
    file.create_dataset("big-endian", data=values(code=">f4"))
    compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    compact.set_layout(h5py.h5d.COMPACT)
    create(file, "compact", compact)
    file.create_dataset("scalar", data=np.int32(7))
    file.create_dataset("empty", shape=(0, 13), dtype="<i4", chunks=(1, 4), maxshape=(None, 13))
    file.create_dataset("unwritten", shape=SHAPE, dtype="<i4", fillvalue=-5)
    file.create_dataset("unwritten chunks", shape=SHAPE, dtype="<i4", chunks=CHUNKS, fillvalue=-5)
    part = file.create_dataset("partly written", shape=SHAPE, dtype="<i4", chunks=CHUNKS, fillvalue=-5)
    part[6:9, 5:7] = values()[6:9, 5:7]
    rows = h5py.VirtualLayout(SHAPE, "<i4")
    rows[:10] = h5py.VirtualSource(".", "contiguous", SHAPE)[:10]
    rows[10:, ::2] = h5py.VirtualSource(".", "fixed deflate", SHAPE)[10:, ::2]
    file.create_virtual_dataset("virtual", rows, fillvalue=-5)
    itself = h5py.VirtualLayout(SHAPE, "<i4")
    itself[...] = h5py.VirtualSource(".", "of itself", SHAPE)
    file.create_virtual_dataset("of itself", itself)


def shown(file):
    """What `brine show` has words for: nested compounds, names of numbers, references, fill values, JSON."""
    point = np.dtype([("x", "<f8"), ("y", "<i4")])
    row = np.dtype([("a", "<i2"), ("p", point), ("pair", point, (2,)), ("note", h5py.string_dtype())])
    rows = np.zeros(4, row)
    for number in range(4):
        rows[number] = (number, (number + 0.5, 10 * number), [(0, number), (1, -number)], f"row {number}")
    file.create_dataset("comp", data=rows)
    colours = h5py.enum_dtype({"RED": 0, "GREEN": 1, "BLUE": 42}, basetype="i1")
    file.create_dataset("colours", data=np.array([0, 1, 42, 1, 7], "i1"), dtype=colours)
    values = file.create_dataset("data/values", data=np.arange(2000, dtype="<i4").reshape(50, 40), chunks=(10, 10), shuffle=True, compression=4, fillvalue=-1)
    references = file.create_dataset("references", (3,), h5py.ref_dtype)
    references[0], references[1] = values.ref, file["data"].ref
    values.attrs.create("region", values.regionref[:2, :2], dtype=h5py.regionref_dtype)
    file.create_dataset("huge", shape=(10**7, 10**7), dtype="<f4", chunks=(1000, 1000), fillvalue=1.5)
    file.create_dataset("axes", shape=(10,) * 12, dtype="u1", chunks=(10,) * 6 + (1,) * 6)
    file.create_dataset("arrays", shape=(2000,), dtype=np.dtype(("<i2", (2, 2))))
    file.attrs["js"] = '{"a": [1, 2]}'
    file.attrs["pair"] = np.array((1, 2), [("left", "<i4"), ("right", "<i4")])
    file["soft"] = h5py.SoftLink("/data/values")
    file["elsewhere"] = h5py.ExternalLink("other.h5", "/x")
    file["second"] = values
    file["data/third"] = values


def family():
    """One file in members of 1200 bytes."""
    for path in FOLDER.glob("family-*.h5"):
        path.unlink()
    with h5py.File(FOLDER / "family-%05d.h5", "w", driver="family", memb_size=1200, libver="v110") as file:
        file.create_dataset("group/values", data=values())
        file.attrs["title"] = "in parts"
    for path in FOLDER.glob("family-*.h5"):
        if path.stat().st_size == 0:
            path.unlink()


def main():
    for name, version in {"earliest": ("earliest", "v108"), "latest": "latest"}.items():
        path = FOLDER / f"indexes-{name}.h5"
        with h5py.File(path, "w", libver=version) as file:
            indexes(file)
        Path(f"{path}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
        path.unlink()
    with h5py.File(FOLDER / "filters.h5", "w", libver="v110") as file:
        filters(file)
    with h5py.File(FOLDER / "others.h5", "w", libver="v110") as file:
        file.create_dataset("fixed deflate", data=values(), chunks=CHUNKS, compression=4)
        others(file)
    with h5py.File(FOLDER / "shown.h5", "w", libver="v110") as file:
        shown(file)
    family()


main()
