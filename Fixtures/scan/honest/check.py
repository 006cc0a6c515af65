"""Says which uses of globals in the safe files the scanner's `allowed.json` does not allow by itself.

Those in `DECIDED` the scanner decides by their arguments; anything else that is printed is a gap, and fails.
"""

import json
import re
import sys
from pathlib import Path

from recorder import globals_of

HERE = Path(__file__).resolve().parent
POLICY = HERE.parents[2] / "Sources" / "BrineScan" / "Policy" / "allowed.json"
DECIDED = {
    ("builtins", "getattr"): "an attribute of an allowed class",
    ("_codecs", "encode"): "text as bytes, in Latin-1",
    ("builtins", "type"): "of one argument",
    ("torch.storage", "_load_from_bytes"): "a file of torch in bytes, scanned in turn",
    ("(result of)", "builtins.getattr"): "a class method that is allowed by its own name",
}
TEMPLATED = "scipy.stats."  # BUILD of a distribution: the text of `_parse_arg_template` must be SciPy's own


def is_own_template(text):
    """Whether the text that SciPy runs for a distribution is what SciPy itself makes of names of parameters."""
    start = re.match(
        r"\ndef _parse_args\(self, ((?:[A-Za-z_]\w*, )*) (loc=0(?:, scale=1)?)\):\n", text, re.ASCII
    )
    if start is None:
        return False
    shapes, taken = start.groups()
    given = "loc, scale" if "scale" in taken else "loc, 1"
    return text == (
        f"\ndef _parse_args(self, {shapes} {taken}):\n    return ({shapes}), {given}\n"
        f"\ndef _parse_args_rvs(self, {shapes} {taken}, size=None):\n"
        f"    return self._argcheck_rvs({shapes} {given}, size=size)\n"
        f"\ndef _parse_args_stats(self, {shapes} {taken}, moments='mv'):\n    return ({shapes}), {given}, moments\n"
    )


def allowed():
    """The uses allowed for each module and name."""
    found = {}
    for group in json.loads(POLICY.read_text())["groups"]:
        uses = {"import", *group.get("uses", ["import", "call", "build"])}
        if "call" in uses or group.get("new"):
            uses.add("new")
        for module, names in group["modules"].items():
            for name in names:
                found[module, name] = uses
    return found


def gaps():
    """Each use in a safe file that is neither allowed nor decided by its arguments."""
    names = allowed()
    for entry in json.loads((HERE / "manifest.json").read_text())["files"]:
        if entry["verdict"] != "safe":
            continue
        data = (HERE / "files" / entry["file"]).read_bytes()
        for text in re.findall(rb"\ndef _parse_args\(.*?, moments\n", data, re.DOTALL):
            if not is_own_template(text.decode()):
                yield f"{entry['file']}: a changed _parse_arg_template"
        for module, name, use in sorted(globals_of(data)):
            if use in names.get((module, name), ()) or (module, name) in DECIDED or use == "attribute":
                continue
            if use == "build" and module.startswith(TEMPLATED):
                continue
            yield f"{entry['file']}: {module} {name}, {use}"


if __name__ == "__main__":
    found = list(gaps())
    print("\n".join(found) or "nothing is missing")
    sys.exit(1 if found else 0)
