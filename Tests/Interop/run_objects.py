"""Swift objects in Python and back: `run_objects.py TUTORIAL [--count 1000000]`.

TUTORIAL is the executable of Examples/Tutorial, best built with `-c release`. A Rectangle and a function go both
ways, then a graph of a million objects with cycles and shared references goes from Swift to Python and back. Every
reference is compared. What took how long, and how much memory each process took, is printed.
"""

import argparse
import gc
import os
import pickle
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "objects"))

import geometry  # noqa: E402
import million  # noqa: E402

MEGABYTE = 1024  # ru_maxrss counts kilobytes
failures = []


def expect(is_right, what):
    print(f"{'ok   ' if is_right else 'WRONG'}  {what}")
    if not is_right:
        failures.append(what)


def run(command):
    """Runs a command: its exit code, output, seconds and peak memory in megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, output.strip(), time.perf_counter() - start, usage.ru_maxrss / MEGABYTE


def check_rectangle(tutorial, folder):
    for protocol in range(6):
        path = folder / f"swift{protocol}.pkl"
        code, _, _, _ = run([tutorial, "rectangle", "write", path, str(protocol)])
        data = path.read_bytes() if code == 0 else b""
        for name, loads in [("C", pickle.loads), ("Python", lambda data: pickle._loads(data))]:
            geometry.Rectangle.created = 0
            value = loads(data)
            expect(type(value) is geometry.Rectangle and geometry.Rectangle.created == 0
                   and value.area() == 6 and value.name == "door"
                   and [(point.x, point.y) for point in value.corners] == [(0, 0), (2, 3)],
                   f"Rectangle from Swift, protocol {protocol}, {name} unpickler")
    corner = geometry.Point(0.0, 0.0)
    first = geometry.Rectangle(5.0, 4.0, "window", [corner, geometry.Point(4.0, 4.0)])
    second = geometry.Rectangle(0.5, 1.0, None, [corner])
    for protocol in range(2, 6):
        path = folder / f"python{protocol}.pkl"
        path.write_bytes(pickle.dumps((first, second), protocol))
        code, output, _, _ = run([tutorial, "rectangle", "read", path])
        expect(code == 0, f"Rectangles from Python, protocol {protocol}: {output.splitlines()[:1]}")


def check_function(tutorial, folder):
    path = folder / "function.pkl"
    code, _, _, _ = run([tutorial, "function", "write", path])
    expect(code == 0 and pickle.loads(path.read_bytes()) is geometry.doubled, "a function from Swift is Python's")
    path.write_bytes(pickle.dumps(geometry.doubled))
    code, output, _, _ = run([tutorial, "function", "call", path, "21"])
    expect(code == 0 and output == "42.0", f"a function from Python is called in Swift: {output}")


def check_million(tutorial, folder, count):
    swift, python = folder / "swift.pkl", folder / "python.pkl"
    code, output, seconds, memory = run([tutorial, "million", "write", swift, str(count)])
    expect(code == 0, f"{output}; with making them {seconds:.2f} s, {memory:.0f} MB")
    print(f"       {swift.stat().st_size / 1e6:.1f} MB")
    # In a process of its own, so that its memory can be told.
    code, output, _, memory = run([sys.executable, __file__, "--reload", swift, python, str(count)])
    expect(code == 0, f"{output}, {memory:.0f} MB")
    code, output, seconds, memory = run([tutorial, "million", "check", python])
    expect(code == 0 and "checked by Python" in output,
           f"{output}; with comparing them {seconds:.2f} s, {memory:.0f} MB")
    code, output, _, _ = run([tutorial, "million", "check", swift])
    expect(code == 0, f"its own: {output}")


def reload(source, target, count):
    """Loads what Swift wrote, compares it and writes it again."""
    gc.disable()
    start = time.perf_counter()
    with open(source, "rb") as file:
        world = pickle.load(file)
    loaded = time.perf_counter() - start
    wrong = million.wrong_nodes(world)
    if wrong or len(world.nodes) != count or world.checked_by != "Swift":
        print(f"{wrong} of {len(world.nodes)} nodes are wrong")
        return 1
    world.checked_by = "Python"
    start = time.perf_counter()
    with open(target, "wb") as file:
        pickle.dump(world, file)
    print(f"Python read {count} nodes in {loaded:.2f} s and wrote them in {time.perf_counter() - start:.2f} s")
    return 0


def main():
    if sys.argv[1:2] == ["--reload"]:
        sys.exit(reload(sys.argv[2], sys.argv[3], int(sys.argv[4])))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tutorial", type=Path)
    parser.add_argument("--count", type=int, default=1_000_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        check_rectangle(arguments.tutorial, Path(folder))
        check_function(arguments.tutorial, Path(folder))
        check_million(arguments.tutorial, Path(folder), arguments.count)
    print(f"{len(failures)} wrong" if failures else "all right")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
