"""How fast `brine scan` is: `scan_bench.py BRINE`. Times are of the whole process, best of so many rounds.

A pickle of 100,000 mixed dicts, a zip archive of PyTorch's form with 100 MB of tensors, a folder of 10,000 small files.
Other scanners are measured on the pickle where they are installed: picklescan, fickling, modelscan, modelaudit.
"""

import argparse
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import workloads

OTHERS = {
    "picklescan": ["picklescan", "--path"],
    "fickling": ["fickling", "--check-safety"],
    "modelscan": ["modelscan", "-p"],
    "modelaudit": ["modelaudit", "scan"],
}


def best(command, rounds):
    """The least seconds that a command took."""
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        times.append(time.perf_counter() - begin)
    return min(times)


def write_torch(path):
    """An archive as torch.save writes it: what names the tensors, and their elements, stored."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("model/data.pkl", pickle.dumps({"weights": list(range(100))}, 2))
        archive.writestr("model/version", "3\n")
        for number in range(4):
            archive.writestr(f"model/data/{number}", bytes(range(256)) * (25 * 4096))


def write_folder(folder):
    folder.mkdir()
    for number in range(10_000):
        (folder / f"{number}.pkl").write_bytes(pickle.dumps(workloads.row(number)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("brine")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--scanners", type=Path, help="the bin folder of a Python that has other scanners")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        dicts = folder / "dicts.pkl"
        dicts.write_bytes(pickle.dumps([workloads.row(number) for number in range(100_000)]))
        write_torch(folder / "model.pt")
        write_folder(folder / "many")
        scan = [options.brine, "scan", "--json"]
        start = best([options.brine, "scan", "--explain", "os.system"], options.rounds)
        print(f"start of the process with its policy   {1e3 * start:8.1f} ms")
        seconds = best([*scan, dicts], options.rounds)
        rate = dicts.stat().st_size / 1e6 / seconds
        print(f"100,000 mixed dicts                    {1e3 * seconds:8.1f} ms, {rate:.0f} MB/s (target 100)")
        seconds = best([*scan, folder / "model.pt"], options.rounds)
        print(f"100 MB torch zip                       {1e3 * seconds:8.1f} ms (target 10)")
        seconds = best([*scan, folder / "many"], 3)
        print(f"10,000 small files                     {1e3 * seconds:8.1f} ms (target 5000)")
        for name, command in OTHERS.items():
            program = shutil.which(command[0], path=options.scanners) if options.scanners else None
            if program:
                seconds = best([program, *command[1:], dicts], 1)
                print(f"{name:15} on the dicts           {1e3 * seconds:8.0f} ms, {dicts.stat().st_size / 1e6 / seconds:.1f} MB/s")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
