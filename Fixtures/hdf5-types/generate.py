"""Writes types.json: encoded datatypes, what h5py makes of them, what h5dump prints, and bytes converted by libhdf5.

Run with a Python that has h5py (3.16 with HDF5 2.0 made the committed file), h5dump 1.10 on the path:

    python generate.py
"""

import ctypes
import json
import subprocess
import tempfile
from pathlib import Path

import h5py
import numpy as np
from h5py import h5d, h5f, h5o, h5p, h5s, h5t

with open("/proc/self/maps") as maps:
    lib = ctypes.CDLL(next(l.split()[-1] for l in maps if "libhdf5" in l and "_hl" not in l))
relax = lib.H5Pset_relax_file_integrity_checks
relax.argtypes = [ctypes.c_int64, ctypes.c_uint64]


def predefined(name):
    """A type that h5py has no name for."""
    return h5t.TypeID(ctypes.c_int64.in_dll(lib, f"H5T_{name}_g").value).copy()


def integer(size, precision=None, offset=0, order=h5t.ORDER_LE, signed=True):
    tid = (h5t.STD_I64LE if signed else h5t.STD_U64LE).copy()
    tid.set_precision(min(precision or size * 8, 64) if size <= 8 else 64)
    if offset:
        tid.set_offset(offset)
    tid.set_size(size)
    if size > 8:
        tid.set_precision(precision or size * 8)
    tid.set_order(order)
    return tid


def floating(size, sign, exponent, mantissa, bias, base=h5t.IEEE_F64LE, order=h5t.ORDER_LE, norm=None):
    tid = base.copy()
    if size > tid.get_size():
        tid.set_size(size)
        tid.set_precision(size * 8)
    tid.set_fields(sign, *exponent, *mantissa)
    tid.set_ebias(bias)
    if norm is not None:
        tid.set_norm(norm)
    if size * 8 <= tid.get_precision():
        tid.set_precision(size * 8)
    tid.set_size(size)
    tid.set_order(order)
    return tid


def text(size, padding, charset=h5t.CSET_ASCII):
    tid = h5t.C_S1.copy()
    tid.set_size(size)
    tid.set_strpad(padding)
    tid.set_cset(charset)
    return tid


def enum(base, members):
    tid = h5t.enum_create(base)
    for name, value in members.items():
        tid.enum_insert(name, value)
    return tid


def compound(size, *members):
    tid = h5t.create(h5t.COMPOUND, size)
    for name, offset, member in members:
        tid.insert(name, offset, member)
    return tid


def opaque(size, tag):
    tid = h5t.create(h5t.OPAQUE, size)
    tid.set_tag(tag)
    return tid


def variable(charset=h5t.CSET_UTF8):
    tid = h5t.C_S1.copy()
    tid.set_size(h5t.VARIABLE)
    tid.set_cset(charset)
    return tid


I8, I16, I32, F32, F64 = h5t.STD_I8LE, h5t.STD_I16LE, h5t.STD_I32LE, h5t.IEEE_F32LE, h5t.IEEE_F64LE
BOOL = {b"FALSE": 0, b"TRUE": 1}
COLOURS = {b"RED": -3, b"LIGHT GREEN": 500, "blå".encode(): 7}
POINT = compound(16, (b"x", 0, F64), (b"y", 8, F64))


def types():
    for name in "STD_I8LE STD_I16BE STD_I32LE STD_I64BE STD_U8BE STD_U16LE STD_U32BE STD_U64LE".split():
        yield name, getattr(h5t, name)
    for name in "STD_B8LE STD_B16BE STD_B32LE STD_B64BE UNIX_D32LE UNIX_D64BE".split():
        yield name, getattr(h5t, name)
    for name in "IEEE_F16LE IEEE_F16BE IEEE_F32LE IEEE_F32BE IEEE_F64LE IEEE_F64BE NATIVE_LDOUBLE".split():
        yield name, getattr(h5t, name)
    yield "VAX_F32", predefined("VAX_F32")
    yield "VAX_F64", predefined("VAX_F64")
    yield "int17", integer(4, 17)
    yield "int17be", integer(4, 17, order=h5t.ORDER_BE)
    yield "uint12at3", integer(4, 12, 3, signed=False)
    yield "int20at12", integer(4, 20, 12)
    yield "int5", integer(1, 5)
    yield "int11be", integer(2, 11, 4, order=h5t.ORDER_BE)
    yield "int40", integer(8, 40, 10)
    yield "int24", integer(3)
    yield "uint24be", integer(3, order=h5t.ORDER_BE, signed=False)
    yield "int56", integer(7, 50, 3)
    yield "int128", integer(16)
    yield "bits17", bits(4, 17, 5)
    yield "bfloat16", floating(2, 15, (7, 8), (0, 7), 127)
    yield "bfloat16be", floating(2, 15, (7, 8), (0, 7), 127, order=h5t.ORDER_BE)
    yield "float8e4m3", floating(1, 7, (3, 4), (0, 3), 7)
    yield "float8e5m2", floating(1, 7, (2, 5), (0, 2), 15)
    yield "float24", floating(3, 23, (16, 7), (0, 16), 63)
    yield "float32bias", floating(4, 31, (23, 8), (0, 23), 126)
    yield "float48", floating(6, 47, (36, 11), (0, 36), 1023)
    yield "float80in10", floating(10, 79, (64, 15), (0, 64), 16383, h5t.NATIVE_LDOUBLE)
    yield "float128", floating(16, 127, (112, 15), (0, 112), 16383)
    yield "str7nullterm", text(7, h5t.STR_NULLTERM)
    yield "str7nullpad", text(7, h5t.STR_NULLPAD, h5t.CSET_UTF8)
    yield "str7spacepad", text(7, h5t.STR_SPACEPAD)
    yield "vstr", variable()
    yield "vstrascii", variable(h5t.CSET_ASCII)
    yield "opaque", opaque(5, b"my tag")
    yield "opaquelong", opaque(5, b"t" * 200)
    yield "datetime", opaque(8, b"NUMPY:<M8[ns]")
    yield "enum", enum(I16, COLOURS)
    yield "enumbe", enum(h5t.STD_I32BE, COLOURS)
    yield "bool", enum(I8, BOOL)
    yield "bool32", enum(I32, BOOL)
    yield "notbool", enum(I8, BOOL | {b"MAYBE": 2})
    yield "empty enum", enum(I8, {})
    yield "point", POINT
    yield "padded", compound(24, (b"a", 2, I8), (b"b", 4, F32), (b"c", 16, h5t.STD_I16BE))
    yield "unordered", compound(16, (b"late", 8, F64), (b"early", 0, I32))
    yield "complex64", compound(8, (b"r", 0, F32), (b"i", 4, F32))
    yield "complex padded", compound(24, (b"r", 4, F64), (b"i", 16, F64))
    yield "complexbe", compound(16, (b"r", 0, h5t.IEEE_F64BE), (b"i", 8, h5t.IEEE_F64BE))
    yield "no complex", compound(8, (b"r", 0, F32), (b"j", 4, F32))
    yield "nested", compound(64, (b"p", 0, POINT), (b"n", 16, text(5, h5t.STR_NULLTERM)),
                             (b"a", 24, h5t.array_create(h5t.STD_U16BE, (2, 3))), (b"e", 40, enum(I16, COLOURS)),
                             (b"pa", 48, h5t.array_create(compound(3, (b"u", 0, I8), (b"v", 1, I16)), (2,))))
    yield "odd members", compound(12, (b"a", 0, integer(3)), (b"b", 4, integer(4, 17)), (b"c", 9, enum(I16, BOOL)))
    yield "array", h5t.array_create(h5t.STD_I16BE, (2, 3))
    yield "array of int24", h5t.array_create(integer(3), (4,))
    yield "array of array", h5t.array_create(h5t.array_create(I8, (2,)), (3,))
    yield "array of point", h5t.array_create(POINT, (2,))
    yield "sequence", h5t.vlen_create(I16)
    yield "sequence of sequences", h5t.vlen_create(h5t.vlen_create(F64))
    yield "sequence of points", h5t.vlen_create(POINT)
    yield "objref", h5t.STD_REF_OBJ
    yield "regref", h5t.STD_REF_DSETREG
    yield "stdref", predefined("STD_REF")
    yield "heap compound", compound(100, (b"z", 60, variable()), (b"i", 0, I32), (b"s", 8, h5t.vlen_create(I8)),
                                    (b"r", 30, h5t.STD_REF_OBJ), (b"q", 80, h5t.array_create(variable(), (2,))))
    for name in "COMPLEX_IEEE_F32LE COMPLEX_IEEE_F64BE COMPLEX_IEEE_F16LE".split():
        yield name, getattr(h5t, name)


def bits(size, precision, offset):
    tid = h5t.STD_B64LE.copy()
    lib.H5Tset_precision(ctypes.c_int64(tid.id), ctypes.c_size_t(precision))
    lib.H5Tset_offset(ctypes.c_int64(tid.id), ctypes.c_size_t(offset))
    tid.set_size(size)
    return tid


class Stored:
    """A dataset of a type: `message` is the type as the file has it, `dtype` what h5py makes of it, `ddl` what h5dump prints."""

    def __init__(self, tid):
        self.message, self.dtype, self.ddl = tid.encode()[2:], None, None
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "t.h5"
            if self.write(path, tid):
                self.ddl = ddl(path)

    def write(self, path, tid):
        """Whether it could be written as HDF5 1.10 would."""
        for bounds in ((h5f.LIBVER_EARLIEST, h5f.LIBVER_V110), (h5f.LIBVER_EARLIEST, h5f.LIBVER_LATEST)):
            access = h5p.create(h5p.FILE_ACCESS)
            access.set_libver_bounds(*bounds)
            relax(access.id, 1)  # types that look like mistakes
            file = h5f.create(bytes(path), fapl=access)
            try:
                h5d.create(file, b"x", tid, h5s.create_simple((1,)))  # and closed at once
            except (ValueError, OSError):
                continue
            finally:
                file.close()
            data = path.read_bytes()
            file = h5f.open(bytes(path), fapl=access)
            dataset = h5d.open(file, b"x")
            message = datatype_message(data, h5o.get_info(dataset).addr)
            self.message = message or self.message
            try:
                self.dtype = dataset.get_type().dtype
            except (TypeError, ValueError, KeyError):
                pass
            return bounds[1] == h5f.LIBVER_V110
        return False


def datatype_message(data, address):
    """The data of the datatype message in an object header of version 1; None where there is none."""
    if data[address] != 1:
        return None
    position, end = address + 16, address + 16 + int.from_bytes(data[address + 8:address + 12], "little")
    while position < end:
        kind, size = (int.from_bytes(data[position + at:position + at + 2], "little") for at in (0, 2))
        if kind == 3:
            return data[position + 8:position + 8 + size]
        position += 8 + size
    return None


def ddl(path):
    """The type as h5dump prints it; None where that version does not know it."""
    found = subprocess.run(["h5dump", "-H", path], capture_output=True, text=True)
    if found.returncode:
        return None
    lines = found.stdout.split("DATATYPE  ")[1].split("      DATASPACE")[0].rstrip("\n").split("\n")
    return "\n".join([lines[0]] + [line[6:] for line in lines[1:]])


def sample(tid, rng):
    """Bytes of some elements: random ones, and such as are at an edge."""
    size = tid.get_size()
    rows = [bytes(size), b"\xff" * size] + [rng.bytes(size) for _ in range(14)]
    if tid.get_class() == h5t.STRING:
        rows[2:6] = [(t + b"       ")[:size] for t in (b"ab\0cd", b"abcdefg", b"  a  ", b"a\0 \0")]
    if tid.get_class() == h5t.FLOAT and size <= 2:
        rows = [n.to_bytes(size, "little") for n in range(0, 256 ** size, 257 if size == 2 else 1)]
    return b"".join(rows)


def holds_heap(tid):
    kind = tid.get_class()
    if kind == h5t.COMPOUND:
        return any(holds_heap(tid.get_member_type(n)) for n in range(tid.get_nmembers()))
    return kind in (h5t.VLEN, h5t.REFERENCE) or kind == h5t.ARRAY and holds_heap(tid.get_super()) or (
        kind == h5t.STRING and tid.is_variable_str())


def converted(tid, dtype, data):
    """What libhdf5 makes of elements for h5py, or None."""
    count = len(data) // tid.get_size()
    memory = h5t.py_create(dtype)
    if tid.get_class() == h5t.BITFIELD:
        memory = getattr(h5t, f"STD_B{dtype.itemsize * 8}{'BE' if dtype.str[0] == '>' else 'LE'}")
    buffer = np.zeros(count * max(tid.get_size(), memory.get_size()), np.uint8)
    buffer[:len(data)] = np.frombuffer(data, np.uint8)
    background = np.zeros(count * memory.get_size(), np.uint8)
    try:
        h5t.convert(tid, memory, count, buffer, background)
    except Exception:
        return None
    return buffer[:count * memory.get_size()].tobytes()


# What types that h5py does not know are converted to.
OTHERS = {"int24": "<i4", "uint24be": ">u4", "int56": "<i8", "VAX_F32": "<f4", "VAX_F64": "<f8"}


def case(name, tid, rng):
    stored = Stored(tid)
    result = {"name": name, "type": stored.message.hex(), "ddl": stored.ddl,
              "dtype": None if stored.dtype is None else str(stored.dtype)}
    dtype = np.dtype(OTHERS[name]) if name in OTHERS else stored.dtype
    if dtype is None or holds_heap(tid):
        return result
    data = sample(tid, rng)
    result["raw"] = data.hex()
    found = converted(tid, dtype, data)
    if found is not None:
        array = np.frombuffer(found, dtype)
        # Padding is not compared: field by field.
        result["values"] = b"".join(leaves(array)).hex()
    return result


def leaves(array):
    """The bytes of each field."""
    if array.dtype.names is None:
        yield np.ascontiguousarray(array).tobytes()
    else:
        for name in array.dtype.names:
            yield from leaves(array[name])


rng = np.random.default_rng(5)
cases = [case(name, tid, rng) for name, tid in types()]
Path(__file__).with_name("types.json").write_text(json.dumps(cases, indent=0, ensure_ascii=False) + "\n")
