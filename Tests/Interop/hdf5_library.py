"""The functions of libhdf5 that h5py does not offer, called in the library that h5py has loaded."""

import ctypes
from pathlib import Path

import h5py
from h5py import h5f  # so that the library is loaded

assert h5f


def load():
    with open("/proc/self/maps") as maps:
        for line in maps:
            path = line.split()[-1]
            if Path(path).name.startswith("libhdf5") and "_hl" not in path:
                return ctypes.CDLL(path)
    raise OSError(f"h5py {h5py.__version__} has not loaded libhdf5")


lib = load()
HID = ctypes.c_int64
ALL = DEFAULT = 0
SIGNATURES = {
    "H5Dread": (ctypes.c_int, [HID, HID, HID, HID, HID, ctypes.c_void_p]),
    "H5Aread": (ctypes.c_int, [HID, HID, ctypes.c_void_p]),
    "H5Aget_name": (ctypes.c_ssize_t, [HID, ctypes.c_size_t, ctypes.c_char_p]),
    "H5Tequal": (ctypes.c_int, [HID, HID]),
    "H5Tget_size": (ctypes.c_size_t, [HID]),
    "H5Tget_order": (ctypes.c_int, [HID]),
    "H5Tget_offset": (ctypes.c_int, [HID]),
    "H5Tget_precision": (ctypes.c_size_t, [HID]),
    "H5Tget_pad": (ctypes.c_int, [HID, ctypes.c_void_p, ctypes.c_void_p]),
    "H5Tget_member_name": (ctypes.c_void_p, [HID, ctypes.c_uint]),
    "H5Tget_tag": (ctypes.c_void_p, [HID]),
    "H5Tget_member_value": (ctypes.c_int, [HID, ctypes.c_uint, ctypes.c_void_p]),
    "H5free_memory": (ctypes.c_int, [ctypes.c_void_p]),
    "H5Rdereference2": (HID, [HID, HID, ctypes.c_int, ctypes.c_void_p]),
    "H5Rget_region": (HID, [HID, ctypes.c_int, ctypes.c_void_p]),
    "H5Rget_type": (ctypes.c_int, [ctypes.c_void_p]),
    "H5Ropen_object": (HID, [ctypes.c_void_p, HID, HID]),
    "H5Ropen_region": (HID, [ctypes.c_void_p, HID, HID]),
    "H5Rget_attr_name": (ctypes.c_ssize_t, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]),
    "H5Rget_file_name": (ctypes.c_ssize_t, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]),
    "H5Iget_type": (ctypes.c_int, [HID]),
    "H5Sis_regular_hyperslab": (ctypes.c_int, [HID]),
    "H5Pget_fill_value": (ctypes.c_int, [HID, HID, ctypes.c_void_p]),
    "H5Pget_sym_k": (ctypes.c_int, [HID, ctypes.c_void_p, ctypes.c_void_p]),
    "H5Pget_istore_k": (ctypes.c_int, [HID, ctypes.c_void_p]),
    "H5Pget_shared_mesg_nindexes": (ctypes.c_int, [HID, ctypes.c_void_p]),
    "H5Pget_shared_mesg_index": (ctypes.c_int, [HID, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p]),
    "H5Pget_virtual_count": (ctypes.c_int, [HID, ctypes.c_void_p]),
    "H5Gget_info": (ctypes.c_int, [HID, ctypes.c_void_p]),
    "H5Lget_val": (ctypes.c_int, [HID, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_size_t, HID]),
    "H5Lget_info2": (ctypes.c_int, [HID, ctypes.c_char_p, ctypes.c_void_p, HID]),
    "H5Oget_comment": (ctypes.c_ssize_t, [HID, ctypes.c_char_p, ctypes.c_size_t]),
    "H5Eset_auto2": (ctypes.c_int, [HID, ctypes.c_void_p, ctypes.c_void_p]),
    "H5Eclear2": (ctypes.c_int, [HID]),
    "H5get_libversion": (ctypes.c_int, [ctypes.c_void_p] * 3),
}
for _name, (_result, _arguments) in SIGNATURES.items():
    function = getattr(lib, _name)
    function.restype, function.argtypes = _result, _arguments
lib.H5Eset_auto2(DEFAULT, None, None)


class ErrorDescription(ctypes.Structure):
    """H5E_error2_t."""
    _fields_ = [("class_id", HID), ("major", HID), ("minor", HID), ("line", ctypes.c_uint), ("function", ctypes.c_char_p),
                ("file", ctypes.c_char_p), ("description", ctypes.c_char_p)]


WALKER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_uint, ctypes.POINTER(ErrorDescription), ctypes.c_void_p)


class LibraryError(Exception):
    """A function of the library failed."""


def reason():
    """The innermost of the library's messages."""
    found = []

    @WALKER
    def note(number, error, _):
        found.append((error.contents.description or b"").decode(errors="replace"))
        return 0

    lib.H5Ewalk2(HID(DEFAULT), 0, note, None)
    return found[0] if found else "failed"


def call(name, *arguments):
    """Calls a function; a negative result is an error."""
    result = getattr(lib, name)(*arguments)
    if isinstance(result, int) and result < 0:
        error = LibraryError(f"{name}: {reason()}")
        lib.H5Eclear2(DEFAULT)
        raise error
    return result


def owned_text(name, *arguments):
    """The bytes of a C string that the caller must free."""
    pointer = getattr(lib, name)(*arguments)
    if not pointer:
        raise LibraryError(name)
    text = ctypes.string_at(pointer)
    lib.H5free_memory(pointer)
    return text


def attribute_name(identifier):
    size = call("H5Aget_name", identifier, 0, None)
    buffer = ctypes.create_string_buffer(size + 1)
    call("H5Aget_name", identifier, size + 1, buffer)
    return buffer.value


def comment(identifier):
    size = call("H5Oget_comment", identifier, None, 0)
    buffer = ctypes.create_string_buffer(size + 1)
    call("H5Oget_comment", identifier, buffer, size + 1)
    return buffer.value


class LinkInfo(ctypes.Structure):
    """H5L_info2_t."""
    _fields_ = [("type", ctypes.c_int), ("corder_valid", ctypes.c_bool), ("corder", ctypes.c_int64), ("cset", ctypes.c_int),
                ("value", ctypes.c_uint64 * 2)]


def link_value(group, name, size):
    buffer = ctypes.create_string_buffer(max(size, 1))
    call("H5Lget_val", group, name, buffer, size, DEFAULT)
    return buffer.raw[:size]


class GroupInfo(ctypes.Structure):
    """H5G_info_t."""
    _fields_ = [("storage", ctypes.c_int), ("links", ctypes.c_uint64), ("max_corder", ctypes.c_int64), ("mounted", ctypes.c_bool)]


def group_info(identifier):
    info = GroupInfo()
    call("H5Gget_info", identifier, ctypes.byref(info))
    return info


def version():
    parts = [ctypes.c_uint() for _ in range(3)]
    call("H5get_libversion", *(ctypes.byref(part) for part in parts))
    return ".".join(str(part.value) for part in parts)
