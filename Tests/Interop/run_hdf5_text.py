"""Compares with h5dump's own expected output: `run_hdf5_text.py BRINE CORPORA/hdf5` (BRINE `-`: checks hdf5_reference.py instead).

The files and texts are those of plain-h5dump-cases.json. The text is made of the documents that Brine prints.
"""

import json
import sys
from pathlib import Path

from hdf5_text import Text, normal
from run_hdf5 import brine_document, reference


SKIPPED = {"textlinksrc.ddl": "h5dump follows external links, the documents don't", "textlinkfar.ddl": "the same"}


def documents(brine, path):
    if brine == "-":
        found = reference(sys.executable, path, None)
        return found.get("dump"), found.get("facts"), found.get("refused")
    dump, said = brine_document(brine, path, "dump")
    facts, more = brine_document(brine, path, "show", "--facts", "--json")
    return dump, facts, said or more


def problem(brine, path, expected):
    dump, facts, said = documents(brine, path)
    if dump is None or facts is None:
        return said
    text = normal(Text(path.name, dump, facts).render())
    wanted = normal(expected.read_text(encoding="latin-1"))
    if text == wanted:
        return None
    start = next((n for n, (a, b) in enumerate(zip(text, wanted)) if a != b), min(len(text), len(wanted)))
    return f"at {start}\n    expected …{wanted[max(start - 60, 0):start + 80]}\n    found    …{text[max(start - 60, 0):start + 80]}"


def main(brine, folder):
    folder = Path(folder)
    brine = brine if brine == "-" else Path(brine).absolute()
    cases = json.loads((folder / "plain-h5dump-cases.json").read_text())
    failed = 0
    for case in cases:
        if Path(case["expected"]).name in SKIPPED:
            print(f"{case['expected']}: not compared: {SKIPPED[Path(case['expected']).name]}")
            continue
        expected = next(folder.rglob(case["expected"]), None) or next(folder.rglob(Path(case["expected"]).name))
        path = next((path for path in expected.parents[0].rglob(case["file"])), None) or next(folder.rglob(case["file"]))
        try:
            said = problem(brine, path, expected)
        except (KeyError, ValueError, TypeError) as error:
            said = f"{type(error).__name__}: {error}"
        if said:
            failed += 1
            print(f"{case['expected']}: {said}")
    print(f"h5dump's own texts: {len(cases) - len(SKIPPED) - failed} equal, {failed} different")
    return failed > 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
