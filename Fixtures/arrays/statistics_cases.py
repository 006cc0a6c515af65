"""Arrays with NumPy's statistics and histograms; NaN is left out, as in nanmin and nanmean."""

import base64
import ctypes
import fractions
import math
import warnings

import numpy as np

warnings.simplefilter("ignore")

DTYPES = ["?", "i1", "i2", ">i4", "i8", "u1", ">u2", "u4", "u8", "f2", ">f2", "f4", ">f4", "f8", ">f8", "g", "c8", ">c16",
          "M8[s]", ">m8[ms]"]


def numbers(random, dtype, count):
    dtype = np.dtype(dtype)
    generator = np.random.default_rng(random.randrange(2**32))
    kind = random.randrange(4)
    if dtype.kind == "b":
        return generator.random(count) < [0, 0.1, 0.5, 1][kind]
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        low, high = [(info.min, info.max), (0, 9), (info.max - 5, info.max), (info.min, info.min + 5)][kind]
        return generator.integers(low, high, count, dtype.newbyteorder("="), endpoint=True).astype(dtype)
    if dtype.kind in "mM":
        values = generator.integers(-10**12, 10**12, count)
        if kind == 0 and count:
            values[::3] = -(2**63)
        return values.astype(dtype)
    scale, shift = [(1, 0), (100, 1000), (1e-3, 0), (7, -3)][kind]
    values = generator.normal(size=count) * scale + shift
    if kind == 3 and count > 3:
        values[[0, count // 2]] = [np.nan, random.choice([np.nan, np.inf, -np.inf])]
    if dtype.kind == "c":
        values = values + 1j * generator.normal(size=count)
    return values.astype(dtype)


def layouts(random, array):
    """The array in another order of axes or directions; the numbers' statistics are the same."""
    choice = random.randrange(5)
    if choice == 0 or array.size < 6:
        return array
    rows = array[:array.size // 6 * 6].reshape(-1, 3, 2)
    return [rows, rows[::-1, :, ::-1], rows[::2, 1:], np.asfortranarray(rows)][choice - 1]


def number(value):
    """A number as text that loses nothing."""
    if isinstance(value, (np.datetime64, np.timedelta64)):
        return str(value.astype("i8"))
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    return repr(float(value))


def exact_sum(values):
    values = values.ravel()
    if values.dtype.kind in "biu":
        return sum(int(v) for v in values)
    if not np.isfinite(values).all():
        return float(values.astype("f8").sum())
    return math.fsum(float(v) for v in values)


def statistics(array):
    kind, entry = array.dtype.kind, {}
    absent = np.isnat(array) if kind in "mM" else np.isnan(array) if kind in "fc" else np.zeros(array.shape, bool)
    values = array[~absent]
    entry["missing"] = int(absent.sum())
    if kind == "c":
        entry["sum"] = [number(exact_sum(values.real)), number(exact_sum(values.imag))]
        if values.size:
            entry["mean"] = [number(exact_sum(part.astype("f8")) / part.size) for part in (values.real, values.imag)]
            entry["std"] = number(np.std(values.astype("c16")))
            order = sorted(values.tolist(), key=lambda v: (v.real, v.imag))
            entry["min"], entry["max"] = [[number(v.real), number(v.imag)] for v in (order[0], order[-1])]
        return entry
    if values.size:
        entry["min"], entry["max"] = number(values.min()), number(values.max())
    if kind in "mM":
        return entry
    entry["sum"] = number(exact_sum(values))
    if values.size and kind in "iu":
        # Neither Doubles nor long doubles hold all of the 64-bit integers' means.
        whole = [int(v) for v in values.ravel()]
        mean = fractions.Fraction(sum(whole), len(whole))
        spread = sum((v - mean) ** 2 for v in whole) / len(whole)
        entry["mean"], entry["std"] = number(mean), number(math.sqrt(spread))
    elif values.size:
        wide = values.astype("g")
        entry["mean"], entry["std"] = number(wide.mean()), number(wide.std())
    return entry


def histograms(random, array):
    finite = array[np.isfinite(array)]
    if array.dtype.kind not in "iuf" or array.dtype.str[1:] in ("f2", "f16") or not finite.size:
        return []
    results = []
    for bins, limits in [(10, None), (random.randint(1, 40), None), (7, (-1.5, 2.25)), (5, (0, 100))]:
        try:
            counts, edges = np.histogram(finite if limits is None else array, bins, limits)
        except ValueError:
            continue
        results.append({"bins": bins, "range": limits, "counts": counts.tolist(), "edges": [number(e) for e in edges]})
    return results


def cases(random):
    for round, dtype in ((r, d) for r in range(5) for d in DTYPES):
        count = random.choice([0, 1, 2, 7, 50, 130]) if round else 300
        array = layouts(random, numbers(random, dtype, count))
        whole, offset = packed(array)
        entry = {"dtype": array.dtype.str, "shape": list(array.shape), "strides": list(array.strides), "offset": offset,
                 "data": base64.b64encode(whole).decode()}
        entry |= statistics(array)
        entry["histograms"] = histograms(random, array)
        yield entry


def packed(array):
    """The memory that an array touches, and where in it its first element is."""
    if not array.size:
        return b"", 0
    low = sum((n - 1) * s for n, s in zip(array.shape, array.strides) if s < 0)
    high = sum((n - 1) * s for n, s in zip(array.shape, array.strides) if s > 0) + array.itemsize
    start = array.__array_interface__["data"][0] + low
    return ctypes.string_at(start, high - low), -low
