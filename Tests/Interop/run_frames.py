"""Has Brine read and write every pandas fixture, and compares what pandas loads of both.

    python run_frames.py PROGRAM        # the pandas of this Python, 2.2 or 3, must load what PROGRAM wrote

PROGRAM is the executable of Tests/Interop/frames.
"""

import os
import pickle
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import pandas as pd
import pandas.testing as testing

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FIXTURES = os.path.join(ROOT, "Fixtures", "pandas")
MAJOR = int(pd.__version__.split(".")[0])
sys.path.insert(0, FIXTURES)
sys.dont_write_bytecode = True
warnings.simplefilter("ignore")


def frequencies(index):
    """What asserts don't compare of an index and its levels."""
    levels = index.levels if isinstance(index, pd.MultiIndex) else [index]
    return [(type(level), getattr(level, "freqstr", None), level.names) for level in levels]


def loaded(path, item):
    """What pandas makes of a fixture; `None` where it can't read what an earlier version wrote."""
    try:
        value = pd.read_pickle(path)
        value = value[int(item[1:])] if item else value
        repr(value), [str(dtype) for dtype in (value.dtypes if isinstance(value, pd.DataFrame) else [])]
        return value
    except Exception:
        return None


def compare(ours, theirs, own):
    assert type(ours) is type(theirs), f"{type(ours)} instead of {type(theirs)}"
    if isinstance(theirs, pd.DataFrame):
        testing.assert_frame_equal(ours, theirs, check_freq=own, check_flags=True, check_column_type="equiv")
        assert not own or frequencies(ours.columns) == frequencies(theirs.columns)
        assert list(ours.dtypes.astype(str)) == list(theirs.dtypes.astype(str)), "dtypes"
    elif isinstance(theirs, pd.Series):
        testing.assert_series_equal(ours, theirs, check_freq=own, check_flags=True)
        assert ours.name == theirs.name or ours.name is theirs.name
    else:
        testing.assert_index_equal(ours, theirs, exact=True)
        assert not own or frequencies(ours) == frequencies(theirs)
        return
    # pandas 3 forgets the frequencies of some indexes of earlier versions.
    assert not own or frequencies(ours.index) == frequencies(theirs.index), "index"
    assert ours.attrs == theirs.attrs, "attrs"
    for name in theirs._metadata:
        assert getattr(ours, name) == getattr(theirs, name) or name == "_name", name
    # Objects must be those that work, not only compare equal.
    repr(ours), ours.copy(), ours.iloc[:1], ours.to_csv()


def usable(value):
    """Whether comparing can tell: frames inside cells can't be compared with `==`."""
    cells = value.to_numpy().ravel() if hasattr(value, "to_numpy") else []
    return not any(isinstance(cell, (pd.DataFrame, pd.Series)) for cell in cells if cells.dtype == object)


def check(program, version, failures):
    folder = os.path.join(FIXTURES, "valid", version)
    files = sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".pkl"))
    count = 0
    with tempfile.TemporaryDirectory() as out:
        run = subprocess.run([program, str(min(MAJOR, 3)), out] + files, capture_output=True, text=True)
        if run.returncode != 0:
            failures.append(f"{version}: {run.stderr}")
        for name in sorted(os.listdir(out)):
            file, _, item = name.partition(".pkl")
            try:
                theirs = loaded(os.path.join(folder, file + ".pkl"), item)
                with open(os.path.join(out, name), "rb") as stream:
                    ours = pickle.load(stream)
                own = pd.__version__.startswith(version)
                if theirs is None and not own:
                    print(f"{version}/{name}: pandas can't read its own file, but ours:", repr(ours)[:40].split("\n")[0])
                elif usable(theirs):
                    compare(ours, theirs, own)
                count += 1
            except Exception as error:
                failures.append(f"{version}/{name}: {type(error).__name__}: {str(error)[:300]}")
    return count


def main():
    program = sys.argv[1]
    failures = []
    versions = ["1.1", "1.5", "2.2", "3"] if MAJOR >= 3 else ["1.1", "1.5", "2.2"]
    count = sum(check(program, version, failures) for version in versions)
    for failure in failures:
        print(failure)
    print(f"pandas {pd.__version__}: {count} objects equal, {len(failures)} failures")
    sys.exit(1 if failures else 0)


main()
