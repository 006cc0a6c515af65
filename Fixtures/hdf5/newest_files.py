"""HDF5 files with what HDF5 1.12 and 2.0 brought: `newest_files.py FOLDER`, by h5py 3.16."""

import ctypes
import sys
from pathlib import Path

import h5py
import numpy as np
from h5py import h5d, h5s, h5t

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Tests" / "Interop"))
from hdf5_library import DEFAULT, HID, lib, reason


def low_level(group, name, tid, data, shape):
    dataset = h5d.create(group.id, name.encode(), tid, h5s.create_simple(shape))
    buffer = ctypes.create_string_buffer(data, len(data))
    if lib.H5Dwrite(HID(dataset.id), HID(tid.id), HID(0), HID(0), HID(0), buffer) < 0:
        raise OSError(name)


def any_bytes(count):
    return np.random.default_rng(count).bytes(count)


def complex_numbers(file):
    for name in ("F16LE", "F16BE", "F32LE", "F32BE", "F64LE", "F64BE"):
        tid = getattr(h5t, f"COMPLEX_IEEE_{name}")
        low_level(file, name, tid, any_bytes(6 * tid.get_size()), (2, 3))
    row = h5t.create(h5t.COMPOUND, 20)
    row.insert(b"z", 0, h5t.COMPLEX_IEEE_F64LE)
    row.insert(b"n", 16, h5t.STD_I32LE)
    low_level(file, "rows", row, any_bytes(60), (3,))


def small_floats(file):
    for name in ("BFLOAT16LE", "BFLOAT16BE", "F8E4M3", "F8E5M2", "F6E2M3", "F6E3M2", "F4E2M1"):
        for symbol in (f"H5T_FLOAT_{name}_g", f"H5T_{name}_g"):
            try:
                identifier = HID.in_dll(lib, symbol).value
            except ValueError:
                continue
            tid = h5t.TypeFloatID(lib.H5Tcopy(HID(identifier)))
            low_level(file, name, tid, any_bytes(64 * tid.get_size()), (64,))


def references(file):
    """References of HDF5 1.12: to objects, regions and attributes."""
    lib.H5Tcopy.restype = HID
    tid = h5t.TypeReferenceID(lib.H5Tcopy(HID(HID.in_dll(lib, "H5T_STD_REF_g").value)))
    data = file.create_dataset("group/data", data=np.arange(40).reshape(5, 8))
    data.attrs["unit"] = "m"
    space = data.id.get_space()
    held = (ctypes.c_uint8 * 64 * 7)()
    at = lambda n: ctypes.byref(held, 64 * n)
    make = lambda name, *arguments: getattr(lib, name)(*arguments) < 0 and sys.exit(name)
    make("H5Rcreate_object", HID(file.id.id), b"group", HID(DEFAULT), at(0))
    make("H5Rcreate_object", HID(file.id.id), b"group/data", HID(DEFAULT), at(1))
    make("H5Rcreate_attr", HID(file.id.id), b"group/data", b"unit", HID(DEFAULT), at(2))
    space.select_hyperslab((1, 2), (2, 2), (2, 3), (1, 2))
    make("H5Rcreate_region", HID(file.id.id), b"group/data", HID(space.id), HID(DEFAULT), at(3))
    space.select_elements(np.array([[0, 1], [4, 7]]))
    make("H5Rcreate_region", HID(file.id.id), b"group/data", HID(space.id), HID(DEFAULT), at(4))
    space.select_hyperslab((0, 0), (1, 1), (1, 1), (2, 2), op=h5s.SELECT_SET)
    space.select_hyperslab((3, 3), (1, 1), (1, 1), (2, 3), op=h5s.SELECT_OR)
    make("H5Rcreate_region", HID(file.id.id), b"group/data", HID(space.id), HID(DEFAULT), at(5))
    dataset = h5d.create(file.id, b"references", tid, h5s.create_simple((7,)))  # the last is null
    if lib.H5Dwrite(HID(dataset.id), HID(tid.id), HID(0), HID(0), HID(0), held) < 0:
        sys.exit("references were not written")
    lib.H5Acreate2.restype = HID
    seven = h5s.create_simple((7,))
    held_by = lib.H5Acreate2(HID(data.id.id), b"to", HID(tid.id), HID(seven.id), HID(0), HID(0))
    if lib.H5Awrite(HID(held_by), HID(tid.id), held) < 0:
        sys.exit(f"attribute was not written: {reason()}")


def main(folder):
    lib.H5Tcopy.restype = HID
    for fill in (complex_numbers, small_floats, references):
        with h5py.File(folder / f"{fill.__name__}.h5", "w", libver="latest") as file:
            fill(file)


main(Path(sys.argv[1]))
