"""What Keras writes: `keras_files.py FOLDER`, with KERAS_BACKEND=jax. Prints what must be found in it, as JSON."""

import json
import os
import sys
import zipfile
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"
import keras
import numpy as np


def model():
    keras.utils.set_random_seed(1)
    layers = keras.layers
    result = keras.Sequential([layers.Input((6, 6, 1)), layers.Conv2D(2, 3, name="conv"), layers.BatchNormalization(name="norm"), layers.Flatten(),
                               layers.Dense(3, activation="softmax", name="dense")], name="tiny")
    result.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    data = np.random.default_rng(0).random((8, 6, 6, 1)).astype("f4")
    result.fit(data, np.eye(3)[np.arange(8) % 3], epochs=1, verbose=0)
    return result


def main(folder):
    tiny = model()
    facts = {"keras": keras.__version__, "config": json.loads(tiny.to_json()), "weights": {
        f"{layer.name}/{weight.name}": {"shape": list(weight.shape), "sum": float(np.asarray(weight.value, "f8").sum())}
        for layer in tiny.layers for weight in layer.weights}}
    tiny.save(folder / "keras-legacy.h5")
    tiny.save_weights(folder / "keras.weights.h5")
    tiny.save(folder / "keras.keras")
    with zipfile.ZipFile(folder / "keras.keras") as archive:
        (folder / "keras-inner.weights.h5").write_bytes(archive.read("model.weights.h5"))
    print(json.dumps(facts, indent=1))


main(Path(sys.argv[1]))
