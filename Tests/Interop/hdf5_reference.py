"""What libhdf5 and h5py find in an HDF5 file: `hdf5_reference.py FILE` prints both documents of Documentation/hdf5-json.md.

The output is one JSON object with `dump`, `facts`, and `cross`, the list of values that h5py reads otherwise than they are
written down here (it should be empty). Where a file can't be opened there is only `refused`.
"""

import base64
import ctypes
import json
import os
import sys

import h5py
import numpy as np
from h5py import h5, h5a, h5d, h5f, h5g, h5l, h5o, h5p, h5s, h5t

import hdf5_library as library
import hdf5_types as types
from hdf5_cross import cross_check
from hdf5_library import LibraryError, call
from hdf5_types import describe, plan, text
from hdf5_values import TooLarge, Values, hyperslab, mapping

try:  # filters beyond libhdf5's own
    import hdf5plugin
    assert hdf5plugin
except ImportError:
    pass

REFUSALS = (LibraryError, OSError, RuntimeError, ValueError, KeyError, TypeError, TooLarge)
LAYOUTS = {h5d.COMPACT: "compact", h5d.CONTIGUOUS: "contiguous", h5d.CHUNKED: "chunked", h5d.VIRTUAL: "virtual"}
KINDS = {h5o.TYPE_GROUP: "group", h5o.TYPE_DATASET: "dataset", h5o.TYPE_NAMED_DATATYPE: "datatype"}
LINKS = {h5l.TYPE_HARD: "hard", h5l.TYPE_SOFT: "soft", h5l.TYPE_EXTERNAL: "external"}
MANY_CHUNKS = 2000


def message(error):
    return f"{type(error).__name__}: {error}"[:200]


class Node:
    """An object of the file under the path where it is met first; `members` are its links with what they lead to."""

    def __init__(self, path, kind, identifier, info):
        self.path, self.kind, self.id, self.info, self.members = path, kind, identifier, info, []


class Walk:
    """All objects of a file, depth first, links by the bytes of their names."""

    def __init__(self, file):
        self.file, self.first, self.nodes = file, {}, []
        self.root = self.visit(b"/", h5o.open(file, b"/"))
        pending = [(self.root, iter(self.links(self.root)))]
        while pending:
            node, links = pending[-1]
            step = next(links, None)
            if step is None:
                pending.pop()
                continue
            found = self.follow(node, *step)
            if isinstance(found, Node) and found.kind == "group":
                pending.append((found, iter(self.links(found))))

    def visit(self, path, identifier):
        info = h5o.get_info(identifier)
        node = Node(path, KINDS[info.type], identifier, info)
        self.first[info.fileno, info.addr] = path
        self.nodes.append(node)
        return node

    def links(self, node):
        try:
            names = []
            node.id.links.iterate(names.append)
        except REFUSALS as error:
            node.members.append((b"", {"kind": "unreadable"}, {"$error": message(error)}))
            return []
        return [(name, node.id) for name in sorted(names)]

    def follow(self, node, name, group):
        """Notes one link; the new node where it leads to an object not met yet."""
        try:
            facts, found = link_facts(group, name), None
            if facts["kind"] == "hard":
                found = self.target(node, name, group)
            else:
                found = {"$link": facts.get("target")}
                found |= {key: facts[key] for key in ("file", "class") if key in facts}
        except REFUSALS as error:
            facts, found = {"kind": "unreadable"}, {"$error": message(error)}
        node.members.append((name, facts, found))
        return found

    def target(self, node, name, group):
        identifier = h5o.open(group, name)
        info = h5o.get_info(identifier)
        known = self.first.get((info.fileno, info.addr))
        if known is not None:
            return {"$ref": text(known)}
        return self.visit(node.path.rstrip(b"/") + b"/" + name, identifier)


def link_facts(group, name):
    info = library.LinkInfo()
    call("H5Lget_info2", group.id, name, ctypes.byref(info), library.DEFAULT)
    facts = {"kind": LINKS.get(info.type, "user-defined"), "set": types.TEXT_SETS[info.cset]}
    if info.corder_valid:
        facts["creationOrder"] = info.corder
    if info.type != h5l.TYPE_HARD:
        value = library.link_value(group.id, name, info.value[0])
        if info.type == h5l.TYPE_SOFT:
            facts["target"] = text(value.split(b"\0")[0])
        elif info.type == h5l.TYPE_EXTERNAL:
            file, path = value[1:].split(b"\0")[:2]
            facts |= {"target": text(path), "file": text(file)}
        else:
            facts |= {"target": None, "class": info.type, "value": base64.b64encode(value).decode()}
    return facts


class Documents:
    """The two documents of one file."""

    def __init__(self, file):
        self.file = file
        self.walk = Walk(file)
        self.values = Values(file, lambda number, address: self.walk.first.get((number, address)))
        self.cross, self.forms, self.facts = [], {}, []
        for node in self.walk.nodes:
            facts = {"path": text(node.path), "kind": node.kind, "links": node.info.rc}
            form = self.attributes(node, facts)
            self.forms[node] = {"group": self.group, "dataset": self.dataset, "datatype": self.datatype}[node.kind](
                node, form, facts)
            self.facts.append(facts)

    def dump(self):
        """The typed JSON, put together from below, as groups may be deep."""
        for node in reversed(self.walk.nodes):
            if node.kind == "group":
                self.forms[node]["members"] = mapping(
                    (name, self.outer(found)) for name, _, found in node.members)
        return {"$file": {"format": "hdf5", **self.forms[self.walk.root]}}

    def outer(self, found):
        return {f"${found.kind}": self.forms[found]} if isinstance(found, Node) else found

    def attributes(self, node, facts):
        pairs, details = [], []
        try:
            total = h5a.get_num_attrs(node.id)
        except REFUSALS as error:
            facts["attributes"] = {"$error": message(error)}
            return {"attributes": {"$error": message(error)}}
        for index in range(total):
            try:
                attribute = h5a.open(node.id, index=index, index_type=h5.INDEX_NAME, order=h5.ITER_INC)
                name = library.attribute_name(attribute.id)
            except REFUSALS as error:
                pairs.append((b"", {"$error": message(error)}))
                continue
            pairs.append((name, self.attribute(node, attribute, name, details)))
        facts["attributes"] = sorted(details, key=lambda item: json.dumps(item["name"], ensure_ascii=False))
        return {"attributes": mapping(sorted(pairs, key=lambda pair: pair[0]))}

    def attribute(self, node, attribute, name, details):
        try:
            tid, space = attribute.get_type(), attribute.get_space()
            detail = {"name": text(name), "type": describe(tid), "shape": shape_of(space)}
            info = h5a.get_info(node.id, name)
            detail |= self.committed(tid)
            detail["set"] = types.TEXT_SETS[info.cset]
            if info.corder_valid:
                detail["creationOrder"] = info.corder
            details.append(detail)
            how = plan(tid)
            if detail["shape"] is None:
                return null(how)
            value = self.values.of_attribute(attribute.id, how, detail["shape"])
        except REFUSALS as error:
            return {"$error": message(error)}
        problem = cross_check(how, value, lambda: read_attribute(node.id, name))
        if problem:
            self.cross.append([text(node.path), text(name), problem])
        return value

    def committed(self, tid):
        """The path of the committed type that this is, `#` and its address where no link leads to it."""
        if not tid.committed():
            return {}
        info = h5o.get_info(tid)
        path = self.walk.first.get((info.fileno, info.addr))
        return {"committed": f"#{info.addr}" if path is None else text(path)}

    def group(self, node, form, facts):
        try:
            properties = node.id.get_create_plist() if hasattr(node.id, "get_create_plist") else None
            info = library.group_info(node.id.id)
            facts["storage"] = {0: "symbol table", 1: "compact", 2: "dense"}.get(info.storage, "unknown")
            if properties is not None:
                facts["linkOrder"] = order_name(properties.get_link_creation_order())
                facts["attributeOrder"] = order_name(properties.get_attr_creation_order())
        except REFUSALS as error:
            facts["error"] = message(error)
        facts["members"] = [{"name": text(name), **detail} for name, detail, _ in node.members]
        self.common(node, facts)
        return form

    def common(self, node, facts):
        comment = library.comment(node.id.id)
        if comment:
            facts["comment"] = text(comment)
        modified = getattr(node.info, "mtime", 0)  # h5py of 3.9 and later has it
        if modified:
            facts["modified"] = modified

    def datatype(self, node, form, facts):
        facts["type"] = describe(node.id)
        self.common(node, facts)
        return {"type": facts["type"], **form}

    def dataset(self, node, form, facts):
        dataset = node.id
        try:
            space = dataset.get_space()
            shape = shape_of(space)
            facts |= {"shape": shape, "maxShape": max_shape(space)}
            tid = dataset.get_type()
            facts["type"] = describe(tid)
            facts |= self.committed(tid)
            how = plan(tid)
            facts["dtype"] = how.descr if isinstance(how, types.Plain) else None
            facts["h5py"] = h5py_dtype(tid)
            dataset_facts(dataset, facts, self.values, how)
        except REFUSALS as error:
            facts["error"] = message(error)
        self.common(node, facts)
        if "shape" not in facts:
            return {"shape": None, **form, "error": facts["error"]}
        form = {"shape": shape, **form}
        if shape is None:
            return form
        try:
            form["data"] = self.values.of_dataset(dataset, how, shape)
        except (*REFUSALS, UnboundLocalError) as error:
            form["error"] = message(error)
            return form
        problem = cross_check(how, form["data"], lambda: h5py.Dataset(dataset)[()])
        if problem:
            self.cross.append([text(node.path), None, problem])
        return form


def read_attribute(identifier, name):
    kind = {h5g.GroupID: h5py.Group, h5d.DatasetID: h5py.Dataset}.get(type(identifier), h5py.Datatype)
    return h5py.AttributeManager(kind(identifier))[name]


def null(how):
    """What an attribute without elements is."""
    return {"$ndarray": ({"dtype": how.descr} if isinstance(how, types.Plain) else {}) | {"shape": None}}


def order_name(flags):
    return {0: "none", h5p.CRT_ORDER_TRACKED: "tracked"}.get(flags, "indexed")


def shape_of(space):
    kind = space.get_simple_extent_type()
    return None if kind == h5s.NULL else [] if kind == h5s.SCALAR else [int(x) for x in space.shape]


def max_shape(space):
    if space.get_simple_extent_type() != h5s.SIMPLE:
        return shape_of(space)
    return [None if x == h5s.UNLIMITED or x is None else int(x) for x in space.get_simple_extent_dims(True)]


def h5py_dtype(tid):
    """What h5py names the type, None where it can't."""
    try:
        return str(tid.dtype)
    except (TypeError, ValueError, KeyError):
        return None


def dataset_facts(dataset, facts, values, how):
    properties = dataset.get_create_plist()
    layout = properties.get_layout()
    facts["layout"] = LAYOUTS[layout]
    facts["filters"] = filters(properties)
    facts["fill"] = fill(properties, values, how)
    if layout != h5d.VIRTUAL:
        facts["storageSize"] = dataset.get_storage_size()
    if layout == h5d.CHUNKED:
        facts["chunks"] = [int(x) for x in properties.get_chunk()]
        chunk_facts(dataset, facts)
    if layout == h5d.VIRTUAL:
        facts["virtual"] = virtual(properties)
    if properties.get_external_count():
        facts["external"] = [external(properties, n) for n in range(properties.get_external_count())]
    facts["attributeOrder"] = order_name(properties.get_attr_creation_order())


def filters(properties):
    result = []
    for index in range(properties.get_nfilters()):
        code, flags, parameters, name = properties.get_filter(index)
        result.append({"id": code, "flags": flags, "values": [int(x) for x in parameters], "name": text(name.split(b"\0")[0])})
    return result


def fill(properties, values, how):
    status = {0: "undefined", 1: "default", 2: "user"}[properties.fill_value_defined()]
    form = {"status": status, "time": {0: "allocation", 1: "never", 2: "ifset"}[properties.get_fill_time()],
            "allocation": {1: "early", 2: "late", 3: "incremental"}.get(properties.get_alloc_time(), "default")}
    if status == "user":
        try:
            form["value"] = values.of_fill(properties, how)
        except REFUSALS as error:
            form["value"] = {"$error": message(error)}
    return form


def chunk_facts(dataset, facts):
    try:
        total = dataset.get_num_chunks()
        facts["storedChunks"] = total
        if total <= MANY_CHUNKS:
            stored = []
            if hasattr(dataset, "chunk_iter"):  # h5py of 3.9 and later
                dataset.chunk_iter(stored.append)
            else:
                stored = [dataset.get_chunk_info(index) for index in range(total)]
            facts["chunkTable"] = sorted([[int(x) for x in chunk.chunk_offset], int(chunk.filter_mask), int(chunk.byte_offset),
                                          int(chunk.size)] for chunk in stored)
    except REFUSALS as error:
        facts["chunkError"] = message(error)


def virtual(properties):
    mappings = []
    for n in range(properties.get_virtual_count()):
        mappings.append({"file": text(as_bytes(properties.get_virtual_filename(n))),
                         "dataset": text(as_bytes(properties.get_virtual_dsetname(n))),
                         "source": hyperslab(properties.get_virtual_srcspace(n)),
                         "target": hyperslab(properties.get_virtual_vspace(n))})
    return mappings


def as_bytes(name):
    return name if isinstance(name, bytes) else name.encode("utf-8", "surrogateescape")


def external(properties, index):
    name, offset, size = properties.get_external(index)
    return {"file": text(as_bytes(name)), "offset": int(offset), "size": None if size == h5s.UNLIMITED or size == -1 else int(size)}


def superblock(file):
    properties = file.get_create_plist()
    version = properties.get_version()
    offset_size, length_size = properties.get_sizes()
    facts = {"version": int(version[0]), "userBlock": int(properties.get_userblock()), "offsetSize": int(offset_size),
             "lengthSize": int(length_size)}
    internal, leaf, chunk = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    call("H5Pget_sym_k", properties.id, ctypes.byref(internal), ctypes.byref(leaf))
    call("H5Pget_istore_k", properties.id, ctypes.byref(chunk))
    facts |= {"groupInternalK": internal.value, "groupLeafK": leaf.value, "chunkK": chunk.value}
    strategy, persist, threshold = properties.get_file_space_strategy()
    facts |= {"strategy": ["fsm aggregation", "page", "aggregation", "none"][strategy], "persist": bool(persist),
              "threshold": int(threshold), "pageSize": int(properties.get_file_space_page_size())}
    indexes, messages, least = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    call("H5Pget_shared_mesg_nindexes", properties.id, ctypes.byref(indexes))
    facts["sharedIndexes"] = []
    for index in range(indexes.value):
        call("H5Pget_shared_mesg_index", properties.id, index, ctypes.byref(messages), ctypes.byref(least))
        facts["sharedIndexes"].append({"types": messages.value, "least": least.value})
    return facts


def opened(path):
    """The file; one that a writer has left open is opened as a reader of SWMR, the first of a family as the whole."""
    try:
        return h5f.open(path, h5f.ACC_RDONLY)
    except (OSError, RuntimeError) as error:
        if "already open for write" in str(error):
            return h5f.open(path, h5f.ACC_RDONLY | h5f.ACC_SWMR_READ)
        if "truncated file" in str(error) and os.path.exists(path.replace(b"00000.", b"00001.")) and b"00000." in path:
            access = h5p.create(h5p.FILE_ACCESS)
            access.set_fapl_family(os.path.getsize(path))
            return h5f.open(path.replace(b"00000.", b"%05d."), h5f.ACC_RDONLY, fapl=access)
        raise


def main(path):
    os.environ["HDF5_USE_FILE_LOCKING"] = "FALSE"
    sys.setrecursionlimit(100_000)
    folder, name = os.path.split(os.path.abspath(path))
    os.chdir(folder)  # from where libhdf5 looks for external files
    try:
        file = opened(name.encode())
        documents = Documents(file)
    except REFUSALS as error:
        print(json.dumps({"refused": message(error)}))
        return
    facts = {"format": "hdf5", "superblock": superblock(file), "objects": documents.facts}
    result = {"dump": documents.dump(), "facts": facts, "cross": documents.cross}
    sys.stdout.write(json.dumps(result, ensure_ascii=False, separators=(",", ":")) + "\n")
    sys.stdout.flush()
    os._exit(0)  # libhdf5 may crash when it closes what it could not read


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
