"""Writes values.h5: attributes whose elements are in heaps or refer to objects. The tests know what is in it.

Run with a Python that has h5py with HDF5 1.12 or later.
"""

import ctypes
from pathlib import Path

import h5py
import numpy as np
from h5py import h5a, h5s, h5t

with open("/proc/self/maps") as maps:
    lib = ctypes.CDLL(next(l.split()[-1] for l in maps if "libhdf5" in l and "_hl" not in l))
HID = ctypes.c_int64
text, reference, region = h5py.string_dtype(), h5py.ref_dtype, h5py.regionref_dtype


def standard(file, name, make):
    """An attribute of references as HDF5 1.12 has them: one that `make` makes, and one to nothing."""
    buffer = ctypes.create_string_buffer(128)
    make(buffer)
    tid = h5t.TypeID(HID.in_dll(lib, "H5T_STD_REF_g").value).copy()
    attribute = h5a.create(file.id, name, tid, h5s.create_simple((2,)))
    assert lib.H5Awrite(HID(attribute.id), HID(tid.id), buffer) >= 0


path = Path(__file__).with_name("values.h5")
with h5py.File(path, "w", libver=("earliest", "v112")) as file:
    data = file.create_dataset("g/data", data=np.arange(30, dtype="<i4").reshape(5, 6))
    attrs = file.attrs
    attrs.create("strings", ["alpha", "", "日本語", "x" * 300], dtype=text)
    attrs.create("one", "single", dtype=text)
    attrs.create("notutf8", np.array([b"\xff\xfe", b"ok"], object), dtype=h5py.string_dtype("ascii"))
    attrs.create("fixed", np.array([b"ab", b"abcdef"], "S6"))
    rows = np.empty(3, object)
    rows[:] = [np.array(part, "<i2") for part in ([1, 2, 3], [], [-4])]
    attrs.create("sequences", rows, dtype=h5py.vlen_dtype(np.int16))
    names = np.empty(2, object)
    names[:] = [np.array(part, object) for part in (["a", "bc"], ["def"])]
    attrs.create("names", names, dtype=h5py.vlen_dtype(text))
    attrs.create("references", [file["g"].ref, data.ref, h5py.Reference()], dtype=reference)
    attrs.create("regions", [data.regionref[1:4:2, 2:6:2], data.regionref[1:3, 2:5], h5py.RegionReference()], dtype=region)
    space = data.id.get_space()
    space.select_elements([(1, 1), (4, 5)])
    attrs.create("points", [h5py.h5r.create(file.id, b"g/data", h5py.h5r.DATASET_REGION, space)], dtype=region)
    row = np.dtype([("name", text), ("x", ">f8"), ("tags", h5py.vlen_dtype(text)), ("to", reference), ("grid", "<i2", (2, 2)),
                    ("colour", h5py.enum_dtype({"RED": 0, "BLUE": 3}, "i1")), ("ok", "?"), ("half", "<f2"),
                    ("at", [("lat", "<f4"), ("lon", "<f4")])])
    table = np.zeros(2, row)
    for index, (name, tags) in enumerate([("first", ["p", "q"]), ("second", [])]):
        table[index]["name"], table[index]["tags"] = name, np.array(tags, object)
        table[index]["x"], table[index]["to"] = index + 0.5, data.ref
        table[index]["grid"], table[index]["colour"], table[index]["ok"] = [[1, 2], [3, 4 + index]], 3 * index, index == 1
        table[index]["half"], table[index]["at"] = 1.5 + index, (10 + index, -20)
    attrs.create("table", table, dtype=row)
    attrs.create("empty", h5py.Empty("<f8"))
    attrs.create("enum", np.array([3, 0], "i1"), dtype=h5py.enum_dtype({"RED": 0, "BLUE": 3}, "i1"))
    standard(file, b"stdobject", lambda buffer: lib.H5Rcreate_object(HID(file.id.id), b"g/data", HID(0), buffer))
    space = data.id.get_space()
    space.select_hyperslab((1, 2), (2, 2), (2, 2), (1, 1))
    standard(file, b"stdregion", lambda buffer: lib.H5Rcreate_region(HID(file.id.id), b"g/data", HID(space.id), HID(0), buffer))
    data.attrs["unit"] = "m"
    standard(file, b"stdattribute",
             lambda buffer: lib.H5Rcreate_attr(HID(file.id.id), b"g/data", b"unit", HID(0), buffer))
