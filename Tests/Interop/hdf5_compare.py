"""Compares documents of Documentation/hdf5-json.md: those of Brine with those of hdf5_reference.py."""

import itertools
import json

MANY_ELEMENTS = 100_000


def is_error(value):
    return isinstance(value, dict) and "$error" in value


def short(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else f"{text[:120]}… ({len(text)} characters)"


def elements(region):
    """The elements of a region, so that it may be parted into blocks in any way; the region itself where they are many."""
    if not isinstance(region, dict) or "blocks" not in region:
        return region
    found = set()
    for first, last in region["blocks"]:
        box = [()]
        for low, high in zip(first, last):
            if len(box) * (high - low + 1) + len(found) > MANY_ELEMENTS:
                return sorted(map(str, region["blocks"]))
            box = [point + (x,) for point in box for x in range(low, high + 1)]
        found.update(box)
    return found


def even(selection):
    """A regular selection in one form: its blocks don't touch one another. One block is a regular selection."""
    if isinstance(selection, dict) and len(selection.get("blocks", ())) == 1:
        first, last = selection["blocks"][0]
        ones = [1] * len(first)
        selection = {"start": first, "stride": ones, "count": ones, "block": [high - low + 1 for low, high in zip(first, last)]}
    if not isinstance(selection, dict) or "stride" not in selection:
        return elements(selection)
    if all(x is not None for key in ("count", "block") for x in selection[key]):
        extents = [(start, start + count * stride, stride, block) for start, stride, count, block in zip(
            *(selection[key] for key in ("start", "stride", "count", "block")))]
        total = 1
        for low, high, stride, block in extents:
            total *= (high - low) // stride * block
        if total <= MANY_ELEMENTS:
            axes = [[x for first in range(low, high, stride) for x in range(first, first + block)] for low, high, stride, block in extents]
            return set(itertools.product(*axes))
    result = []
    for start, stride, count, block in zip(*(selection[key] for key in ("start", "stride", "count", "block"))):
        if stride == block and count is not None and block is not None:
            count, block = 1, count * block
        elif stride == block == 1 and count is None:
            count, block = 1, None
        result.append((start, 0 if count == 1 else stride, count, block))
    return result


def is_swizzled(expected, found):
    """Whether the chunks are the same but for their places: libhdf5 tells those of an extensible array whose axis without
    limit is not the first as if it were, and those beyond the dataset's end."""
    limits = expected["maxShape"]
    if len(limits) < 2 or limits.count(None) != 1 or limits[0] is None:
        return False
    theirs = [chunk[1:] for chunk in expected["chunkTable"]]
    return all(chunk[1:] in theirs for chunk in found["chunkTable"])


class Differences:
    """What differs, as `(path, what, expected, found)`; `left` is what the reference could not read either."""

    def __init__(self):
        self.found, self.left = [], []
        self.filters = []  # datasets with filters that Brine does not have
        self.stopped = set()  # where the libraries came upon something damaged

    def note(self, path, what, expected, found):
        self.found.append((path, what, short(expected), short(found)))

    def dump(self, expected, found, second=None):
        """Compares what `brine dump` prints; `second` is what an older library reads, for what the first could not."""
        pending = [("/", expected, found, second)]
        while pending:
            path, expected, found, second = pending.pop()
            if is_error(expected) or isinstance(expected, dict) and "error" in expected:
                if second is None or is_error(second) or isinstance(second, dict) and "error" in second:
                    self.left.append((path, expected.get("$error") or expected.get("error"), found))
                    if is_error(expected):
                        continue
                    expected = {key: value for key, value in expected.items() if key != "error"}
                    found = {key: value for key, value in found.items() if key not in ("error", "data")} if isinstance(
                        found, dict) else found
                else:
                    expected, second = second, None
            pending += self.step(path, expected, found, second)

    def step(self, path, expected, found, second):
        """Compares the top of two values; the parts still to compare."""
        if isinstance(found, dict) and "$scalar" in found and isinstance(expected, dict) and "$ndarray" in expected:
            found = {"$ndarray": {**found["$scalar"], "shape": []}}
        if isinstance(expected, dict) and isinstance(found, dict):
            if "region" in expected and "region" in found and elements(expected["region"]) == elements(found["region"]):
                expected, found = ({key: value for key, value in form.items() if key != "region"} for form in (expected, found))
            return self.keys(path, expected, found, second)
        if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
            others = second if isinstance(second, list) and len(second) == len(expected) else [None] * len(expected)
            return [(path, *parts) for parts in zip(expected, found, others)]
        if type(expected) is not type(found) or expected != found:
            self.note(path, "value", expected, found)
        return []

    def keys(self, path, expected, found, second):
        if is_error(expected.get("")):  # the libraries stopped at something damaged, and what came after is not known
            self.left.append((path, expected[""]["$error"], found))
            self.stopped.add(path)
            expected = {key: value for key, value in expected.items() if key in found}
            found = {key: value for key, value in found.items() if key in expected}
        found = {key: value for key, value in found.items() if key != "problems"}
        if "data" in expected and "can't undo the filter" in str(found.get("error")):
            self.filters.append((path, found["error"]))
            return []
        lost = [key for key in expected if key not in found]
        more = [key for key in found if key not in expected]
        if lost or more:
            self.note(path, "keys", {key: expected[key] for key in lost}, {key: found[key] for key in more})
        elif list(expected) != list(found) and not any(key.startswith("$") or key in ("shape", "dtype") for key in expected):
            if set(expected) != {"attributes", "members"}:
                self.note(path, "order of names", list(expected), list(found))
        return [(inner(path, key), expected[key], found[key], second.get(key) if isinstance(second, dict) else None)
                for key in expected if key in found]

    def facts(self, expected, found, second=None):
        """Compares the facts; those that only Brine tells are not looked at."""
        self.entry("superblock", expected["superblock"], found.get("superblock", {}))
        theirs = {json.dumps(entry["path"]): entry for entry in found.get("objects", [])}
        older = {json.dumps(entry["path"]): entry for entry in (second or {}).get("objects", [])}
        order = [path for path in theirs if any(path == json.dumps(entry["path"]) for entry in expected["objects"])]
        for entry in expected["objects"]:
            path = json.dumps(entry["path"])
            if "error" in entry and "error" not in older.get(path, {"error": 1}):
                entry = older[path]
            if path not in theirs:
                self.note(entry["path"], "object", entry["kind"], None)
            else:
                self.entry(entry["path"], entry, theirs[path])
        if order != [json.dumps(entry["path"]) for entry in expected["objects"] if json.dumps(entry["path"]) in theirs]:
            self.note("/", "order of objects", [entry["path"] for entry in expected["objects"]], order)

    def entry(self, path, expected, found):
        for key, value in expected.items():
            if key in ("h5py", "error", "chunkError") or is_error(value) or self.is_lost(key, value):
                continue
            if key not in found:
                self.note(path, key, value, "(missing)")
            elif key == "virtual" and isinstance(found[key], list):
                self.mappings(path, value, found[key])
            elif key in ("members", "attributes", "filters") and isinstance(found[key], list):
                self.entries(path, key, value, found[key], expected.get("attributeOrder") in ("tracked", "indexed"))
            elif key == "chunkTable" and is_swizzled(expected, found):
                continue
            elif value != found[key]:
                self.note(path, key, value, found[key])

    def is_lost(self, key, value):
        """Whether this is a committed type that the libraries can't find, since they can't read the group it is in."""
        return key == "committed" and str(value).startswith("#") and bool(self.left)

    def entries(self, path, key, expected, found, tracked):
        """Lists of attributes, links, filters: entry by entry."""
        lost = [entry["name"] for entry in expected if entry.get("kind") == "unreadable"]
        if isinstance(path, str) and f"{path.rstrip('/')}/{key}" in self.stopped:
            lost.append("")
        if lost:
            expected = [entry for entry in expected if entry["name"] not in lost]
            names = [entry["name"] for entry in expected]
            found = [entry for entry in found if entry["name"] in names or "" not in lost and entry["name"] not in lost]
        if key == "attributes":
            expected, found = (sorted(entries, key=lambda entry: json.dumps(entry["name"])) for entries in (expected, found))
        if len(expected) != len(found):
            self.note(path, key, [entry.get("name") for entry in expected], [entry.get("name") for entry in found])
            return
        for mine, theirs in zip(expected, found):
            for name in mine:
                # libhdf5 numbers attributes that nobody tracks by their place, and has no value of a link whose class it lacks.
                if (key, name) == ("attributes", "creationOrder") and not tracked or (key, name) == ("members", "value") and not mine[name]:
                    continue
                if self.is_lost(name, mine[name]):
                    continue
                if mine[name] != theirs.get(name, "(missing)"):
                    self.note(path, f"{key} {short(mine.get('name'))} {name}", mine[name], theirs.get(name, "(missing)"))

    def mappings(self, path, expected, found):
        def plain(mapping):
            return [mapping.get("file"), mapping.get("dataset"), even(mapping.get("source")), even(mapping.get("target"))]
        if [plain(mapping) for mapping in expected] != [plain(mapping) for mapping in found]:
            self.note(path, "virtual", expected, found)


def inner(path, key):
    """The path of a part, without what is only of the document."""
    return path if key in ("$file", "$group", "$dataset", "$datatype", "members", "$ndarray") else f"{path.rstrip('/')}/{key}"
