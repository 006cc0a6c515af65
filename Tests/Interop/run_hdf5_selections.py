"""Compares `brine dump FILE/path[selection]` with h5py: `run_hdf5_selections.py BRINE [COUNT] [SEED]`.

3,000 random selections of 30 datasets of every layout and kind of type, in a file made here. Every selection is NumPy's; those
that h5py takes (steps forwards, one list, in order, no repeats) must also be what h5py itself gives.
"""

import ctypes
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import h5py
import numpy as np
from h5py import h5d, h5p, h5s, h5t

import hdf5_types as types
from hdf5_compare import Differences
from hdf5_library import ALL, DEFAULT, call
from hdf5_values import Values

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Fixtures" / "arrays"))
from selection_cases import selection

WORKERS = 2
SHOWN = 10


def datasets(file):
    """30 datasets."""
    rng = np.random.default_rng(0)
    square = rng.integers(0, 1000, (40, 50))
    put = file.create_dataset
    put("contiguous", data=square.astype("<i4"))
    put("big-endian", data=rng.random((5, 6, 7)).astype(">f8"))
    put("line", data=np.arange(100, dtype="<u2"))
    put("chunks", data=square.astype("<f4"), chunks=(7, 9))
    put("deflated", data=square.astype("<i8"), chunks=(16, 16), compression="gzip", shuffle=True)
    put("lzf", data=square.astype(">i2"), chunks=(40, 3), compression="lzf")
    put("checked", data=square.astype("<u4"), chunks=(3, 50), fletcher32=True)
    put("scaled", data=square.astype("<i4"), chunks=(10, 10), scaleoffset=0)
    put("chunked line", data=np.arange(1000, dtype="<f8"), chunks=(64,), maxshape=(None,))
    put("three axes", data=rng.integers(0, 99, (9, 10, 11)).astype("u1"), chunks=(4, 4, 4), compression="gzip", maxshape=(None, None, 11))
    put("four axes", data=np.arange(5 * 4 * 6 * 3, dtype="<i4").reshape(5, 4, 6, 3), chunks=(2, 3, 4, 2))
    put("scalar", data=np.float64(2.5))
    put("scalar text", data="text")
    put("no rows", (0, 5), "<i4", maxshape=(None, 5), chunks=(4, 5))
    put("never written", (12, 13), "<i2", fillvalue=-3, chunks=(5, 5))
    put("partly written", (30, 30), "<f4", fillvalue=1.5, chunks=(8, 8), compression="gzip")[10:14, 3:20] = 7
    put("bools", data=square % 2 == 0, chunks=(11, 11))
    put("enum", data=(square[:10] % 3).astype("i1"), dtype=h5py.enum_dtype({"A": 0, "B": 1, "C": 2}, "i1"))
    put("complex", data=(square + 1j * square).astype("<c8"), chunks=(13, 13))
    rows = np.zeros((15, 4), [("a", "<i4"), ("b", ">f8"), ("c", "<i2", (3,))])
    rows["a"], rows["b"], rows["c"] = square[:15, :4], square[:15, 4:8] / 7, square[:15, 8:12, None]
    put("rows", data=rows, chunks=(4, 4), compression="gzip")
    put("arrays", (6, 7), dtype=np.dtype(("<i2", (2, 3))))[...] = np.arange(6 * 7 * 6).reshape(6, 7, 2, 3)
    put("opaque", data=np.frombuffer(rng.bytes(5 * 40), "V5").reshape(8, 5))
    put("fixed text", data=np.array([b"n%d" % n for n in range(60)], "S4").reshape(6, 10), chunks=(4, 4))
    put("text", data=np.array([f"n°{n}" for n in range(60)], object).reshape(6, 10), dtype=h5py.string_dtype(), chunks=(4, 4), compression="gzip")
    sequences = put("sequences", (4, 6), dtype=h5py.vlen_dtype("<i4"))
    for n in range(24):
        sequences[n // 6, n % 6] = np.arange(n % 5)
    named = put("named rows", (20,), dtype=np.dtype([("name", h5py.string_dtype()), ("n", "<i8")]), chunks=(6,))
    named[...] = np.array([(f"row {n}", n) for n in range(20)], named.dtype)
    references = put("references", (9,), dtype=h5py.ref_dtype)
    for n in range(8):
        references[n] = file["line"].ref if n % 2 else file["rows"].ref
    put("outside", (30, 4), "<i4", external=[("outside.raw", 16, h5py.h5f.UNLIMITED)])[...] = square[:30, :4]
    layout = h5py.VirtualLayout((20, 50), "<i4")
    layout[::2], layout[1::2] = h5py.VirtualSource(".", "contiguous", (40, 50))[:10], h5py.VirtualSource(".", "contiguous", (40, 50))[20:30]
    file.create_virtual_dataset("virtual", layout)
    compact = h5p.create(h5p.DATASET_CREATE)
    compact.set_layout(h5d.COMPACT)
    h5d.create(file.id, b"compact", h5t.STD_I16BE, h5s.create_simple((8, 9)), compact).write(
        h5s.ALL, h5s.ALL, np.arange(72, dtype="i4").reshape(8, 9))


REFUSED = object()


class Whole:
    """A dataset with all its elements as libhdf5 leaves them in memory."""

    def __init__(self, file, values, name, numbers):
        self.dataset, self.values = file[name], values
        self.plan = types.plan(self.dataset.id.get_type())
        shape, size = self.dataset.shape, self.plan.memory_size
        self.buffer = ctypes.create_string_buffer(max(types.count(shape) * size, 1))
        if types.count(shape):
            call("H5Dread", self.dataset.id.id, self.plan.memory.id, ALL, ALL, DEFAULT, self.buffer)
        self.elements = np.frombuffer(self.buffer, f"V{size}", types.count(shape)).reshape(shape)
        # What h5py selects of any elements is asked of their numbers.
        self.numbers = numbers.create_dataset(name, data=np.arange(self.elements.size).reshape(shape))

    def expected(self, text):
        """The value as typed JSON, REFUSED where NumPy refuses; and whether it is h5py's, which takes fewer forms."""
        items = eval(f"np.s_[{text}]")
        items = items if isinstance(items, tuple) else (items,)
        try:
            part = outer(self.elements, items)
        except (IndexError, ValueError):
            return REFUSED, False
        try:
            if any(item is True or item is False for item in items):
                raise TypeError("h5py takes truth values for numbers")
            chosen = self.numbers[items]
        except Exception:  # it refuses in many ways
            return self.values.value(self.plan, part.tobytes(), part.shape), False
        part = self.elements.reshape(-1)[chosen]
        return self.values.value(self.plan, part.tobytes(), np.shape(chosen)), True


def outer(array, items):
    """What NumPy selects, but with the axis of a list in its place beside single indexes, as h5py has it."""
    def is_index(item):
        return isinstance(item, int) and not isinstance(item, bool)

    if not any(isinstance(item, (list, np.ndarray, bool)) for item in items):
        return np.asarray(array[items])
    first, rest = [], []
    for item in items:
        if is_index(item) or item is Ellipsis:
            first.append(item)
        elif item is not None and not isinstance(item, bool):
            flags = np.asarray(item) if isinstance(item, (list, np.ndarray)) else None
            first += [slice(None)] * (flags.ndim if flags is not None and flags.dtype == bool else 1)
        if not is_index(item):
            rest.append(item)
    array[items]  # raises what NumPy raises for the whole
    return np.asarray(array[tuple(first)][tuple(rest)])


def h5py_selection(source, shape):
    """A selection that h5py takes: slices forwards, numbers, one list in order."""
    parts, listed = [], source.randrange(len(shape) + 2)
    for axis, length in enumerate(shape):
        if axis == listed and length:
            numbers = sorted(source.sample(range(length), source.randint(1, min(length, 6))))
            parts.append(str(numbers))
        elif source.random() < 0.25 and length:
            parts.append(str(source.randrange(-length, length)))
        else:
            start, stop = sorted((source.randint(0, length), source.randint(0, length)))
            step = source.choice(["", "", f":{source.randint(1, 5)}"])
            parts.append(source.choice([f"{start}:{stop}{step}", f":{stop}{step}", f"{start}:{step}", ":", f"{start}:{stop}{step}"]))
    if source.random() < 0.2:
        parts = parts[:source.randint(0, len(parts))] + ["..."]
    return ", ".join(parts) or "..."


def dumped(brine, path, name, text):
    done = subprocess.run([brine, "dump", f"{path}/{name}[{text}]"], capture_output=True, cwd=path.parent)
    if done.returncode:
        return None, f"exit {done.returncode}: {done.stderr.decode(errors='replace').strip()}"
    value = json.loads(done.stdout)
    return (value["$dataset"]["data"] if isinstance(value, dict) and "$dataset" in value else value), None


def check(brine, path, name, text, wanted, agrees):
    found, message = dumped(brine, path, name, text)
    if wanted is REFUSED:
        return "refused by both" if message and message.startswith("exit 2:") else f"NumPy refuses, brine: {message or found}"[:300]
    if message:
        return f"brine: {message}"[:300]
    differences = Differences()
    differences.dump(wanted, found)
    if differences.found:
        return str(differences.found[0])
    return "equal" if agrees else "equal to NumPy's"


def main(brine, count=3000, seed=1):
    brine, source = Path(brine).absolute(), random.Random(seed)
    counts, failures = Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "selections.h5")
        os.chdir(folder)  # where the external file goes
        with h5py.File(path, "w", libver="latest" if seed % 2 else "earliest") as file:
            datasets(file)
        with h5py.File(path, "r") as file, h5py.File("numbers", "w", driver="core", backing_store=False) as numbers:
            names = {h5py.h5o.get_info(file[name].id).addr: name.encode() for name in file}
            values = Values(file.id, lambda number, address: b"/" + names[address] if address in names else None)
            wholes = {name: Whole(file, values, name, numbers) for name in file}
            assert len(wholes) == 30, len(wholes)
            cases = []
            for number in range(count):
                name = sorted(wholes)[number % len(wholes)]
                shape = list(wholes[name].elements.shape)
                text = (h5py_selection if number // len(wholes) % 4 else selection)(source, shape)
                cases.append((name, text, *wholes[name].expected(text)))
            with ThreadPoolExecutor(WORKERS) as pool:
                for case, outcome in zip(cases, pool.map(lambda case: check(brine, path, *case), cases)):
                    known = outcome in ("equal", "equal to NumPy's", "refused by both")
                    counts[outcome if known else "different"] += 1
                    if not known:
                        failures.append(f"{case[0]}[{case[1]}]\n  {outcome}")
    for failure in failures[:SHOWN]:
        print(failure)
    print("Selections of HDF5 datasets:", ", ".join(f"{n} {name}" for name, n in sorted(counts.items())))
    return 1 if failures else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:])))
