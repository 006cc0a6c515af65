#!/usr/bin/env python3
"""Measures Brine against NumPy and joblib, in turn, in one run on this machine: arrays, their files, selections.

Both sides take the best of several rounds. Prints milliseconds and the ratio beside the target.
"""

import argparse
import gc
import os
import pathlib
import tempfile
import time
import warnings

import joblib
import numpy as np

import bench

warnings.simplefilter("ignore")


class Sample:
    """What instances are made of."""

    def __init__(self, number):
        self.number, self.name, self.weight = number, f"sample {number}", number / 7


def seconds(action):
    gc.collect()
    gc.disable()
    start = time.perf_counter()
    action()  # What it makes goes away at once, as on Brine's side.
    spent = time.perf_counter() - start
    gc.enable()
    return spent


def raw_write(array, path):
    """What a program does that only writes the bytes."""
    with open(path, "wb") as file:
        file.write(memoryview(array).cast("B"))


def forest(folder):
    from sklearn.datasets import make_classification
    from sklearn.ensemble import RandomForestClassifier

    features, labels = make_classification(2000, 20, random_state=0)
    model = RandomForestClassifier(100, random_state=0).fit(features, labels)
    joblib.dump(model, folder / "forest.joblib")
    joblib.dump(model, folder / "forest.joblib.z", compress=("zlib", 3))


def cases(folder, megabytes):
    """What is measured: label, target, Python's way, what Brine is told."""
    rng = np.random.default_rng(0)
    large, plane = folder / "large.npy", folder / "plane.npy"
    values = rng.random(megabytes * 1_000_000 // 8)
    np.save(large, values)
    square = rng.random((4096, 4096)).astype(np.float32)
    np.save(plane, square)
    out, mine = folder / "python.out", folder / "brine.out"
    yield "npy open + sum", 3, lambda: np.load(large).sum(), ["npy sum", large]
    yield "npy write / raw write", 0.9, lambda: raw_write(values, out), ["npy write", large, mine]
    yield "joblib array write / raw", 0.9, lambda: raw_write(values, out), ["joblib array write", large, mine]
    dicts = [{"id": n, "name": f"user {n}", "score": n / 3, "tags": ["a", "b"], "ok": True} for n in range(100_000)]
    samples = [Sample(n) for n in range(100_000)]
    for name, value in (("dicts", dicts), ("instances", samples)):
        path = folder / f"{name}.joblib"
        joblib.dump(value, path)
        yield f"joblib load, {name}", 20, lambda: joblib.load(path), ["joblib load", path]
        yield f"joblib dump, {name}", 20, lambda: joblib.dump(value, out), ["joblib dump", path, mine]
    forest(folder)
    yield "joblib load, forest", 5, lambda: joblib.load(folder / "forest.joblib"), ["joblib load", folder / "forest.joblib"]
    yield "joblib load, forest zlib-3", 1.5, lambda: joblib.load(folder / "forest.joblib.z"), [
        "joblib load", folder / "forest.joblib.z"]
    np.savez_compressed(folder / "z.npz", a=np.round(values[:6_000_000], 2), b=(square * 50).astype(np.uint8))
    yield "npz inflate", 2, lambda: [np.load(folder / "z.npz")[name] for name in "ab"], ["npz inflate", folder / "z.npz"]
    yield from frames(folder, rng)
    yield from selections(folder, square, plane)


def frames(folder, rng):
    import pandas as pd

    rows = 1_000_000
    frame = pd.DataFrame({f"x{n}": rng.random(rows) for n in range(6)} | {f"n{n}": rng.integers(0, 99, rows) for n in range(4)})
    frame.to_pickle(folder / "frame.pkl")
    yield "frame of 1e6 x 10, numbers", 1, lambda: pd.read_pickle(folder / "frame.pkl"), ["frame load", folder / "frame.pkl"]
    frame["n0"] = rng.choice(["red", "green", "blue"], rows).astype(object)
    frame["when"] = pd.Timestamp("2026-01-01") + pd.to_timedelta(frame["n1"], unit="h")
    frame.to_pickle(folder / "mixed.pkl")
    yield "the same with text and times", 1, lambda: pd.read_pickle(folder / "mixed.pkl"), ["frame load", folder / "mixed.pkl"]


def selections(folder, square, plane):
    for text in ("::2, ::2", "::7, ::5", ":, 5:2000", "::-1", "[3, 5, 1000, 4000, 17]"):
        index = eval(f"np.s_[{text}]")
        yield f"a[{text}]", 1, lambda: square[index].copy(), [f"[{text}]", plane]
    rows = sorted(np.random.default_rng(1).integers(0, 4096, 500).tolist())
    yield "500 rows", 1, lambda: square[rows], [f"[{rows}]", plane]
    yield "500 columns", 1, lambda: square[:, rows], [f"[:, {rows}]", plane]
    yield "transposed copy", 1, lambda: square.T.copy(), ["transposed copy", plane]
    for share in (0.001, 0.01, 0.5):
        mask = np.random.default_rng(2).random(square.shape) < share
        path = folder / f"mask{share}.npy"
        np.save(path, mask)
        yield f"mask of {share:.1%}", 1, lambda: square[mask], ["mask", plane, path]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("executable", nargs="?", help="a built ArrayBench; built anew by default")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabytes", type=int, default=512)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    brine = bench.Brine(options.executable or bench.build("ArrayBench"))
    folder = tempfile.mkdtemp(dir=os.environ.get("BENCH_FOLDER"))
    print(f"{'arrays':32} {'python':>10} {'brine':>10}  ms {'ratio':>8} {'target':>7}")
    for label, target, python, command in cases(pathlib.Path(folder), options.megabytes):
        if options.only not in label:
            continue
        best, mine = float("inf"), float("inf")
        for _ in range(options.rounds):
            best = min(best, seconds(python))
            mine = min(mine, brine.ask(*map(str, command))["seconds"])
        ratio = best / mine
        verdict = "met" if ratio >= target else "NOT MET"
        print(f"{label:32} {best * 1e3:10.2f} {mine * 1e3:10.2f}     {ratio:7.2f}x {target:6}x {verdict}", flush=True)


if __name__ == "__main__":
    main()
