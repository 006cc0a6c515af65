"""HDF5's datatypes: their description in facts documents, and how elements of them are read and written down.

A `Plain` type is one whose elements go into `$ndarray`; the others (text, sequences, references, and compounds and arrays of
these) are written down one by one. Each has `memory`, the type that libhdf5 is asked to convert to, which is packed.
"""

import base64
import ctypes

import numpy as np
from h5py import h5t

from hdf5_library import HID, LibraryError, call, lib, owned_text

ORDERS = {h5t.ORDER_LE: "LE", h5t.ORDER_BE: "BE", h5t.ORDER_VAX: "VAX", h5t.ORDER_NONE: "none"}
SIGNS = {"LE": "<", "BE": ">"}
PADS = {h5t.PAD_ZERO: 0, h5t.PAD_ONE: 1, h5t.PAD_BACKGROUND: "background"}
NORMS = {h5t.NORM_IMPLIED: "implied", h5t.NORM_MSBSET: "set", h5t.NORM_NONE: "none"}
COMPLEX = getattr(h5t, "COMPLEX", None)  # since h5py 3.15
TEXT_PADS = {0: "null-terminated", 1: "null-padded", 2: "space-padded"}
TEXT_SETS = {0: "ascii", 1: "utf-8"}


def text(data):
    """Bytes as a JSON string where they are UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"$bytes": base64.b64encode(data).decode()}


def is_standard_reference(tid):
    """Whether it is the reference of HDF5 1.12, which h5py does not know."""
    return not (lib.H5Tequal(tid.id, h5t.STD_REF_OBJ.id) > 0 or lib.H5Tequal(tid.id, h5t.STD_REF_DSETREG.id) > 0)


def member_name(tid, index):
    return owned_text("H5Tget_member_name", tid.id, index)


def order(tid):
    return ORDERS.get(lib.H5Tget_order(HID(tid.id)), "mixed")


def precision(tid):
    return lib.H5Tget_precision(HID(tid.id))


def padding(tid):
    low, high = ctypes.c_int(), ctypes.c_int()
    call("H5Tget_pad", tid.id, ctypes.byref(low), ctypes.byref(high))
    return low.value, high.value


def enum_members(tid):
    """Names and values as integers, in the file's order."""
    base = tid.get_super()
    signed = base.get_sign() != h5t.SGN_NONE
    byteorder = "big" if base.get_order() == h5t.ORDER_BE else "little"
    members = []
    for index in range(tid.get_nmembers()):
        buffer = ctypes.create_string_buffer(base.get_size())
        call("H5Tget_member_value", tid.id, index, buffer)
        members.append((member_name(tid, index), int.from_bytes(buffer.raw, byteorder, signed=signed)))
    return members


def fixed_sizes(tid):
    """Whether the sizes and offsets that the library tells are those of the file: it gives those of memory else."""
    kind = tid.get_class()
    if kind == h5t.VLEN or (kind == h5t.STRING and tid.is_variable_str()) or kind == h5t.REFERENCE:
        return False
    if kind == h5t.ARRAY:
        return fixed_sizes(tid.get_super())
    if kind == h5t.COMPOUND:
        return all(fixed_sizes(tid.get_member_type(n)) for n in range(tid.get_nmembers()))
    return True


def describe(tid):
    """The type as a facts document has it."""
    kind = tid.get_class()
    size = {"size": tid.get_size()} if fixed_sizes(tid) else {}
    if kind in (h5t.INTEGER, h5t.BITFIELD):
        signed = {"signed": tid.get_sign() == h5t.SGN_2} if kind == h5t.INTEGER else {}
        low, high = padding(tid)
        return {"class": "integer" if kind == h5t.INTEGER else "bitfield", **size, "order": order(tid), **signed,
                "precision": precision(tid), "offset": lib.H5Tget_offset(HID(tid.id)), "padding": [PADS[low], PADS[high]]}
    if kind == h5t.FLOAT:
        low, high = padding(tid)
        sign, exponent, exponent_size, mantissa, mantissa_size = tid.get_fields()
        return {"class": "float", **size, "order": order(tid), "precision": tid.get_precision(), "offset": tid.get_offset(),
                "sign": sign, "exponent": [exponent, exponent_size], "mantissa": [mantissa, mantissa_size],
                "bias": tid.get_ebias(), "norm": NORMS[tid.get_norm()],
                "padding": [PADS[low], PADS[high], PADS[tid.get_inpad()]]}
    if kind == h5t.TIME:
        return {"class": "time", **size, "order": order(tid), "precision": precision(tid)}
    if kind == h5t.STRING:
        return {"class": "string", **({"size": None} if tid.is_variable_str() else size),
                "padding": TEXT_PADS[tid.get_strpad()], "set": TEXT_SETS[tid.get_cset()]}
    if kind == h5t.OPAQUE:
        return {"class": "opaque", **size, "tag": text(owned_text("H5Tget_tag", tid.id))}
    if kind == h5t.REFERENCE:
        name = "standard" if is_standard_reference(tid) else (
            "object" if lib.H5Tequal(tid.id, h5t.STD_REF_OBJ.id) > 0 else "region")
        return {"class": "reference", "kind": name}
    if kind == h5t.ENUM:
        return {"class": "enum", **size, "base": describe(tid.get_super()),
                "members": [[text(name), value] for name, value in enum_members(tid)]}
    if kind == h5t.VLEN:
        return {"class": "sequence", "base": describe(tid.get_super())}
    if kind == h5t.ARRAY:
        return {"class": "array", **size, "shape": list(tid.get_array_dims()), "base": describe(tid.get_super())}
    if kind == COMPLEX:
        return {"class": "complex", **size, "base": describe(tid.get_super())}
    members = []
    for index in range(tid.get_nmembers()):
        offset = {"offset": tid.get_member_offset(index)} if size else {}
        members.append({"name": text(member_name(tid, index)), **offset, "type": describe(tid.get_member_type(index))})
    return {"class": "compound", **size, "members": members}


class Plain:
    """A type for `$ndarray`: `descr` is its dtype, of `size` bytes; `runs` says which bytes of an element in memory go where."""

    def __init__(self, memory, descr, size, runs=None, dims=(), enum=None):
        self.memory, self.descr, self.size, self.dims, self.enum = memory, descr, size, tuple(dims), enum
        self.memory_size = lib.H5Tget_size(memory.id)
        self.runs = runs or [(0, 0, self.memory_size)]


class Text:
    """Text; `length` is None where it is of any length."""

    def __init__(self, memory, length):
        self.memory, self.length, self.memory_size = memory, length, lib.H5Tget_size(memory.id)


class Sequence:
    def __init__(self, base):
        self.base, self.memory = base, h5t.vlen_create(base.memory)
        self.memory_size = lib.H5Tget_size(self.memory.id)


class Reference:
    def __init__(self, memory, kind):
        self.memory, self.kind, self.memory_size = memory, kind, lib.H5Tget_size(memory.id)


class Compound:
    """A compound with members that are not plain: names, offsets in memory, types."""

    def __init__(self, members):
        self.memory, self.members = packed(members)
        self.memory_size = lib.H5Tget_size(self.memory.id)


class Array:
    def __init__(self, base, dims):
        self.base, self.dims, self.memory = base, tuple(dims), h5t.array_create(base.memory, tuple(dims))
        self.memory_size = lib.H5Tget_size(self.memory.id)


def packed(members):
    """The type in memory with the members one after the other, and these with their offsets."""
    memory = h5t.create(h5t.COMPOUND, sum(type.memory_size for _, type in members))
    offset, placed = 0, []
    for name, type in members:
        memory.insert(name, offset, type.memory)
        placed.append((name, offset, type))
        offset += type.memory_size
    return memory, placed


def plan(tid):
    """How elements of this type are read."""
    kind = tid.get_class()
    if kind == h5t.STRING:
        return plan_text(tid)
    if kind == h5t.VLEN:
        return Sequence(plan(tid.get_super()))
    if kind == h5t.REFERENCE:
        name = describe(tid)["kind"]
        return Reference(tid.copy(), name)
    if kind == h5t.ARRAY:
        return plan_array(plan(tid.get_super()), tid.get_array_dims())
    if kind == h5t.COMPOUND:
        return plan_compound(tid)
    if kind == h5t.ENUM:
        return plan_enum(tid)
    return plan_leaf(tid)


def plan_text(tid):
    memory = tid.copy()
    if tid.is_variable_str():
        return Text(memory, None)
    memory = h5t.C_S1.copy()
    memory.set_size(tid.get_size())
    memory.set_strpad(h5t.STR_NULLPAD)
    memory.set_cset(tid.get_cset())
    return Text(memory, tid.get_size())


def native(dtype):
    return Plain(h5t.py_create(dtype), dtype.str, dtype.itemsize)


def raw(tid):
    return Plain(tid.copy(), f"|V{tid.get_size()}", tid.get_size())


def plan_leaf(tid):
    kind, size = tid.get_class(), tid.get_size()
    if kind in (h5t.INTEGER, h5t.BITFIELD):
        if size > 8:
            return raw(tid)
        letter = "u" if kind == h5t.BITFIELD or tid.get_sign() == h5t.SGN_NONE else "i"
        width = next(width for width in (1, 2, 4, 8) if width >= size)
        dtype = np.dtype(SIGNS.get(order(tid), "<") + letter + str(width))
        if kind == h5t.BITFIELD:
            memory = getattr(h5t, f"STD_B{width * 8}{'BE' if dtype.str[0] == '>' else 'LE'}").copy()
            return Plain(memory, dtype.str, width)
        return native(dtype)
    if kind == h5t.TIME:
        sign = ">" if order(tid) == "BE" else "<"
        return Plain(tid.copy(), f"{sign}i{size}" if size in (4, 8) else f"|V{size}", size)
    if kind == h5t.FLOAT and order(tid) == "VAX":
        return native(np.dtype("<f4" if size <= 4 else "<f8"))
    if kind == COMPLEX and tid.get_size() == 4:  # of float16
        half = plan(tid.get_super())
        return Plain(tid.copy(), [["r", half.descr], ["i", half.descr]], 4)
    try:
        dtype = tid.dtype
    except (TypeError, ValueError, KeyError):
        return raw(tid)
    if kind == h5t.OPAQUE:
        return Plain(tid.copy(), dtype.str, size)
    return native(dtype)


def plan_enum(tid):
    base = plan(tid.get_super())
    members = enum_members(tid)
    if dict(members) == {b"FALSE": 0, b"TRUE": 1} and len(members) == 2:
        return Plain(h5t.STD_I8LE.copy(), "|b1", 1)
    return Plain(base.memory, base.descr, base.size, enum=members)


def plan_array(base, dims):
    if not isinstance(base, Plain):
        return Array(base, dims)
    return Plain(h5t.array_create(base.memory, tuple(dims)), base.descr, base.size, base.runs, tuple(dims) + base.dims,
                  base.enum)


def count(dims):
    total = 1
    for extent in dims:
        total *= extent
    return total


def plan_compound(tid):
    members = [(member_name(tid, n), plan(tid.get_member_type(n))) for n in range(tid.get_nmembers())]
    if not all(isinstance(type, Plain) for _, type in members):
        return Compound(members)
    if [name for name, _ in members] == [b"r", b"i"]:
        real, imaginary = (type for _, type in members)
        is_float = isinstance(real.descr, str) and real.descr[1] == "f" and real.descr[2:] in ("4", "8", "16")
        if is_float and real.descr == imaginary.descr and not real.dims and not imaginary.dims:
            return native(np.dtype(f"{real.descr[0]}c{2 * real.size}"))
    memory, placed = packed(members)
    offsets = [tid.get_member_offset(n) for n in range(tid.get_nmembers())]
    sizes = [tid.get_member_type(n).get_size() for n in range(tid.get_nmembers())]
    return plain_compound(memory, placed, offsets, sizes, tid.get_size())


def plain_compound(memory, members, offsets, sizes, size):
    """As in the file where a `descr` can say that, else with the members one after the other."""
    lengths = [type.size * count(type.dims) for _, _, type in members]
    ends = [offset + length for offset, length in zip(offsets, lengths)]
    if lengths != sizes or any(end > start for end, start in zip(ends, offsets[1:] + [size])):
        offsets = [sum(lengths[:n]) for n in range(len(lengths))]
        ends = [offset + length for offset, length in zip(offsets, lengths)]
        size = sum(lengths)
    descr, runs, position, gap = [], [], 0, lambda length: ["", f"|V{length}"]
    for (name, source, type), offset, end in zip(members, offsets, ends):
        if offset > position:
            descr.append(gap(offset - position))
        descr.append([text(name), type.descr] + ([list(type.dims)] if type.dims else []))
        base_size = type.memory_size // max(count(type.dims), 1)
        for index in range(count(type.dims)):
            runs += [(source + index * base_size + at, offset + index * type.size + to, length) for at, to, length in type.runs]
        position = end
    if size > position:
        descr.append(gap(size - position))
    return Plain(memory, descr, size, joined(runs))


def joined(runs):
    """Neighbouring runs as one."""
    result = []
    for source, target, length in runs:
        if result and result[-1][0] + result[-1][2] == source and result[-1][1] + result[-1][2] == target:
            result[-1] = (result[-1][0], result[-1][1], result[-1][2] + length)
        else:
            result.append((source, target, length))
    return result


__all__ = ["Array", "Compound", "LibraryError", "Plain", "Reference", "Sequence", "Text", "count", "describe", "plan", "text"]
