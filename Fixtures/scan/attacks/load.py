"""Loads one file with a named loader, as its user would: `load.py LOADER FILE`.

Run by generate.py in a temporary folder. Errors are shown and don't matter: the marker decides.
"""

import io
import sys
import traceback


def pickle_load(path):
    """The C unpickler."""
    import pickle

    with open(path, "rb") as file:
        pickle.load(file)


def pickle_loads(path):
    """The C unpickler, from bytes."""
    import pickle

    with open(path, "rb") as file:
        pickle.loads(file.read())


def pickle_python(path):
    """The unpickler that is written in Python."""
    import pickle

    with open(path, "rb") as file:
        pickle._Unpickler(file).load()


def pickle_loop(path):
    """All pickles of a file, one after the other."""
    import pickle

    with open(path, "rb") as file:
        while True:
            pickle.load(file)


def pickle_encoding(path):
    """The C unpickler with the encoding that old NumPy pickles need."""
    import pickle

    with open(path, "rb") as file:
        pickle.load(file, encoding="latin1")


def pickle_compressed(path):
    """A pickle behind the compressor that its first bytes name."""
    import bz2
    import gzip
    import lzma
    import pickle

    with open(path, "rb") as file:
        start = file.read(3)
    opener = {b"\x1f\x8b\x08": gzip.open, b"BZh": bz2.open}.get(start, lzma.open)
    with opener(path, "rb") as file:
        pickle.load(file)


def pickle_persistent(path):
    """An unpickler with a persistent_load that takes anything."""
    import pickle

    class Reader(pickle.Unpickler):
        def persistent_load(self, identifier):
            return identifier

    with open(path, "rb") as file:
        Reader(file).load()


def joblib_load(path):
    import joblib

    joblib.load(path)


def numpy_load(path):
    """numpy.load with allow_pickle, every member of an npz."""
    import numpy

    found = numpy.load(path, allow_pickle=True)
    if hasattr(found, "files"):
        for key in found.files:
            found[key]


def torch_load(path):
    import torch

    torch.load(path, weights_only=False)


def pandas_read_pickle(path):
    import pandas

    pandas.read_pickle(path)


def dill_load(path):
    import dill

    with open(path, "rb") as file:
        dill.load(file)


def cloudpickle_load(path):
    import cloudpickle

    with open(path, "rb") as file:
        cloudpickle.load(file)


def shelve_open(path):
    """Every value of a shelf (dbm.dumb: the file is one of its two or three)."""
    import dbm.dumb
    import shelve

    shelf = shelve.Shelf(dbm.dumb.open(path.removesuffix(".dat").removesuffix(".dir"), "r"))
    for key in shelf:
        shelf[key]


def zip_member(path):
    """The first member of a zip archive, as a pickle."""
    import pickle
    import zipfile

    with zipfile.ZipFile(path) as archive:
        pickle.load(io.BytesIO(archive.read(archive.namelist()[0])))


def keras_load(path):
    """keras.models.load_model with safe_mode off."""
    import keras
    import numpy

    model = keras.models.load_model(path, safe_mode=False, compile=False)
    model(numpy.zeros((1, 1), "float32"))


LOADERS = {
    "pickle.load": pickle_load,
    "pickle.loads": pickle_loads,
    "pickle._Unpickler": pickle_python,
    "pickle.load in a loop": pickle_loop,
    "pickle.load(encoding='latin1')": pickle_encoding,
    "gzip/bz2/lzma.open and pickle.load": pickle_compressed,
    "pickle.Unpickler with persistent_load": pickle_persistent,
    "joblib.load": joblib_load,
    "numpy.load(allow_pickle=True)": numpy_load,
    "torch.load(weights_only=False)": torch_load,
    "pandas.read_pickle": pandas_read_pickle,
    "dill.load": dill_load,
    "cloudpickle.load": cloudpickle_load,
    "shelve": shelve_open,
    "zipfile and pickle.load": zip_member,
    "keras": keras_load,
}

if __name__ == "__main__":
    try:
        LOADERS[sys.argv[1]](sys.argv[2])
    except Exception:
        traceback.print_exc()
