"""Writes the fixtures of arrays with the expected values that NumPy gives: `python generate.py`.

selections.json   selections of arrays, one case a line
printing.json     what repr and str make of arrays, one case a line
statistics.json   statistics and histograms, one case a line
"""

import json
import os
import platform
import random

import numpy as np

import printing_cases
import selection_cases
import statistics_cases

HERE = os.path.dirname(os.path.abspath(__file__))


def write_lines(name, cases):
    with open(os.path.join(HERE, name), "w") as file:
        for case in cases:
            file.write(json.dumps(case, separators=(",", ":")) + "\n")
            yield case


def main():
    counts = {
        "selections.json": len(list(write_lines("selections.json", selection_cases.cases(random.Random(4), 320)))),
        "printing.json": len(list(write_lines("printing.json", printing_cases.cases(random.Random(5))))),
        "statistics.json": len(list(write_lines("statistics.json", statistics_cases.cases(random.Random(6))))),
    }
    manifest = {"generator": "generate.py", "numpy": np.__version__, "python": platform.python_version(),
                "cases": counts}
    with open(os.path.join(HERE, "MANIFEST.json"), "w") as file:
        json.dump(manifest, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    main()
