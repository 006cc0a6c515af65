"""Keras models with code in their configuration, made by hand."""

import base64
import io
import json
import marshal

import h5py

from archive import Member, zipped
from case import Case

SOURCE = "lambda x: (open('brine-marker','w'), x)[1]"
CODE = base64.b64encode(marshal.dumps(compile(SOURCE, "attack", "eval").co_consts[0], 2)).decode()
LAMBDA = {"class_name": "__lambda__", "config": {"code": CODE, "defaults": None, "closure": None}}
POLICY = {
    "module": "keras",
    "class_name": "DTypePolicy",
    "config": {"name": "float32"},
    "registered_name": None,
}
CALLED = "call keras.layers.Lambda"


def layer(kind, settings, modules=True):
    """One layer of a configuration."""
    found = {"class_name": kind, "config": settings}
    return {"module": "keras.layers", **found, "registered_name": None} if modules else found


def sequential(layers, modules=True):
    """A Sequential model; HDF5 files leave the modules out."""
    start = {"batch_shape": [None, 1], "dtype": "float32", "sparse": False, "ragged": False, "name": "input"}
    config = {
        "name": "sequential",
        "trainable": True,
        "dtype": POLICY,
        "layers": [layer("InputLayer", start, modules), *layers],
        "build_input_shape": [None, 1],
    }
    found = {"class_name": "Sequential", "config": config}
    if modules:
        found = {
            "module": "keras",
            **found,
            "registered_name": None,
            "build_config": {"input_shape": [None, 1]},
            "compile_config": {},
        }
    return found


def code_layer(function, name="lambda"):
    """The settings of a Lambda layer."""
    return {"name": name, "trainable": True, "dtype": POLICY, "function": function, "arguments": {}}


def weights(groups):
    """The file of weights: groups without data."""
    raw = io.BytesIO()
    with h5py.File(raw, "w") as file:
        for group in (*groups, "vars"):
            file.create_group(group)
    return raw.getvalue()


def keras_file(layers, name="lambda"):
    """The .keras format: a zip archive of JSON and weights."""
    metadata = {"keras_version": "3.15.1", "date_saved": "2026-01-01@00:00:00"}
    return zipped(
        [
            Member("metadata.json", json.dumps(metadata).encode()),
            Member("config.json", json.dumps(sequential(layers)).encode()),
            Member("model.weights.h5", weights([f"layers/{name}/vars"])),
        ]
    )


def hdf5_file(layers, name="lambda"):
    """The HDF5 format: the configuration is an attribute."""
    raw = io.BytesIO()
    with h5py.File(raw, "w") as file:
        file.attrs["keras_version"] = "3.15.1"
        file.attrs["backend"] = "torch"
        file.attrs["model_config"] = json.dumps(sequential(layers, modules=False))
        group = file.create_group("model_weights")
        group.attrs["layer_names"] = [name.encode()]
        group.attrs["backend"] = "torch"
        group.attrs["keras_version"] = "3.15.1"
        for child in (name, "top_level_model_weights"):
            group.create_group(child).attrs["weight_names"] = []
    return raw.getvalue()


def cases():
    """All cases of this module."""
    plain = code_layer(LAMBDA)
    where = CALLED + " @config.json"
    yield Case(
        "lambda.keras",
        "a Lambda layer with marshalled code, which runs when the model is built",
        keras_file([layer("Lambda", plain)]),
        [where],
        loader="keras",
    )
    yield Case(
        "lambda-shape.keras",
        "a Lambda layer whose output_shape is code, too",
        keras_file([layer("Lambda", {**plain, "output_shape": LAMBDA})]),
        [where],
        loader="keras",
    )
    wrapped = {
        "name": "wrapped",
        "trainable": True,
        "dtype": POLICY,
        "layers": [layer("Lambda", code_layer(LAMBDA, "inner"))],
        "build_input_shape": [None, 1],
    }
    nested = {"module": "keras", "class_name": "Sequential", "config": wrapped, "registered_name": None}
    yield Case(
        "nested.keras",
        "a Lambda layer in a model within the model",
        keras_file([nested], "wrapped"),
        [where],
        loader="keras",
    )
    yield Case(
        "lambda.h5",
        "HDF5: a Lambda layer in the attribute model_config",
        hdf5_file([layer("Lambda", plain, False)]),
        [CALLED],
        loader="keras",
    )
    yield Case(
        "nested.h5",
        "HDF5: a Lambda layer in a model within the model",
        hdf5_file(
            [
                {
                    "class_name": "Sequential",
                    "config": {**wrapped, "layers": [layer("Lambda", code_layer(LAMBDA, "inner"), False)]},
                }
            ],
            "wrapped",
        ),
        [CALLED],
        loader="keras",
    )
    named = {"module": "os", "class_name": "function", "config": "system", "registered_name": "system"}
    yield Case(
        "function-name.keras",
        "a Lambda layer whose function is a name: os.system",
        keras_file([layer("Lambda", code_layer(named))]),
        ["import os.system @config.json"],
        loader="keras",
        unproved="Keras 3.15.1 can't locate functions of modules that are not its own",
    )
