"""Whether a value in typed JSON is what h5py itself reads."""

import base64

import h5py
import numpy as np

import hdf5_types as types

SKIPPED = (TypeError, ValueError, OSError, KeyError, RuntimeError, NotImplementedError, SystemError, h5py.h5py_warnings.H5pyWarning
           if hasattr(h5py, "h5py_warnings") else TypeError)


def cross_check(plan, value, read):
    """What differs from h5py's reading; None where nothing does, or h5py can't read it."""
    if not isinstance(plan, types.Plain):
        return cross_objects(plan, value, read)
    try:
        found = np.asarray(read())
    except SKIPPED:
        return None
    form = value["$ndarray"]
    try:
        dtype = np.dtype(as_dtype(form["dtype"]))
    except (TypeError, ValueError):
        return None
    data = np.frombuffer(base64.b64decode(form["data"]), dtype) if dtype.itemsize else np.zeros(0, dtype)
    if list(found.shape) != form["shape"]:
        return f"h5py's shape is {found.shape}"
    if 0 in found.shape or form["dtype"][1:2] == "i" and found.dtype.kind == "V":
        return None
    return None if same(found.reshape(-1), data) else f"h5py reads {found.dtype} {found.reshape(-1)[:3]}"


def as_dtype(descr):
    """NumPy's dtype of a descr; lists became tuples, and padding has no name."""
    if isinstance(descr, str):
        return descr
    fields = []
    for field in descr:
        name, *rest = field
        fields.append((name, as_dtype(rest[0]), *(tuple(shape) for shape in rest[1:])))
    return fields


def same(found, data):
    """Whether two flat arrays have the same bits in all fields, in whatever layout."""
    if found.dtype.names is None:
        if found.dtype.kind == "b" or data.dtype.kind == "b":
            return found.astype("u1").tobytes() == data.astype("u1").tobytes()
        if found.dtype == data.dtype.newbyteorder("="):  # as scalars are
            found = found.astype(data.dtype)
        return found.dtype == data.dtype and found.tobytes() == data.tobytes()
    if data.dtype.names is None:
        return False
    names = [name for name in data.dtype.names if data.dtype.fields[name][0].kind != "V" or name in found.dtype.names]
    return sorted(found.dtype.names) == sorted(names) and all(
        same(np.ascontiguousarray(found[name]).reshape(-1), np.ascontiguousarray(data[name]).reshape(-1)) for name in names)


def cross_objects(plan, value, read):
    """Text and sequences of plain values; references and compounds of objects are left to libhdf5."""
    if not isinstance(plan, (types.Text, types.Sequence)) or (
            isinstance(plan, types.Sequence) and not isinstance(plan.base, types.Plain)):
        return None
    try:
        found = read()
    except SKIPPED:
        return None
    flat = list(np.asarray(found, dtype=object).reshape(-1)) if isinstance(plan, types.Text) or (
        isinstance(found, np.ndarray) and found.dtype == object) else [found]
    mine = flattened(value)
    if len(mine) != len(flat):
        return f"h5py has {len(flat)} elements, not {len(mine)}"
    for ours, theirs in zip(mine, flat):
        if isinstance(plan, types.Text):
            theirs = theirs.encode("utf-8", "surrogateescape") if isinstance(theirs, str) else bytes(theirs)
            if types.text(theirs) != ours:
                return f"h5py reads {theirs!r} instead of {ours!r}"[:300]
        elif base64.b64decode(ours["$ndarray"]["data"]) != np.ascontiguousarray(theirs).tobytes() and not isinstance(
                plan.base.descr, list):
            return f"h5py reads {theirs!r}"[:300]
    return None


def flattened(value):
    """The elements of nested lists."""
    if not isinstance(value, list):
        return [value]
    result, pending = [], [iter(value)]
    while pending:
        item = next(pending[-1], pending)
        if item is pending:
            pending.pop()
        elif isinstance(item, list):
            pending.append(iter(item))
        else:
            result.append(item)
    return result
