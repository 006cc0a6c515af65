"""Asks the tool about malformed files: `run_hdf5_malformed.py BRINE FOLDER`.

Each must be shown, dumped and checked, or refused, in 10 seconds and 1 GB, and never end with a signal. What is printed must be whole.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path

SECONDS, BYTES = 10, 1 << 30
COMMANDS = {"show": ["show"], "facts": ["show", "--facts", "--json"], "dump": ["dump"], "check": ["check", "--json"]}


def outcome(brine, command, path):
    """Exit code, output and the most memory that it had, in bytes; the code is None where it took too long."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen([brine, *command, path], stdout=output, stderr=subprocess.DEVNULL)
        timer = threading.Timer(SECONDS, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        late = not timer.is_alive()
        timer.cancel()
        output.seek(0)
        return None if late else process.returncode, output.read(), usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def problems(brine, path):
    """What is wrong with how the file is taken, how it is, and the most memory."""
    found, codes, most, is_dumped = [], [], 0, False
    for name, command in COMMANDS.items():
        code, output, memory = outcome(brine, command, path)
        codes.append(code)
        most = max(most, memory)
        is_dumped |= name == "dump" and bool(output)
        if code not in (0, 1, 2) and (name, code) != ("facts", 64):  # some are no HDF5 files at all
            found.append(f"{name}: took over {SECONDS} s" if code is None else f"{name}: exit {code}")
        if memory > BYTES:
            found.append(f"{name}: {memory >> 20} MB")
        if (code in (0, 1) or name == "dump" and output) and name != "show":
            try:
                json.loads(output)
            except ValueError as error:
                found.append(f"{name}: {error}")
    return found, "read" if codes == [0, 0, 0, 0] else "read in part" if is_dumped else "refused", most


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    kinds, failed, most, count = Counter(), 0, 0, 0
    for path in sorted(path for path in Path(sys.argv[2]).iterdir() if path.is_file() and path.suffix != ".txt"):
        found, kind, memory = problems(sys.argv[1], path)
        count, most, failed = count + 1, max(most, memory), failed + bool(found)
        kinds[kind] += 1
        for problem in found:
            print(f"{path.name}: {problem}")
    print(f"Malformed files: {count},", ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items())),
          f"at most {most >> 20} MB, {failed} failed")
    sys.exit(failed > 0 or not count)


if __name__ == "__main__":
    main()
