#!/usr/bin/env python3
"""Measures Brine against h5py, in turn, in one run on this machine: reading HDF5 files.

Both sides take the best of several rounds, from files that the system holds in memory. Prints milliseconds and the ratio beside
the target, the ratio of the processor time, which other work on the machine changes less, and a warning where the two did not
read the same.

HDF5Bench reads a line of words parted by tabs and answers `{"seconds":s,"processor":p,"check":c}`, where `processor` is the time of
all threads together; `check` is computed when the time is over:

    read FILE PATH THREADS             the whole dataset into an array; check: the sum
    sum FILE PATH                      open, read or map, sum; check: the sum
    windows FILE PATH STARTS           16 × 16 windows, STARTS being a .npy file (n, 2) of their corners; check: the sum of all
    select FILE PATH SELECTION         one selection, opening outside the time; check: the sum
    mask FILE PATH MASK                the elements where the .npy file is true; check: the sum
    datasets FILE                      open the file, open and read each dataset of `/`; check: the sum
    attributes FILE                    open the file, read each attribute of the groups in `/`, of `/` where it has none; check: the sum
    links FILE PATH                    open the file, list the names of the group's links; check: their total length in UTF-8
    strings FILE PATH                  the whole dataset as strings; check: their total length in UTF-8
    field FILE PATH NAME               one member of a compound dataset; check: the sum
    open FILE                          open the file and its root group, a thousand times; check: how many links it has
"""

import argparse
import os
import pathlib
import tempfile
import time

import h5py
import numpy as np

import bench
from arrays_bench import seconds


def write_planes(folder, megabytes):
    """The large files; a smooth float32 plane with some noise, as a measurement is."""
    side = int((megabytes * 1_000_000 / 4) ** 0.5) // 256 * 256
    rng = np.random.default_rng(0)
    x = np.linspace(0, 20, side, dtype="f4")
    plane = np.round(np.sin(x)[:, None] * np.cos(x)[None, :] * 500 + rng.normal(0, 2, (side, side)).astype("f4"), 1).astype("f4")
    forms = {"deflate": {"compression": 4, "shuffle": True}, "lzf": {"compression": "lzf"}, "chunks": {}}
    for name, options in forms.items():
        with h5py.File(folder / f"{name}.h5", "w") as file:
            file.create_dataset("x", data=plane, chunks=(256, 256), **options)
    with h5py.File(folder / "contiguous.h5", "w") as file:
        file["x"] = plane
    with h5py.File(folder / "large.h5", "w") as file:
        file["x"] = rng.random(2 * megabytes * 1_000_000 // 8)
    return side


def write_small(folder):
    """Files of many small things."""
    for version in ("earliest", "latest"):
        with h5py.File(folder / f"datasets-{version}.h5", "w", libver=version) as file:
            for n in range(10_000):
                file[f"dataset {n}"] = np.arange(8.0) + n
        with h5py.File(folder / f"attributes-{version}.h5", "w", libver=version) as file:
            groups = [file] if version == "latest" else [file.create_group(f"g{n}") for n in range(100)]
            for n in range(10_000):
                groups[n % len(groups)].attrs[f"attribute {n}"] = n / 2
        with h5py.File(folder / f"links-{version}.h5", "w", libver=version) as file:
            group = file.create_group("g")
            for n in range(20_000):
                group[f"link {n}"] = h5py.SoftLink("/x")
    with h5py.File(folder / "rows.h5", "w") as file:
        words = np.array([f"word number {n}" for n in range(1_000_000)], object)
        file.create_dataset("words", data=words, dtype=h5py.string_dtype())
        rows = np.zeros(1_000_000, [("id", "<i8"), ("x", "<f8"), ("y", "<f4"), ("name", "S16")])
        rows["x"] = np.arange(1_000_000) / 3
        file["rows"] = rows
        file.create_dataset("chunked rows", data=rows, chunks=(10_000,))


def opened(path, action):
    with h5py.File(path, "r") as file:
        return action(file)


def held(path, action):
    """The same with the file opened outside the time."""
    dataset = h5py.File(path, "r")["x"]
    return lambda: action(dataset)


def all_attributes(file):
    holders = file.values() if len(file) else [file]
    return [value for holder in holders for value in holder.attrs.values()]


def total(values):
    return float(np.sum(np.asarray(values), dtype="f8"))


def lengths(names):
    return float(sum(len(name if isinstance(name, bytes) else name.encode()) for name in names))


def cases(folder, megabytes, cores):
    """What is measured: label, target, Python's way, its check, what Brine is told."""
    side = write_planes(folder, megabytes)
    for name, target in (("deflate", 2.2), ("lzf", 2.5), ("chunks", 1.5)):
        path = folder / f"{name}.h5"
        for threads in (1, 2) if name != "lzf" and cores > 1 else (1,):
            yield (f"{name}, {threads} thread{'s' * (threads > 1)}", 4.5 if (name, threads) == ("deflate", 2) else target,
                   lambda: opened(path, lambda file: file["x"][()]), total, ["read", path, "x", threads])
    yield ("contiguous, sum", 3, lambda: opened(folder / "large.h5", lambda file: file["x"][()].sum()), float,
           ["sum", folder / "large.h5", "x"])
    corners = np.random.default_rng(1).integers(0, side - 16, (1000, 2))
    np.save(folder / "corners.npy", corners)
    windows = held(folder / "deflate.h5", lambda x: np.stack([x[i:i + 16, j:j + 16] for i, j in corners.tolist()]))
    yield "1,000 windows, deflate", 3, windows, total, ["windows", folder / "deflate.h5", "x", folder / "corners.npy"]
    yield from selections(folder, side)
    yield from many(folder)


def selections(folder, side):
    rng = np.random.default_rng(2)
    lines = sorted(rng.choice(side, 500, replace=False).tolist())
    mask = rng.random((side, side)) < 0.001
    np.save(folder / "mask.npy", mask)
    for name in ("contiguous", "chunks"):
        path = folder / f"{name}.h5"
        for text in ("::2, ::2", "::7, ::5"):
            index = eval(f"np.s_[{text}]")
            yield f"[{text}], {name}", 4, held(path, lambda x: x[index]), total, ["select", path, "x", text]
        yield f"500 rows, {name}", 4, held(path, lambda x: x[lines]), total, ["select", path, "x", f"[{lines}]"]
        yield f"500 columns, {name}", 4, held(path, lambda x: x[:, lines]), total, ["select", path, "x", f":, {lines}"]
        yield f"mask of 0.1 %, {name}", 4, held(path, lambda x: x[mask]), total, ["mask", path, "x", folder / "mask.npy"]


def many(folder):
    write_small(folder)
    for version in ("earliest", "latest"):
        path = folder / f"datasets-{version}.h5"
        yield (f"10,000 datasets, {version}", 15, lambda: opened(path, lambda file: [item[()] for item in file.values()]), total,
               ["datasets", path])
    for version, target in (("earliest", 30), ("latest", 10)):
        path = folder / f"attributes-{version}.h5"
        yield (f"10,000 attributes, {version}", target, lambda: opened(path, all_attributes), total, ["attributes", path])
    for version in ("earliest", "latest"):
        path = folder / f"links-{version}.h5"
        yield f"20,000 links, {version}", 5, lambda: opened(path, lambda file: list(file["g"])), lengths, ["links", path, "g"]
    rows = folder / "rows.h5"
    yield "1e6 strings", 3, lambda: opened(rows, lambda file: file["words"].asstr()[()]), lengths, ["strings", rows, "words"]
    yield "one field of 1e6 rows", 3, lambda: opened(rows, lambda file: file["rows"]["x"]), total, ["field", rows, "rows", "x"]
    yield ("one field, chunks", 3, lambda: opened(rows, lambda file: file["chunked rows"]["x"]), total,
           ["field", rows, "chunked rows", "x"])
    for name in ("large", "datasets-latest"):
        path = folder / f"{name}.h5"
        yield f"open {name} 1,000 times", 1, lambda: [opened(path, lambda file: len(file)) for _ in range(1000)], lambda sizes: float(
            sizes[0]), ["open", path]


def same(left, right):
    return abs(left - right) <= 1e-6 * max(abs(left), abs(right), 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("executable", nargs="?", help="a built HDF5Bench; built anew by default")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=int, default=256, help="of the chunked files; the contiguous one has twice as many")
    parser.add_argument("--only", default="")
    parser.add_argument("--python", action="store_true", help="measure h5py alone")
    options = parser.parse_args()
    brine = None if options.python else bench.Brine(options.executable or bench.build("HDF5Bench"))
    ratios = {}
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as folder:
        print(f"{'HDF5 ' + h5py.version.hdf5_version:32} {'h5py':>10} {'brine':>10}  ms {'ratio':>8} {'target':>7} {'work':>9}")
        for label, target, python, check, command in cases(pathlib.Path(folder), options.megabytes, os.cpu_count() or 1):
            if options.only not in label:
                continue
            theirs, mine, wanted = float("inf"), float("inf"), check(python())
            their_work, my_work = float("inf"), float("inf")
            if brine is None:
                print(f"{label:32} {min(seconds(python) for _ in range(options.rounds)) * 1e3:10.2f}", flush=True)
                continue
            for _ in range(options.rounds):
                before = time.process_time()
                theirs = min(theirs, seconds(python))
                their_work = min(their_work, time.process_time() - before)
                answer = brine.ask(*map(str, command))
                mine, my_work = min(mine, answer["seconds"]), min(my_work, answer["processor"])
            ratio = theirs / mine
            ratios[label] = ratio
            verdict = ("met" if ratio >= target else "NOT MET") + ("" if same(wanted, answer["check"]) else
                                                                   f" OTHER VALUES: {wanted} and {answer['check']}")
            work = their_work / my_work
            print(f"{label:32} {theirs * 1e3:10.2f} {mine * 1e3:10.2f}     {ratio:7.2f}x {target:6}x {work:8.2f}x  {verdict}", flush=True)
        chosen = [ratio for label, ratio in ratios.items() if label.endswith((", contiguous", ", chunks"))
                  and not label.startswith("one field")]
        if chosen:
            print(f"the selections on average: {sum(chosen) / len(chosen):.2f}x, target 4x")


if __name__ == "__main__":
    main()
