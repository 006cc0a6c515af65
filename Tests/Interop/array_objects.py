"""Objects with arrays inside: matrices, masked arrays, generators of random numbers, sparse matrices; and when two are equal."""

import tempfile
import warnings
from pathlib import Path

import numpy as np
import scipy.sparse

from array_values import ml_dtypes, native, same

SPARSE = ["csr", "csc", "coo", "bsr", "dia", "dok", "lil"]


def objects():
    """Names and objects."""
    numbers = np.arange(12.0).reshape(3, 4)
    table = np.array([(1, 2.5), (3, 4.5)], [("a", "i4"), ("b", "f8")])
    yield "matrix", np.matrix([[1, 2], [3, 4]])
    yield "records", table.view(np.recarray)
    yield "record", table.view(np.recarray)[0]
    yield "table scalar", table[0]
    yield "masked", np.ma.MaskedArray([1, 2, 3], [True, False, True], fill_value=9)
    yield "masked without mask", np.ma.MaskedArray(numbers)
    yield "masked table", np.ma.MaskedArray(table, [(True, False), (False, True)])
    yield "memmap", mapped(numbers)
    yield "generator", np.random.default_rng(1)
    yield "philox", np.random.Generator(np.random.Philox(7))
    yield "random state", np.random.RandomState(3)
    yield "type", np.dtype([("a", "<f4"), ("b", ">i2", (2,))])
    yield "type with metadata", np.dtype("f8", metadata={"unit": "m"})
    yield "times", [np.datetime64("2024-05-06T07:08", "m"), np.timedelta64(5, "ns"), np.datetime64("NaT")]
    yield "shared", [numbers, numbers, {"again": numbers}]
    yield "objects with arrays", np.array([numbers, {"x": numbers}, None], object)
    if ml_dtypes:
        for name in ("bfloat16", "float8_e4m3fn", "float8_e4m3fnuz", "float8_e5m2", "float8_e5m2fnuz"):
            yield name, np.arange(-4, 5).astype(getattr(ml_dtypes, name)).reshape(3, 3)
    for form in SPARSE:
        dense = np.array([[0, 1.5, 0, 0], [2, 0, 0, 3], [0, 0, 0, 0], [4, 0, 5, 0]])
        yield f"{form} matrix", getattr(scipy.sparse, form + "_matrix")(dense)
        yield f"{form} array", getattr(scipy.sparse, form + "_array")(dense)
        yield f"empty {form}", getattr(scipy.sparse, form + "_array")((2, 3), dtype="f4")


def mapped(array):
    with tempfile.TemporaryDirectory() as folder:
        result = np.memmap(Path(folder, "x"), array.dtype, "w+", shape=array.shape)
        result[:] = array
        return result


def difference(left, right):
    """Why two objects are not the same; None when they are."""
    if type(left) is not type(right):
        return f"{type(left)} is {type(right)}"
    if isinstance(left, np.ma.MaskedArray):
        return same_masked(left, right)
    if isinstance(left, np.ndarray):
        if left.dtype == object:
            return left.shape != right.shape or difference(list(left.flat), list(right.flat))
        return same(native(left), native(right))
    if isinstance(left, np.random.Generator):
        return difference(left.bit_generator.state, right.bit_generator.state)
    if isinstance(left, np.random.RandomState):
        return difference(left.get_state(legacy=False), right.get_state(legacy=False))
    if scipy.sparse.issparse(left):
        return same_sparse(left, right)
    if isinstance(left, (list, tuple)):
        return f"{len(left)} items are {len(right)}" if len(left) != len(right) else \
            next(filter(None, map(difference, left, right)), None)
    if isinstance(left, dict):
        return "other keys" if list(left) != list(right) else difference(list(left.values()), list(right.values()))
    if isinstance(left, np.generic):
        return None if left.dtype == right.dtype and left.tobytes() == right.tobytes() else f"{left!r} is {right!r}"
    if isinstance(left, np.dtype):
        return None if left == right and left.metadata == right.metadata else f"{left!r} is {right!r}"
    return None if left == right else f"{left!r} is {right!r}"


def same_masked(left, right):
    return same(np.asarray(left.data), np.asarray(right.data)) or same(np.asarray(left.mask), np.asarray(right.mask)) \
        or difference(left.fill_value, right.fill_value)


def same_sparse(left, right):
    if (left.shape, left.dtype, left.nnz) != (right.shape, right.dtype, right.nnz):
        return f"{left!r} is {right!r}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return same(left.toarray(), right.toarray())
