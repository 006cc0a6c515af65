"""What `h5dump FILE` prints, made of the two documents of Documentation/hdf5-json.md, so that Brine can be compared with h5dump.

`normal` gives both texts one form: without line breaks and without the positions at the beginnings of lines.
"""

import base64
import re

import numpy as np


def normal(text):
    text = re.sub(r"(?m)^\s*\([0-9,]+\): ?", " ", text)
    return " ".join(text.split()).replace(" NULL", ' ""')  # text that is not there is empty to h5py


class Text:
    """The text of one file."""

    def __init__(self, name, dump, facts):
        self.objects = {str(entry["path"]): entry for entry in facts["objects"]}
        self.dump, self.name, self.parts = dump, name, []

    def render(self):
        self.parts = [f'HDF5 "{self.name}" {{ GROUP "/" {{']
        self.group("/", self.dump["$file"])
        return " ".join(self.parts + ["} }"])

    def add(self, *parts):
        self.parts += parts

    def comment(self, path):
        comment = self.objects[path].get("comment")
        if comment:
            self.add(f'COMMENT "{comment}"')

    def group(self, path, form):
        self.comment(path)
        self.attributes(path, form)
        if path == "/":
            self.unnamed_types()
        links = {entry["name"]: entry for entry in self.objects[path]["members"]}
        for name, value in form["members"].items():
            self.member(f"{path.rstrip('/')}/{name}", name, value, links[name])

    def unnamed_types(self):
        """The committed types that no link leads to."""
        users = [user for entry in self.objects.values() for user in [entry, *entry["attributes"]]]
        types = {user["committed"]: user["type"] for user in users if user.get("committed", "").startswith("#")}
        self.add(*(f'DATATYPE "{name}" {type_text(kind)}' for name, kind in types.items()))

    def member(self, path, name, value, link):
        if "$link" in value:
            kinds = {"soft": f'SOFTLINK "{name}" {{ LINKTARGET "{link.get("target")}" }}',
                     "external": f'EXTERNAL_LINK "{name}" {{ TARGETFILE "{link.get("file")}" TARGETPATH "{link.get("target")}" }}',
                     "user-defined": f'USERDEFINED_LINK "{name}" {{ LINKCLASS {link.get("class")} }}'}
            self.add(kinds[link["kind"]])
        elif "$ref" in value:
            kind = self.objects[value["$ref"]]["kind"].upper()
            form = '{} "{}" HARDLINK "{}"' if kind == "DATATYPE" else '{} "{}" {{ HARDLINK "{}" }}'
            self.add(form.format(kind, name, value["$ref"]))
        elif "$group" in value:
            self.add(f'GROUP "{name}" {{')
            self.group(path, value["$group"])
            self.add("}")
        elif "$datatype" in value:
            facts = self.objects[path]
            self.add(f'DATATYPE "{name}" {type_text(facts["type"])}' + ("" if facts["type"]["class"] == "compound" else ";"))
            self.attributes(path, value["$datatype"])
        else:
            self.dataset(path, name, value["$dataset"])

    def dataset(self, path, name, form):
        facts = self.objects[path]
        self.add(f'DATASET "{name}" {{')
        self.comment(path)
        self.values(facts, facts["maxShape"], form.get("data"))
        self.attributes(path, form)
        self.add("}")

    def attributes(self, path, form):
        for facts in self.objects[path]["attributes"]:
            self.add(f'ATTRIBUTE "{facts["name"]}" {{')
            self.values(facts, facts["shape"], form["attributes"][facts["name"]])
            self.add("}")

    def values(self, facts, most, value):
        kind = facts["type"]
        committed = facts.get("committed")
        self.add(f'DATATYPE "{committed if committed.startswith("/") else "/" + committed}"' if committed else f"DATATYPE {type_text(kind)}")
        self.add("DATASPACE " + space_text(facts["shape"], most), "DATA {")
        if facts["shape"] is not None:
            items = list(elements(kind, value, facts["shape"]))
            if kind["class"] == "reference" and kind["kind"] == "region":
                self.add(*(self.region(item) for item in items))
            else:
                self.add(", ".join(self.element(kind, item) for item in items))
        self.add("}")

    def region(self, item):
        if item is None:
            return "NULL"
        facts, region = self.objects[item["$reference"]], item["region"]
        point = lambda place: "(" + ",".join(map(str, place)) + ")"
        if "blocks" in region:
            what = "BLOCK " + ", ".join(f"{point(first)}-{point(last)}" for first, last in region["blocks"])
        else:
            what = "POINT " + ", ".join(map(point, region["points"]))
        return (f'DATASET "{item["$reference"]}" {{ REGION_TYPE {what} DATATYPE {type_text(facts["type"])} '
                f'DATASPACE {space_text(facts["shape"], facts["maxShape"])} }}')

    def element(self, kind, value):
        name = kind["class"]
        if isinstance(value, dict) and "$ndarray" in value and name not in ("sequence", "array"):
            value = next(iter(elements(kind, value, [])))
        if name == "compound":
            return "{ " + ", ".join(self.element(member["type"], value[member["name"]]) for member in kind["members"]) + " }"
        if name == "array":
            return "[ " + ", ".join(self.element(kind["base"], item) for item in elements(kind["base"], value, kind["shape"])) + " ]"
        if name == "sequence":
            held = value["$ndarray"]["shape"] if isinstance(value, dict) and "$ndarray" in value else [len(value)]
            return "(" + ", ".join(self.element(kind["base"], item) for item in elements(kind["base"], value, held[:1])) + ")"
        if name == "string":
            return f'"{escaped(value, kind)}"'
        if name == "reference":
            target = self.objects.get(value["$reference"]) if value else None
            return "NULL" if value is None else f'{target["kind"].upper()} {target.get("address", "")} {value["$reference"]}'
        if name == "enum":
            names = [member for member, number in kind["members"] if number == int(value)]
            return names[0] if names else str(int(value))
        if name == "opaque":
            return ":".join(f"{byte:02x}" for byte in bytes(value))
        if name == "bitfield":
            return f"0x{int(value):0{2 * kind['size']}x}"
        return f"{value:g}" if name == "float" and not isinstance(value, np.longdouble) else (
            np.format_float_positional(value, 6, fractional=False, trim="-") if name == "float" else str(int(value)))


def escaped(value, kind):
    """Text as h5dump has it: with what fills it."""
    data = base64.b64decode(value["$bytes"]) if isinstance(value, dict) else value.encode()
    if kind["size"] is not None and kind["padding"] != "null-terminated":
        data = data.ljust(kind["size"], b"\0" if kind["padding"] == "null-padded" else b" ")
    return data.decode("latin-1").replace("\0", "\\000")


def elements(kind, value, shape):
    """The elements of a value: NumPy's scalars and rows of them, or what the lists hold."""
    if isinstance(value, dict) and "$ndarray" in value:
        form = value["$ndarray"]
        array = np.frombuffer(base64.b64decode(form["data"]), dtype(form["dtype"]))
        if isinstance(form["dtype"], str) and kind["class"] == "compound":  # a complex number
            array = np.array([(item.real, item.imag) for item in array], [("r", "f8"), ("i", "f8")])
        array = array.reshape(form["shape"])
        yield from array.reshape(-1, *array.shape[len(shape):])
    elif not isinstance(value, np.ndarray):
        yield from flat(value, len(shape))
    else:
        yield from value.reshape(-1, *value.shape[len(shape):])


def flat(value, depth):
    if depth == 0:
        return [value]
    return [item for part in value for item in flat(part, depth - 1)]


def dtype(descr):
    if isinstance(descr, str):
        return np.dtype(descr)
    fields, offset = {"names": [], "formats": [], "offsets": []}, 0
    for name, kind, *shape in descr:
        kind = np.dtype((dtype(kind), tuple(shape[0]))) if shape else dtype(kind)
        if name:
            fields["names"].append(name)
            fields["formats"].append(kind)
            fields["offsets"].append(offset)
        offset += kind.itemsize
    return np.dtype({**fields, "itemsize": offset})


def space_text(shape, most):
    if shape is None:
        return "NULL"
    if not shape:
        return "SCALAR"
    extents = lambda dims: "( " + ", ".join("H5S_UNLIMITED" if n is None else str(n) for n in dims) + " )"
    return f"SIMPLE {{ {extents(shape)} / {extents(most)} }}"


def type_text(kind):
    name = kind["class"]
    if name == "integer":
        bits, order = 8 * kind["size"], "BE" if kind["order"] == "BE" else "LE"
        if kind["precision"] == bits and not kind["offset"]:
            return f"H5T_STD_{'I' if kind['signed'] else 'U'}{bits}{order}"
        end = "big-endian" if order == "BE" else "little-endian"
        return f"{bits}-bit {end} {'' if kind['signed'] else 'unsigned '}integer {kind['precision']}-bit precision" + (
            f" {kind['offset']}-bit offset" if kind["offset"] else "")
    if name == "float":
        return float_text(kind)
    if name == "bitfield":
        return f"H5T_STD_B{8 * kind['size']}{'BE' if kind['order'] == 'BE' else 'LE'}"
    if name == "time":
        return "H5T_TIME: not yet implemented"
    if name == "string":
        size = "H5T_VARIABLE" if kind["size"] is None else kind["size"]
        pad = {"null-terminated": "NULLTERM", "null-padded": "NULLPAD", "space-padded": "SPACEPAD"}[kind["padding"]]
        set = {"ascii": "ASCII", "utf-8": "UTF8"}[kind["set"]]
        return f"H5T_STRING {{ STRSIZE {size}; STRPAD H5T_STR_{pad}; CSET H5T_CSET_{set}; CTYPE H5T_C_S1; }}"
    if name == "opaque":
        return f'H5T_OPAQUE {{ OPAQUE_TAG "{kind["tag"]}"; }}'
    if name == "reference":
        return {"object": "H5T_REFERENCE { H5T_STD_REF_OBJECT }", "region": "H5T_REFERENCE { H5T_STD_REF_DSETREG }"}.get(kind["kind"], "H5T_REFERENCE")
    if name == "enum":
        return f"H5T_ENUM {{ {type_text(kind['base'])}; " + " ".join(f'"{member}" {value};' for member, value in kind["members"]) + " }"
    if name == "sequence":
        return f"H5T_VLEN {{ {type_text(kind['base'])}}}"
    if name == "array":
        return f"H5T_ARRAY {{ {''.join(f'[{n}]' for n in kind['shape'])} {type_text(kind['base'])} }}"
    members = "".join(f' {type_text(member["type"])} "{member["name"]}";' for member in kind["members"])
    return f"H5T_COMPOUND {{{members} }}"


def float_text(kind):
    bits, order = 8 * kind["size"], kind["order"]
    if order == "VAX":
        return f"H5T_VAX_F{bits}"
    ieee = {32: (8, 23, 127), 64: (11, 52, 1023)}.get(bits)
    if ieee == (kind["exponent"][1], kind["mantissa"][1], kind["bias"]) and kind["precision"] == bits:
        return f"H5T_IEEE_F{bits}{order}"
    end = "big-endian" if order == "BE" else "little-endian"
    return f"{bits}-bit {end} floating-point {kind['precision']}-bit precision"
