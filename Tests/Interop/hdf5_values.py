"""Elements in memory, as libhdf5 leaves them there, as typed JSON."""

import base64
import ctypes

import numpy as np
from h5py import h5i, h5o, h5s

import hdf5_types as types
from hdf5_library import ALL, DEFAULT, LibraryError, call, lib
from hdf5_types import count, text

LARGEST = 256 << 20


class TooLarge(Exception):
    """More than a comparison should hold."""


def mapping(pairs):
    """Names with values: an object, or `$dict` where an object can't have such names."""
    pairs = [(text(name), value) for name, value in pairs]
    if all(isinstance(name, str) and not name.startswith("$") for name, _ in pairs):
        return dict(pairs)
    return {"$dict": [[name, value] for name, value in pairs]}


def nested(values, shape):
    """A flat list as nested lists."""
    if not shape:
        return values[0]
    for extent in reversed(shape[1:]):
        values = [values[start:start + extent] for start in range(0, len(values), extent)] if extent else [
            [] for _ in range(max(count(shape[:-1]), 0))]
    if len(shape) > 1 and 0 in shape:
        return empty(shape)
    return values


def empty(shape):
    return [] if not shape or not shape[0] else [empty(shape[1:]) for _ in range(shape[0])]


class Values:
    """The values of one file. `path_of(fileno, address)` is the path of an object there, or None."""

    def __init__(self, file, path_of):
        self.file, self.path_of = file, path_of

    def of_dataset(self, dataset, plan, shape):
        return self.read(plan, shape, lambda memory, buffer: call("H5Dread", dataset.id, memory, ALL, ALL, DEFAULT, buffer))

    def of_attribute(self, identifier, plan, shape):
        return self.read(plan, shape, lambda memory, buffer: call("H5Aread", identifier, memory, buffer))

    def of_fill(self, properties, plan):
        return self.read(plan, (), lambda memory, buffer: call("H5Pget_fill_value", properties.id, memory, buffer))

    def read(self, plan, shape, fill):
        total = count(shape) * plan.memory_size
        if total > LARGEST:
            raise TooLarge(total)
        buffer = ctypes.create_string_buffer(total)
        if total:
            fill(plan.memory.id, buffer)
        return self.value(plan, buffer.raw if total else b"", tuple(shape))

    def value(self, plan, data, shape):
        """The elements in these bytes of memory."""
        if isinstance(plan, types.Plain):
            return ndarray(plan, data, shape)
        step = plan.memory_size
        parts = [self.element(plan, data[start:start + step]) for start in range(0, count(shape) * step, step)]
        return nested(parts, shape)

    def element(self, plan, data):
        if isinstance(plan, types.Text):
            return text(string(plan, data))
        if isinstance(plan, types.Sequence):
            length, pointer = (int.from_bytes(data[at:at + 8], "little") for at in (0, 8))
            items = ctypes.string_at(pointer, length * plan.base.memory_size) if length else b""
            return self.value(plan.base, items, (length,))
        if isinstance(plan, types.Array):
            return self.value(plan.base, data, plan.dims)
        if isinstance(plan, types.Compound):
            return mapping((name, self.value(type, data[offset:offset + type.memory_size], ()))
                           for name, offset, type in plan.members)
        return self.reference(plan, data)

    def reference(self, plan, data):
        if plan.kind == "standard":
            return self.standard_reference(data)
        if not any(data):
            return None
        kind = 0 if plan.kind == "object" else 1
        try:
            target = h5i_object(call("H5Rdereference2", self.file.id, DEFAULT, kind, data))
            form = {"$reference": self.place(target)}
        except LibraryError:
            form = {"$reference": None}
        if form["$reference"] is None and kind == 0:
            form["address"] = int.from_bytes(data[:8], "little")
        if kind == 1:
            try:
                form["region"] = selection(space(call("H5Rget_region", self.file.id, kind, data)))
            except LibraryError:
                form["region"] = None
        return form

    def place(self, target):
        info = h5o.get_info(target)
        path = self.path_of(info.fileno, info.addr)
        return None if path is None else text(path)

    def standard_reference(self, data):
        """A reference of HDF5 1.12, to an object, a region of a dataset or an attribute."""
        if not any(data):
            return None
        kind = call("H5Rget_type", data)
        form = {}
        try:
            target = h5i_object(call("H5Ropen_object", data, DEFAULT, DEFAULT))
            form["$reference"] = self.place(target)
        except LibraryError:
            form["$reference"] = None
        if kind == 3:
            form["region"] = selection(space(call("H5Ropen_region", data, DEFAULT, DEFAULT)))
        if kind == 4:
            buffer = ctypes.create_string_buffer(call("H5Rget_attr_name", data, None, 0) + 1)
            call("H5Rget_attr_name", data, buffer, len(buffer))
            form["attribute"] = text(buffer.value)
        return form


class Handle:
    """An identifier that h5py's functions take."""

    def __init__(self, identifier):
        self.id = identifier


def h5i_object(identifier):
    """h5py's object of an identifier."""
    import h5py
    kind = lib.H5Iget_type(ctypes.c_int64(identifier))
    return {h5i.GROUP: h5py.h5g.GroupID, h5i.DATASET: h5py.h5d.DatasetID, h5i.DATATYPE: h5py.h5t.TypeID}[kind](identifier)


def space(identifier):
    return h5s.SpaceID(identifier)


def string(plan, data):
    if plan.length is not None:
        return data.rstrip(b"\0")
    pointer = int.from_bytes(data[:8], "little")
    return ctypes.string_at(pointer) if pointer else b""


def ndarray(plan, data, shape):
    """The `$ndarray` of plain elements."""
    inner = count(plan.dims)
    base_size = plan.memory_size // inner if inner else 0
    total = count(shape) * inner
    if plan.runs != [(0, 0, plan.size)] or base_size != plan.size:
        source = np.frombuffer(data, np.uint8).reshape(total, base_size)
        target = np.zeros((total, plan.size), np.uint8)
        for start, to, length in plan.runs:
            target[:, to:to + length] = source[:, start:start + length]
        data = target.tobytes()
    form = {"dtype": plan.descr, "shape": list(shape) + list(plan.dims), "data": base64.b64encode(data).decode()}
    if plan.enum is not None:
        form["enum"] = mapping(plan.enum)
    return {"$ndarray": form}


def selection(space):
    """A selection of a dataspace: its points, or its blocks by first and last element, sorted."""
    kind = space.get_select_type()
    if kind == h5s.SEL_ALL:
        return "all"
    if kind == h5s.SEL_NONE:
        return "none"
    if kind == h5s.SEL_POINTS:
        return {"points": [[int(x) for x in point] for point in space.get_select_elem_pointlist()]}
    return {"blocks": sorted([[int(x) for x in first], [int(x) for x in last]] for first, last in
                             space.get_select_hyper_blocklist())}


def hyperslab(space):
    """A selection as virtual datasets have them: without end where a count or block is null."""
    kind = space.get_select_type()
    if kind == h5s.SEL_HYPERSLABS and lib.H5Sis_regular_hyperslab(ctypes.c_int64(space.id)) > 0:
        start, stride, number, block = space.get_regular_hyperslab()
        endless = lambda extents: [None if x == 2**64 - 1 else int(x) for x in extents]
        return {"start": endless(start), "stride": endless(stride), "count": endless(number), "block": endless(block)}
    return selection(space)
