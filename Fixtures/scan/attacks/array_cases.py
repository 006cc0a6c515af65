"""Arrays with objects in npy and npz files."""

import io
import os
import struct
import warnings
import zipfile

import numpy

from assembler import call, pickled
from case import COMMAND, Case

RUN = call("os.system", COMMAND)
INNER = pickled(RUN)
NAMED = ["call os.system"]
NUMPY, JOBLIB, PANDAS = "numpy.load(allow_pickle=True)", "joblib.load", "pandas.read_pickle"


class Evil:
    """Pickles as a call of os.system."""

    def __reduce__(self):
        return os.system, (COMMAND,)


EVIL = [item.replace("os.", "posix.") for item in NAMED]


def objects(*items):
    """An array of objects."""
    found = numpy.empty(len(items), object)
    found[:] = items
    return found


def npy(array):
    """An npy file; the header is NumPy's, the pickle follows."""
    raw = io.BytesIO()
    numpy.lib.format.write_array(raw, array)
    return raw.getvalue()


def npz(members):
    """A zip archive with fixed dates."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for member, data in members.items():
            archive.writestr(zipfile.ZipInfo(member, (1980, 1, 1, 0, 0, 0)), data)
    return raw.getvalue()


def header(text, version=1):
    """An npy header by hand."""
    raw = text.encode("latin1") + b"\n"
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", len(raw)) + raw


def numpy_files():
    """npy and npz."""
    yield Case(
        "objects.npy", "an array of objects, one of which calls", npy(objects(1, Evil())), EVIL, loader=NUMPY
    )
    yield Case(
        "handmade.npy",
        "an npy header of dtype object, then a pickle that is no array at all",
        header("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }") + INNER,
        NAMED,
        loader=NUMPY,
    )
    yield Case(
        "version2.npy",
        "an npy header of version 2",
        header("{'descr':'O','fortran_order':True,'shape':()}", 2) + INNER,
        NAMED,
        loader=NUMPY,
    )
    yield Case(
        "structured.npy",
        "a structured dtype with an object in one field",
        header("{'descr': [('a','<i4'),('b','|O')], 'fortran_order': False, 'shape': (1,)}") + INNER,
        NAMED,
        loader=NUMPY,
    )
    yield Case(
        "subarray.npy",
        "a dtype whose object sits in a nested sub-array",
        header("{'descr': [('a',[('c','|O',(2,))])], 'fortran_order': False, 'shape': (0,)}") + INNER,
        NAMED,
        loader=NUMPY,
    )
    yield Case(
        "protocol0.npy",
        "the pickle of an npy file in protocol 0",
        header("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }")
        + b"cos\nsystem\n(V"
        + COMMAND.encode()
        + b"\ntR.",
        NAMED,
        loader=NUMPY,
    )
    yield Case(
        "plain-pickle.npy", "a pickle by the name of npy: numpy.load reads it", INNER, NAMED, loader=NUMPY
    )
    yield Case(
        "wrong-name.txt",
        "an npy file by another name",
        header("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }") + INNER,
        NAMED,
        loader=NUMPY,
    )
    good, bad = npy(numpy.arange(3)), npy(objects(Evil()))
    at = [item + " @b.npy" for item in EVIL]
    yield Case(
        "objects.npz", "one array of an npz has objects", npz({"a.npy": good, "b.npy": bad}), at, loader=NUMPY
    )
    yield Case(
        "wrong-member.npz",
        "the member's name has no .npy",
        npz({"a.npy": good, "b.dat": bad}),
        [item + " @b.dat" for item in EVIL],
        loader=NUMPY,
    )
    yield Case(
        "first-harmless.npz",
        "two members of one name: the last one counts",
        twice("b.npy", good, bad),
        at,
        loader=NUMPY,
    )
    yield Case("deflated.npz", "a compressed npz", deflated({"a.npy": good, "b.npy": bad}), at, loader=NUMPY)
    yield Case(
        "folder.npz",
        "a member in folders that climb",
        npz({"../x/a.npy": bad}),
        [item + " @../x/a.npy" for item in EVIL],
        loader=NUMPY,
    )
    yield Case("no-extension-npz", "an npz without an extension", npz({"b.npy": bad}), at, loader=NUMPY)


def twice(member, first, second):
    """An archive with two members of one name."""
    raw = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(raw, "w") as archive:
        warnings.simplefilter("ignore")
        for data in (first, second):
            archive.writestr(zipfile.ZipInfo(member, (1980, 1, 1, 0, 0, 0)), data)
    return raw.getvalue()


def deflated(members):
    """A compressed archive."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for member, data in members.items():
            archive.writestr(zipfile.ZipInfo(member, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return raw.getvalue()


def cases():
    """All cases of this module."""
    for group in (numpy_files,):
        yield from group()
