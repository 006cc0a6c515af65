#!/usr/bin/env python3
"""Measures Brine against Python's own pickle, in turn, in one run on this machine.

Both sides take the best of several rounds; each round runs Python (collector off and on) and Brine one after the
other, so that a machine that changes its speed changes it for both. Prints nanoseconds per element and the ratio
to Python with its collector off, beside the target.
"""

import argparse
import gc
import io
import json
import pathlib
import pickle
import pickletools
import resource
import subprocess
import sys
import tempfile
import time

import workloads

TARGETS = {
    "ints graph": 8, "floats graph": 10, "strings graph": 8, "str_to_int graph": 18, "mixed_dicts graph": 8,
    "instances graph": 14, "forest graph": 5, "ints [Int]": 8, "floats [Double]": 20, "strings [String]": 2,
    "str_to_int [String: Int]": 2, "mixed_dicts [Row] Codable": 1.5, "mixed_dicts [Row] fast": 5, "ints dis": 10,
}  # fmt: skip

WRITING_TARGETS = {
    "ints graph": 4, "floats graph": 4, "strings graph": 7, "str_to_int graph": 9, "mixed_dicts graph": 6,
    "instances graph": 13, "ints [Int]": 10, "floats [Double]": 12, "strings [String]": 6, "str_to_int [String: Int]": 6,
    "mixed_dicts [Row] Codable": 1.5, "mixed_dicts [Row] fast": 9,
}  # fmt: skip


def python_seconds(data, collector):
    (gc.enable if collector else gc.disable)()
    gc.collect()
    start = time.perf_counter()
    value = pickle.loads(data)
    seconds = time.perf_counter() - start
    del value
    gc.enable()
    return seconds


class Brine:
    """The Swift side: a process that measures what it is asked to, when it is asked to."""

    def __init__(self, executable):
        self.process = subprocess.Popen(
            [executable], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def measure(self, name, path, *mode):
        return self.ask(name, str(path), *mode)

    def ask(self, *words):
        """What it answers to a line of words."""
        self.process.stdin.write("\t".join(words) + "\n")
        return {key: float(value) for key, value in json.loads(self.process.stdout.readline()).items()}


def measure(brine, name, path, rounds):
    """The best seconds of each way to load one workload."""
    data = path.read_bytes()
    best = {}
    for _ in range(rounds):
        times = {"off": python_seconds(data, False), "on": python_seconds(data, True), **brine.measure(name, path)}
        for key, value in times.items():
            best[key] = min(value, best.get(key, value))
    return best


def measure_writing(brine, name, path, rounds):
    """The best seconds of each way to write one workload; a copy of the bytes is the anchor of the large array."""
    data = path.read_bytes()
    value = pickle.loads(data)
    best = {}
    for _ in range(rounds):
        gc.disable()
        gc.collect()
        start = time.perf_counter()
        pickle.dumps(value, protocol=5)
        times = {"off": time.perf_counter() - start}
        start = time.perf_counter()
        bytearray(data)
        times["copy"] = time.perf_counter() - start
        gc.enable()
        times |= brine.measure(name, path, "write")
        for key, seconds in times.items():
            best[key] = min(seconds, best.get(key, seconds))
    return best


def dis_seconds(path):
    with open(path, "rb") as file:
        start = time.perf_counter()
        pickletools.dis(file, out=io.StringIO())
        return time.perf_counter() - start


def peak_memory(command):
    """The largest resident size of a process, in bytes."""
    script = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    scale = 1 if sys.platform == "darwin" else 1024
    output = subprocess.run([sys.executable, "-c", script, *command], check=True, capture_output=True, text=True)
    return int(output.stdout) * scale


def print_speed(written, brine, rounds):
    print(f"{'workload':28} {'python':>10} {'gc on':>10} {'brine':>10}  ns/element {'ratio':>8} {'target':>7}")
    for name, count, path in written:
        best = measure(brine, name, path, 3 if name == "array_128MB" else rounds)
        if name == "ints":
            best["dis"] = brine.measure("dis", path)["dis"]
        off = best.pop("off") / count * 1e9
        on = best.pop("on") / count * 1e9
        for kind, seconds in best.items():
            mine = seconds / count * 1e9
            anchor = dis_seconds(path) / count * 1e9 if kind == "dis" else off
            print_row(f"{name} {kind}", anchor, on, mine)


def print_writing(written, brine, rounds):
    print(f"\n{'writing, protocol 5':28} {'python':>10} {'copy':>10} {'brine':>10}  ns/element {'ratio':>8} {'target':>7}")
    for name, count, path in written:
        best = measure_writing(brine, name, path, 3 if name == "array_128MB" else rounds)
        off = best.pop("off") / count * 1e9
        copy = best.pop("copy") / count * 1e9
        for kind, seconds in best.items():
            print_row(f"{name} {kind}", off, copy, seconds / count * 1e9, WRITING_TARGETS)


def print_row(label, anchor, on, mine, targets=TARGETS):
    target = targets.get(label)
    ratio = anchor / mine
    verdict = "" if target is None else f"{target:6}x {'met' if ratio >= target else 'NOT MET'}"
    print(f"{label:28} {anchor:10.1f} {on:10.1f} {mine:10.2f} {'':11} {ratio:7.1f}x {verdict}", flush=True)


def print_memory(written, executable):
    loads = "import pickle, sys; sys.path.insert(0, sys.argv[2]); pickle.load(open(sys.argv[1], 'rb'))"
    here = str(pathlib.Path(__file__).parent)
    print(f"\n{'peak memory':28} {'python':>10} {'brine':>10} {'ratio':>8}  (target: at most half)")
    for name, _, path in written:
        python = peak_memory([sys.executable, "-c", loads, str(path), here])
        mine = peak_memory([executable, "--once", str(path)])
        print(f"{name:28} {python / 1e6:8.1f}MB {mine / 1e6:8.1f}MB {mine / python:8.2f}", flush=True)


def build(product="BrineBench"):
    """Builds the Swift side with its libraries inside, as the tool is shipped."""
    command = ["swift", "build", "--package-path", str(pathlib.Path(__file__).parent), "-c", "release"]
    if sys.platform != "darwin":
        command.append("--static-swift-stdlib")
    subprocess.run(command, check=True, stdout=sys.stderr)
    folder = subprocess.run([*command, "--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    return f"{folder}/{product}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("executable", nargs="?", help="a built BrineBench; built anew by default")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", help="comma-separated names of workloads")
    arguments = parser.parse_args()
    executable = arguments.executable or build()
    with tempfile.TemporaryDirectory() as folder:
        written = workloads.write(pathlib.Path(folder))
        if arguments.only:
            written = [entry for entry in written if entry[0] in arguments.only.split(",")]
        brine = Brine(executable)
        print_speed(written, brine, arguments.rounds)
        print_writing(written, brine, arguments.rounds)
        print_memory(written, executable)


if __name__ == "__main__":
    main()
